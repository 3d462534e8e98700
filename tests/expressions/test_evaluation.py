"""Strong Kleene logic, and the support of every value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.expressions.evaluation import Outcome, evaluate
from destcompare.expressions.functions import NO_DAY, add_days, add_months, add_years, years_between
from destcompare.expressions.parser import parse
from destcompare.expressions.tree import AllOf, AnyOf, Arithmetic, Literal, Not, Tree, walk
from destcompare.expressions.types import FLAG
from tests.expressions.strategies import ANSWERS, CONDITIONS, NAMES, TYPES, VALUES, scope_of

TRUTH = {True: True, False: False, None: None}
THREE = (True, False, None)


def run(text: str, **answers: object) -> Outcome:
    return evaluate(parse(text, NAMES), scope_of({**dict.fromkeys(TYPES), **answers}))


def constant(value: bool | None) -> Tree:
    return Literal(value, FLAG)


@pytest.mark.parametrize("one", THREE)
@pytest.mark.parametrize("other", THREE)
def test_and_and_or_follow_the_strong_kleene_tables(one: bool | None, other: bool | None) -> None:
    order = {False: 0, None: 1, True: 2}
    back = {place: value for value, place in order.items()}
    both, either = AllOf((constant(one), constant(other)), FLAG), AnyOf((constant(one), constant(other)), FLAG)
    assert evaluate(both, {}).value is back[min(order[one], order[other])]
    assert evaluate(either, {}).value is back[max(order[one], order[other])]
    assert evaluate(Not(constant(one), FLAG), {}).value is (None if one is None else not one)


@given(CONDITIONS, CONDITIONS, ANSWERS)
def test_de_morgan_and_double_negation(one: Tree, other: Tree, answers: dict[str, object]) -> None:
    scope = scope_of(answers)
    denied = Not(AllOf((one, other), FLAG), FLAG)
    spread = AnyOf((Not(one, FLAG), Not(other, FLAG)), FLAG)
    assert evaluate(denied, scope) == evaluate(spread, scope)
    assert evaluate(Not(Not(one, FLAG), FLAG), scope) == evaluate(one, scope)


@given(CONDITIONS, CONDITIONS, CONDITIONS, ANSWERS)
def test_and_is_commutative_associative_and_has_its_identities(
    a: Tree, b: Tree, c: Tree, answers: dict[str, object]
) -> None:
    scope = scope_of(answers)
    value = evaluate(AllOf((a, b, c), FLAG), scope).value
    assert value is evaluate(AllOf((c, b, a), FLAG), scope).value
    assert value is evaluate(AllOf((AllOf((a, b), FLAG), c), FLAG), scope).value
    assert evaluate(AllOf((a, constant(True)), FLAG), scope).value is evaluate(a, scope).value
    assert evaluate(AllOf((a, constant(False)), FLAG), scope).value is False


@given(CONDITIONS, CONDITIONS, CONDITIONS, ANSWERS)
def test_or_is_commutative_associative_and_has_its_identities(
    a: Tree, b: Tree, c: Tree, answers: dict[str, object]
) -> None:
    scope = scope_of(answers)
    outcome = evaluate(AnyOf((a, b, c), FLAG), scope)
    assert outcome == evaluate(AnyOf((c, b, a), FLAG), scope)
    assert outcome.value is evaluate(AnyOf((AnyOf((a, b), FLAG), c), FLAG), scope).value
    assert evaluate(AnyOf((a, constant(False)), FLAG), scope).value is evaluate(a, scope).value
    assert evaluate(AnyOf((a, constant(True)), FLAG), scope).value is True


@given(CONDITIONS, ANSWERS, st.data())
def test_answering_an_unknown_never_flips_a_decided_value(
    tree: Tree, answers: dict[str, object], data: st.DataObject
) -> None:
    before = evaluate(tree, scope_of(answers)).value
    more = {
        name: data.draw(VALUES[TYPES[name]], name) if value is None and data.draw(st.booleans()) else value
        for name, value in answers.items()
    }
    if before is not None:
        assert evaluate(tree, scope_of(more)).value is before


@given(CONDITIONS, ANSWERS, st.data())
def test_the_uses_of_a_decided_value_are_enough_for_it(
    tree: Tree, answers: dict[str, object], data: st.DataObject
) -> None:
    outcome = evaluate(tree, scope_of(answers))
    others = {
        name: value if name in outcome.uses else data.draw(st.none() | VALUES[TYPES[name]], name)
        for name, value in answers.items()
    }
    if outcome.value is not None:
        assert evaluate(tree, scope_of(others)).value is outcome.value


@given(CONDITIONS, ANSWERS)
def test_an_unknown_rests_on_an_unanswered_name_unless_it_was_divided(tree: Tree, answers: dict[str, object]) -> None:
    outcome = evaluate(tree, scope_of(answers))
    divides = any(isinstance(node, Arithmetic) and node.operator == "/" for node in walk(tree))
    if outcome.value is None and not divides:
        assert any(answers[name] is None for name in outcome.uses)


def test_uses_name_what_decides_and_nothing_else() -> None:
    assert run("age >= 18 and passed", age=17) == (False, {"age"})
    assert run("age >= 18 and passed", age=17, passed=False) == (False, {"age", "passed"})
    assert run("age >= 18 and passed", age=20) == (None, {"passed"})
    assert run("age >= 18 or passed", passed=True) == (True, {"passed"})
    assert run("passed if age >= 18 else deported", age=20, passed=True) == (True, {"age", "passed"})


def test_known_is_never_unknown_and_empty_sets_settle_membership() -> None:
    assert run("known(age)") == (False, {"age"})
    assert run("known(age)", age=3) == (True, {"age"})
    assert run("nationality in offers", offers=frozenset()) == (False, {"offers"})
    assert run("nationality not in offers", offers=frozenset()) == (True, {"offers"})
    assert run("overlaps(offers, members)", members=frozenset()) == (False, {"members"})


def test_division_by_zero_is_unknown() -> None:
    assert run("age / limit > 1", age=1, limit=0) == (None, {"age", "limit"})


@pytest.mark.parametrize("text", ["round(savings * {huge}) > 0", "round(savings * {huge} - savings * {huge}) == 0"])
@pytest.mark.parametrize("huge", ["1e14", "100000000000000"])
def test_a_number_too_large_to_calculate_with_is_unknown(text: str, huge: str) -> None:
    assert run(text.format(huge=" * ".join([huge] * 25)), savings=5.5).value is None


def test_an_undecided_choice_between_equal_values_is_that_value() -> None:
    assert run("True if passed else True") == (True, frozenset())
    assert run("(age if passed else limit) > 3", age=5, limit=5) == (True, {"age", "limit"})
    assert run("deported if passed else age > 3", age=5) == (None, {"passed", "deported"})
    assert run("deported if passed else age > 3", deported=False, age=5) == (None, {"passed"})


def test_ordered_words_compare_by_their_place() -> None:
    assert run("level >= 'A2'", level="B1").value is True
    assert run("level >= 'A2'", level="none").value is False


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (add_years(date(2024, 2, 29), 1), date(2025, 2, 28)),
        (add_years(date(2024, 2, 29), 4), date(2028, 2, 29)),
        (add_months(date(2026, 1, 31), 1), date(2026, 2, 28)),
        (add_months(date(2026, 3, 31), -1), date(2026, 2, 28)),
        (add_months(date(2026, 12, 15), 1), date(2027, 1, 15)),
        (add_days(date(2026, 2, 28), 1), date(2026, 3, 1)),
        (add_days(NO_DAY, 5000), NO_DAY),
        (add_years(NO_DAY, 5), NO_DAY),
        (add_years(date(9999, 1, 1), 1), date.max),
        (add_days(date.max, 1), date.max),
        (add_years(date(2, 1, 1), -5), NO_DAY),
        (years_between(date(2000, 6, 1), date(2026, 5, 31)), 25),
        (years_between(date(2000, 6, 1), date(2026, 6, 1)), 26),
        (years_between(date(2026, 6, 1), date(2000, 6, 1)), -26),
    ],
)
def test_arithmetic_of_days(found: object, expected: object) -> None:
    assert found == expected


@given(st.dates(), st.integers(-10_000, 10_000), st.integers(0, 10_000))
def test_later_counts_never_give_earlier_days(day: date, count: int, more: int) -> None:
    for add in (add_days, add_months, add_years):
        assert add(day, count) <= add(day, count + more)
