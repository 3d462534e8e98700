"""Answers that do not fit together are noticed, by the rules' own data; what is not answered is no contradiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from destcompare.decision.result import Decision
from destcompare.rulebook.model import Rulebook

DOUBTFUL = [
    ({"age": 14, "school_age_children": 3}, "young-parent"),
    ({"age": 20, "experience_years": 15}, "experience"),
    ({"age": 16, "education": "higher"}, "higher-education"),
    ({"travels_with": "alone", "school_age_children": 2}, "company"),
    ({"nationality": "UZ", "other_citizenships": ["UZ"]}, "same-citizenship"),
    ({"eps_topik_passed": True, "korean_level": "none"}, "korean-test"),
    ({"job_offers": [], "offered_wage_usd": 900}, "wage-without-offer"),
    ({"ru_deported": True, "ru_left_on": "none"}, "ru_removed-never-left"),
    ({"age": 30, "kz_left_on": "1990-01-01"}, "kz_left-before-birth"),
    ({"age": 20, "kz_worked_months": 241}, "kz_worked-too-long"),
    ({"age": 20, "tr_overstay_days": 9000, "tr_left_on": "2025-01-01"}, "tr_overstay-too-long"),
    ({"trouble_in": [], "de_deported": True}, "de_trouble-not-named"),
    ({"ru_deported": False, "ru_deported_before": True}, "ru-removed-before"),
    ({"ru_offences": 2, "ru_last_offence_on": "none"}, "ru-offence-day"),
    ({"jp_worked_months": 3, "jp_ssw_months": 20}, "jp-skilled-months"),
]


@pytest.mark.parametrize(("answers", "rule"), DOUBTFUL, ids=lambda value: value if isinstance(value, str) else "")
def test_what_cannot_be_so_is_noticed(decided: Callable[..., Decision], answers: dict[str, object], rule: str) -> None:
    assert [misfit.id for misfit in decided(**answers).misfits] == [rule]


def test_an_ordinary_person_raises_no_doubt(decided: Callable[..., Decision]) -> None:
    found = decided(
        nationality="UZ", age=30, school_age_children=1, travels_with="family", education="higher", experience_years=8,
        trouble_in=["RU"], ru_overstay_days=20, ru_left_on="2024-03-01", ru_deported=False, ru_worked_months=60,
    )  # fmt: skip
    assert not found.misfits


def test_what_is_only_implied_or_unknown_is_no_contradiction(decided: Callable[..., Decision]) -> None:
    assert not decided(trouble_in=[], age=14, ru_left_on="none").misfits


def test_every_destination_has_its_own(rulebook: Rulebook) -> None:
    own = {rule.destination for rule in rulebook.consistency if rule.destination}
    assert own == set(rulebook.destinations)
