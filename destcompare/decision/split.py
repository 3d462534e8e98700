"""A case split over the answers that rules tell apart.

All answers to the fact asked about go through the split side by side, over the facts of the parts in which these sides still
differ first, since all else only matters once these are decided. Where the budget ends before an answer, what was asked for
counts as possible.
"""

from __future__ import annotations

import contextlib
import random
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from destcompare.decision.ground import AWAITED, Known, Part
from destcompare.decision.outlook import Look, Outlook, Verdict
from destcompare.decision.ranges import Ranges
from destcompare.decision.result import Status
from destcompare.decision.written import Writer
from destcompare.rulebook.model import Value

_SMALL_BUDGET, _GUESSES = 2**8, 24
_WITNESSES = 6
_SEARCH = 4
"""A search for changes takes as long as so many looks without one."""

_NO_BETTER: Mapping[Status, frozenset[Status]] = {
    "eligible": frozenset(("eligible", "reachable", "unknown", "banned", "ineligible")),
    "unknown": frozenset(("unknown", "banned", "ineligible")),
    "banned": frozenset(("banned", "ineligible")),
}
"""What a scheme can be, by the best that its bans leave."""

_KINDS = ("flag", "choice", "set", "number", "date")
"""What has few answers is split first: a flag often decides that a day does not matter."""

Answers = Mapping[str, Value | None]
Assumed = dict[str, Value | None]


class SpentError(Exception):
    """The budget ended before an answer."""


class Budget:
    """Looks that are left for one question."""

    def __init__(self, looks: int, within: Budget | None = None) -> None:
        self._looks = looks
        self._within = within
        self._left_out = False

    def take(self, looks: int, *, whole: bool) -> None:
        """Some looks, at everything or with some answers left out. Raises `SpentError` when there are not so many."""
        self._left_out |= not whole
        if self._within is not None:
            self._within.take(looks, whole=True)
        self._looks -= looks
        if self._looks < 0:
            raise SpentError

    def nothing_found(self) -> bool:
        """False. Raises `SpentError` where answers were left out, among which there may be what was looked for."""
        if self._left_out:
            raise SpentError
        return False


class Splits:
    """The awaited facts of one outlook."""

    def __init__(self, outlook: Outlook, writer: Writer) -> None:
        self.outlook = outlook
        self.ranges = Ranges(outlook, writer)
        self._found: dict[tuple[Any, ...], bool] = {}
        self.witnesses: deque[Assumed] = deque(maxlen=_WITNESSES)  # answers with which one more made a difference

    def look(self, known: Known, budget: Budget) -> Look:
        """The scheme with what is known. Raises `SpentError`."""
        before = self.outlook.searches
        look = self.outlook.look(known)
        budget.take(_SEARCH * (self.outlook.searches - before), whole=True)
        return look

    def differs(self, fact: str, answers: Answers, budget: Budget, *, fine: bool) -> bool:
        """Whether two answers to the fact can have two verdicts; unless `fine`, all that neither bars nor rules out is one."""
        known = self.outlook.known(answers)
        key = (fact, fine, *self.outlook.key(known))
        if key not in self._found:
            self._found[key] = _Split(self, fact, known, budget, fine=fine).found()
        return self._found[key]

    def by_chance(self, fact: str, answers: Answers, budget: Budget) -> bool:
        """Whether a difference is found quickly; none is found where there is none."""
        return _Split(self, fact, self.outlook.known(answers), budget, fine=True).by_chance()

    def may_be(self, statuses: tuple[Status, ...], answers: Answers, budget: Budget) -> bool:
        """Whether some completion has one of these statuses."""
        known = self.outlook.known(answers)
        key = (statuses, *self.outlook.key(known))
        if key not in self._found:
            self._found[key] = self._may_be(statuses, known, budget)
        return self._found[key]

    def _may_be(self, statuses: tuple[Status, ...], start: Known, budget: Budget) -> bool:
        seen: set[tuple[Any, ...]] = set()
        stack = [start]
        while stack:
            known = stack.pop()
            look = self.look(known, budget)
            if look.verdict is not None:
                if look.verdict.status in statuses:
                    return True
                continue
            if look.parts in seen or _NO_BETTER[look.best].isdisjoint(statuses):
                continue
            seen.add(look.parts)
            fact = self.nearest(look.hangs_on, known)
            further = [self.outlook.known({}, {fact: value}, known) for value in self.answers_to(fact, known, budget)]
            further.sort(key=lambda item: self.look(item, budget).faults)  # first what leaves least against the person
            stack += reversed(further)
        return budget.nothing_found()

    def answers_to(self, fact: str, known: Known, budget: Budget) -> list[Value]:
        """Answers to be looked at, one of each kind unless there are too many. Raises `SpentError`."""
        values, whole = self.ranges.of(fact, known)
        budget.take(len(values), whole=whole)
        return values

    def nearest(self, facts: Collection[str], known: Known, parts: Sequence[Part] | None = None) -> str:
        """The awaited fact to split first, of the rule that rests on the fewest of them, or one that may imply it."""
        among = (*self.outlook.requirements, *self.outlook.bans) if parts is None else parts
        groups = [group for part in among if (group := [fact for fact in part.facts if fact in facts])]
        return self.first(min(groups, key=len, default=facts), known)

    def first(self, facts: Collection[str], known: Known) -> str:
        """The awaited fact to split first, or one that may imply it."""
        declared = self.outlook.ground.rulebook.facts
        nearest = min(facts, key=lambda name: (_KINDS.index(declared[name].type.kind), self.outlook.facts.index(name)))
        return self.outlook.ground.first_awaited((nearest,), known)


class _Split:
    """The search for one fact."""

    def __init__(self, splits: Splits, fact: str, known: Known, budget: Budget, *, fine: bool) -> None:
        self.splits = splits
        self.outlook = splits.outlook
        self.fact = fact
        self.start = known
        self.fine = fine
        self.budget = budget
        self.draw = random.Random(fact)  # the same every time
        self.seen: set[frozenset[tuple[Any, ...]]] = set()

    def found(self) -> bool:
        """Whether some completion has two verdicts for two answers to the fact. Raises `SpentError`."""
        if self._by_witness():
            return True
        whole = self.budget
        self.budget = Budget(_SMALL_BUDGET, whole)
        with contextlib.suppress(SpentError):
            return self._differs({}) or self.budget.nothing_found()
        # it is seldom hard to find a difference by chance where it is hard to find one in order
        self.budget = whole
        if self._by_guess():
            return True
        self.seen.clear()
        return self._differs({}) or self.budget.nothing_found()

    def by_chance(self) -> bool:
        """Whether a difference is found without a search in order."""
        return self._by_witness() or self._by_guess()

    def _by_witness(self) -> bool:
        return any(self._tells(assumed) for assumed in list(self.splits.witnesses))

    def _by_guess(self) -> bool:
        return any(self._tells(self._guess()) for _ in range(_GUESSES))

    def _guess(self) -> Assumed:
        """Answers by chance that settle the scheme."""
        assumed = Assumed()
        name, known = self.fact, self.start
        while True:
            self.budget.take(1, whole=True)
            assumed[name] = self.draw.choice(self.splits.ranges.of(name, known)[0])
            known = self.outlook.known({}, assumed, self.start)
            look = self.splits.look(known, self.budget)
            if look.verdict is not None:
                return assumed
            name = self.splits.first(look.hangs_on, known)

    def _tells(self, assumed: Assumed) -> bool:
        """Whether the fact makes a difference beside these answers."""
        beside = {name: value for name, value in assumed.items() if name != self.fact}
        values, _ = self.splits.ranges.of(self.fact, self.outlook.known({}, beside, self.start))
        self.budget.take(len(values), whole=True)
        told = {self._told(self._side(beside, value)[0]): value for value in values}
        told.pop(AWAITED, None)
        if len(told) > 1:
            self._keep(beside, told.values())
        return len(told) > 1

    def _keep(self, assumed: Assumed, values: Iterable[Value]) -> None:
        self.splits.witnesses.extendleft({**assumed, self.fact: value} for value in islice(values, 2))

    def _told(self, look: Look) -> Verdict | object:
        """What makes the difference."""
        verdict = look.verdict
        if verdict is None:
            return AWAITED
        return verdict if self.fine or verdict.status in ("ineligible", "banned") else None

    def _differs(self, assumed: Assumed) -> bool:
        values = self.splits.answers_to(self.fact, self.outlook.known({}, assumed, self.start), self.budget)
        sides: dict[tuple[Any, ...], tuple[Look, Known]] = {}
        by_told: dict[Verdict | object, Value] = {}
        for value in values:
            look, known = self._side(assumed, value)
            told = self._told(look)
            sides.setdefault((told, *(look.parts if told is AWAITED else ())), (look, known))
            if told is not AWAITED:
                by_told.setdefault(told, value)
        if len(by_told) > 1:
            self._keep(assumed, by_told.values())
            return True
        state = frozenset(sides)
        if len(sides) == 1 or state in self.seen:
            return False
        self.seen.add(state)
        return self._deeper(assumed, list(sides.values()))

    def _deeper(self, assumed: Assumed, sides: list[tuple[Look, Known]]) -> bool:
        """Split one more fact, the answer that leaves least against the person first."""
        fact, known = self._next(sides)
        branches = []
        for place, value in enumerate(self.splits.answers_to(fact, known, self.budget)):
            further = {**assumed, fact: value}
            look, _ = self._side(further, known.values.get(self.fact))
            branches.append((look.faults - (look.verdict is None), place, further))
        return any(self._differs(further) for _, _, further in sorted(branches, key=lambda item: item[:2]))

    def _side(self, assumed: Assumed, value: Value | None) -> tuple[Look, Known]:
        """The scheme with one answer to the fact."""
        known = self.outlook.known({}, {**assumed, self.fact: value}, self.start)
        return self.splits.look(known, self.budget), known

    def _next(self, sides: list[tuple[Look, Known]]) -> tuple[str, Known]:
        """An awaited fact of the parts in which the sides differ, or else of any open part; what may imply it comes first."""
        parts = (*self.outlook.requirements, *self.outlook.bans)
        differing = [part for part in parts if len({part.key(known) for _, known in sides}) > 1]
        hanging = {fact for part in differing for fact in part.facts}
        look, known = next((side for side in sides if not hanging.isdisjoint(side[0].hangs_on)), None) or next(
            side for side in sides if side[0].hangs_on
        )
        return self.splits.nearest(look.hangs_on, known, differing), known
