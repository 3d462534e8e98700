"""The rule cases beside the rules: each is a person, a date, and what must come out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from destcompare.rulebook.cache import rule_files
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.cases import Case, differences, read_cases
from tests.conftest import ROOT

CASES = list(read_cases(rule_files(ROOT / "rules")))
LEAST_CASES = 12


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{Path(case.file).parent.name}: {case.shape.name}")
def test_rule_case(case: Case, rulebook: Rulebook) -> None:
    assert differences(case.shape, rulebook) == []


def test_case_names_are_sentences_that_stand_once() -> None:
    assert [name for name, count in Counter(case.shape.name for case in CASES).items() if count > 1] == []


def test_every_scheme_has_a_dozen_cases(rulebook: Rulebook) -> None:
    counts = Counter(scheme for case in CASES for scheme in case.shape.expect)
    assert {scheme.id: counts[scheme.id] for scheme in rulebook.schemes if counts[scheme.id] < LEAST_CASES} == {}


def test_every_destination_has_cases() -> None:
    for destination in (ROOT / "rules").glob("*/destination.toml"):
        assert (Path(destination).parent / "cases.toml").exists()
