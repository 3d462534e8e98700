"""Borders: between two of them a condition never changes, and at each of them some comparison does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from destcompare.expressions.borders import Cuts, borders, inlined
from destcompare.expressions.evaluation import Outcome, Scope, evaluate
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.parser import parse
from destcompare.expressions.tree import Tree
from destcompare.expressions.types import DATE, FLAG, Declared, Type

NAMES = {
    "years": Declared("years", "fact", Type("number", unit="years")),
    "limit": Declared("limit", "parameter", Type("number", unit="years")),
    "left_on": Declared("left_on", "fact", DATE),
    "as_of": Declared("as_of", "day", DATE),
    "ready": Declared("ready", "fact", FLAG),
}
TODAY = date(2026, 11, 25)


def scope(**values: object) -> Scope:
    known = {"limit": 39, "as_of": TODAY, "years": None, "left_on": None, "ready": None, **values}
    return {name: Outcome(value, frozenset((name,))) for name, value in known.items()}


def read(text: str) -> Tree:
    return parse(text, NAMES, FLAG)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("years <= limit", [0, 40]),
        ("years >= 18 and years < limit", [0, 18, 39]),
        ("years == 7", [0, 7, 8]),
        ("years != 7", [0, 7, 8]),
        ("2 * years + 1 > limit", [0, 20]),
        ("max(years, 10) <= 20", [0, 11, 21]),
        ("abs(years - 30) <= 5", [0, 25, 31, 36]),
        ("(years if years < 50 else 0 - years) > 40", [0, 41, 50]),
        ("ready and years > 5", [0, 6]),
        ("ready", [0]),
        ("limit > 40", [0]),
    ],
)
def test_each_stretch_begins_where_a_comparison_changes(text: str, expected: list[int]) -> None:
    assert borders(read(text), "years", lambda value: scope(years=value), 0, 120) == expected


@pytest.mark.parametrize(
    "text",
    [
        "add_years(left_on, 5) > as_of",
        "years_between(left_on, as_of) >= 3",
        "days_between(left_on, as_of) <= 30",
        "left_on == date('2024-02-29')",
        "add_days(left_on, 0 - 100) >= date('2020-07-01')",
    ],
)
def test_between_two_days_of_change_a_condition_stays_as_it_is(text: str) -> None:
    tree = read(text)

    def holds(day: date) -> object:
        return evaluate(tree, scope(left_on=day)).value

    days = Cuts(tree, "left_on").days(lambda value: scope(left_on=value))
    assert days[0] == NO_DAY
    assert len(days) > 2
    for first in days[2:]:
        before = first - timedelta(days=1)
        assert holds(before) != holds(first)
    for first, following in zip(days[1:], [*days[2:], date(2149, 1, 1)], strict=True):
        middle = first + (following - first) / 2
        assert holds(first) == holds(middle) == holds(following - timedelta(days=1))


def test_names_are_replaced_by_what_they_stand_for_all_the_way_down() -> None:
    meanings = {"limit": read("2 * years > 4").left, "ready": read("years > limit")}  # type: ignore[union-attr]
    assert inlined(read("not ready"), meanings) == read("not (years > 2 * years)")
