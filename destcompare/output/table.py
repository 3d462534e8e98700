"""The terminal view of `compare`: dangers first, then the options side by side, then why.

Words and signs carry the meaning; colour only repeats it. Nothing is cut: what does not fit is wrapped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from destcompare.decision.answers import example_of, question_of
from destcompare.decision.decide import gates_of
from destcompare.decision.result import Decision, EntryTerm, Option, Status
from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.words import (
    ACCESS_WORDS,
    COUNTED_WORDS,
    LEVEL_WORDS,
    SOURCE_WORDS,
    STATUS_WORDS,
    change_text,
    filled,
    label_of,
    say,
    value_text,
    warning_lines,
    warning_text,
)
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Fact, Provenance, Statement

_SIGNS: dict[Status, str] = {
    "eligible": "✓", "reachable": "→", "unknown": "?", "banned": "!", "ineligible": "✗", "closed": "–",
}  # fmt: skip
_STYLES: dict[Status, str] = {
    "eligible": "green", "reachable": "cyan", "unknown": "yellow", "banned": "bold red", "ineligible": "dim", "closed": "dim",
}  # fmt: skip
_VALUE_SIGNS = {True: "✓", False: "✗", None: "?"}
_VALUE_STYLES = {True: "green", False: "red", None: "yellow"}
_QUESTIONS_SHOWN = 3
_QUESTIONS_SHOWN_ONCE = 6
_WIDE = 100


class TableView:
    """One decision on one console."""

    def __init__(
        self, console: Console, language: Language, decision: Decision, *, everything: bool, priority: str
    ) -> None:
        self.console = console
        self.language = language
        self.decision = decision
        self.everything = everything
        self.priority = priority

    def show(self, destinations: Collection[str] = ()) -> None:
        """Print it; `destinations` narrows it when any are named."""
        options = [o for o in self.decision.options if not destinations or o.scheme.destination in destinations]
        self._heading()
        self._bans(options)
        self._dangers(options)
        self._overview(options)
        if self.priority != self.decision.rulebook.priorities[0]:
            self._line(
                self._text(
                    N_("Options are not weighed by what matters most yet; they stand in the order of the rules.")
                )
            )
            self.console.print()
        self._questions(options)
        for code in dict.fromkeys(option.scheme.destination for option in options):
            self._destination(code, [option for option in options if option.scheme.destination == code])
        self._footer(options)

    def _text(self, sentence: str, /, **values: object) -> str:
        return say(self.language, Sentence(sentence, **values))

    def _line(self, text: str, indent: int = 0, sign: str = "", style: str = "") -> None:
        """A wrapped line with a hanging indent behind its sign."""
        grid = Table.grid(padding=(0, 1))
        if sign:
            grid.add_column(no_wrap=True)
            grid.add_column(overflow="fold")
            grid.add_row(words(sign, style=style), words(text))
        else:
            grid.add_column(overflow="fold")
            grid.add_row(words(text, style=style))
        self.console.print(Padding(grid, (0, 0, 0, indent)))

    def _heading(self) -> None:
        decision, person = self.decision, self.decision.person
        self._line(self._text(N_("Ways to work abroad, by the rules of {day}"), day=decision.as_of), style="bold")
        self._line(self._text(N_("This is information, not a promise. Officials decide.")))
        answers = [
            f"{label_of(self.language, fact)}: {value_text(self.language, decision.rulebook, value, fact.type)}"
            for name, value in person.answers.items()
            for fact in (decision.rulebook.facts[name],)
        ]
        if answers:
            self._line(" · ".join(answers), style="dim")
        self.console.print()

    def _bans(self, options: Iterable[Option]) -> None:
        """Bans that run, before anything else: each with its end, its reason, the article and the source."""
        running = {item.ban.id: (option, item) for option in options for item in option.bans}
        for option, item in running.values():
            country = self.language.country(option.scheme.destination)
            if item.until is None:
                end = self._text(N_("{country}: entry ban without a set end."), country=country)
            else:
                end = self._text(
                    N_("{country}: entry ban until {day}. On that day it is lifted."), country=country, day=item.until
                )
            reason = filled(self.language, self.decision.rulebook, item.ban.text, item.figures)
            self._line(f"{end} {reason}.", 0, "!", "bold red")
            self._line(self._why(item.ban), 2, style="dim")
        if running:
            self._line(self._text(N_("Check the ban before you buy a ticket.")), 2)
            self.console.print()

    def _dangers(self, options: Iterable[Option]) -> None:
        """High dangers of what the person might do, medium ones of what is within reach; all of them on demand."""
        shown: dict[str, str] = {}
        for option in options:
            if option.status in ("closed", "ineligible") and not self.everything:
                continue
            country = self.language.country(option.scheme.destination)
            for noted in option.risks:
                likely = option.status in ("eligible", "reachable") and noted.risk.level == "medium"
                if noted.risk.level == "high" or likely or self.everything:
                    text = filled(self.language, self.decision.rulebook, noted.risk.text, noted.figures)
                    advice = filled(self.language, self.decision.rulebook, noted.risk.advice, noted.figures)
                    shown[f"{country}: {text} {advice}"] = noted.risk.level
        if not shown:
            return
        self._line(self._text(N_("Dangers first")), style="bold red")
        for text, level in sorted(shown.items(), key=lambda item: ("high", "medium", "low").index(item[1])):
            self._line(f"{text} ({self._text(LEVEL_WORDS[level])})", 2, "▲", "red")
        self.console.print()

    def _overview(self, options: Iterable[Option]) -> None:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), expand=self.console.width < _WIDE, show_edge=False)
        table.add_column(self._text(N_("No.")), justify="right", no_wrap=True)
        table.add_column(self._text(N_("Option")), overflow="fold", ratio=5)
        table.add_column(self._text(N_("Answer")), overflow="fold", ratio=4)
        table.add_column(self._text(N_("What decides")), overflow="fold", ratio=5)
        for option in options:
            style = _STYLES[option.status]
            country = self.language.country(option.scheme.destination)
            table.add_row(
                str(option.rank or ""),
                words(f"{country}: {self.language.text(option.scheme.title)}"),
                words(f"{_SIGNS[option.status]} {self._text(STATUS_WORDS[option.status])}", style=style),
                words(self._what_decides(option)),
            )
        self.console.print(table)
        self.console.print()

    def _what_decides(self, option: Option) -> str:
        if option.status == "banned":
            return self._ban_end(option)
        if option.status == "unknown":
            facts = [label_of(self.language, fact) for fact in self._to_ask(option)]
            if not facts:
                gaps = [warning for warning in option.warnings if warning.startswith("no-value")]
                return "; ".join(warning_text(self.language, self.decision, warning) for warning in gaps)
            more = len(facts) - _QUESTIONS_SHOWN
            named = "; ".join(facts[:_QUESTIONS_SHOWN])
            return self._text(N_("{named}; more questions: {more}"), named=named, more=more) if more > 0 else named
        if option.status == "reachable":
            return " ".join(change_text(self.language, self.decision, change) for change in option.changes)
        if option.status == "ineligible":
            failed = [item for item in option.requirements if item.value is False]
            return "; ".join(
                filled(self.language, self.decision.rulebook, i.requirement.text, i.figures) for i in failed
            )
        if option.status == "closed":
            return self._closing(option)
        return ""

    def _closing(self, option: Option) -> str:
        """Since when a scheme is closed, or when it opens."""
        ended = [period.end for period in option.scheme.open if period.end and period.end < self.decision.as_of]
        if ended:
            return self._text(N_("the last day was {day}"), day=self.language.short_date(max(ended)))
        first = min(period.start for period in option.scheme.open if period.start)
        return self._text(N_("the first day is {day}"), day=self.language.short_date(first))

    def _to_ask(self, option: Option) -> list[Fact]:
        """Questions that decide an option; while a gate question is open, it stands for those it may spare."""
        facts = self.decision.rulebook.facts
        return [facts[fact] for fact in option.asks if not gates_of(facts[fact]) & set(option.asks)]

    def _ban_end(self, option: Option) -> str:
        if option.until is None:
            return self._text(N_("no end is set"))
        return self._text(N_("until {day}"), day=self.language.short_date(option.until))

    def _destination(self, code: str, options: list[Option]) -> None:
        """How one enters, which ban runs, and each option with its reasons."""
        entry = [term for term in self.decision.entry if term.destination == code]
        told = [option for option in options if self._has_more_to_tell(option)]
        if not entry and not told:
            return
        self.console.rule(words(self.language.country(code), style="bold"), align="left")
        for term in entry:
            self._line(self._entry(term))
        for option in told:
            self._option(option)
        self.console.print()

    def _has_more_to_tell(self, option: Option) -> bool:
        """Whether there is more to say of an option than its line in the overview."""
        if self.everything or option.status in ("eligible", "reachable"):
            return True
        return option.status in ("unknown", "banned") and bool(option.changes)

    def _entry(self, term: EntryTerm) -> str:
        limits = [self._text(COUNTED_WORDS[limit.counted], days=limit.days) for limit in term.entry.limits]
        access = self._text(ACCESS_WORDS[term.entry.access])
        source = self._source(term.entry.provenance)
        return f"{access}{'; ' if limits else ''}{'; '.join(limits)}. {source}"

    def _why(self, statement: Statement) -> str:
        """The article, where it is known, and the source with the day it was last compared."""
        source = self._source(statement.provenance)
        article = self._text(N_("Article: {clause}."), clause=statement.clause) if statement.clause else ""
        return f"{article} {source}".strip()

    def _source(self, provenance: Provenance) -> str:
        source = self.decision.rulebook.sources[provenance.source]
        return self._text(
            N_("Source ({kind}, checked {day}): {address}"),
            kind=SOURCE_WORDS[source.kind],
            day=self.language.short_date(provenance.checked),
            address=source.url,
        )

    def _option(self, option: Option) -> None:
        sign, style = _SIGNS[option.status], _STYLES[option.status]
        title = self.language.text(option.scheme.title)
        self.console.print()
        self._line(f"{title} – {self._text(STATUS_WORDS[option.status])}", 0, sign, style)
        self._line(self.language.text(option.scheme.about), 2)
        for item in option.requirements:
            if self.everything or item.value is False:
                text = filled(self.language, self.decision.rulebook, item.requirement.text, item.figures)
                self._line(text, 4, _VALUE_SIGNS[item.value], _VALUE_STYLES[item.value])
                if self.everything or (item.value is False and option.status == "ineligible"):
                    self._line(self._why(item.requirement), 6, style="dim")
        for change in option.changes:
            self._line(change_text(self.language, self.decision, change), 4, "→", "cyan")
        for noted in option.unmodelled:
            if self.everything or option.status in ("eligible", "reachable"):
                text = filled(self.language, self.decision.rulebook, noted.statement.text, noted.figures)
                self._line(self._text(N_("Not checked here: {what}"), what=text), 4, "◦")
        if self.everything or option.status in ("eligible", "reachable"):
            self._good_to_know(option)

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
        self._line(self._text(N_("Answers that would settle more")), style="bold")
        for fact in shown:
            example = f"{fact.id}={example_of(fact)}"
            self._line(f"{say(self.language, question_of(fact))} {self._text(fact.why)} ({example})", 2, "?", "yellow")
        if len(facts) > len(shown):
            self._line(self._text(N_("more questions: {more}"), more=len(facts) - len(shown)), 4)
        self.console.print()

    def _good_to_know(self, option: Option) -> None:
        for noted in option.info:
            self._line(filled(self.language, self.decision.rulebook, noted.statement.text, noted.figures), 4, "·")
        for quota in option.quotas:
            self._line(self._text(N_("Places: {places}"), places=quota.places.places), 4, "·")

    def _footer(self, options: Iterable[Option]) -> None:
        for text in warning_lines(self.language, self.decision, options, everything=self.everything):
            self._line(text, 0, "▲", "yellow")
        self.console.print()
        self._line(self._text(N_("Work only by a visa or permit that allows work. Pay nobody for a place or a bribe.")))
        if not self.everything:
            self._line(self._text(N_("All options with every requirement and source: add {option}."), option="--all"))
