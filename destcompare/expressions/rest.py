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


class Open(NamedTuple):
    """A rest that hangs on names still to come. Equal forms become equal values."""

    form: Any
    names: frozenset[str]


Rest = Any
"""A value, `None` where it is unknown for good, or `Open`."""

Values = Mapping[str, Rest]
Prepared = Callable[[Values], Rest]


def awaited(name: str) -> Open:
    """The rest of a name still to come."""
    return Open(name, frozenset((name,)))


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
            return _strict(operator, compare, left, right)
        case Arithmetic(operator=operator, left=left, right=right):
            return _strict(operator, calculated(operator), left, right)
        case Not(operand=operand):
            return _strict("not", lambda value: not value, operand)
        case Negate(operand=operand):
            return _strict("negative", lambda value: -value, operand)
        case Member(item=item, collection=collection, negated=negated):
            inside = _strict(f"in {negated}", lambda word, words: (word in words) is not negated, item, collection)
            return _unless_empty(inside, negated, collection)
        case Choose(test=test, then=then, otherwise=otherwise):
            return _choose(*map(prepare_rest, (test, then, otherwise)))
        case Call(function="known", arguments=(operand,)):
            return _known(operand)
        case Call(function="min" | "max", arguments=arguments):
            return _extreme(tree.function, tuple(map(prepare_rest, arguments)))
        case Call(function="overlaps", arguments=sides):
            return _unless_empty(_strict("overlaps", FUNCTIONS["overlaps"], *sides), False, *sides)
        case Call():
            return _strict(tree.function, FUNCTIONS[tree.function], *tree.arguments)


def _open(form: Any, *parts: Rest) -> Open:
    return Open(form, _NOTHING.union(*(part.names for part in parts if isinstance(part, Open))))


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
        return _open((decisive, unknown, frozenset(part.form for part in waiting)), *waiting)

    return run


def _extreme(word: str, operands: tuple[Prepared, ...]) -> Prepared:
    """Of what is known only the least or the greatest counts."""
    pick = FUNCTIONS[word]

    def run(values: Values) -> Rest:
        parts = [operand(values) for operand in operands]
        if None in parts:
            return None
        waiting = {part for part in parts if isinstance(part, Open)}
        known = [part for part in parts if not isinstance(part, Open)]
        found = [pick(*known)] if len(known) > 1 else known
        if not waiting:
            return found[0]
        return _open((word, *found, frozenset(part.form for part in waiting)), *waiting)

    return run


def _choose(test: Prepared, then: Prepared, otherwise: Prepared) -> Prepared:
    def run(values: Values) -> Rest:
        taken = test(values)
        if isinstance(taken, bool):
            return then(values) if taken else otherwise(values)
        one, other = then(values), otherwise(values)
        if one == other:
            return one
        parts = taken, one, other
        return _open(("if", *parts), *parts) if any(isinstance(part, Open) for part in parts) else None

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
