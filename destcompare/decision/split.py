"""A case split over the answers that rules tell apart.

All answers to the fact asked about go through the split side by side, over the facts of the parts in which these sides still
differ first, since all else only matters once these are decided. Where the budget ends before an answer, what was asked for
counts as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from destcompare.decision.ground import AWAITED, Known
from destcompare.decision.outlook import Look, Outlook, Verdict
from destcompare.decision.ranges import Ranges
from destcompare.decision.result import Status
from destcompare.decision.written import Writer
from destcompare.rulebook.model import Value

_BUDGET = 2**12
"""Looks at one scheme for one question; a question that needs more is asked."""

_KINDS = ("flag", "choice", "set", "number", "date")
"""What has few answers is split first: a flag often decides that a day does not matter."""

Answers = Mapping[str, Value | None]
Assumed = dict[str, Value | None]


class Splits:
    """The awaited facts of one outlook."""

    def __init__(self, outlook: Outlook, writer: Writer) -> None:
        self.outlook = outlook
        self.ranges = Ranges(outlook, writer)
        self._found: dict[tuple[Any, ...], bool] = {}
        self._witnesses: dict[tuple[str, bool], list[tuple[Assumed, tuple[Value, Value]]]] = {}

    def differs(self, fact: str, answers: Answers, *, fine: bool) -> bool:
        """Whether two answers to the fact can have two verdicts; unless `fine`, all that neither bars nor rules out is one."""
        known = self.outlook.known(answers)
        key = (fact, fine, *self.outlook.key(known))
        if key not in self._found:
            self._found[key] = _Split(self, fact, known, fine=fine).found()
        return self._found[key]

    def may_be(self, statuses: tuple[Status, ...], answers: Answers) -> bool:
        """Whether some completion has one of these statuses."""
        known = self.outlook.known(answers)
        key = (statuses, *self.outlook.key(known))
        if key not in self._found:
            self._found[key] = self._may_be(statuses, known)
        return self._found[key]

    def _may_be(self, statuses: tuple[Status, ...], start: Known) -> bool:
        seen: set[tuple[Any, ...]] = set()
        stack = [start]
        while stack:
            known = stack.pop()
            look = self.outlook.look(known)
            if look.verdict is not None:
                if look.verdict.status in statuses:
                    return True
                continue
            if look.parts in seen or (look.barred and "banned" not in statuses):
                continue
            seen.add(look.parts)
            fact = self.first(look.hangs_on, known)
            values, whole = self.ranges.of(fact, known)
            if not whole or len(seen) > _BUDGET:
                return True
            further = [self.outlook.known({}, {fact: value}, known) for value in values]
            further.sort(key=lambda item: self.outlook.look(item).faults)  # first what leaves least against the person
            stack += reversed(further)
        return False

    def first(self, facts: Iterator[str] | frozenset[str], known: Known) -> str:
        """The awaited fact to split first, or one that may imply it."""
        declared = self.outlook.ground.rulebook.facts
        nearest = min(facts, key=lambda name: (_KINDS.index(declared[name].type.kind), self.outlook.facts.index(name)))
        return self.outlook.ground.first_awaited((nearest,), known)

    def witnesses(self, fact: str, *, fine: bool) -> list[tuple[Assumed, tuple[Value, Value]]]:
        """Answers with which the fact was found to make a difference, for earlier questions."""
        return self._witnesses.setdefault((fact, fine), [])


class _Split:
    """The search for one fact."""

    def __init__(self, splits: Splits, fact: str, known: Known, *, fine: bool) -> None:
        self.splits = splits
        self.outlook = splits.outlook
        self.fact = fact
        self.start = known
        self.fine = fine
        self.budget = _BUDGET
        self.seen: set[frozenset[tuple[Any, ...]]] = set()

    def found(self) -> bool:
        """Whether some completion has two verdicts for two answers to the fact."""
        return any(self._proves(*item) for item in self.splits.witnesses(self.fact, fine=self.fine)) or self._differs(
            {}
        )

    def _proves(self, assumed: Assumed, values: tuple[Value, Value]) -> bool:
        told = [self._told(self._side(assumed, value)[0]) for value in values]
        return AWAITED not in told and told[0] != told[1]

    def _told(self, look: Look) -> Verdict | object:
        """What makes the difference."""
        verdict = look.verdict
        if verdict is None:
            return AWAITED
        return verdict if self.fine or verdict.status in ("ineligible", "banned") else None

    def _differs(self, assumed: Assumed) -> bool:
        values, whole = self.splits.ranges.of(self.fact, self.outlook.known({}, assumed, self.start))
        if not whole:
            return True
        sides: dict[tuple[Any, ...], tuple[Look, Known]] = {}
        by_told: dict[Verdict | object, Value] = {}
        for value in values:
            look, known = self._side(assumed, value)
            told = self._told(look)
            sides.setdefault((told, *(look.parts if told is AWAITED else ())), (look, known))
            if told is not AWAITED:
                by_told.setdefault(told, value)
        if len(by_told) > 1:
            one, other, *_ = by_told.values()
            self.splits.witnesses(self.fact, fine=self.fine).insert(0, (assumed, (one, other)))
            return True
        state = frozenset(sides)
        if self.budget <= 0:
            return True
        if len(sides) == 1 or state in self.seen:
            return False
        self.seen.add(state)
        return self._deeper(assumed, list(sides.values()))

    def _deeper(self, assumed: Assumed, sides: list[tuple[Look, Known]]) -> bool:
        """Split one more fact, the answer that leaves least against the person first."""
        fact, known = self._next(sides)
        values, whole = self.splits.ranges.of(fact, known)
        if not whole:
            return True
        branches = []
        for place, value in enumerate(values):
            further = {**assumed, fact: value}
            looks = [self._side(further, known.values.get(self.fact))[0] for _, known in sides]
            faults = min(look.faults for look in looks) - any(look.verdict is None for look in looks)
            branches.append((faults, place, further))
        return any(self._differs(further) for _, _, further in sorted(branches, key=lambda item: item[:2]))

    def _side(self, assumed: Assumed, value: Value | None) -> tuple[Look, Known]:
        """The scheme with one answer to the fact."""
        self.budget -= 1
        known = self.outlook.known({}, {**assumed, self.fact: value}, self.start)
        return self.outlook.look(known), known

    def _next(self, sides: list[tuple[Look, Known]]) -> tuple[str, Known]:
        """An awaited fact of the parts in which the sides differ, or else of any open part; what may imply it comes first."""
        awaiting = {fact: known for look, known in sides for fact in look.hangs_on}
        parts = (*self.outlook.requirements, *self.outlook.bans)
        differing = (part for part in parts if len({part.key(known) for _, known in sides}) > 1)
        nearest = frozenset(fact for part in differing for fact in part.facts if fact in awaiting)
        known = next(known for look, known in sides if look.hangs_on & (nearest or awaiting.keys()))
        return self.splits.first((nearest or frozenset(awaiting)) & self.outlook.look(known).hangs_on, known), known
