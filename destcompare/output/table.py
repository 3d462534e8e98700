"""The terminal view of `compare`: dangers first, then the options side by side, then why.

Words and signs carry the meaning; colour only repeats it. Nothing is cut: what does not fit is wrapped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rich.console import Console

from destcompare.decision.answers import example_of, question_of
from destcompare.decision.decide import foremost
from destcompare.decision.particulars import LEVELS, NotedRisk, Particulars
from destcompare.decision.result import STATUSES, WITHIN_REACH, Decision, Option
from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.details import DetailView
from destcompare.output.money import bar, net_text
from destcompare.output.page import SIGNS, STYLES, Page
from destcompare.output.ranking import weighed_by
from destcompare.output.words import (
    LEVEL_WORDS,
    STATUS_WORDS,
    change_text,
    closed_text,
    label_of,
    misfit_text,
    say,
    value_text,
    warning_lines,
    warning_text,
)
from destcompare.problems import N_
from destcompare.rulebook.model import Fact

_DANGERS_NEAR, _DANGERS_FAR = 3, 2
_QUESTIONS_SHOWN = 3
_QUESTIONS_SHOWN_ONCE = 6
_RANK_WIDTH = 5


class TableView:
    """One decision on one console."""

    def __init__(self, console: Console, language: Language, decision: Decision, *, everything: bool) -> None:
        self.page = Page(console, language, decision.rulebook)
        self.told = Particulars(decision)
        self.language = language
        self.decision = decision
        self.everything = everything

    def show(self, destinations: Collection[str] = ()) -> None:
        """Print it; `destinations` narrows it when any are named."""
        options = [o for o in self.decision.options if not destinations or o.scheme.destination in destinations]
        self._heading()
        self._bans(options)
        shown = self._dangers(options)
        self._overview(options)
        weighed_by(self.page, self.decision)
        self._questions(options)
        details = DetailView(self.page, self.decision, self.told, shown, everything=self.everything)
        for code in dict.fromkeys(option.scheme.destination for option in options):
            details.destination(code, [option for option in options if option.scheme.destination == code])
        details.home(options)
        self._footer(options)

    def _heading(self) -> None:
        decision, person = self.decision, self.decision.person
        self.page.line(
            self.page.text(N_("Ways to work abroad, by the rules of {day}"), day=decision.as_of), style="bold"
        )
        self.page.line(self.page.text(N_("This is information, not a promise. Officials decide.")))
        answers = [
            f"{label_of(self.language, fact)}: {value_text(self.language, decision.rulebook, value, fact.type)}"
            for name, value in person.answers.items()
            for fact in (decision.rulebook.facts[name],)
        ]
        if answers:
            self.page.line(" · ".join(answers), style="dim")
        for misfit in decision.misfits:
            doubted = "; ".join(label_of(self.language, decision.rulebook.facts[fact]) for fact in misfit.facts)
            text = self.page.text(N_("Look at these answers again: {answers}."), answers=doubted)
            self.page.line(f"{misfit_text(self.language, misfit)} {text}", 0, "▲", "yellow")
        self.page.space()

    def _bans(self, options: Iterable[Option]) -> None:
        """Bans that run, before anything else: each with its end, its reason, the article and the source."""
        running = {item.ban.id: (option, item) for option in options for item in option.bans}
        for option, item in running.values():
            country = self.language.country(option.scheme.destination)
            self.page.line(self.page.ban(country, item), 0, "!", "bold red")
            self.page.line(self.page.why(item.ban), 2, style="dim")
        if running:
            self.page.line(self.page.text(N_("Check the ban before you buy a ticket.")), 2)
            self.page.space()

    def _dangers(self, options: Iterable[Option]) -> set[str]:
        """The heaviest dangers of what is within reach, or where nothing is of all that is possible; gives their ids.

        A few for each country: the others stand with their country, or with everything else on demand.
        """
        possible = [option for option in options if self.everything or option.status not in ("closed", "ineligible")]
        near = [option for option in possible if option.status in WITHIN_REACH]
        by_country: dict[str, dict[str, NotedRisk]] = {}
        for option in possible if self.everything or not near else near:
            risks = by_country.setdefault(option.scheme.destination, {})
            risks.update({noted.risk.id: noted for noted in self.told.risks(option.scheme)})
        if (home := self.told.home()) and by_country:
            by_country[home.code] = {noted.risk.id: noted for noted in home.risks}
        shown: set[str] = set()
        countries: dict[tuple[int, str], list[str]] = {}
        left_out = 0
        for code, risks in by_country.items():
            heavy = [noted for noted in risks.values() if self.everything or noted.risk.level == "high"]
            first = heavy if self.everything else heavy[: _DANGERS_NEAR if near else _DANGERS_FAR]
            left_out += len(heavy) - len(first)
            for noted in first:
                shown.add(noted.risk.id)
                key = LEVELS.index(noted.risk.level), self._danger(noted)
                countries.setdefault(key, []).append(self.language.country(code))
        if countries:
            self.page.line(self.page.text(N_("Dangers first")), style="bold red")
            for (_, text), where in sorted(countries.items(), key=lambda item: item[0][0]):
                self.page.line(f"{', '.join(dict.fromkeys(where))}: {text}", 2, "▲", "red")
            if left_out and not near:
                self.page.line(
                    self.page.text(N_("More dangers: {more}. Add {option}."), more=left_out, option="--all"), 4
                )
            self.page.space()
        return shown

    def _danger(self, noted: NotedRisk) -> str:
        return f"{self.page.danger(noted)} ({self.page.text(LEVEL_WORDS[noted.risk.level])})"

    def _overview(self, options: list[Option]) -> None:
        """The options under their answers, side by side with what decides each of them."""
        for status in STATUSES:
            having = [option for option in options if option.status == status]
            if not having:
                continue
            heading = f"{self.page.text(STATUS_WORDS[status])} ({self.language.number(len(having))})"
            self.page.line(heading, 0, SIGNS[status], STYLES[status])
            rows = []
            for option in having:
                country = self.language.country(option.scheme.destination)
                rank = f"{option.rank}." if option.rank else "·"
                title = f"{country}: {self.language.text(option.scheme.title)}"
                cells = f"{rank:>{_RANK_WIDTH - 1}}", title, self._what_decides(option)
                rows.append([words(self.page.console, cell) for cell in cells])
            self.page.rows(rows, [_RANK_WIDTH, (self.page.console.width - _RANK_WIDTH) * 6 // 11], gap=1)
            self.page.space()

    def _what_decides(self, option: Option) -> str:
        if option.status == "banned":
            return self._with_changes(self._ban_end(option), option)
        if option.status == "unknown":
            facts = [label_of(self.language, fact) for fact in self._to_ask(option)]
            if not facts:
                gaps = [warning for warning in option.warnings if warning.startswith("no-value")]
                return "; ".join(warning_text(self.language, self.decision, warning) for warning in gaps)
            more = len(facts) - _QUESTIONS_SHOWN
            named = "; ".join(facts[:_QUESTIONS_SHOWN])
            if more > 0:
                named = self.page.text(N_("{named}; more questions: {more}"), named=named, more=more)
            return f"{self._with_changes(named, option)}{self._reach(option)}"
        if option.status in WITHIN_REACH:
            return f"{self._standing(option)} {self._changes(option)}".strip()
        if option.status == "ineligible":
            failed = [item for item in option.requirements if item.value is False]
            return "; ".join(self.page.filled(item.requirement.text, item.figures) for item in failed)
        if option.status == "closed":
            return closed_text(self.language, option, self.decision.as_of)
        return ""

    def _standing(self, option: Option) -> str:
        """Points as a bar and a number, and what is left of the pay."""
        told = []
        if option.standing is not None and option.standing.score is not None:
            told.append(f"{bar(option.standing.score)} {self.language.number(round(option.standing.score))};")
        if option.money is not None and option.money.sums:
            told.append(f"{net_text(self.page, option.money)}.")
        return " ".join(told)

    def _reach(self, option: Option) -> str:
        """The range of points that an option may get once the questions are answered."""
        if option.standing is None:
            return ""
        low, high = (round(points) for points in option.standing.score_range)
        told = (
            N_("points: {points}", points=low) if low == high else N_("points from {low} to {high}", low=low, high=high)
        )
        return f" ({say(self.language, told)})"

    def _changes(self, option: Option) -> str:
        return " ".join(change_text(self.language, self.decision, change) for change in option.changes)

    def _with_changes(self, decides: str, option: Option) -> str:
        return f"{decides}. {self._changes(option)}" if option.changes else decides

    def _to_ask(self, option: Option) -> list[Fact]:
        """Questions that decide an option."""
        facts = self.decision.rulebook.facts
        return [facts[fact] for fact in foremost(option.asks, facts)]

    def _ban_end(self, option: Option) -> str:
        if option.until is None:
            return self.page.text(N_("no end is set"))
        return self.page.text(N_("until {day}"), day=self.language.short_date(option.until))

    def _questions(self, options: Iterable[Option]) -> None:
        """The open questions once for all options: those that decide most options first, sensitive ones last."""
        decides: dict[Fact, int] = {}
        for option in options:
            if option.status == "unknown":
                for fact in self._to_ask(option):
                    decides[fact] = decides.get(fact, 0) + 1
        facts = sorted(decides, key=lambda fact: (fact.sensitive, -decides[fact]))
        shown = facts if self.everything else facts[:_QUESTIONS_SHOWN_ONCE]
        if not shown:
            return
        self.page.line(self.page.text(N_("Answers that would settle more")), style="bold")
        for fact in shown:
            example = f"{fact.id}={example_of(fact)}"
            self.page.line(
                f"{say(self.language, question_of(fact))} {self.page.text(fact.why)} ({example})", 2, "?", "yellow"
            )
        if len(facts) > len(shown):
            self.page.line(self.page.text(N_("more questions: {more}"), more=len(facts) - len(shown)), 4)
        self.page.space()

    def _footer(self, options: Iterable[Option]) -> None:
        for text in warning_lines(self.language, self.decision, options, everything=self.everything):
            self.page.line(text, 0, "▲", "yellow")
        self.page.space()
        self.page.line(
            self.page.text(N_("Work only by a visa or permit that allows work. Pay nobody for a place or a bribe."))
        )
        if not self.everything:
            self.page.line(
                self.page.text(N_("All options with every requirement and source: add {option}."), option="--all")
            )
