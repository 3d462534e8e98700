"""Reasons read off a condition: the answer that fails, and the border it would have to reach."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide, decide_scheme
from destcompare.decision.explanation import explain
from destcompare.decision.person import Person, make_person
from destcompare.decision.reasons import Closing, EitherReason, Reason, reasons
from destcompare.decision.scope import Scopes
from destcompare.expressions.parser import parse
from destcompare.expressions.types import FLAG, Declared
from destcompare.rulebook.building import build_rulebook
from tests.conftest import TODAY
from tests.decision.test_shipped_rules import PEOPLE, RULEBOOK
from tests.rulebook.conftest import FILES

DAY = date(2026, 6, 1)
BOOK = build_rulebook({name: text.encode() for name, text in FILES.items()}, "test")
NAMES = {fact.id: Declared(fact.id, "fact", fact.type) for fact in BOOK.facts.values()}
PERSON = Person(
    {
        "nationality": "XB",
        "age": 41,
        "level": "A1",
        "passed": False,
        "savings_usd": 100,
        "job_offers": frozenset({"XA"}),
        "trouble_in": frozenset({"XC"}),
    },
    {},
)


def why(condition: str) -> tuple[Reason | EitherReason, ...]:
    return reasons(parse(condition, NAMES, FLAG), Scopes(BOOK, PERSON, DAY).on(DAY), BOOK.facts)


@pytest.mark.parametrize(
    ("condition", "fact", "kind", "border"),
    [
        ("age <= 39", "age", "at_most", 39),
        ("18 <= age < 40", "age", "at_most", 39),
        ("not age > 39", "age", "at_most", 39),
        ("savings_usd * 2 >= 601", "savings_usd", "at_least", 301),
        ("level >= 'A2'", "level", "at_least", "A2"),
        ("passed", "passed", "exactly", True),
        ("nationality == 'XA'", "nationality", "exactly", "XA"),
        ("nationality in ['XA']", "nationality", "one_of", frozenset({"XA"})),
        ("nationality not in ['XB']", "nationality", "none_of", "XB"),
        ("'XC' in job_offers", "job_offers", "includes", frozenset({"XC"})),
        ("not overlaps(trouble_in, ['XA', 'XC'])", "trouble_in", "excludes", frozenset({"XC"})),
        ("passed if age > 40 else age < 20", "passed", "exactly", True),
    ],
)
def test_a_failing_comparison_names_its_answer_and_its_border(
    condition: str, fact: str, kind: str, border: object
) -> None:
    assert why(condition) == (Reason((fact,), kind, border),)


def test_ways_of_which_one_is_enough_stand_together() -> None:
    (either,) = why("level >= 'A2' or passed and age < 30")
    assert isinstance(either, EitherReason)
    assert [[reason.facts for reason in way] for way in either.ways] == [[("level",)], [("passed",), ("age",)]]


def test_of_two_borders_for_one_answer_the_easier_one_is_told() -> None:
    assert why("savings_usd >= 500 or age < 50 and savings_usd >= 300") == (Reason(("savings_usd",), "at_least", 300),)


def test_answers_that_count_together_are_named_without_a_border() -> None:
    points = "(1 if passed else 0) + (1 if level >= 'A2' else 0) >= 1"
    assert why(points) == (Reason(("level", "passed"), "other", None),)


def test_what_holds_is_no_reason() -> None:
    assert why("age > 40 and passed") == (Reason(("passed",), "exactly", True),)


@pytest.mark.parametrize(("age", "left"), [(39, 0), (38, 365), (36, 1095)])
def test_an_age_that_soon_closes_a_way_is_told_with_the_time_left(age: int, left: int) -> None:
    person = make_person({"nationality": "KG", "age": age}, RULEBOOK)
    scheme = next(scheme for scheme in RULEBOOK.schemes if scheme.id == "kr/e9")
    found = explain(decide(person, RULEBOOK, TODAY), scheme.id).closings
    assert found == (Closing("kr/e9/age", "age", age, 39, left),)


def test_a_border_far_away_is_not_told() -> None:
    person = make_person({"nationality": "KG", "age": 25}, RULEBOOK)
    assert explain(decide(person, RULEBOOK, TODAY), "kr/e9").closings == ()


@settings(max_examples=25)
@given(PEOPLE)
def test_an_answer_at_its_border_puts_a_failing_requirement_right(answers: dict[str, object]) -> None:
    past = {name: value for name, value in answers.items() if not isinstance(value, date) or value <= TODAY}
    person = make_person(read_mapping(past, RULEBOOK, TODAY), RULEBOOK)
    known = {**person.answers, **person.implied}
    for option in decide(person, RULEBOOK, TODAY).options[-6:]:
        for rule_id, why_not in explain(decide(person, RULEBOOK, TODAY), option.scheme.id).reasons.items():
            if len(why_not) == 1 and isinstance(why_not[0], Reason) and why_not[0].kind in ("at_least", "at_most"):
                (fact,) = why_not[0].facts
                better = Person({**known, fact: why_not[0].border}, {})
                after = decide_scheme(option.scheme, better, RULEBOOK, TODAY)
                assert next(item.value for item in after.requirements if item.requirement.id == rule_id) is not False
