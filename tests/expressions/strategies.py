"""Well-typed trees and scopes for them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from destcompare.expressions.evaluation import Outcome
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Choose,
    Compare,
    Literal,
    Member,
    Name,
    Negate,
    Not,
    Tree,
)
from destcompare.expressions.types import DATE, FLAG, Choice, Declared, Type

COUNTRY = Choice("country", ("XA", "XB", "XC"))
LEVEL = Choice("level", ("none", "A1", "A2", "B1"), ordered=True)
CHOICES = {"country": COUNTRY, "level": LEVEL}
YEARS, DAYS, USD, PLAIN = Type("number", "years"), Type("number", "days"), Type("number", "USD"), Type("number")
SET, WORD, STEP = Type("set", choice=COUNTRY), Type("choice", choice=COUNTRY), Type("choice", choice=LEVEL)

TYPES = {
    "passed": FLAG, "deported": FLAG, "age": YEARS, "limit": YEARS, "days": DAYS, "savings": USD,
    "left_on": DATE, "until": DATE, "offers": SET, "members": SET, "nationality": WORD, "level": STEP, "needed": STEP,
}  # fmt: skip
NAMES = {name: Declared(name, "fact", kind) for name, kind in TYPES.items()}

DAYS_OF_TIME = st.one_of(st.just(NO_DAY), st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.just(date.max))
VALUES = {
    FLAG: st.booleans(),
    YEARS: st.integers(0, 120),
    DAYS: st.integers(-400, 4000),
    USD: st.integers(0, 10_000),
    DATE: DAYS_OF_TIME,
    SET: st.frozensets(st.sampled_from(COUNTRY.words)),
    WORD: st.sampled_from(COUNTRY.words),
    STEP: st.sampled_from(LEVEL.words),
}
ANSWERS = st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in TYPES.items()})


def scope_of(answers: dict[str, object]) -> dict[str, Outcome]:
    return {name: Outcome(value, frozenset((name,))) for name, value in answers.items()}


def named(kind: Type) -> st.SearchStrategy[Tree]:
    return st.sampled_from([Name(name, "fact", found) for name, found in TYPES.items() if found == kind])


def literal(kind: Type) -> st.SearchStrategy[Tree]:
    return VALUES[kind].map(lambda value: Literal(value, kind))


def numbers(depth: int) -> st.SearchStrategy[Tree]:
    """Numbers of years, named or computed; bare literals only beside a name, as in real conditions."""
    if depth == 0:
        return named(YEARS)
    inner = numbers(depth - 1)
    return st.one_of(
        named(YEARS),
        st.builds(lambda a, b, o: Arithmetic(o, a, b, YEARS), inner, inner, st.sampled_from("+-")),
        inner.map(lambda a: Negate(a, YEARS)),
        st.builds(lambda a, n: Arithmetic("+", a, Literal(n, PLAIN), YEARS), inner, st.integers(0, 9)),
        st.builds(lambda a, b, f: Call(f, (a, b), YEARS), inner, inner, st.sampled_from(["min", "max"])),
        st.builds(lambda a, b: Call("years_between", (a, b), YEARS), dates(depth - 1), dates(depth - 1)),
        st.builds(lambda t, a, b: Choose(t, a, b, YEARS), flags(depth - 1), inner, inner),
    )


def dates(depth: int) -> st.SearchStrategy[Tree]:
    if depth == 0:
        return named(DATE) | literal(DATE)
    return st.one_of(
        named(DATE),
        literal(DATE),
        st.builds(lambda d, n: Call("add_years", (d, n), DATE), dates(depth - 1), numbers(depth - 1)),
        st.builds(lambda d, n: Call("add_days", (d, n), DATE), dates(depth - 1), named(DAYS)),
    )


def quotients() -> st.SearchStrategy[Tree]:
    """Numbers without a unit; nothing saved makes them unknown."""
    return st.builds(lambda a, b: Arithmetic("/", a, b, PLAIN), named(USD), named(USD))


def flags(depth: int) -> st.SearchStrategy[Tree]:
    orders = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    leaves = st.one_of(
        named(FLAG),
        st.booleans().map(lambda value: Literal(value, FLAG)),
        st.builds(lambda o, a, b: Compare(o, a, b, FLAG), orders, named(STEP), named(STEP) | literal(STEP)),
        st.builds(lambda a, b, n: Member(a, b, n, FLAG), named(WORD) | literal(WORD), named(SET), st.booleans()),
        st.builds(lambda o, a, n: Compare(o, a, Literal(n, PLAIN), FLAG), orders, quotients(), st.integers(0, 3)),
        st.builds(lambda a, b: Call("overlaps", (a, b), FLAG), named(SET), named(SET) | literal(SET)),
    )
    if depth == 0:
        return leaves
    inner = flags(depth - 1)
    # a nested `and` in an `and` is one `and` in the text: only mixed nests are drawn
    ands = st.lists(inner.filter(lambda tree: not isinstance(tree, AllOf)), min_size=2, max_size=3)
    ors = st.lists(inner.filter(lambda tree: not isinstance(tree, AnyOf)), min_size=2, max_size=3)
    return st.one_of(
        leaves,
        inner.map(lambda tree: Not(tree, FLAG)),
        ands.map(lambda trees: AllOf(tuple(trees), FLAG)),
        ors.map(lambda trees: AnyOf(tuple(trees), FLAG)),
        st.builds(lambda o, a, b: Compare(o, a, b, FLAG), orders, numbers(depth - 1), numbers(depth - 1)),
        st.builds(lambda o, a, b: Compare(o, a, b, FLAG), orders, dates(depth - 1), named(DATE)),
        st.builds(lambda t, a, b: Choose(t, a, b, FLAG), inner, inner, inner),
    )


CONDITIONS = flags(2)
