"""Where a condition may change its value while one number or date moves and everything else stays as it is.

A comparison of the condition language is monotone in a name between the borders of the comparisons inside it (the tests of
`if`, the places where `min`, `max`, `abs` and a quotient bend), so each border is found by bisection, the innermost first.
The one exception is a name multiplied by itself, which no rule needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from destcompare.expressions.evaluation import Prepared, Scope, prepare
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.tree import (
    Arithmetic,
    Call,
    Compare,
    Literal,
    Name,
    Tree,
    children,
    names_in,
    rebuilt,
)
from destcompare.expressions.types import FLAG

Point = int | date
At = Callable[[Point], Scope]
"""The scope in which the name has this value."""

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 1, 1)
"""An answer that is a day is looked for between these; before all of them stands the answer "none"."""


class Cuts:
    """One tree while one name moves, prepared once to be cut in many scopes."""

    def __init__(self, tree: Tree, name: str) -> None:
        self._pieces = [prepare(piece) for piece in _pieces(tree, name)]

    def numbers(self, at: At, low: int, high: int) -> list[int]:
        """The first whole number of each stretch from `low` to `high` on which no part of the tree changes; `low` is one."""
        return self._cuts(at, low, high)

    def days(self, at: At) -> list[date]:
        """The first day of each stretch on which no part of the tree changes; the first is the answer "none"."""
        days = self._cuts(lambda number: at(date.fromordinal(number)), FIRST_DAY.toordinal(), LAST_DAY.toordinal())
        return [NO_DAY, *map(date.fromordinal, days)]

    def _cuts(self, at: Callable[[int], Scope], low: int, high: int) -> list[int]:
        scopes: dict[int, Scope] = {}

        def scope(number: int) -> Scope:
            if number not in scopes:
                scopes[number] = at(number)
            return scopes[number]

        cuts = [low]
        for piece in self._pieces:

            def holds(number: int, piece: Prepared = piece) -> object:
                return piece(scope(number)).value

            found = [
                change
                for start, following in pairwise([*cuts, high + 1])
                for change in _changes(holds, start, following - 1)
            ]
            cuts = sorted({*cuts, *found})
        return cuts


def borders(tree: Tree, name: str, at: At, low: int, high: int) -> list[int]:
    """The cuts of a tree on whole numbers."""
    return _cuts(tree, name).numbers(at, low, high)


@lru_cache(maxsize=2**10)
def _cuts(tree: Tree, name: str) -> Cuts:
    """Prepared once: a search for changes cuts the same few trees in thousands of scopes."""
    return Cuts(tree, name)


def inlined(tree: Tree, meanings: Mapping[str, Tree]) -> Tree:
    """The tree with names replaced by what they stand for: derived values by their expressions, figures by literals."""
    if isinstance(tree, Name) and tree.name in meanings:
        return inlined(meanings[tree.name], meanings)
    return rebuilt(tree, lambda part: inlined(part, meanings))


def _changes(holds: Callable[[int], object], start: int, end: int) -> Iterator[int]:
    """Where the value changes on a stretch: once, or twice where it is unknown on one side, as before the first law."""
    while holds(start) != holds(end):
        start = _first_change(holds, start, end)
        yield start


def _first_change(holds: Callable[[int], object], start: int, end: int) -> int:
    """The first number at which the value is no longer that of the start."""
    before = holds(start)
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (middle, end) if holds(middle) == before else (start, middle)
    return end


def _pieces(tree: Tree, name: str) -> Iterator[Tree]:
    """Comparisons that are monotone in the name, those inside others first."""
    if name not in names_in(tree):
        return
    for child in reversed(children(tree)):
        yield from _pieces(child, name)
    match tree:
        case Compare(operator="==" | "!="):
            yield tree.replaced(operator="<=")
            yield tree.replaced(operator="<")
        case Compare():
            yield tree
        case Call(function="min" | "max"):
            for one, other in combinations(tree.arguments, 2):
                if name in names_in(one) | names_in(other):
                    yield Compare("<=", one, other, FLAG)
        case Call(function="abs"):
            yield Compare("<=", tree.arguments[0], Literal(0, tree.arguments[0].type), FLAG)
        case Arithmetic(operator="/") if name in names_in(tree.right):
            yield Compare("<=", tree.right, Literal(0, tree.right.type), FLAG)
        case _:
            pass
