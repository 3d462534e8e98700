"""The study this began from: its statements are rule cases of its day, and what holds no more is told with its source."""

from __future__ import annotations

from datetime import date

import pytest
import tomli

from destcompare.rulebook.model import Rulebook
from tests.conftest import ROOT, TODAY
from tests.test_rule_cases import assert_figure

PATH = ROOT / "rules" / "paper.toml"
PAPER = tomli.loads(PATH.read_text("utf-8")) if PATH.exists() else {"case": [], "outdated": []}


def test_most_of_its_cases_are_of_its_day() -> None:
    days = [case["as_of"] for case in PAPER["case"]]
    assert days.count(date(2024, 3, 1)) >= len(days) / 2


@pytest.mark.parametrize("item", PAPER["outdated"], ids=lambda item: item["statement"][:60])
def test_what_holds_no_more_says_what_holds_with_a_source(item: dict, rulebook: Rulebook) -> None:
    assert item["now"] != item["statement"]
    assert item["source"] in rulebook.sources
    assert item["checked"] <= date(2026, 11, 25)
    for figure, value in item.get("figures", {}).items():
        assert_figure(rulebook, figure, max(TODAY, item.get("since", TODAY)), value)
