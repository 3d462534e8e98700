"""What is left of a condition: nothing is lost that an answer still to come could meet."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.parser import parse
from destcompare.expressions.rest import Open, Rest, awaited, prepare_rest
from destcompare.expressions.tree import Tree
from destcompare.expressions.types import FLAG
from tests.expressions.strategies import ANSWERS, CONDITIONS, NAMES, TYPES, VALUES, dates, numbers, scope_of

COMPLETE = st.fixed_dictionaries({name: VALUES[kind] for name, kind in TYPES.items()})
AWAITED = st.frozensets(st.sampled_from(sorted(TYPES)))
TREES = st.one_of(CONDITIONS, numbers(2), dates(2))


def yet_to_come(name: str) -> Open:
    if TYPES[name] is FLAG:
        return awaited(name, False, True)
    return awaited(name, NO_DAY, date.max) if TYPES[name].kind == "date" else awaited(name)


def rest(tree: Tree, known: dict[str, object], waiting: frozenset[str]) -> Rest:
    return prepare_rest(tree)({name: yet_to_come(name) if name in waiting else known[name] for name in TYPES})


def left(text: str, **known: object) -> Rest:
    return rest(parse(text, NAMES), {**dict.fromkeys(TYPES), **known}, frozenset(TYPES) - known.keys())


def value(tree: Tree, known: dict[str, object], later: dict[str, object], waiting: frozenset[str]) -> object:
    return evaluate(tree, scope_of({**known, **{name: later[name] for name in waiting}})).value


@settings(max_examples=250)
@given(TREES, ANSWERS, COMPLETE, AWAITED)
def test_what_is_settled_is_what_every_completion_makes_of_it(
    tree: Tree, known: dict[str, object], later: dict[str, object], waiting: frozenset[str]
) -> None:
    found, outcome = rest(tree, known, waiting), value(tree, known, later, waiting)
    if not isinstance(found, Open):
        assert (found, type(found)) == (outcome, type(outcome))
    elif found.low is not None:
        assert found.low <= outcome <= found.high


@settings(max_examples=250)
@given(TREES, ANSWERS, ANSWERS, COMPLETE, AWAITED, AWAITED)
def test_answers_that_leave_the_same_rest_end_alike(
    tree: Tree,
    known: dict[str, object],
    other: dict[str, object],
    later: dict[str, object],
    waiting: frozenset[str],
    changed: frozenset[str],
) -> None:
    second = {**known, **{name: other[name] for name in changed}}
    if rest(tree, known, waiting) == rest(tree, second, waiting):
        assert value(tree, known, later, waiting) == value(tree, second, later, waiting)


@given(TREES, ANSWERS, COMPLETE, COMPLETE, AWAITED)
def test_a_name_that_is_not_left_does_not_matter(
    tree: Tree, known: dict[str, object], later: dict[str, object], other: dict[str, object], waiting: frozenset[str]
) -> None:
    found = rest(tree, known, waiting)
    names = found.names if isinstance(found, Open) else frozenset()
    moved = {name: later[name] if name in names else other[name] for name in TYPES}
    assert value(tree, known, later, waiting) == value(tree, known, moved, waiting)


def test_what_cannot_be_known_leaves_no_sum_open() -> None:
    assert left("max(age, limit) > 30", age=None) is None
    assert isinstance(left("max(age, limit) > 30", age=20), Open)


def test_of_several_known_amounts_only_the_greatest_is_left() -> None:
    assert left("max(age, limit, 9) > 30", age=4) == left("max(age, limit, 9) > 30", age=7)
    assert left("max(age, limit, 9) > 30", age=4) != left("max(age, limit, 9) > 30", age=10)
    assert left("max(left_on, until) < date('2020-01-01')", left_on=date(2021, 1, 1)) is False


def test_a_fact_still_to_come_will_be_known() -> None:
    assert left("known(age)") is True
    assert left("known(age)", age=None) is False
