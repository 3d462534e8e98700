"""Logic and numbers over plain Python values and solver expressions alike; what is plain is computed at once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import z3

from destcompare.expressions.functions import COMPARISONS


def both(*parts: Any) -> Any:
    """True where every part is."""
    if any(part is False for part in parts):
        return False
    open_parts = [part for part in parts if part is not True]
    return z3.And(open_parts) if len(open_parts) > 1 else open_parts[0] if open_parts else True


def either(*parts: Any) -> Any:
    """True where any part is."""
    if any(part is True for part in parts):
        return True
    open_parts = [part for part in parts if part is not False]
    return z3.Or(open_parts) if len(open_parts) > 1 else open_parts[0] if open_parts else False


def negation(part: Any) -> Any:
    """True where the part is not."""
    return not part if isinstance(part, bool) else z3.Not(part)


def one_of(test: Any, then: Any, otherwise: Any) -> Any:
    """`then` where the test holds, else the other: truth values or numbers."""
    if isinstance(test, bool):
        return then if test else otherwise
    if then is otherwise or (is_plain(then) and is_plain(otherwise) and then == otherwise):
        return then
    if isinstance(then, bool) and isinstance(otherwise, bool):
        return test if then else z3.Not(test)
    return z3.If(test, expression(then), expression(otherwise))


def compare_numbers(sign: str, one: Any, other: Any) -> Any:
    """`==  !=  <  <=  >  >=` of two numbers."""
    if is_plain(one) and is_plain(other):
        return COMPARISONS[sign](one, other)
    return COMPARISONS[sign](expression(one), expression(other))


def absolute(number: Any) -> Any:
    """The number without its sign."""
    return abs(number) if is_plain(number) else z3.If(number >= 0, number, -number)


def rounded(number: Any) -> Any:
    """The nearest whole number, of two equally near ones the even one, as Python rounds."""
    if is_plain(number):
        return round(number)
    if number.is_int():
        return number
    above = z3.ToInt(number + z3.Q(1, 2))
    tie = z3.ToReal(above) == number + z3.Q(1, 2)
    return z3.If(z3.And(tie, above % 2 == 1), above - 1, above)


def whole(number: Any) -> Any:
    """The number without its fraction, towards zero."""
    if is_plain(number):
        return int(number)
    return number if number.is_int() else z3.If(number >= 0, z3.ToInt(number), -z3.ToInt(-number))


def is_plain(value: Any) -> bool:
    """Whether it is a Python value."""
    return isinstance(value, bool | int | Fraction)


def expression(value: Any) -> Any:
    """The value as a solver expression."""
    if isinstance(value, bool):
        return z3.BoolVal(value)
    if isinstance(value, int):
        return z3.IntVal(value)
    if isinstance(value, Fraction):
        return z3.RealVal(str(value)) if value.denominator > 1 else z3.IntVal(value.numerator)
    return value
