"""Conditions over columns give what they give for one person, unknowns included, on each engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.expressions import functions
from destcompare.expressions.civil_columns import CivilColumns
from destcompare.expressions.columns import Column, Columns, Constant, Words, operand, stored
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.steps import Steps, Varying
from destcompare.expressions.tree import Name, Tree
from destcompare.expressions.types import Type
from tests.expressions.strategies import ANSWERS, DAYS_OF_TIME, TYPES, flags, numbers, scope_of

_NATIVE = {"flag": pl.Boolean, "number": pl.Float64, "date": pl.Int64, "choice": pl.Int64}


def frame_of(people: list[dict[str, Any]]) -> pl.LazyFrame:
    """One row a person, encoded as the columns expect."""
    columns: dict[str, pl.Series] = {}
    for name, kind in TYPES.items():
        values = [person[name] for person in people]
        if kind.kind == "set":
            assert kind.choice is not None
            for word in kind.choice.words:
                inside = [None if value is None else word in value for value in values]
                columns[f"{name}_{word}"] = pl.Series(inside, dtype=pl.Boolean)
        else:
            columns[name] = pl.Series([stored(value, kind) for value in values], dtype=_NATIVE[kind.kind])
    return pl.DataFrame(columns).lazy()


def column_of(name: Name) -> Column:
    if name.type.kind == "set":
        return Words(lambda word: Varying(nw.col(f"{name.name}_{word}"), single=True))
    return Varying(nw.col(name.name), single=True)


def values_of(tree: Tree, frame: Any) -> list[Any]:
    steps = Steps()
    value = steps.keep(operand(Columns(column_of, steps)(tree), tree.type), "value")
    shown = steps.add_to(nw.from_native(frame), [value]).collect("polars")
    return shown["value"].to_list()


def expected(tree: Tree, person: dict[str, Any]) -> Any:
    return stored(evaluate(tree, scope_of(person)).value, tree.type)


PEOPLE = st.lists(ANSWERS, min_size=1, max_size=12)


@settings(max_examples=100)
@given(flags(2), PEOPLE)
def test_a_condition_over_columns_is_the_condition_of_each_person(tree: Tree, people: list[dict[str, Any]]) -> None:
    assert values_of(tree, frame_of(people)) == [expected(tree, person) for person in people]


@settings(max_examples=60)
@given(numbers(2), PEOPLE)
def test_numbers_over_columns_are_the_numbers_of_each_person(tree: Tree, people: list[dict[str, Any]]) -> None:
    assert values_of(tree, frame_of(people)) == [expected(tree, person) for person in people]


@settings(max_examples=100)
@given(flags(2), ANSWERS)
def test_what_is_the_same_for_everyone_is_worked_out_at_once(tree: Tree, answers: dict[str, Any]) -> None:
    constants = Columns(lambda name: Constant(answers[name.name]), Steps())
    assert constants(tree) == Constant(evaluate(tree, scope_of(answers)).value)


@settings(max_examples=100)
@given(DAYS_OF_TIME, st.integers(-40_000, 40_000))
def test_days_move_over_columns_as_they_move_one_by_one(day: date, count: int) -> None:
    steps = Steps()
    civil = CivilColumns(steps)
    moves = ("add_days", "add_months", "add_years")
    given_day, given_count = (Varying(nw.col(name), single=True) for name in ("day", "count"))
    kept = [steps.keep(getattr(civil, move)(given_day, given_count), move) for move in moves]
    frame = nw.from_native(pl.DataFrame({"day": [day.toordinal()], "count": [float(count)]}).lazy())
    moved = steps.add_to(frame, kept).select(*moves).collect("polars").row(0)
    assert moved == tuple(getattr(functions, move)(day, count).toordinal() for move in moves)


@pytest.mark.parametrize("one", [True, False, None])
@pytest.mark.parametrize("other", [True, False, None])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_and_and_or_of_each_engine_follow_kleene(engine: str, one: bool | None, other: bool | None) -> None:
    frame: Any = pl.DataFrame({"one": [one], "other": [other]}, schema={"one": pl.Boolean, "other": pl.Boolean})
    if engine == "duckdb":
        duckdb = pytest.importorskip("duckdb")
        frame = duckdb.from_arrow(frame.to_arrow())
    both, either = nw.col("one") & nw.col("other"), nw.col("one") | nw.col("other")
    row = nw.from_native(frame).lazy().select(both=both, either=either).collect("polars").row(0)
    kleene_and = False if False in (one, other) else None if None in (one, other) else True
    kleene_or = True if True in (one, other) else None if None in (one, other) else False
    assert row == (kleene_and, kleene_or)


def test_a_number_type_is_a_float_column() -> None:
    assert stored(3, Type("number")) == 3.0
