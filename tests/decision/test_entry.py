"""Entry terms of the shipped rules, with their history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from destcompare.decision.result import Decision
from destcompare.rulebook.model import Rulebook

TERMS = [
    ("RU", "UZ", date(2024, 12, 31), "visa_free", [(90, "rolling_180")]),
    ("RU", "UZ", date(2025, 1, 1), "visa_free", [(90, "calendar_year")]),
    ("RU", "KG", date(2026, 11, 23), "visa_free", [(90, "calendar_year")]),
    ("RU", "TM", date(2026, 11, 23), "visa_required", []),
    ("KR", "KZ", date(2014, 11, 29), "visa_free", [(30, "per_visit")]),
    ("KR", "UZ", date(2026, 11, 23), "visa_required", []),
    ("GB", "TJ", date(2026, 11, 23), "visa_required", []),
    ("TR", "TM", date(2022, 9, 12), "visa_free", [(30, "per_visit")]),
    ("TR", "TM", date(2022, 9, 13), "visa_required", []),
    ("TR", "TJ", date(2024, 4, 19), "visa_free", [(90, "rolling_180")]),
    ("TR", "TJ", date(2024, 4, 20), "visa_required", []),
    ("KZ", "UZ", date(2026, 11, 23), "visa_free", [(30, "per_visit"), (90, "rolling_180")]),
    ("KZ", "KG", date(2025, 9, 1), "visa_free", [(90, "rolling_180")]),
    ("JP", "KZ", date(2026, 11, 23), "visa_required", []),
    ("PL", "UZ", date(2026, 11, 23), "visa_required", []),
    ("DE", "TJ", date(2026, 11, 23), "visa_required", []),
]


@pytest.mark.parametrize(("destination", "nationality", "day", "access", "limits"), TERMS)
def test_the_term_of_the_day_holds(
    decided: Callable[..., Decision],
    destination: str,
    nationality: str,
    day: date,
    access: str,
    limits: list[tuple[int, str]],
) -> None:
    found = {term.destination: term.entry for term in decided(day, nationality=nationality).entry}[destination]
    assert found.access == access
    assert [(limit.days, limit.counted) for limit in found.limits] == limits


def test_every_citizenship_has_a_term_in_every_other_country_today(
    decided: Callable[..., Decision], rulebook: Rulebook
) -> None:
    for nationality in rulebook.facts["nationality"].among:
        terms = decided(nationality=nationality).entry
        assert [term.destination for term in terms] == [code for code in rulebook.destinations if code != nationality]


def test_without_a_citizenship_nothing_is_said_of_entry(decided: Callable[..., Decision]) -> None:
    assert decided(age=30).entry == ()
