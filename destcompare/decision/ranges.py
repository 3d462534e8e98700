"""The answers to a fact that one scheme can tell apart, given what is known of the others: one or more of each cell.

The borders of a number or a day are those of the single comparisons. Where it is compared with a fact that is still awaited,
the borders of that fact count too, and of each cell the first, the middle and the last answer are taken, so that the other may
be less, equal or more. First and last also stand for all between where the day itself is told: the end of a ban, a day to
wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import islice, product
from typing import Any

from destcompare.decision.atoms import Atom
from destcompare.decision.cells import bounds, cells
from destcompare.decision.ground import AWAITED, Known
from destcompare.decision.outlook import Outlook
from destcompare.decision.written import Writer, Written
from destcompare.expressions.borders import FIRST_DAY, LAST_DAY
from destcompare.expressions.evaluation import Outcome
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.tree import Tree, names_in
from destcompare.rulebook.model import Fact, Value

_MOST_CELLS = 96
_NOTHING: frozenset[str] = frozenset()


class Ranges:
    """Answers to the facts of one scheme."""

    def __init__(self, outlook: Outlook, writer: Writer) -> None:
        self.outlook = outlook
        self._writer = writer
        self._facts = outlook.ground.rulebook.facts
        self._reached: dict[str, tuple[str, ...]] = {}
        self._kept: dict[tuple[Any, ...], tuple[list[Value], bool]] = {}

    def of(self, name: str, known: Known) -> tuple[list[Value], bool]:
        """One answer of each kind, and whether these are all."""
        fact, values = self._facts[name], known.values
        key = (name, *[values.get(other, AWAITED) for other in self._reach(name)])
        if key not in self._kept:
            found = self._range(fact, values)
            some = list(islice(found, _MOST_CELLS))
            self._kept[key] = some, next(found, None) is None
        return self._kept[key]

    def _range(self, fact: Fact, values: Mapping[str, Value | None]) -> Iterator[Value]:
        match fact.type.kind:
            case "date":
                yield NO_DAY
                end = min(self.outlook.ground.as_of, LAST_DAY) if fact.past else LAST_DAY
                for number in self._numbers(fact, values, FIRST_DAY.toordinal(), end.toordinal()):
                    yield date.fromordinal(number)
            case "number":
                yield from self._numbers(fact, values, *bounds(fact))
            case _:
                yield from self._words(fact, values)

    def _words(self, fact: Fact, values: Mapping[str, Value | None]) -> list[Value]:
        scope = {name: Outcome(values.get(name), _NOTHING) for name in (*self._reach(fact.id), fact.id)}
        return cells(fact, self._trees(fact.id), lambda value: {**scope, fact.id: Outcome(value, _NOTHING)})

    def _numbers(self, fact: Fact, values: Mapping[str, Value | None], low: int, high: int) -> Iterator[int]:
        starts = sorted({low, *(start for start in self._starts(fact, values) if low < start <= high)})
        compared = sum(other not in values for other in self._compared(fact.id))
        for start, following in zip(starts, [*starts[1:], high + 1], strict=True):
            last = following - 1
            yield start
            if last > start and (compared or self._both_ends(fact)):
                if compared > 1 and last > start + 1:
                    yield (start + last) // 2
                yield last

    def _both_ends(self, fact: Fact) -> bool:
        """Whether more is told of the answer than on which side of a border it is: a day, or what goes on growing."""
        grows = fact.change is not None and fact.change.direction == "grows"
        return grows or fact.type.kind == "date" or any(fact.id in rule.told for rule in self._written)

    def _starts(self, fact: Fact, values: Mapping[str, Value | None]) -> set[int]:
        found = self._own(fact, values)
        for other in self._beside(fact.id, values):
            found |= self._own(self._facts[other], values)
        for atom in self._atoms.get(fact.id, ()):
            awaited = [name for name in atom.facts if name != fact.id and name not in values]
            if awaited and not atom.bare:
                ranges = [self._own_range(self._facts[name], values) for name in awaited]
                for several in product(*ranges):
                    found |= set(atom.flips(fact, {**values, **dict(zip(awaited, several, strict=True))}))
        return found

    def _own(self, fact: Fact, values: Mapping[str, Value | None]) -> set[int]:
        """The borders by what is known."""
        return {number for atom in self._atoms.get(fact.id, ()) for number in atom.flips(fact, values)}

    def _own_range(self, fact: Fact, values: Mapping[str, Value | None]) -> list[Value]:
        if fact.type.kind == "date":
            return [FIRST_DAY, *map(date.fromordinal, sorted(self._own(fact, values)))]
        if fact.type.kind == "number":
            return [bounds(fact)[0], *sorted(self._own(fact, values))]
        return self._words(fact, values)

    def _beside(self, name: str, values: Mapping[str, Value | None]) -> set[str]:
        """The awaited facts with which this one is compared as it is, and those with which these are."""
        found, new = {name}, [name]
        while new:
            for atom in self._atoms.get(new.pop(), ()):
                further = [other for other in atom.facts if atom.bare and other not in found and other not in values]
                found.update(further)
                new += further
        return found - {name}

    def _compared(self, name: str) -> set[str]:
        """The facts with which this one is compared."""
        return {other for atom in self._atoms.get(name, ()) for other in atom.facts if other != name}

    def _reach(self, name: str) -> tuple[str, ...]:
        """All facts that can move the borders of this one."""
        if name not in self._reached:
            found, new = {name}, [name]
            while new:
                other = new.pop()
                further: set[str] = self._compared(other)
                if self._facts[other].type.kind == "set":
                    further = {name for tree in self._trees(other) for name in names_in(tree) if name in self._facts}
                new += further - found
                found |= further
            self._reached[name] = tuple(other for other in self._facts if other in found and other != name)
        return self._reached[name]

    def _trees(self, name: str) -> list[Tree]:
        return [tree for rule in self._written for tree in rule.trees if name in names_in(tree)]

    @cached_property
    def _written(self) -> list[Written]:
        outlook, writer = self.outlook, self._writer
        rules = [writer.rule(part, outlook.scheme) for part in (*outlook.requirements, *outlook.bans)]
        return [*rules, *(writer.spared(fact) for fact in outlook.facts)]

    @cached_property
    def _atoms(self) -> dict[str, list[Atom]]:
        atoms: dict[str, list[Atom]] = {}
        for atom in (atom for rule in self._written for atom in rule.atoms):
            for name in atom.facts:
                atoms.setdefault(name, []).append(atom)
        return atoms
