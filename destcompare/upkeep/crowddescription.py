"""What kinds of people have in common that others do not: the same description as of people one by one, over columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

import polars as pl

from destcompare.expressions.columns import stored
from destcompare.expressions.functions import NO_DAY
from destcompare.rulebook.model import Fact, Value
from destcompare.upkeep.crowd import WEIGHT, value_of
from destcompare.upkeep.description import Description, Trait, narrowest, trait_of


def describe_kinds(
    moved: pl.DataFrame,
    others: pl.DataFrame,
    facts: Mapping[str, Fact],
    columns: Mapping[str, Fact],
    asked: Iterable[str],
) -> Description:
    """The narrowest description in answers to `facts`; what has no column is not known of anybody."""
    traits = []
    for name, fact in facts.items():
        cells = moved[name].unique().to_list() if name in columns else [None][: moved.height]
        values = frozenset(None if cell is None else value_of(columns[name], cell) for cell in cells)
        traits.append(trait_of(fact, values))
    return narrowest(traits, _Kinds(others, columns), asked)


class _Kinds:
    """Kinds of people, each with how many they are."""

    def __init__(self, kinds: pl.DataFrame, columns: Mapping[str, Fact]) -> None:
        self._kinds, self._columns = kinds, columns

    def __len__(self) -> int:
        return int(self._kinds[WEIGHT].sum())

    def fitting(self, traits: Sequence[Trait]) -> Sequence[int]:
        """How many people have each of these traits."""
        weight = pl.col(WEIGHT)
        counts = [weight.filter(self._fits(trait)).sum().alias(str(place)) for place, trait in enumerate(traits)]
        return [int(count) for count in self._kinds.select(counts).row(0)]

    def only(self, trait: Trait) -> Self:
        """Those of them who have it."""
        return type(self)(self._kinds.filter(self._fits(trait)), self._columns)

    def _fits(self, trait: Trait) -> pl.Expr:
        if trait.fact not in self._columns:
            return pl.lit(None in trait.values)
        fact, column = self._columns[trait.fact], pl.col(trait.fact)
        unknown = pl.lit(None in trait.values)
        if trait.span is None:
            cells = [_cell(fact, value) for value in trait.values if value is not None]
            return pl.when(column.is_null()).then(unknown).otherwise(column.is_in(cells))
        low, high = (_cell(fact, end) for end in trait.span)
        fits = pl.when(column.is_null()).then(unknown).otherwise(column.is_between(low, high))
        if fact.type.kind != "date":
            return fits
        return pl.when(column == NO_DAY.toordinal()).then(pl.lit(NO_DAY in trait.values)).otherwise(fits)


def _cell(fact: Fact, value: Value | float) -> Any:
    """How an answer stands in a column."""
    return ",".join(sorted(value)) if isinstance(value, frozenset) else stored(value, fact.type)
