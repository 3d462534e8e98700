"""The rule cases beside the rules: each is a person, a date, and what must come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tomli

from destcompare.decision.result import Decision
from tests.conftest import ROOT, option_of

CASES = [
    pytest.param(case, id=f"{path.parent.name}: {case['name']}")
    for path in sorted((ROOT / "rules").glob("*/cases.toml"))
    for case in tomli.loads(path.read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_rule_case(case: dict, decided: Callable[..., Decision]) -> None:
    decision = decided(case["as_of"], **case["person"])
    for scheme, status in case["expect"].items():
        option = option_of(decision, scheme)
        why = [(item.requirement.id, item.value) for item in option.requirements if item.value is not True]
        assert option.status == status, (scheme, why, option.asks, option.bans)
    for scheme, day in case.get("until", {}).items():
        assert option_of(decision, scheme).until == day
    for scheme, facts in case.get("asks", {}).items():
        assert set(facts) <= set(option_of(decision, scheme).asks)
    for scheme, facts in case.get("changes", {}).items():
        assert set(facts) <= {change.fact for change in option_of(decision, scheme).changes}


def test_case_names_are_sentences_that_stand_once() -> None:
    names = [case.values[0]["name"] for case in CASES]
    assert len(names) == len(set(names))


def test_every_destination_has_cases() -> None:
    for destination in (ROOT / "rules").glob("*/destination.toml"):
        assert (Path(destination).parent / "cases.toml").exists()
