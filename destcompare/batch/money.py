"""Money over columns: the formulas of the rules for many options at once, at worst, typically and at best.

A sum that rests on no answer of the person's own and on no changes is the same for a whole class of people, and comes from its
table (`appraisal`). The others are compiled here from the same trees that are evaluated for one person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from destcompare.decision.scope import figure
from destcompare.expressions.columns import Column, Columns, Constant, operand
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Name, Tree
from destcompare.expressions.types import Type
from destcompare.rulebook.model import Rulebook

SIDES = ("low", "typical", "high")
"""What is worst for the person, typical, best."""
USD = Type("number", "USD")

Told = Callable[[Name, str], Column]
"""What a name stands for on a side, where it is the same for a class."""
Own = Callable[[str], Column]
"""The column of an answer, or of what the changes cost."""


class Formulas:
    """A reading of formulas for options; what is needed twice is kept in `steps`."""

    def __init__(self, rulebook: Rulebook, as_of: date, own_names: frozenset[str], given: Told, own: Own) -> None:
        self.steps = Steps()
        self._given, self._own, self._own_names = given, own, own_names
        self._derived = {item.name: item.value.tree for item in rulebook.derived}
        self._sums = {item.name: item.value.tree for item in rulebook.money.sums}
        self._figures = {item.name: figure(item, as_of).value for item in rulebook.parameters} | {"as_of": as_of}
        self._read = {side: Columns(partial(self._name, side), self.steps) for side in SIDES}
        self._found: dict[tuple[str, str], Column] = {}

    def __call__(self, tree: Tree, side: str) -> Column:
        """The column of a formula on a side."""
        return self.steps.keep_any(self._read[side](tree))

    def sum(self, name: str, side: str) -> Column:
        """The column of a sum of the rules."""
        return self(Name(name, "derived", USD), side)

    def _name(self, side: str, name: Name) -> Column:
        key = name.name, side
        if key not in self._found:
            self._found[key] = self.steps.keep_any(self._find(name, side))
        return self._found[key]

    def _find(self, name: Name, side: str) -> Column:
        if name.name in self._derived:
            return self._read[side](self._derived[name.name])
        if name.name in self._own_names:
            tree = self._sums.get(name.name)
            return self._own(name.name) if tree is None else self._read[side](tree)
        if name.name in self._figures:
            return Constant(self._figures[name.name])
        return self._given(name, side)


def own_names(rulebook: Rulebook, own: frozenset[str]) -> frozenset[str]:
    """The names that rest on these or on an answer: what differs from person to person within a class."""
    found = {*rulebook.facts, *own}
    for item in (*rulebook.derived, *rulebook.money.sums):  # each rests on those before it
        if not found.isdisjoint(item.value.names):
            found.add(item.name)
    return frozenset(found)


def low_to_high(worst: Column, typical: Column, best: Column) -> tuple[Varying, Varying, Varying]:
    """A sum from low to high. What has no end at worst (a cost that is never earned back) has none above."""
    parts = [operand(part, USD) for part in (worst, typical, best)]

    def end(either: int, other: int) -> Varying:
        def pick(*ends: Any) -> Any:
            last = nw.coalesce(ends[2], ends[1], ends[0])
            falls = ends[0].is_null() | (ends[0] > last)
            return nw.when(falls).then(ends[either]).otherwise(ends[other])

        return made(pick, *parts, sure=False)

    return end(2, 0), parts[1], end(0, 2)


class Given:
    """Names by the table of their classes: a constant where all classes have the same. `used` are the columns that are needed."""

    def __init__(self, table: pl.DataFrame) -> None:
        self._table = table
        self._columns: dict[str, Column] = {}
        self._used: set[str] = set()

    def __call__(self, name: Name, side: str) -> Column:
        """The column of a name on a side; sides that are the same everywhere have one."""
        own = self._table[side_of(name.name, side)]
        same = next(
            column for column in (side_of(name.name, other) for other in SIDES) if self._table[column].equals(own)
        )
        if same not in self._columns:
            self._columns[same] = self._column(same)
        return self._columns[same]

    @property
    def used(self) -> frozenset[str]:
        """The columns of the table that do not hold the same in every row."""
        return frozenset(self._used)

    def _column(self, name: str) -> Column:
        values = self._table[name]
        if values.n_unique() == 1:
            return Constant(values[0])
        self._used.add(name)
        return Varying(nw.col(name), sure=not values.null_count(), single=True)


def side_of(name: str, side: str) -> str:
    """The column of a name on a side."""
    return f"{name}__{side}"
