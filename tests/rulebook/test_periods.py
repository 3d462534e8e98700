"""As-of resolution: a day has the value of its own period, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.rulebook.building import build_rulebook
from destcompare.rulebook.figures import period_of
from destcompare.rulebook.model import DatedValue, Period, Provenance, Rulebook, holds, on_day

PROVENANCE = Provenance("law", date(2026, 1, 1), "high")
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@pytest.fixture
def small(files: dict[str, str]) -> Rulebook:
    return build_rulebook({name: text.encode() for name, text in files.items()}, "test")


@given(st.lists(DAYS, min_size=1, max_size=6, unique=True), DAYS)
def test_a_day_has_the_last_value_that_began_and_none_before_the_first(starts: list[date], day: date) -> None:
    starts.sort()
    following = [*starts[1:], None]
    values = [
        DatedValue(period_of(start, None, nxt), index, PROVENANCE)
        for index, (start, nxt) in enumerate(zip(starts, following, strict=True))
    ]
    found = on_day(values, day)
    begun = [index for index, start in enumerate(starts) if start <= day]
    assert (found.value if found else None) == (begun[-1] if begun else None)


@given(DAYS, DAYS, DAYS)
def test_a_period_holds_both_its_days_and_nothing_outside(start: date, end: date, day: date) -> None:
    assert (day in Period(start, end)) == (start <= day <= end)
    assert holds((), day)
    assert holds((Period(None, None),), day)


def test_a_value_ends_the_day_before_the_next_begins(small: Rulebook) -> None:
    members = next(parameter for parameter in small.parameters if parameter.name == "members")
    change = date(2020, 1, 1)
    before, after = on_day(members.values, change - timedelta(1)), on_day(members.values, change)
    assert before is not None
    assert after is not None
    assert before.value == frozenset({"XA"})
    assert after.value == frozenset({"XA", "XB"})
    assert on_day(members.values, date(2009, 12, 31)) is None


def test_entry_terms_end_only_for_the_nationality_that_has_a_later_one(small: Rulebook) -> None:
    entry = small.destinations["XC"].entry

    def access(nationality: str, day: date) -> str | None:
        found = on_day([item for item in entry if nationality in item.nationalities], day)
        return found.access if found else None

    assert access("XA", date(2019, 12, 31)) == "visa_free"
    assert access("XA", date(2020, 1, 1)) == "visa_required"
    assert access("XA", date(2009, 12, 31)) is None
