"""The shape of `derived.toml`, `rates.toml`, `scoring.toml` and `shocks.toml`: what is computed, and how options are weighed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from destcompare.rulebook.schema import (
    CountryCode,
    Expression,
    ParameterShape,
    PriceItem,
    Sentence,
    Shape,
    SourcedShape,
    ToldShape,
    Word,
)

Number = float | int
Worth = Annotated[Number, Field(ge=0, le=1)]


# --- derived.toml, rates.toml -----------------------------------------------------------------------------------------


class DerivedShape(Shape):
    """A value computed from facts, parameters and earlier derived values."""

    value: Expression


class ItemsShape(Shape):
    """How prices of one item come together, and what it means that an item has none."""

    one_of: list[PriceItem] = []
    needed: list[PriceItem] = []
    expected: list[PriceItem] = []
    gains: list[PriceItem] = []


class MoneySumShape(Shape):
    """A sum of money of one option, computed from prices, facts and the sums before it."""

    value: Expression
    text: Sentence | None = None


class DerivedFile(Shape):
    """`derived.toml` and `rates.toml`."""

    parameter: dict[Word, ParameterShape] = {}
    derived: dict[Word, DerivedShape] = {}
    items: ItemsShape = ItemsShape()
    money: dict[Word, MoneySumShape] = {}


# --- scoring.toml -----------------------------------------------------------------------------------------------------


class GradeShape(Shape):
    """What schemes (by id) or destinations (by code) of one kind are worth by a criterion, with the reason in words."""

    worth: Worth
    text: Sentence
    of: Annotated[list[str], Field(min_length=1)]
    note: str | None = None


class CriterionShape(Shape):
    """What options are ranked by: a measure with its value function (points), or grades of schemes, or both."""

    text: Sentence
    measure: Expression | None = None
    points: list[Annotated[list[Number], Field(min_length=2, max_length=2)]] = []
    grades: list[GradeShape] = []
    note: str | None = None


class DoubtShape(Shape):
    """How the ranking is tried: draws, the share by which each weight may be moved, when two options are told apart; and where
    between worst and best a measure counts that is not known.
    """

    draws: Annotated[int, Field(gt=0, le=1000)] = 200
    spread: Worth = 0
    apart: Worth = 1
    unknown: Worth = 0.5


class ScoringFile(Shape):
    """`scoring.toml`."""

    priorities: Annotated[list[Word], Field(min_length=1)]
    order: list[str]
    labels: dict[Word, Sentence] = {}
    criterion: dict[Word, CriterionShape] = {}
    weights: dict[Word, dict[Word, Annotated[Number, Field(ge=0)]]] = {}
    languages: dict[str, list[Word]] = {}
    doubt: DoubtShape = DoubtShape()


# --- shocks.toml ------------------------------------------------------------------------------------------------------


class FallShape(SourcedShape):
    """By how many percent the money sent home to one country was worth less."""

    start: date = Field(alias="from")
    end: date = Field(alias="until")
    home: CountryCode
    fall: Annotated[float | int, Field(gt=0, le=100)]


class ShockShape(ToldShape):
    """A past shock of the money sent home from one destination, and what it did to each home."""

    destination: CountryCode
    start: date = Field(alias="from")
    end: date = Field(alias="until")
    values: Annotated[list[FallShape], Field(min_length=1)]


class ShocksFile(Shape):
    """`shocks.toml`."""

    shock: list[ShockShape] = []
