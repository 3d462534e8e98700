"""The algebra of units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.expressions.units import divide, is_unit, multiply, normal

UNITS = st.sampled_from(["years", "days", "USD", "count", "USD/month", "GBP/year", "USD/GBP", "months/year", "percent"])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (multiply("USD/month", "months/year"), "USD/year"),
        (multiply("GBP/year", "USD/GBP"), "USD/year"),
        (divide("USD", "USD"), ""),
        (divide("USD", "months"), "USD/month"),
        (multiply("days", "count"), "day"),
        (normal("years"), "year"),
        (normal("count"), ""),
    ],
)
def test_units_combine(found: str, expected: str) -> None:
    assert found == expected


@given(UNITS, UNITS)
def test_division_undoes_multiplication(one: str, other: str) -> None:
    assert divide(multiply(one, other), other) == normal(one)
    assert multiply(one, other) == multiply(other, one)


@pytest.mark.parametrize("unit", ["years", "USD", "RUB/month", "USD/GBP", "percent", "count", "GBP/hour"])
def test_units_of_rules_are_known(unit: str) -> None:
    assert is_unit(unit)


@pytest.mark.parametrize(
    "unit", ["yaers", "usd", "USD/fortnight", "USD/month/year", "dollars", "", "USD/", "/year", "*USD"]
)
def test_other_words_are_no_units(unit: str) -> None:
    assert not is_unit(unit)
