"""Whether an awaited fact can still change the verdict of a scheme: a case split over the answers that rules tell apart.

A fact is relevant when two completions that differ in it alone (and in what it implies) have different verdicts. All of its
answers go through the split side by side, over the facts of the parts in which these sides still differ first, since all
else only matters once these are decided. Where the budget ends before an answer, the fact counts as relevant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from destcompare.decision.ground import AWAITED, Known
from destcompare.decision.outlook import Look, Outlook, Verdict
from destcompare.decision.ranges import Ranges
from destcompare.rulebook.model import Value

_BUDGET = 2**12
"""Looks at one scheme for one question; a question that needs more is asked."""

Answers = Mapping[str, Value | None]


class Relevance:
    """The awaited facts of one scheme."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self._ranges = Ranges(outlook)
        self._found: dict[tuple[Any, ...], bool] = {}

    def relevant(self, fact: str, answers: Answers) -> bool:
        """Whether the answer to this fact can change the verdict."""
        outlook = self.outlook
        if fact not in outlook.facts:
            return False
        known = outlook.known(answers, {})
        key = (fact, *[known.values.get(name, AWAITED) for name in outlook.facts], known.implied)
        if key not in self._found:
            self._found[key] = _Split(outlook, self._ranges, fact, answers).differs({})
        return self._found[key]

    def verdict(self, answers: Answers) -> Verdict | None:
        """The verdict of every completion; `None` where an awaited fact can still change it."""
        assumed = self.completion(answers)
        return None if assumed is None else self.outlook.look(self.outlook.known(answers, assumed)).verdict

    def completion(self, answers: Answers) -> dict[str, Value | None] | None:
        """Any answers that settle the scheme, where all would settle it alike."""
        outlook, assumed = self.outlook, dict[str, Value | None]()
        if any(self.relevant(fact, answers) for fact in outlook.look(outlook.known(answers, {})).hangs_on):
            return None
        while True:
            known = outlook.known(answers, assumed)
            look = outlook.look(known)
            if look.verdict is not None:
                return assumed
            fact = outlook.ground.first_awaited(look.hangs_on, known)
            assumed[fact] = self._ranges.of(fact, known)[0][0]


class _Split:
    """The search for one fact."""

    def __init__(self, outlook: Outlook, ranges: Ranges, fact: str, answers: Answers) -> None:
        self.outlook = outlook
        self.ranges = ranges
        self.fact = fact
        self.answers = answers
        self.budget = _BUDGET
        self.seen: set[frozenset[tuple[Any, ...]]] = set()

    def differs(self, assumed: dict[str, Value | None]) -> bool:
        """Whether, with these answers assumed, some completion has two verdicts for two answers to the fact."""
        values, whole = self.ranges.of(self.fact, self.outlook.known(self.answers, assumed))
        if not whole:
            return True
        sides: dict[tuple[Any, ...], tuple[Look, Known]] = {}
        for value in values:
            look, known = self._side(assumed, value)
            sides.setdefault((look.verdict, *look.parts), (look, known))
        if self.budget <= 0 or len({look.verdict for look, _ in sides.values() if look.verdict is not None}) > 1:
            return True
        state = frozenset(sides)
        if len(sides) == 1 or state in self.seen or not any(look.hangs_on for look, _ in sides.values()):
            return False
        self.seen.add(state)
        return self._deeper(assumed, list(sides.values()))

    def _deeper(self, assumed: dict[str, Value | None], sides: list[tuple[Look, Known]]) -> bool:
        """Split one more fact, the answer that leaves least against the person first."""
        fact, known = self._next(sides)
        values, whole = self.ranges.of(fact, known)
        if not whole:
            return True
        branches = []
        for place, value in enumerate(values):
            further = {**assumed, fact: value}
            looks = [self._side(further, known.values.get(self.fact))[0] for _, known in sides]
            faults = min(look.faults for look in looks) - any(look.verdict is None for look in looks)
            branches.append((faults, place, further))
        return any(self.differs(further) for _, _, further in sorted(branches, key=lambda item: item[:2]))

    def _side(self, assumed: dict[str, Value | None], value: Value | None) -> tuple[Look, Known]:
        """The scheme with one answer to the fact."""
        self.budget -= 1
        known = self.outlook.known(self.answers, {**assumed, self.fact: value})
        return self.outlook.look(known), known

    def _next(self, sides: list[tuple[Look, Known]]) -> tuple[str, Known]:
        """An awaited fact of the parts in which the sides differ, or else of any open part; what may imply it comes first."""
        awaiting = {fact: known for look, known in sides for fact in look.hangs_on}
        parts = (*self.outlook.requirements, *self.outlook.bans)
        differing = (part for part in parts if len({part.key(known) for _, known in sides}) > 1)
        nearest = (fact for part in differing for fact in part.facts if fact in awaiting)
        fact = next(nearest, None) or next(fact for fact in self.outlook.facts if fact in awaiting)
        known = awaiting[fact]
        return self.outlook.ground.first_awaited((fact,), known), known
