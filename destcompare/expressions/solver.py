"""Tree → solver term: the third reading of a condition, over all values at once, with the same three truth values.

A term is a pair: whether its value is known, and the value where it is. Either may be a plain Python value or a z3
expression, and plain ones are computed at once, so that a tree over a known person needs no solver. Numbers are exact here
(the evaluation's floats may differ from them in the last digit); dates follow the Gregorian calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Any

import z3

from destcompare.expressions.calendar_terms import Calendar, Day, twelve_times
from destcompare.expressions.logic import absolute, both, compare_numbers, either, negation, one_of, rounded
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
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record


class Term(Record):
    """A value that may be unknown. `value` has no meaning where `known` is false.

    Flags are truth values, numbers are numbers, words their place in their choice, sets a truth value for each word that may
    be in them, dates a `Day`.
    """

    type: Type
    known: Any
    value: Any


Lookup = Callable[[str], Term]
"""What a name stands for."""


def is_true(term: Term) -> Any:
    """Known to be true."""
    return both(term.known, term.value)


def is_false(term: Term) -> Any:
    """Known to be false."""
    return both(term.known, negation(term.value))


def unknown(kind: Type) -> Term:
    """A value that nobody knows."""
    nothing: dict[str, Any] = {"flag": False, "number": 0, "choice": 0, "set": {}, "date": Day.of(date.min)}
    return Term(kind, False, nothing[kind.kind])


def constant(value: Any, kind: Type) -> Term:
    """A known plain value; `None` is unknown."""
    if value is None:
        return unknown(kind)
    match kind.kind:
        case "number":
            value = value if isinstance(value, int) else Fraction(str(value))
        case "choice":
            assert kind.choice is not None
            value = kind.choice.words.index(value)
        case "set":
            value = dict.fromkeys(sorted(value), True)
        case "date":
            value = Day.of(value)
        case _:
            pass
    return Term(kind, True, value)


class Terms:
    """Reads trees into terms; `calendar` gathers what must hold of the days in them."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def read(self, tree: Tree, lookup: Lookup) -> Term:
        """The term of a tree; `evaluation.prepare` says the same for one person."""

        def read(part: Tree) -> Term:
            return self.read(part, lookup)

        match tree:
            case Literal():
                return constant(tree.value, tree.type)
            case Name():
                return lookup(tree.name)
            case Not():
                operand = read(tree.operand)
                return operand.replaced(value=negation(operand.value))
            case AllOf():
                return _conjunction([read(part) for part in tree.operands])
            case AnyOf():
                return _disjunction([read(part) for part in tree.operands])
            case Compare():
                left, right = read(tree.left), read(tree.right)
                return Term(FLAG, both(left.known, right.known), self._compare(tree.operator, left, right))
            case Member():
                return _member(read(tree.item), read(tree.collection), tree.negated)
            case Arithmetic():
                return _arithmetic(tree.operator, read(tree.left), read(tree.right), tree.type)
            case Negate():
                operand = read(tree.operand)
                return operand.replaced(value=-operand.value)
            case Choose():
                return self._choose(read(tree.test), read(tree.then), read(tree.otherwise))
            case Call(function="known"):
                return Term(FLAG, True, read(tree.arguments[0]).known)
            case Call(function="overlaps"):
                return _overlaps(*(read(part) for part in tree.arguments))
            case Call():
                return self._call(tree.function, [read(part) for part in tree.arguments], tree.type)

    def either(self, test: Any, then: Term, otherwise: Term) -> Term:
        """`then` where the test holds, else the other; the test itself is never unknown."""
        if isinstance(test, bool):
            return then if test else otherwise
        known = one_of(test, then.known, otherwise.known)
        return Term(then.type, known, self._one_of_values(test, then, otherwise))

    def same(self, one: Term, other: Term) -> Any:
        """Whether two known values of one type are equal."""
        return self._compare("==", one, other)

    def _compare(self, operator: str, left: Term, right: Term) -> Any:
        match left.type.kind:
            case "date":
                return self.calendar.compare(operator, left.value, right.value)
            case "flag":
                equal = one_of(left.value, right.value, negation(right.value))
            case "set":
                words = {**left.value, **right.value}
                pairs = [(left.value.get(word, False), right.value.get(word, False)) for word in words]
                equal = both(*(one_of(one, other, negation(other)) for one, other in pairs))
            case _:
                return compare_numbers(operator, left.value, right.value)
        return equal if operator == "==" else negation(equal)

    def _choose(self, test: Term, then: Term, otherwise: Term) -> Term:
        chosen = self.either(test.value, then, otherwise)
        if test.known is True:
            return chosen
        agree = both(then.known, otherwise.known, self.same(then, otherwise))
        known = one_of(test.known, chosen.known, agree)
        return Term(then.type, known, self._one_of_values(test.known, chosen, then))

    def _one_of_values(self, test: Any, then: Term, otherwise: Term) -> Any:
        if isinstance(test, bool):
            return then.value if test else otherwise.value
        match then.type.kind:
            case "date":
                return self.calendar.either(test, then.value, otherwise.value)
            case "set":
                words = {**then.value, **otherwise.value}
                pairs = {word: (then.value.get(word, False), otherwise.value.get(word, False)) for word in words}
                return {word: one_of(test, *pair) for word, pair in pairs.items()}
            case _:
                return one_of(test, then.value, otherwise.value)

    def _call(self, function: str, arguments: list[Term], kind: Type) -> Term:
        known = both(*(argument.known for argument in arguments))
        values = [argument.value for argument in arguments]
        match function:
            case "min" | "max":
                smaller = "<=" if function == "min" else ">="
                found = reduce(
                    lambda one, other: self.either(self._compare(smaller, one, other), one, other), arguments
                )
                value = found.value
            case "abs":
                value = absolute(values[0])
            case "round":
                value = rounded(values[0])
            case "days_between":
                value = self.calendar.days_between(*values)
            case "years_between":
                value = self.calendar.years_between(*values)
            case "add_days":
                value = self.calendar.add_days(*values)
            case "add_months":
                value = self.calendar.add_months(*values)
            case "add_years":
                value = self.calendar.add_months(values[0], twelve_times(values[1]))
            case _:
                raise AssertionError(function)
        return Term(kind, known, value)


def _conjunction(parts: list[Term]) -> Term:
    true = both(*map(is_true, parts))
    return Term(FLAG, either(true, *map(is_false, parts)), true)


def _disjunction(parts: list[Term]) -> Term:
    true = either(*map(is_true, parts))
    return Term(FLAG, either(true, both(*map(is_false, parts))), true)


def _member(item: Term, collection: Term, negated: bool) -> Term:
    choice = item.type.choice or collection.type.choice
    assert choice is not None
    places = {word: place for place, word in enumerate(choice.words)}
    inside = either(
        *(both(compare_numbers("==", item.value, places[word]), there) for word, there in collection.value.items())
    )
    empty = negation(either(*collection.value.values()))
    known = both(collection.known, either(item.known, empty))
    return Term(FLAG, known, negation(inside) if negated else inside)


def _arithmetic(operator: str, left: Term, right: Term, kind: Type) -> Term:
    known = both(left.known, right.known)
    one, other = left.value, right.value
    match operator:
        case "+":
            return Term(kind, known, one + other)
        case "-":
            return Term(kind, known, one - other)
        case "*":
            return Term(kind, known, one * other)
    if isinstance(other, int | Fraction):
        if other == 0:
            return unknown(kind)
        return Term(kind, known, Fraction(one) / other if isinstance(one, int | Fraction) else z3.ToReal(one) / other)
    return Term(kind, both(known, other != 0), _real(one) / _real(other))


def _real(number: Any) -> Any:
    if isinstance(number, int | Fraction):
        return z3.RealVal(str(Fraction(number)))
    return z3.ToReal(number) if number.is_int() else number


def _overlaps(one: Term, other: Term) -> Term:
    shared = [both(there, other.value[word]) for word, there in one.value.items() if word in other.value]
    empty = [both(side.known, negation(either(*side.value.values()))) for side in (one, other)]
    return Term(FLAG, either(both(one.known, other.known), *empty), either(*shared))
