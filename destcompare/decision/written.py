"""Conditions written out: derived values by what they stand for, figures by those of each time that can count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from destcompare.decision.atoms import Atom, comparisons
from destcompare.decision.ground import Ground, Part
from destcompare.decision.moves import LONGEST_WAIT_DAYS
from destcompare.expressions.borders import inlined
from destcompare.expressions.functions import add_days
from destcompare.expressions.tree import Compare, Literal, Name, Tree, names_in
from destcompare.expressions.types import DATE, FLAG
from destcompare.rulebook.model import Ban, Parameter, Period, Requirement, Scheme, on_day

_AS_OF = Name("as_of", "day", DATE)


class Written(NamedTuple):
    """A rule's conditions, the single comparisons in them, and the facts that the end of a ban is counted from."""

    trees: tuple[Tree, ...]
    atoms: tuple[Atom, ...]
    told: frozenset[str]


class Writer:
    """The rules of one rulebook on one day, each written out once."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._rules: dict[int, Written] = {}
        self._spared: dict[str, Written] = {}

    def rule(self, part: Part, scheme: Scheme) -> Written:
        """A requirement, or a ban by the law of every day that may have caused it."""
        key = id(part)  # the parts live as long as the ground does, or as the scheme's outlook
        if key not in self._rules:
            groups = (
                *self.ground.rulebook.parameters,
                *self.ground.rulebook.destinations[scheme.destination].parameters,
            )
            rule = part.rule
            if isinstance(rule, Requirement):
                self._rules[key] = self._written(self._requirement(rule, (*groups, *scheme.parameters)))
            else:
                told = names_in(self._meant(rule.ends.tree)) if rule.ends is not None else frozenset()
                self._rules[key] = self._written(self._ban(rule, groups), told)
        return self._rules[key]

    def spared(self, fact: str) -> Written:
        """What spares a fact."""
        if fact not in self._spared:
            trees = [item.when.tree for item in self.ground.rulebook.facts[fact].implied_by]
            self._spared[fact] = self._written(
                self._by_law(trees, self.ground.rulebook.parameters, [self.ground.as_of])
            )
        return self._spared[fact]

    def _written(self, trees: Iterable[Tree], told: frozenset[str] = frozenset()) -> Written:
        trees = tuple(dict.fromkeys(trees))
        atoms = dict.fromkeys(atom for tree in trees for atom in comparisons(tree))
        facts = self.ground.rulebook.facts
        known = (Atom(tree) for tree in atoms)  # a figure without a value decides nothing
        return Written(trees, tuple(atom for atom in known if all(name in facts for name in atom.facts)), told)

    def _requirement(self, rule: Requirement, parameters: Iterable[Parameter]) -> Iterator[Tree]:
        today, trees = self.ground.as_of, [rule.when.tree]
        ahead = Period(add_days(today, 1), add_days(today, LONGEST_WAIT_DAYS))  # who waits finds another law
        turns = [turn for turn in self._turns(trees, parameters) if turn in ahead]
        return self._by_law(trees, parameters, [today, *turns])

    def _ban(self, ban: Ban, parameters: Iterable[Parameter]) -> Iterator[Tree]:
        trees: list[Tree] = [ban.when.tree, Compare("<=", ban.starts.tree, _AS_OF, FLAG)]
        if ban.ends is not None:
            trees.append(Compare("<", _AS_OF, ban.ends.tree, FLAG))
        turns = self._turns(trees, parameters, *ban.in_force)
        yield from self._by_law(trees, parameters, [date.min, *turns])
        turning = [Compare("<", ban.law_of.tree, Literal(turn, DATE), FLAG) for turn in turns]
        yield from self._by_law(turning, parameters, [self.ground.as_of])

    def _by_law(self, trees: Iterable[Tree], parameters: Iterable[Parameter], days: Iterable[date]) -> Iterator[Tree]:
        """Conditions with their figures on each of these days."""
        meant = [self._meant(tree) for tree in trees]
        names = frozenset().union(*map(names_in, meant))
        named = {item.name: item for item in parameters if item.name in names}
        for day in days:
            dated = {name: (on_day(item.values, day), item.type) for name, item in named.items()}
            figures = {name: Literal(item.value, kind) for name, (item, kind) in dated.items() if item is not None}
            yield from (inlined(tree, figures) for tree in meant)

    def _meant(self, tree: Tree) -> Tree:
        return inlined(tree, {**self.ground.meanings, "as_of": Literal(self.ground.as_of, DATE)})

    def _turns(self, trees: Iterable[Tree], parameters: Iterable[Parameter], *periods: Period) -> list[date]:
        """The days on which the law of these conditions changes."""
        names = frozenset().union(*(names_in(self._meant(tree)) for tree in trees))
        dated = [value.period for item in parameters if item.name in names for value in item.values]
        return sorted({day for period in (*periods, *dated) for day in _edges(period)})


def _edges(period: Period) -> Iterator[date]:
    if period.start is not None:
        yield period.start
    if period.end is not None:
        yield add_days(period.end, 1)
