"""The solver's reading of a condition says what the evaluation says, for every value and for unknown ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from destcompare.expressions import functions
from destcompare.expressions.calendar_terms import Calendar, Day
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.logic import both, expression, one_of, rounded
from destcompare.expressions.solver import Term, Terms, constant, is_false, is_true
from destcompare.expressions.tree import Tree
from destcompare.expressions.types import Type
from tests.expressions.strategies import ANSWERS, CONDITIONS, DAYS_OF_TIME, TYPES, scope_of

TERMS = Terms(Calendar())


def variable(name: str, kind: Type) -> Term:
    """A name that the solver may give any value, or none."""
    known = z3.Bool(f"{name}.known")
    value: Any
    match kind.kind:
        case "flag":
            value = z3.Bool(name)
        case "set":
            value = {word: z3.Bool(f"{name}.{word}") for word in kind.choice.words}  # type: ignore[union-attr]
        case "date":
            value = Day(parts=tuple(z3.Ints(f"{name}.year {name}.month {name}.day")))  # type: ignore[arg-type]
        case _:
            value = z3.Int(name)
    return Term(kind, known, value)


def pinned(term: Term, answer: object) -> Any:
    """The solver's value of a name is this answer."""
    if answer is None:
        return z3.Not(term.known)
    return both(term.known, TERMS.same(term, constant(answer, term.type)))


@given(CONDITIONS, ANSWERS)
def test_over_a_known_person_a_term_is_the_evaluation(tree: Tree, answers: dict[str, object]) -> None:
    expected = evaluate(tree, scope_of(answers)).value
    term = TERMS.read(tree, lambda name: constant(answers[name], TYPES[name]))
    assert (is_true(term), is_false(term)) == (expected is True, expected is False)


@given(CONDITIONS, ANSWERS)
def test_over_all_people_a_term_is_the_evaluation_of_each(tree: Tree, answers: dict[str, object]) -> None:
    expected = evaluate(tree, scope_of(answers)).value
    variables = {name: variable(name, kind) for name, kind in TYPES.items()}
    calendar = Calendar()
    term = Terms(calendar).read(tree, variables.__getitem__)
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    solver.add(*calendar.limits, *calendar.exact)
    solver.add(*(expression(pinned(variables[name], answer)) for name, answer in answers.items()))
    assert solver.check() == z3.sat
    agrees = both(one_of(expected is True, is_true(term), not_(is_true(term))),
                  one_of(expected is False, is_false(term), not_(is_false(term))))  # fmt: skip
    solver.add(z3.Not(expression(agrees)))
    assert solver.check() == z3.unsat


def not_(value: Any) -> Any:
    return not value if isinstance(value, bool) else z3.Not(value)


@settings(max_examples=25)
@given(DAYS_OF_TIME, DAYS_OF_TIME, st.integers(-2000, 4000))
def test_the_calendar_of_the_solver_is_pythons(one: date, other: date, count: int) -> None:
    calendar, number = Calendar(), z3.Int("count")
    first, second = (calendar.named(name, date(1900, 1, 1), date.max) for name in ("one", "other"))
    solver = z3.Solver()
    for day, value in ((first, one), (second, other)):
        solver.add(
            *(part == plain for part, plain in zip(day.parts, (value.year, value.month, value.day), strict=True))
        )  # type: ignore[arg-type]
    solver.add(number == count)
    years = calendar.years_between(first, second)
    later = calendar.add_months(first, number)
    moved = calendar.add_days(first, number)
    much_later, count_between = calendar.add_months(moved, number), calendar.days_between(first, second)
    ordinals = [calendar.ordinal_of(day) for day in (first, moved, later, much_later)]
    solver.add(*calendar.limits, *calendar.exact)
    assert solver.check() == z3.sat
    model = solver.model()

    def value(term: Any) -> int:
        return model.eval(expression(term)).as_long()

    assert value(ordinals[0]) == one.toordinal()
    assert value(count_between) == functions.days_between(one, other)
    assert value(years) == functions.years_between(one, other)
    assert value(ordinals[1]) == functions.add_days(one, count).toordinal()
    assert value(ordinals[2]) == functions.add_months(one, count).toordinal()
    assert value(ordinals[3]) == functions.add_months(functions.add_days(one, count), count).toordinal()


@pytest.mark.parametrize("number", [0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6, 7])
def test_rounding_is_pythons(number: float) -> None:
    variable = z3.Real("x")
    solver = z3.Solver()
    solver.add(variable == number, rounded(variable) != round(number))
    assert solver.check() == z3.unsat
