"""The terminal view of `explain`: one scheme as a tree of reasons, each down to its article and source."""

from __future__ import annotations

from rich.console import Console

from destcompare.decision.answers import example_of, question_of
from destcompare.decision.explanation import Explanation
from destcompare.decision.particulars import Particulars
from destcompare.decision.result import CheckedRequirement
from destcompare.language import Language
from destcompare.output.details import DetailView
from destcompare.output.money import money_lines, show_money
from destcompare.output.page import SIGNS, STYLES, Page
from destcompare.output.ranking import supposed_shock
from destcompare.output.reasons import Reasoner
from destcompare.output.words import STATUS_WORDS, closed_text, say, warning_text
from destcompare.problems import N_, Sentence

_VALUE_SIGNS = {True: "✓", False: "✗", None: "?"}
_VALUE_STYLES = {True: "green", False: "red", None: "yellow"}


class ExplanationView:
    """One explanation on one console."""

    def __init__(self, console: Console, language: Language, found: Explanation, *, money: bool = False) -> None:
        self.money = money
        self.page = Page(console, language, found.decision.rulebook)
        self.words = Reasoner(language, found.decision)
        self.details = DetailView(self.page, found.decision, Particulars(found.decision), (), everything=True)
        self.language, self.found, self.option = language, found, found.option

    def show(self) -> None:
        """Print it."""
        self._heading()
        self._bans()
        self._requirements()
        self._changes()
        self._questions()
        self._time_left()
        self._look_twice()
        self._what_to_do()
        if supposed_shock(self.page, self.found.decision):
            self.page.space()
        self._money()
        self.details.ties(self.option.scheme.destination)
        self._doubts()

    def _money(self) -> None:
        """What is left of the pay: a few sums, or everything opened up."""
        if self.money:
            show_money(self.page, self.found.decision, self.option)
            self.page.space()
            return
        lines = list(money_lines(self.page, self.found.decision, self.option))
        if lines:
            self._title(N_("Money"))
            for text in lines:
                self.page.line(text, 2, "·")
            self.page.line(self.page.text(N_("Everything opened up: add {option}."), option="--money"), 2)
            self.page.space()

    def _heading(self) -> None:
        option, decision = self.option, self.found.decision
        country = self.language.country(option.scheme.destination)
        self.page.line(f"{country}: {self.language.text(option.scheme.title)}", style="bold")
        self.page.line(self.language.text(option.scheme.about))
        status = self.page.text(STATUS_WORDS[option.status])
        if option.status == "closed":
            status = f"{status} ({closed_text(self.language, option, decision.as_of)})"
        self.page.line(f"{status}.", 0, SIGNS[option.status], STYLES[option.status])
        rules = self.page.text(N_("By the rules of {day}."), day=decision.as_of)
        promise = self.page.text(N_("This is information, not a promise. Officials decide."))
        self.page.line(f"{rules} {promise}")
        self.page.space()

    def _bans(self) -> None:
        country = self.language.country(self.option.scheme.destination)
        for ban in self.found.bans:
            running = ban.running
            if running.until is None:
                end = self.page.text(N_("{country}: entry ban without a set end."), country=country)
            else:
                end = self.page.text(
                    N_("{country}: entry ban until {day}. On that day it is lifted."),
                    country=country,
                    day=running.until,
                )
            self.page.line(end, 0, "!", "bold red")
            self.page.line(f"{self.page.told(running.ban, running.figures)}.", 2)
            self.page.line(self.page.text(N_("By the law of {day}."), day=ban.law_day), 2)
            if running.facts:
                self.page.line(self.words.rests_on(running.facts), 2)
            self.page.line(self.page.full_source(running.ban), 2, style="dim")
        if self.found.bans:
            self.page.space()

    def _requirements(self) -> None:
        if not self.option.requirements:
            return
        self._title(N_("What is asked"))
        for item in sorted(self.option.requirements, key=lambda item: (item.value is not False, item.value is True)):
            self._requirement(item)
        self.details.unmodelled(self.found.told.unmodelled)
        self.page.space()

    def _requirement(self, item: CheckedRequirement) -> None:
        rule = item.requirement
        self.page.line(self.page.told(rule, item.figures), 2, _VALUE_SIGNS[item.value], _VALUE_STYLES[item.value])
        if item.value is False:
            for line in self.words.why_not(self.found.reasons[rule.id]):
                self.page.line(line.text, 4 + 2 * line.depth, "–" if line.depth else "")
        elif item.facts:
            self.page.line(self.words.rests_on(item.facts), 4)
        self.page.line(self.page.full_source(rule), 4, style="dim")

    def _changes(self) -> None:
        found = self.found
        if not found.sets and found.impossible is None:
            return
        self._title(N_("What would change it"))
        if found.impossible is not None:
            self.page.line(self.words.impossible(found.impossible, self.option), 2, "✗", "red")
        for number, changes in enumerate(found.sets, start=1):
            first, *rest = self.words.change_set(changes)
            self.page.line(first, 2, f"{number}." if len(found.sets) > 1 else "→")
            for line in rest:
                self.page.line(line, 5)
        more = self.words.more_sets(found.sets)
        if more:
            self.page.line(more, 2)
        self.page.space()

    def _questions(self) -> None:
        facts = [self.found.decision.rulebook.facts[fact] for fact in self.words.to_ask(self.option.asks)]
        if not facts:
            return
        self._title(N_("Answers that would settle more"))
        for fact in facts:
            example = f"{fact.id}={example_of(fact)}"
            self.page.line(f"{say(self.language, question_of(fact))} ({example})", 2, "?", "yellow")
        self.page.space()

    def _time_left(self) -> None:
        if self.option.status in ("ineligible", "closed"):
            return
        for closing in self.found.closings:
            self.page.line(self.words.closing(closing), 0, "▲", "yellow")
        if self.found.closings:
            self.page.space()

    def _look_twice(self) -> None:
        lines = list(self.words.slips(self.found.slips))
        if not lines:
            return
        self._title(N_("Look at these answers twice"))
        for line in lines:
            self.page.line(line, 2, "·")
        self.page.space()

    def _what_to_do(self) -> None:
        if not self.found.told.steps or self.option.status in ("ineligible", "closed", "banned"):
            return
        self._title(N_("What to do, in this order"))
        self.details.steps(self.found.told.steps)
        self.page.space()

    def _doubts(self) -> None:
        for warning in self.option.warnings:
            self.page.line(warning_text(self.language, self.found.decision, warning), 0, "▲", "yellow")
        if self.option.warnings:
            self.page.space()
        self.page.line(
            self.page.text(N_("Work only by a visa or permit that allows work. Pay nobody for a place or a bribe."))
        )

    def _title(self, sentence: Sentence) -> None:
        self.page.line(self.page.text(sentence), style="bold")
