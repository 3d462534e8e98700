"""The conversation with one person: asks what still matters, lets them go back, change, switch language, stop.

What was answered lives in the session alone and ends with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from datetime import date
from typing import Protocol

from destcompare.decision.ask import Questions
from destcompare.decision.consistency import misfits
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Decision
from destcompare.decision.scope import Scopes
from destcompare.interview import replies
from destcompare.interview.replies import Refused
from destcompare.interview.screens import BACK, CHANGE, GO_ON, LANGUAGE, MENU_CHOICES, Screens
from destcompare.language import Language
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Consistency, Fact, Rulebook, Value

BRIEF = 8
"""Questions of a brief interview, at most."""


class Ended(Exception):  # noqa: N818 - nothing went wrong
    """The person stops, or nothing more can be read: what is known so far is shown."""


class Terminal(Protocol):
    """Where the person sits."""

    def screens(self, language: Language, rulebook: Rulebook) -> Screens:
        """A new screen to write on."""

    def read(self, language: Language) -> str:
        """Show what was written and wait for a line. Raises `Ended` when there is none."""


class Session:
    """One interview."""

    def __init__(
        self,
        terminal: Terminal,
        language: Language,
        languages: Callable[[], list[Language]],
        rulebook: Rulebook,
        as_of: date,
        *,
        destinations: Collection[str] = (),
        brief: bool = False,
    ) -> None:
        self.language = language
        self.answers: dict[str, Value | None] = {}
        self.complete = False
        self._terminal = terminal
        self._languages = languages
        self._rulebook = rulebook
        self._as_of = as_of
        self._questions = Questions(rulebook, as_of, destinations)
        self._brief = brief
        self._given: frozenset[str] = frozenset()
        self._confirmed: set[tuple[object, ...]] = set()

    def run(self, given: dict[str, Value | None]) -> Decision:
        """Ask until nothing more matters or the person stops; then what is known."""
        self.answers.update(given)
        self._given = frozenset(given)
        with contextlib.suppress(Ended):
            self._ask()
        person = make_person(self.answers, self._rulebook)
        decision = decide(person, self._rulebook, self._as_of)
        return self._questions.settled(decision, self.answers)

    def _ask(self) -> None:
        first = True
        while True:
            self._settle_doubts()
            asked = len(self.answers.keys() - self._given)
            fact = self._questions.next(self.answers)
            if fact is None or (self._brief and asked >= BRIEF):
                self.complete = fact is None
                return
            remaining = self._questions.remaining(self.answers)
            if self._brief:
                remaining = min(remaining, BRIEF - asked)
            self._put(fact, asked + 1, remaining, welcome=first)
            first = False

    def _put(self, fact: Fact, number: int, remaining: int, *, welcome: bool = False) -> None:
        """One question, until it is answered or the person goes elsewhere."""
        refused: Sentence | None = None
        while True:
            screens = self._terminal.screens(self.language, self._rulebook)
            if welcome:
                screens.welcome()
            screens.question(fact, number, remaining)
            if refused is not None:
                screens.refused(refused)
            text = replies.plain(self._terminal.read(self.language))
            if text == replies.MENU:
                if self._menu():
                    return
                refused = None
                continue
            try:
                value = self._value(fact, text)
            except Refused as refusal:
                refused = refusal.sentence
                continue
            self.answers.pop(fact.id, None)
            self.answers[fact.id] = value
            return

    def _value(self, fact: Fact, text: str) -> Value | None:
        if text in (replies.NOT_KNOWN, replies.NOT_SAID):
            return None
        if fact.type.kind == "date" and replies.is_year(text):
            year = int(text)
            months = self.language.tables.months
            month = self._number_of(N_("Which month of {year}?", year=text), months, replies.read_month)
            day = self._number_of(
                N_("Which day of the month?"), (), lambda typed: replies.read_day_of(typed, year, month)
            )
            text = f"{year} {month} {day}"
        return replies.read_reply(fact, text, self._rulebook, self.language, self._as_of)

    def _number_of(self, heading: Sentence, choices: Collection[str], read: Callable[[str], int]) -> int:
        refused: Sentence | None = None
        while True:
            screens = self._terminal.screens(self.language, self._rulebook)
            screens.list(heading, choices)
            if refused is not None:
                screens.refused(refused)
            try:
                return read(replies.plain(self._terminal.read(self.language)))
            except Refused as refusal:
                refused = refusal.sentence

    def _choose(self, heading: Sentence, choices: Collection[str]) -> int:
        """The place of the choice taken."""
        return self._number_of(heading, choices, lambda text: replies.read_place(text, len(choices)))

    def _menu(self) -> bool:
        """Whether the question on the screen is to be left."""
        words = [self.language.text(choice) for choice in MENU_CHOICES]
        chosen = self._choose(N_("What would you like to do?"), words)
        if chosen == GO_ON:
            return False
        if chosen == BACK:
            return self._go_back()
        if chosen == CHANGE:
            return self._change()
        if chosen == LANGUAGE:
            languages = self._languages()
            place = self._choose(N_("Language"), [language.own_name for language in languages])
            self.language = languages[place]
            return False
        raise Ended

    def _go_back(self) -> bool:
        asked = [name for name in self.answers if name not in self._given]
        if not asked:
            return False
        fact = self._rulebook.facts[asked[-1]]
        del self.answers[fact.id]
        self._put(fact, len(asked), self._questions.remaining(self.answers))
        return True

    def _change(self) -> bool:
        if not self.answers:
            return False
        screens = self._terminal.screens(self.language, self._rulebook)
        names = list(self.answers)
        place = self._choose(N_("Which answer would you like to change?"), screens.answers(self.answers))
        self._again(names[place])
        return True

    def _again(self, name: str) -> None:
        number = list(self.answers).index(name) + 1 if name in self.answers else len(self.answers) + 1
        self._put(self._rulebook.facts[name], number, self._questions.remaining(self.answers))

    def _settle_doubts(self) -> None:
        """Ask about answers that do not fit together, until they do or the person says that it is so."""
        while misfit := self._new_misfit():
            screens = self._terminal.screens(self.language, self._rulebook)
            screens.doubt(misfit)
            place = self._choose_from(screens, len(misfit.facts) + 1, misfit)
            if place == len(misfit.facts):
                self._confirmed.add(self._mark(misfit))
            else:
                self._again(misfit.facts[place])

    def _choose_from(self, screens: Screens, count: int, misfit: Consistency) -> int:
        while True:
            try:
                return replies.read_place(replies.plain(self._terminal.read(self.language)), count)
            except Refused as refusal:
                screens = self._terminal.screens(self.language, self._rulebook)
                screens.doubt(misfit)
                screens.refused(refusal.sentence)

    def _new_misfit(self) -> Consistency | None:
        scopes = Scopes(self._rulebook, make_person(self.answers, self._rulebook), self._as_of)
        return next((misfit for misfit in misfits(scopes) if self._mark(misfit) not in self._confirmed), None)

    def _mark(self, misfit: Consistency) -> tuple[object, ...]:
        """A doubt with the answers it is about: other answers are doubted anew."""
        return (misfit.id, *(self.answers.get(name) for name in misfit.facts))
