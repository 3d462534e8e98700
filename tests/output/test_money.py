"""Money as words: no finer than is known, and what is never earned back is not called unknown."""

from __future__ import annotations

import re

import pytest

from tests.cli.test_explain import Run

POOR = ("nationality=KG", "age=24", "sector=agriculture", "savings_usd=900", "debt_usd=0")


def test_what_is_never_earned_back_is_told_as_that(cli: Run) -> None:
    told = cli("explain", "kz/eaeu", *POOR, "--money", "--as-of", "2026-11-25", "--lang", "en").out
    assert "what it costs to go is never earned back" in " ".join(told.split())
    assert "Months until the costs are earned back" not in told


@pytest.mark.parametrize("scheme", ["ru/eaeu", "kz/eaeu", "gb/seasonal", "kr/e8"])
def test_no_cents_stand_beside_tens(cli: Run, scheme: str) -> None:
    told = cli("explain", scheme, *POOR, "--money", "--as-of", "2026-11-25", "--lang", "en").out
    ranges = re.findall(
        r": (-?[\d,.]+)\sUSD \(from (-?[\d,.]+) to (-?[\d,.]+)\)", told.partition("Prices that count")[0]
    )
    assert ranges
    for told_sums in ranges:
        if any(abs(float(value.replace(",", ""))) >= 10 for value in told_sums):
            assert not any("." in value for value in told_sums), told_sums
