"""Points over columns are the points of one person to the last digit, and ranks follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.batch import scores
from destcompare.batch.appraisal import PLACE, ROW
from destcompare.batch.statuses import CODE
from destcompare.decision.score import value_of
from destcompare.expressions.columns import Constant
from destcompare.expressions.steps import Steps, Varying

POINTS = ((-300.0, 0.0), (0.0, 0.15), (300.0, 0.45), (700.0, 0.75), (1500.0, 1.0))


def computed(steps: Steps, column: Varying, **values: Sequence[float | None]) -> list[Any]:
    frame = pl.DataFrame({name: pl.Series(column, dtype=pl.Float64) for name, column in values.items()})
    added = steps.add_to(nw.from_native(frame.lazy()), [column])
    return added.select(column.expression.alias("found")).collect().to_native()["found"].to_list()


def named(name: str) -> Varying:
    return Varying(nw.col(name), single=True)


@given(st.lists(st.one_of(st.floats(0, 100), st.integers(0, 100_000).map(lambda n: n / 1000)), min_size=1))
def test_points_are_rounded_as_python_rounds(numbers: list[float]) -> None:
    steps = Steps()
    assert computed(steps, scores.rounded(named("x"), steps), x=numbers) == [round(number, 2) for number in numbers]


@pytest.mark.parametrize("number", [0.125, 0.375, 1.005, 2.675, 8.005, 17.125, 64.015, 99.995, 100.0])
def test_halves_are_rounded_by_the_exact_value(number: float) -> None:
    steps = Steps()
    assert computed(steps, scores.rounded(named("x"), steps), x=[number]) == [round(number, 2)]


amounts = st.one_of(st.none(), st.floats(-5000, 5000), st.sampled_from([x for x, _ in POINTS]))


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1), st.sampled_from([None, 0.4]))
def test_a_worth_is_that_of_one_person(measures: list[tuple[float | None, ...]], grade: float | None) -> None:
    steps = Steps()
    worst, typical, best = zip(*measures, strict=True)
    sides = named("worst"), named("typical"), named("best")
    column = scores.worth(sides, POINTS, Constant(grade), 0.25, steps)
    found = computed(steps, column, worst=worst, typical=typical, best=best)
    assert found == [_worth(measure, grade) for measure in measures]


def _worth(measure: tuple[float | None, ...], grade: float | None) -> float:
    if measure == (None, None, None):
        return 0.25 if grade is None else grade
    low, middle, high = (None if value is None else value_of(POINTS, value) for value in measure)
    if middle is not None:
        return middle
    known = [value for value in (low, high) if value is not None]
    lowest = min(0.0 if low is None else low, *known)
    highest = max(1.0 if high is None else high, *known)
    return lowest + (highest - lowest) * 0.25


def test_equal_scores_stand_by_status_and_then_as_the_rules_have_them() -> None:
    frame = pl.DataFrame(
        {
            ROW: [0, 0, 0, 0, 1],
            PLACE: [3, 2, 1, 0, 0],
            "score": [50.25, 50.25, 50.26, 50.25, 10.0],
            "status": [CODE[status] for status in ("reachable", "reachable", "reachable", "eligible", "eligible")],
        },
        schema_overrides={ROW: pl.Int64, PLACE: pl.Int64},
    )
    ranked = scores.ranks(frame, "score", "status", "rank")
    assert dict(ranked.filter(pl.col(ROW) == 0).select(PLACE, "rank").iter_rows()) == {1: 1, 0: 2, 2: 3, 3: 4}
    assert ranked.filter(pl.col(ROW) == 1)["rank"].to_list() == [1]
