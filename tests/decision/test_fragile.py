"""Answers to look at twice: each one named would really lose the way, and what a person surely knows is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide, decide_scheme
from destcompare.decision.fragile import Slip, slips
from destcompare.decision.person import make_person
from destcompare.decision.result import WITHIN_REACH
from tests.conftest import TODAY
from tests.decision.test_shipped_rules import PEOPLE, RULEBOOK

SPECIALIST = {
    "nationality": "TJ",
    "age": 30,
    "job_offers": ["RU"],
    "offered_wage_usd": 3600,
    "criminal_record": "none",
    "trouble_in": [],
    "health_conditions": [],
    "relatives_in": [],
}


def found(scheme: str, **answers: object) -> dict[str, Slip]:
    person = make_person(read_mapping(answers, RULEBOOK, TODAY), RULEBOOK)
    decision = decide(person, RULEBOOK, TODAY)
    option = next(option for option in decision.options if option.scheme.id == scheme)
    return {slip.fact: slip for slip in slips(option, decision)}


def test_a_sentence_a_removal_and_a_known_ban_would_lose_a_way() -> None:
    named = found("ru/highly-qualified", **SPECIALIST)
    assert {"criminal_record", "ru_deported", "ru_ban_until", "ru_overstay_days", "ru_offences"} <= set(named)
    assert (named["ru_ban_until"].status, named["ru_offences"].then) == ("banned", 2)


def test_what_a_person_surely_knows_is_not_doubted() -> None:
    assert not {"nationality", "job_offers", "sex"} & set(found("ru/highly-qualified", **SPECIALIST))


@pytest.mark.parametrize(("age", "doubted"), [(39, True), (38, False), (18, False)])
def test_an_age_is_doubted_by_one_year_only(age: int, doubted: bool) -> None:
    worker = {"nationality": "KG", "age": age, "eps_topik_passed": True, "criminal_record": "none", "trouble_in": []}
    worker |= {"health_conditions": [], "kr_worked_months": 0}
    named = found("kr/e9", **worker)
    assert "health_conditions" in named
    assert ("age" in named) == doubted  # one year younger than 18 only means to wait


@settings(max_examples=8)
@given(PEOPLE, st.integers(0, 50))
def test_each_slip_would_really_lose_the_way(answers: dict[str, object], place: int) -> None:
    past = {name: value for name, value in answers.items() if not isinstance(value, date) or value <= TODAY}
    person = make_person(read_mapping(past, RULEBOOK, TODAY), RULEBOOK)
    decision = decide(person, RULEBOOK, TODAY)
    near = [option for option in decision.options if option.status in WITHIN_REACH]
    if near:
        option = near[place % len(near)]
        for slip in slips(option, decision):
            others = (
                [slip.now | {word} for word in slip.then]  # type: ignore[operator]  # both are sets then
                if isinstance(slip.then, frozenset)
                else [slip.then]
            )
            for other in others:
                after = decide_scheme(
                    option.scheme, make_person({**person.answers, slip.fact: other}, RULEBOOK), RULEBOOK, TODAY
                )
                assert after.status == slip.status
                assert after.status not in WITHIN_REACH
