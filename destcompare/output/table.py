"""The terminal view of `compare`: dangers first, then the options side by side, then why.

Words and signs carry the meaning; colour only repeats it. Nothing is cut: what does not fit is wrapped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from destcompare.decision.answers import question_of
from destcompare.decision.result import Decision, EntryTerm, Option, RunningBan, Status
from destcompare.language import Language
from destcompare.output.words import (
    ACCESS_WORDS,
    COUNTED_WORDS,
    LEVEL_WORDS,
    STATUS_WORDS,
    change_text,
    filled,
    label_of,
    say,
    value_text,
    warning_text,
)
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Statement

_SIGNS: dict[Status, str] = {
    "eligible": "✓", "reachable": "→", "unknown": "?", "banned": "!", "ineligible": "✗", "closed": "–",
}  # fmt: skip
_STYLES: dict[Status, str] = {
    "eligible": "green", "reachable": "cyan", "unknown": "yellow", "banned": "bold red", "ineligible": "dim", "closed": "dim",
}  # fmt: skip
_VALUE_SIGNS = {True: "✓", False: "✗", None: "?"}
_VALUE_STYLES = {True: "green", False: "red", None: "yellow"}
_QUESTIONS_SHOWN = 3
_WIDE = 100


class TableView:
    """One decision on one console."""

    def __init__(self, console: Console, language: Language, decision: Decision, *, everything: bool) -> None:
        self.console = console
        self.language = language
        self.decision = decision
        self.everything = everything

    def show(self, destinations: Collection[str] = ()) -> None:
        """Print it; `destinations` narrows it when any are named."""
        options = [o for o in self.decision.options if not destinations or o.scheme.destination in destinations]
        self._heading()
        self._dangers(options)
        self._overview(options)
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
            grid.add_row(Text(sign, style=style), Text(text))
        else:
            grid.add_column(overflow="fold")
            grid.add_row(Text(text, style=style))
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

    def _dangers(self, options: Iterable[Option]) -> None:
        """High dangers of what the person might do, before anything else; all of them on demand."""
        shown: dict[str, tuple[str, str, str, str]] = {}
        for option in options:
            if option.status in ("closed", "ineligible") and not self.everything:
                continue
            for noted in option.risks:
                if noted.risk.level == "high" or self.everything:
                    shown[noted.risk.id] = (
                        self.language.country(option.scheme.destination),
                        noted.risk.level,
                        filled(self.language, self.decision.rulebook, noted.risk.text, noted.figures),
                        filled(self.language, self.decision.rulebook, noted.risk.advice, noted.figures),
                    )
        if not shown:
            return
        self._line(self._text(N_("Dangers first")), style="bold red")
        for country, level, text, advice in shown.values():
            self._line(f"{country}, {self._text(LEVEL_WORDS[level])}: {text} {advice}", 2, "▲", "red")
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
                Text(f"{country}: {self.language.text(option.scheme.title)}"),
                Text(f"{_SIGNS[option.status]} {self._text(STATUS_WORDS[option.status])}", style=style),
                Text(self._what_decides(option)),
            )
        self.console.print(table)
        self.console.print()

    def _what_decides(self, option: Option) -> str:
        if option.status == "banned":
            return self._ban_end(option)
        if option.status == "unknown":
            facts = [label_of(self.language, self.decision.rulebook.facts[fact]) for fact in option.asks]
            more = len(facts) - _QUESTIONS_SHOWN
            named = "; ".join(facts[:_QUESTIONS_SHOWN])
            if not named:
                return "; ".join(warning_text(self.language, self.decision, w) for w in option.warnings if w.startswith("no-value"))
            return self._text(N_("{named}; more questions: {more}"), named=named, more=more) if more > 0 else named
        if option.status == "reachable":
            return " ".join(change_text(self.language, self.decision, change) for change in option.changes)
        if option.status == "ineligible":
            failed = [item for item in option.requirements if item.value is False]
            return "; ".join(filled(self.language, self.decision.rulebook, i.requirement.text, i.figures) for i in failed)
        return ""

    def _ban_end(self, option: Option) -> str:
        if option.until is None:
            return self._text(N_("no end is set"))
        return self._text(N_("until {day}"), day=option.until)

    def _destination(self, code: str, options: list[Option]) -> None:
        """How one enters, which ban runs, and each option with its reasons."""
        told = [o for o in options if self.everything or o.status not in ("closed", "ineligible")]
        if not told:
            return
        self.console.rule(Text(self.language.country(code), style="bold"), align="left")
        for term in self.decision.entry:
            if term.destination == code:
                self._line(self._entry(term))
        for running in next((option.bans for option in told if option.bans), ()):
            self._ban(running)
        for option in told:
            self._option(option)
        self.console.print()

    def _entry(self, term: EntryTerm) -> str:
        limits = [self._text(COUNTED_WORDS[limit.counted], days=limit.days) for limit in term.entry.limits]
        access = self._text(ACCESS_WORDS[term.entry.access])
        source = self._source(term.entry.provenance.source)
        return f"{access}{'; ' if limits else ''}{'; '.join(limits)}. {source}"

    def _ban(self, running: RunningBan) -> None:
        rulebook, ban = self.decision.rulebook, running.ban
        if running.until is None:
            end = self._text(N_("Entry ban without a set end."))
        else:
            end = self._text(N_("Entry ban until {day}. On that day it is lifted."), day=running.until)
        self._line(f"{end} {filled(self.language, rulebook, ban.text, running.figures)}.", 2, "!", "bold red")
        self._line(self._why(ban), 4, style="dim")

    def _why(self, statement: Statement) -> str:
        source = self._source(statement.provenance.source)
        return f"{statement.clause}. {source}" if statement.clause else source

    def _source(self, source_id: str) -> str:
        source = self.decision.rulebook.sources[source_id]
        return self._text(N_("Source: {title}, {address}"), title=source.title, address=source.url)

    def _option(self, option: Option) -> None:
        sign, style = _SIGNS[option.status], _STYLES[option.status]
        title = self.language.text(option.scheme.title)
        self.console.print()
        self._line(f"{title} – {self._text(STATUS_WORDS[option.status])}", 0, sign, style)
        self._line(self.language.text(option.scheme.about), 2)
        for item in option.requirements:
            if self.everything or item.value is not True:
                text = filled(self.language, self.decision.rulebook, item.requirement.text, item.figures)
                self._line(text, 4, _VALUE_SIGNS[item.value], _VALUE_STYLES[item.value])
                if self.everything or (item.value is False and option.status == "ineligible"):
                    self._line(self._why(item.requirement), 6, style="dim")
        for change in option.changes:
            self._line(change_text(self.language, self.decision, change), 4, "→", "cyan")
        for question in self._questions(option):
            self._line(question, 4, "•")
        for noted in option.unmodelled:
            if self.everything or option.status in ("eligible", "reachable"):
                text = filled(self.language, self.decision.rulebook, noted.statement.text, noted.figures)
                self._line(self._text(N_("Not checked here: {what}"), what=text), 4, "◦")
        if self.everything or option.status in ("eligible", "reachable"):
            self._good_to_know(option)

    def _questions(self, option: Option) -> Iterator[str]:
        shown = option.asks if self.everything else option.asks[:_QUESTIONS_SHOWN]
        for fact_id in shown:
            yield say(self.language, question_of(self.decision.rulebook.facts[fact_id])) + f" ({fact_id})"
        if len(option.asks) > len(shown):
            yield self._text(N_("more questions: {more}"), more=len(option.asks) - len(shown))

    def _good_to_know(self, option: Option) -> None:
        for noted in option.info:
            self._line(filled(self.language, self.decision.rulebook, noted.statement.text, noted.figures), 4, "·")
        for quota in option.quotas:
            self._line(self._text(N_("Places: {places}"), places=quota.places.places), 4, "·")

    def _footer(self, options: Iterable[Option]) -> None:
        warnings = dict.fromkeys(
            warning for option in options if option.status not in ("closed", "ineligible") for warning in option.warnings
        )
        texts = dict.fromkeys(warning_text(self.language, self.decision, warning) for warning in warnings)
        for text in texts:
            self._line(text, 0, "▲", "yellow")
        if texts:
            self.console.print()
        self._line(self._text(N_("Work only by a visa or permit that allows work. Pay nobody for a place or a bribe.")))
        if not self.everything:
            self._line(self._text(N_("All options with every requirement and source: add {option}."), option="--all"))
