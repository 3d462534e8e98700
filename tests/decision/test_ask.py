"""What is asked: whatever the skipped answers would have been, the result is that of all answers given."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from destcompare.decision.ask import Questions
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.expressions.functions import NO_DAY
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Rulebook, Value
from tests.conftest import ROOT
from tests.decision.people import answer_to, whole_person

TODAY = date(2026, 11, 25)
RULEBOOK = load_rulebook(ROOT / "rules")


def interviewed(
    questions: Questions, start: dict[str, Value | None], draw: random.Random, not_known: float
) -> dict[str, Value | None]:
    answers = dict(start)
    while fact := questions.next(answers):
        assert fact.id not in answers
        answers[fact.id] = None if draw.random() < not_known else answer_to(RULEBOOK, fact, TODAY, draw)
    return answers


# one example takes seconds: the same ones each time, and none made smaller
@settings(max_examples=12, derandomize=True, phases=[Phase.generate])
@given(st.randoms(use_true_random=False), st.sampled_from([*RULEBOOK.destinations]), st.sampled_from([0, 0, 0.15]))
def test_an_interview_ends_where_all_answers_would_have_led(
    draw: random.Random, destination: str, not_known: float
) -> None:
    questions = Questions(RULEBOOK, TODAY, [destination])
    answers = interviewed(questions, {}, draw, not_known)
    everything = whole_person(RULEBOOK, TODAY, draw, answers)
    decision = decide(make_person(everything, RULEBOOK), RULEBOOK, TODAY)
    for option in decision.options:
        if option.scheme.destination == destination:
            verdict = questions.verdict(option.scheme.id, answers)
            assert verdict is not None
            assert (verdict.status, verdict.until) == (option.status, option.until)
            if option.status == "reachable":
                assert verdict.changes == {(change.fact, change.to) for change in option.changes}


def answers(**known: Value) -> dict[str, Value | None]:
    return dict(known)


def asked(questions: Questions, known: dict[str, Value | None]) -> set[str]:
    return {fact.id for fact in questions.worth_asking(known)}


def test_a_scheme_beyond_repair_asks_nothing_more() -> None:
    korea = Questions(RULEBOOK, TODAY, ["KR"])
    young = asked(korea, answers(nationality="UZ", age=30))
    assert "eps_topik_passed" in young
    assert "eps_topik_passed" not in asked(korea, answers(nationality="UZ", age=45))


def test_what_ends_sooner_than_a_known_ban_is_not_asked() -> None:
    turkiye = Questions(RULEBOOK, TODAY, ["TR"])
    known = answers(trouble_in=frozenset({"TR"}), tr_inside=False, tr_ban_until=date(2060, 1, 1))
    assert not {name for name in asked(turkiye, known) if name in ("tr_left_on", "tr_overstay_days", "tr_fine_paid")}


def test_a_day_is_asked_for_where_it_may_leave_a_ban_open_for_good() -> None:
    poland = Questions(RULEBOOK, TODAY, ["PL"])
    known: dict[str, Value | None] = {
        **answers(age=77, job_offers=frozenset(), trouble_in=frozenset({"PL"})),
        **answers(schengen_ban_until=date(2017, 9, 18), pl_ban_until=date(2017, 9, 30)),
        "pl_deported": None,
    }
    assert asked(poland, known) == {"pl_left_on"}
    assert {poland.verdict(scheme.id, known) for scheme in RULEBOOK.schemes if scheme.destination == "PL"} == {None}
    person = make_person({**known, "pl_left_on": date(2026, 9, 17)}, RULEBOOK)
    assert {
        option.status for option in decide(person, RULEBOOK, TODAY).options if option.scheme.destination == "PL"
    } == {"unknown"}


def test_a_ban_that_may_end_after_all_others_is_asked_for() -> None:
    lithuania = Questions(RULEBOOK, TODAY, ["LT"])
    known = answers(
        nationality="UZ",
        age=26,
        trouble_in=frozenset({"PL", "LT"}),
        job_offers=frozenset(),
        lt_worked_months=17,
        lt_deported=True,
        lt_left_on=date(2023, 8, 28),
        lt_ban_until=NO_DAY,
        schengen_ban_until=date(2018, 6, 18),
        pl_deported=False,
    )
    assert asked(lithuania, known) == {"pl_ban_until"}


def test_one_answer_that_spares_others_comes_before_them() -> None:
    russia = Questions(RULEBOOK, TODAY, ["RU"])
    spared = {
        fact.id
        for fact in RULEBOOK.facts.values()
        for item in fact.implied_by
        if "trouble_in" in item.when.names and fact.destination == "RU"
    }
    assert "trouble_in" in asked(russia, answers(nationality="UZ"))
    assert not spared & asked(russia, answers(nationality="UZ"))
    assert not spared & asked(russia, answers(nationality="UZ", trouble_in=frozenset()))
    assert spared & asked(russia, answers(nationality="UZ", trouble_in=frozenset({"RU"})))


def test_a_day_is_asked_that_rules_out_a_ban_which_cannot_be_known() -> None:
    known = answers(
        age=77,
        job_offers=frozenset(),
        trouble_in=frozenset({"PL"}),
        schengen_ban_until=date(2017, 9, 18),
        pl_ban_until=date(2017, 9, 30),
    )
    known["pl_deported"] = None
    assert "pl_left_on" in asked(Questions(RULEBOOK, TODAY, ["PL"]), known)


def test_no_wage_is_asked_for_where_nobody_offered_work() -> None:
    germany = Questions(RULEBOOK, TODAY, ["DE"])
    known = answers(nationality="UZ", age=46, education="higher", sector="it", criminal_record="none")
    assert "offered_wage_usd" in asked(germany, {**known, "job_offers": frozenset({"DE"})})
    assert "offered_wage_usd" not in asked(germany, {**known, "job_offers": frozenset()})


def test_where_a_question_takes_too_long_to_rule_out_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = answers(trouble_in=frozenset({"DE", "PL"}), nationality="TJ")
    exact = Questions(RULEBOOK, TODAY, ["DE"])
    needed = asked(exact, known)
    assert not exact.spent
    monkeypatch.setattr("destcompare.decision.ask.BUDGET", 40)
    hurried = Questions(RULEBOOK, TODAY, ["DE"])
    assert asked(hurried, known) >= needed
    assert hurried.spent


def test_what_was_answered_with_not_known_is_not_asked_again() -> None:
    questions = Questions(RULEBOOK, TODAY, ["RU"])
    assert "age" in asked(questions, answers(nationality="UZ"))
    assert "age" not in asked(questions, {"nationality": "UZ", "age": None})


def test_sensitive_questions_come_last() -> None:
    questions = Questions(RULEBOOK, TODAY, ["KR", "RU"])
    draw = random.Random(5)
    order: list[bool] = []
    known: dict[str, Value | None] = {"nationality": "KG", "age": 25}
    while fact := questions.next(known):
        order.append(fact.sensitive)
        known[fact.id] = answer_to(RULEBOOK, fact, TODAY, draw)
    assert True in order
    assert order == sorted(order)


def test_nothing_is_asked_of_a_closed_country(rulebook: Rulebook) -> None:
    assert Questions(rulebook, date(1995, 1, 1)).next({}) is None
