"""What is left of a condition once some of its names are known: its value, or what the names still to come can make of it.

Two sets of answers that leave the same rest of a condition end alike, whatever comes: so a search over answers need not look
at both. A rest that no answer can settle any more is unknown for good, though some of its names are still to come: the
greatest of several days, say, one of which cannot be known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from destcompare.expressions.evaluation import calculated
from destcompare.expressions.functions import COMPARISONS, FUNCTIONS
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

_NOTHING: frozenset[str] = frozenset()
_FLAG = (False, True)
_IN_A_ROW = ("number", "date")
"""Kinds of values that have a low and a high end."""


class Open(NamedTuple):
    """A rest that hangs on names still to come. Equal forms become equal values; with `low` and `high` (both or none) a value
    between them, never unknown.
    """

    form: Any
    names: frozenset[str]
    low: Any = None
    high: Any = None


Rest = Any
"""A value, `None` where it is unknown for good, or `Open`."""

Values = Mapping[str, Rest]
Prepared = Callable[[Values], Rest]


def awaited(name: str, low: Any = None, high: Any = None) -> Open:
    """The rest of a name still to come."""
    return Open(name, frozenset((name,)), low, high)


def prepare_rest(tree: Tree) -> Prepared:
    """A function from what is known to the rest of the tree."""
    match tree:
        case Literal(value=value):
            return lambda _: value
        case Name(name=name):
            return lambda values: values[name]
        case AllOf(operands=operands) | AnyOf(operands=operands):
            return _connective(tuple(map(prepare_rest, operands)), decisive=isinstance(tree, AnyOf))
        case Compare(operator=operator, left=left, right=right):
            compare = COMPARISONS[operator]
            choice = left.type.choice
            if choice is not None and left.type.kind == "choice" and operator not in ("==", "!="):
                places = {word: place for place, word in enumerate(choice.words)}
                return _strict(operator, lambda one, other: compare(places[one], places[other]), left, right)
            compared = _strict(operator, compare, left, right)
            return _by_bounds(operator, compared) if left.type.kind in _IN_A_ROW else compared
        case Arithmetic(operator=operator, left=left, right=right):
            return _strict(operator, calculated(operator), left, right)
        case Not(operand=operand):
            return _not(prepare_rest(operand))
        case Negate(operand=operand):
            return _strict("negative", lambda value: -value, operand)
        case Member(item=item, collection=collection, negated=negated):
            inside = _strict(f"in {negated}", lambda word, words: (word in words) is not negated, item, collection)
            return _unless_empty(inside, negated, collection)
        case Choose(test=test, then=then, otherwise=otherwise):
            return _choose(*map(prepare_rest, (test, then, otherwise)), in_a_row=tree.type.kind in _IN_A_ROW)
        case Call(function="known", arguments=(operand,)):
            return _known(operand)
        case Call(function="min" | "max", arguments=arguments):
            return _extreme(tree.function, tuple(map(prepare_rest, arguments)))
        case Call(function="overlaps", arguments=sides):
            return _unless_empty(_strict("overlaps", FUNCTIONS["overlaps"], *sides), False, *sides)
        case Call(function="add_days" | "add_months" | "add_years", arguments=(day, count)):
            return _shifted(tree.function, day, count)
        case Call():
            return _strict(tree.function, FUNCTIONS[tree.function], *tree.arguments)


def _open(form: Any, *parts: Rest, ends: tuple[Any, Any] | None = None) -> Open:
    names = _NOTHING.union(*(part.names for part in parts if isinstance(part, Open)))
    return Open(form, names, *(ends if ends is not None and None not in ends else ()))


def _strict(word: str, compute: Callable[..., Any], *operands: Tree) -> Prepared:
    """Unknown for good as soon as one operand is."""
    prepared = tuple(map(prepare_rest, operands))

    def run(values: Values) -> Rest:
        parts = [operand(values) for operand in prepared]
        if None in parts:
            return None
        if any(isinstance(part, Open) for part in parts):
            return _open((word, *parts), *parts)
        return compute(*parts)

    return run


def _not(operand: Prepared) -> Prepared:
    def run(values: Values) -> Rest:
        part = operand(values)
        return part._replace(form=("not", part.form)) if isinstance(part, Open) else None if part is None else not part

    return run


def _connective(operands: tuple[Prepared, ...], *, decisive: bool) -> Prepared:
    """`and` (a false operand decides) and `or` (a true one does)."""

    def run(values: Values) -> Rest:
        waiting, unknown = set(), False
        for operand in operands:
            part = operand(values)
            if part is decisive:
                return decisive
            if isinstance(part, Open):
                waiting.add(part)
            unknown |= part is None
        if not waiting:
            return None if unknown else not decisive
        if len(waiting) == 1 and not unknown:
            return waiting.pop()
        sure = not unknown and all(part.low is not None for part in waiting)
        return _open(
            (decisive, unknown, frozenset(part.form for part in waiting)), *waiting, ends=_FLAG if sure else None
        )

    return run


def _by_bounds(operator: str, compared: Prepared) -> Prepared:
    """A comparison that is the same at both ends of what is still to come."""
    holds = COMPARISONS[operator]

    def run(values: Values) -> Rest:
        part = compared(values)
        if not isinstance(part, Open):
            return part
        (low, high), (other_low, other_high) = map(_ends, part.form[1:])
        if low is None or other_low is None:
            return part
        if operator in ("==", "!="):
            decided = operator == "!=" if high < other_low or other_high < low else None
        else:
            decided = holds(low, other_high)
            decided = decided if decided == holds(high, other_low) else None
        return _open(part.form, part, ends=_FLAG) if decided is None else decided

    return run


def _ends(part: Rest) -> tuple[Any, Any]:
    return (part.low, part.high) if isinstance(part, Open) else (part, part)


def _extreme(word: str, operands: tuple[Prepared, ...]) -> Prepared:
    """`min` or `max`: of what is known only the one furthest out counts, and of the rest only what may be further."""
    furthest = FUNCTIONS[word]
    near, far = (0, 1) if word == "max" else (1, 0)

    def run(values: Values) -> Rest:
        parts = [operand(values) for operand in operands]
        if None in parts:
            return None
        marks = [end for part in parts if (end := _ends(part)[near]) is not None]
        mark = furthest(marks) if marks else None
        waiting = {part for part in parts if isinstance(part, Open)}
        if mark is not None:
            waiting = {part for part in waiting if (end := _ends(part)[far]) is None or furthest(end, mark) != mark}
        if not waiting:
            return mark
        fars = [_ends(part)[far] for part in waiting]
        end = None if None in fars else furthest([mark, *fars])
        ends = (mark, end) if word == "max" else (end, mark)
        return _open((word, mark, frozenset(part.form for part in waiting)), *waiting, ends=ends)

    return run


def _shifted(word: str, day: Tree, count: Tree) -> Prepared:
    """A day so much later."""
    compute = FUNCTIONS[word]
    later = _strict(word, compute, day, count)

    def run(values: Values) -> Rest:
        part = later(values)
        if isinstance(part, Open):
            _, start, number = part.form
            low, high = _ends(start)
            if low is not None and not isinstance(number, Open):
                return part._replace(low=compute(low, number), high=compute(high, number))
        return part

    return run


def _choose(test: Prepared, then: Prepared, otherwise: Prepared, *, in_a_row: bool) -> Prepared:
    def run(values: Values) -> Rest:
        taken = test(values)
        if isinstance(taken, bool):
            return then(values) if taken else otherwise(values)
        one, other = then(values), otherwise(values)
        if one == other:
            return one
        parts = taken, one, other
        if not any(isinstance(part, Open) for part in parts):
            return None
        (low, high), (other_low, other_high) = _ends(one), _ends(other)
        sure = in_a_row and None not in (low, other_low) and (not isinstance(taken, Open) or taken.low is not None)
        ends = (min(low, other_low), max(high, other_high)) if sure and taken is not None else None
        return _open(("if", *parts), *parts, ends=ends)

    return run


def _known(operand: Tree) -> Prepared:
    """A fact still to come will be known."""
    prepared = prepare_rest(operand)

    def run(values: Values) -> Rest:
        part = prepared(values)
        if isinstance(part, Open) and not isinstance(operand, Name):
            return _open(("known", part), part)
        return part is not None

    return run


def _unless_empty(prepared: Prepared, value: bool, *collections: Tree) -> Prepared:
    """Nothing is in an empty set, whatever else turns out."""
    sides = tuple(map(prepare_rest, collections))

    def run(values: Values) -> Rest:
        return value if any(side(values) == _NOTHING for side in sides) else prepared(values)

    return run
