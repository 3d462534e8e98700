"""Points over columns: what a measure of money is worth, weighted and rounded as for one person, and the ranks.

Points are rounded to hundredths as Python rounds: to the nearest by the exact value of the number, of two equally near ones the
even one. The same digits for one person and for many, or ranks would differ.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import reduce
from typing import Any

import narwhals as nw
import polars as pl

from destcompare.batch.appraisal import PLACE, ROW
from destcompare.batch.statuses import CODE
from destcompare.decision.result import WITHIN_REACH
from destcompare.decision.score import value_of
from destcompare.expressions.columns import Column, Constant, operand
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.types import Type

_SHARE = Type("number", "count")
_SPLIT = 2.0**27 + 1
_BEST = 10**4
"""The highest score in hundredths of a point."""


def worth(
    measures: tuple[Column, Column, Column],
    points: Sequence[tuple[float, float]],
    grade: Column,
    unknown: float,
    steps: Steps,
) -> Varying:
    """What a measure is worth typically, as `decision.score` has it; a measure that is not known at all has the worth of the
    grade, else (`grade` is null) it counts `unknown` of the way from the worst to the best that it can be.
    """
    worst, typical, best = (steps.keep(_value_of(points, measure, steps)) for measure in measures)
    if typical.sure:
        return typical

    def between(worst: Any, typical: Any, best: Any, grade: Any) -> Any:
        low = nw.min_horizontal(worst.fill_null(0.0), best)
        high = nw.max_horizontal(best.fill_null(1.0), worst)
        nothing = worst.is_null() & best.is_null()
        return (
            nw.when(~typical.is_null())
            .then(typical)
            .when(nothing & ~grade.is_null())
            .then(grade)
            .otherwise(low + (high - low) * unknown)
        )

    return made(between, worst, typical, best, operand(grade, _SHARE), sure=False).replaced(sure=True)


def points_of(worth: Varying, weight: float, steps: Steps) -> Varying:
    """What a worth adds to the score."""
    return rounded(steps.keep(made(lambda part: part * weight * 100, worth)), steps)


def score_of(parts: Sequence[Varying], steps: Steps) -> Varying:
    """The score of these points."""
    return rounded(steps.keep(made(lambda *every: reduce(lambda one, other: one + other, every), *parts)), steps)


def rounded(number: Varying, steps: Steps) -> Varying:
    """To hundredths; for numbers from 0 on. The product with 100 is followed beyond its last digit (T. J. Dekker, 1971)."""
    number = steps.keep(number)
    times = steps.keep(made(lambda x: x * 100.0, number))
    upper = steps.keep(made(lambda x: x * _SPLIT - (x * _SPLIT - x), number))
    whole = steps.keep(made(lambda y: y.floor(), times))

    def up(x: Any, y: Any, upper: Any, whole: Any) -> Any:
        beyond = (upper * 100.0 - y) + (x - upper) * 100.0
        odd = (whole * 0.5).floor() * 2.0 != whole
        half = y - whole == 0.5
        more = (y - whole > 0.5) | (half & ((beyond > 0.0) | ((beyond == 0.0) & odd)))
        return nw.when(more).then(_divided(whole + 1.0, 100.0)).otherwise(_divided(whole, 100.0))

    return made(up, number, times, upper, whole)


def _divided(column: Any, number: float) -> Any:
    """The quotient to the last digit: engines multiply by the inverse of what is the same in every row."""
    return column / (column * 0.0 + number)


def ranks(scores: pl.DataFrame, score: str, status: str, rank: str) -> pl.DataFrame:
    """Options with their ranks among those of the same person: by score, of equal ones what is open now first, then in the order
    of the rules.
    """
    places = int(scores[PLACE].max() or 0) + 1  # type: ignore[arg-type]
    cents = _BEST - (pl.col(score) * 100).round().cast(pl.Int64)
    first = pl.col(status) == CODE[WITHIN_REACH[0]]
    order = ((pl.col(ROW).cast(pl.Int64) * (_BEST + 1) + cents) * 2 + (~first).cast(pl.Int64)) * places + pl.col(PLACE)
    return scores.sort(order).with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(ROW).alias(rank))


def _value_of(points: Sequence[tuple[float, float]], measure: Column, steps: Steps) -> Varying:
    """The piecewise linear function through the points, level outside them."""
    if isinstance(measure, Constant):
        return operand(Constant(None if measure.value is None else value_of(points, measure.value)), _SHARE)
    assert isinstance(measure, Varying)
    measure = steps.keep(measure)

    def value(x: Any) -> Any:
        found = nw.when(x <= points[0][0]).then(nw.lit(points[0][1]))
        for (start, worth), (end, further) in itertools.pairwise(points):
            found = found.when(x <= end).then(_divided((x - start) * (further - worth), end - start) + worth)
        return found.when(x > points[-1][0]).then(nw.lit(points[-1][1]))

    return made(value, measure)
