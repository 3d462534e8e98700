"""The single comparisons that a condition is made of, and where each flips while one answer moves.

`max(a, b) < (c if test else d)` is decided by how a and b stand to c and d, and by the test: so between two borders of these
no answer is told apart, whatever the answers that are still awaited turn out to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from destcompare.decision.cells import bounds
from destcompare.expressions.borders import Cuts
from destcompare.expressions.evaluation import Outcome, Prepared, prepare
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.tree import Arithmetic, Call, Choose, Compare, Name, Negate, Tree, names_in, walk
from destcompare.rulebook.model import Fact, Value

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NOTHING: frozenset[str] = frozenset()


def comparisons(tree: Tree) -> Iterator[Compare]:
    """The comparisons in a tree, each of two sides without a choice between values."""
    for node in walk(tree):
        if isinstance(node, Compare):
            for left, right in product(_sides(node.left), _sides(node.right)):
                yield Compare(node.operator, left, right, node.type)


def _sides(tree: Tree) -> tuple[Tree, ...]:
    """The values that a side may take."""
    match tree:
        case Choose(then=then, otherwise=otherwise):
            found = [*_sides(then), *_sides(otherwise)]
        case Call(function="min" | "max", arguments=arguments):
            found = [side for argument in arguments for side in _sides(argument)]
        case Call(arguments=arguments):
            found = [tree.replaced(arguments=sides) for sides in product(*map(_sides, arguments))]
        case Arithmetic(left=left, right=right):
            found = [tree.replaced(left=one, right=other) for one, other in product(_sides(left), _sides(right))]
        case Negate(operand=operand):
            found = [tree.replaced(operand=side) for side in _sides(operand)]
        case _:
            return (tree,)
    return tuple(dict.fromkeys(found))


class Atom:
    """One comparison, and the facts in it."""

    def __init__(self, tree: Compare) -> None:
        self.tree = tree
        self.facts = tuple(sorted(names_in(tree)))
        self.bare = isinstance(tree.left, Name) and isinstance(tree.right, Name)
        self._found: dict[tuple[Any, ...], tuple[int, ...]] = {}
        self._cuts: dict[str, Cuts] = {}
        self._others: dict[str, tuple[str, Prepared] | None] = {}

    def flips(self, fact: Fact, values: Mapping[str, Value | None]) -> tuple[int, ...]:
        """The answers (days as ordinals) from which on the comparison may be another, with the other facts as they are."""
        key = (fact.id, *[values.get(name) for name in self.facts if name != fact.id])
        if key not in self._found:
            others = {name: Outcome(values.get(name), _NOTHING) for name in self.facts if name != fact.id}
            known = all(outcome.value is not None for outcome in others.values())
            self._found[key] = tuple(self._flips(fact, others)) if known else ()
        return self._found[key]

    def _flips(self, fact: Fact, others: dict[str, Outcome]) -> Iterator[int]:
        if fact.id not in self._others:
            self._others[fact.id] = self._against(fact.id)
        alone = self._others[fact.id]
        if alone is not None:
            operator, other = alone
            value = other(others).value
            if value is None or value == NO_DAY:
                return
            border = value.toordinal() if isinstance(value, date) else value
            if operator in ("<", ">=", "==", "!="):
                yield math.ceil(border)
            if operator in ("<=", ">", "==", "!="):
                yield math.floor(border) + 1
            return
        if fact.id not in self._cuts:
            self._cuts[fact.id] = Cuts(self.tree, fact.id)
        cuts = self._cuts[fact.id]
        if fact.type.kind == "date":
            yield from (
                day.toordinal() for day in cuts.days(lambda day: {**others, fact.id: Outcome(day, _NOTHING)})[2:]
            )
        else:
            low, high = bounds(fact)
            yield from cuts.numbers(lambda number: {**others, fact.id: Outcome(number, _NOTHING)}, low, high)[1:]

    def _against(self, name: str) -> tuple[str, Prepared] | None:
        """The operator with the fact on its left and what is on its right, where the fact stands alone."""
        tree = self.tree
        if isinstance(tree.left, Name) and tree.left.name == name and name not in names_in(tree.right):
            return tree.operator, prepare(tree.right)
        if isinstance(tree.right, Name) and tree.right.name == name and name not in names_in(tree.left):
            return _FLIPPED.get(tree.operator, tree.operator), prepare(tree.left)
        return None
