"""The study this began from: its statements are rule cases of its day, and what holds no more is told with its source."""

from __future__ import annotations

from datetime import date

import pytest
import tomli

from destcompare.rulebook.cases import CaseShape, OutdatedShape, PaperFile
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.cases import differences
from tests.conftest import ROOT, TODAY

PAPER = PaperFile.model_validate(tomli.loads((ROOT / "rules" / "paper.toml").read_text("utf-8")))


def test_most_of_its_cases_are_of_its_day() -> None:
    days = [case.as_of for case in PAPER.case]
    assert days.count(date(2024, 3, 1)) >= len(days) / 2


@pytest.mark.parametrize("item", PAPER.outdated, ids=lambda item: item.statement[:60])
def test_what_holds_no_more_says_what_holds_with_a_source(item: OutdatedShape, rulebook: Rulebook) -> None:
    assert item.now != item.statement
    assert item.source in rulebook.sources
    day = max(TODAY, item.since or TODAY)
    assert differences(CaseShape(name=item.statement, as_of=day, figures=item.figures), rulebook) == []
