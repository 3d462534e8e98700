"""The answers to a fact that one scheme can tell apart, given what is known of the others.

A comparison of two facts, or a figure of the law of a day that is a fact, cannot be cut while the other fact is awaited: then
the cuts at the other's own borders are taken together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from destcompare.decision.cells import cells
from destcompare.decision.ground import AWAITED, Known
from destcompare.decision.outlook import Outlook
from destcompare.decision.scope import Scope
from destcompare.expressions.borders import Cuts, inlined
from destcompare.expressions.functions import add_days
from destcompare.expressions.tree import Choose, Compare, Literal, Name, Tree, children, names_in, walk
from destcompare.expressions.types import DATE, FLAG
from destcompare.rulebook.model import Ban, Period, Value

_MOST_CELLS = 64
_AS_OF = Name("as_of", "day", DATE)


class Ranges:
    """Answers to the facts of one scheme."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self.ground = outlook.ground
        meanings = self.ground.meanings
        self._required = [inlined(part.rule.when.tree, meanings) for part in outlook.requirements]
        bans = [part.rule for part in outlook.bans if isinstance(part.rule, Ban)]
        self._barring = [(ban, [inlined(tree, meanings) for tree in _trees_of(ban)]) for ban in bans]
        self._turning = [tree for ban in bans for tree in self._turns(ban)]
        implying = [item for fact in outlook.facts for item in self.ground.rulebook.facts[fact].implied_by]
        self._implying = [item.when.tree for item in implying]
        self._kept: dict[tuple[Any, ...], tuple[list[Value], bool]] = {}
        self._partners: dict[str, tuple[str, ...]] = {}
        self._cuts: dict[tuple[int, str], Cuts] = {}
        self._by_fact: dict[tuple[str, str], list[Tree]] = {}
        self._bans_by_fact: dict[tuple[str, str], list[tuple[Ban, list[Tree]]]] = {}

    def of(self, fact: str, known: Known) -> tuple[list[Value], bool]:
        """One answer of each kind, and whether these are all."""
        partners = self._partners_of(fact)
        key = (fact, *[known.values.get(partner, AWAITED) for partner in partners])
        if key not in self._kept:
            found = dict.fromkeys(self._cells(fact, known))
            for partner in partners:
                if partner not in known.values:
                    for value in self._cells(partner, known):
                        variant = Known({**known.values, partner: value})
                        found.update(dict.fromkeys(self._cells(fact, variant, partner)))
            possible = [value for value in found if self._is_possible(fact, value)]
            values = possible[:_MOST_CELLS]
            self._kept[key] = values, len(values) == len(possible)
        return self._kept[key]

    def _is_possible(self, fact: str, value: Value) -> bool:
        """Whether it can be answered: no day of the past lies ahead."""
        return not (self.ground.rulebook.facts[fact].past and isinstance(value, date) and value > self.ground.as_of)

    def _cells(self, name: str, known: Known, partner: str = "") -> list[Value]:
        """One answer of each kind, by the conditions that rest on the partner too where there is one."""
        fact = self.ground.rulebook.facts[name]
        others = {other: value for other, value in known.values.items() if other != name}
        scopes = self.ground.scopes(Known(others))
        today = scopes.on(self.ground.as_of, self.outlook.destination.parameters, self.outlook.scheme.parameters)
        if fact.type.kind not in ("number", "date"):
            trees = [
                *self._trees(name, partner),
                *(tree for _, trees in self._barring_by(name, partner) for tree in trees),
            ]
            return list(islice(cells(fact, trees, lambda value: today.changed({name: value})), _MOST_CELLS + 1))
        found = set(cells(fact, self._trees(name, partner), lambda value: today.changed({name: value}), cut=self._cut))
        for ban, trees in self._barring_by(name, partner):

            def then(value: Value, ban: Ban = ban) -> Scope:
                law_day = ban.law_of(today.changed({name: value})).value
                return scopes.on(law_day, self.outlook.destination.parameters).changed({name: value})

            found.update(cells(fact, trees, then, cut=self._cut))
        return [
            value
            for value in sorted(found)
            if not (fact.past and isinstance(value, date) and value > self.ground.as_of)
        ]

    def _cut(self, tree: Tree, name: str) -> Cuts:
        key = id(tree), name  # the trees live as long as this does
        if key not in self._cuts:
            self._cuts[key] = Cuts(tree, name)
        return self._cuts[key]

    def _trees(self, name: str, partner: str) -> list[Tree]:
        """The conditions by the law of the date that rest on a fact and its partner."""
        if (name, partner) not in self._by_fact:
            trees = (*self._required, *self._turning, *self._implying)
            self._by_fact[name, partner] = [tree for tree in trees if _rests(tree, name, partner)]
        return self._by_fact[name, partner]

    def _barring_by(self, name: str, partner: str) -> list[tuple[Ban, list[Tree]]]:
        """The bans that rest on a fact and its partner, and their conditions that do."""
        if (name, partner) not in self._bans_by_fact:
            found = []
            for ban, trees in self._barring:
                by_law = partner in names_in(ban.law_of.tree)
                if resting := [tree for tree in trees if _rests(tree, name, "" if by_law else partner)]:
                    found.append((ban, resting))
            self._bans_by_fact[name, partner] = found
        return self._bans_by_fact[name, partner]

    def _turns(self, ban: Ban) -> Iterator[Tree]:
        """Whether the law of a ban is that before or from each day on which it changes."""
        names = frozenset().union(*(names_in(tree) for tree in _trees_of(ban)))
        parameters = (*self.ground.rulebook.parameters, *self.outlook.destination.parameters)
        periods = [value.period for item in parameters if item.name in names for value in item.values]
        days = {day for period in (*ban.in_force, *periods) for day in _edges(period)}
        for day in sorted(days):
            yield Compare("<", ban.law_of.tree, Literal(day, DATE), FLAG)

    def _partners_of(self, fact: str) -> tuple[str, ...]:
        """The facts that are compared with this one, or whose day chooses the figures that it is compared with."""
        if fact not in self._partners:
            found: set[str] = set()
            for tree in (*self._required, *(tree for _, trees in self._barring for tree in trees)):
                for node in walk(tree):
                    if isinstance(node, Compare) and fact in (direct := _direct(node)):
                        found |= direct
            for ban, trees in self._barring:
                if any(fact in names_in(tree) for tree in trees):
                    found |= names_in(ban.law_of.tree)
            self._partners[fact] = tuple(name for name in self.outlook.facts if name in found and name != fact)
        return self._partners[fact]


def _rests(tree: Tree, name: str, partner: str) -> bool:
    names = names_in(tree)
    return name in names and (not partner or partner in names)


def _trees_of(ban: Ban) -> list[Tree]:
    """The conditions under which a ban runs."""
    trees: list[Tree] = [ban.when.tree, Compare("<=", ban.starts.tree, _AS_OF, FLAG)]
    if ban.ends is not None:
        trees.append(Compare("<", _AS_OF, ban.ends.tree, FLAG))
    return trees


def _edges(period: Period) -> Iterator[date]:
    if period.start is not None:
        yield period.start
    if period.end is not None:
        yield add_days(period.end, 1)


def _direct(tree: Tree) -> frozenset[str]:
    """Names whose amount or day itself counts in a value, not only a test on it."""
    if isinstance(tree, Name):
        return frozenset((tree.name,)) if tree.type.kind in ("number", "date") else frozenset()
    parts: Iterable[Tree] = children(tree)[1:] if isinstance(tree, Choose) else children(tree)
    return frozenset().union(*map(_direct, parts))
