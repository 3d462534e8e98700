"""Three-valued evaluation (strong Kleene logic), with the names each value rests on.

A tree is prepared once into nested closures and then run over scopes: mappings from each name to its `Outcome`. Unknown is
`None`. The uses of a value are its support: for a false `and` those of its false operands, for a true one all, for an
unknown one those of the unknown operands; `or` mirrored. Every other operation with an unknown operand is unknown and
rests on its unknown operands; a known one rests on all. A quotient by zero is unknown though its operands are known, and
rests on both: asking them again would not settle it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from destcompare.expressions.functions import ARITHMETIC, COMPARISONS, FUNCTIONS
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


class Outcome(NamedTuple):
    """A value, `None` when unknown, and the names it rests on."""

    value: Any
    uses: frozenset[str]


class Awaited(Outcome):
    """An answer still to come: its value is unknown, but `known` will hold."""

    __slots__ = ()


Scope = Mapping[str, Outcome]
Prepared = Callable[[Scope], Outcome]

_NOTHING: frozenset[str] = frozenset()
_new = tuple.__new__  # half the time of `Outcome(value, uses)`; for the operations that run most


def evaluate(tree: Tree, scope: Scope) -> Outcome:
    """The value of a tree in a scope; prepare it once instead where it is run again."""
    return prepare(tree)(scope)


def prepare(tree: Tree) -> Prepared:
    """A function from a scope to the value of the tree there."""
    match tree:
        case Literal():
            constant = Outcome(tree.value, _NOTHING)
            return lambda _: constant
        case Name():
            return operator.itemgetter(tree.name)
        case Not():
            return _not(prepare(tree.operand))
        case AllOf():
            return _connective(tuple(map(prepare, tree.operands)), decisive=False)
        case AnyOf():
            return _connective(tuple(map(prepare, tree.operands)), decisive=True)
        case Compare():
            return _compare(tree)
        case Member():
            return _member(prepare(tree.item), prepare(tree.collection), tree.negated)
        case Arithmetic():
            return _binary(calculated(tree.operator), prepare(tree.left), prepare(tree.right))
        case Negate():
            return _strict(operator.neg, (prepare(tree.operand),))
        case Choose():
            return _choose(prepare(tree.test), prepare(tree.then), prepare(tree.otherwise))
        case Call():
            return _call(tree)


def _not(operand: Prepared) -> Prepared:
    def run(scope: Scope) -> Outcome:
        value, uses = operand(scope)
        return Outcome(None if value is None else not value, uses)

    return run


def _connective(operands: tuple[Prepared, ...], *, decisive: bool) -> Prepared:
    """`and` (a false operand decides) and `or` (a true one does)."""

    def run(scope: Scope) -> Outcome:
        value: bool | None = not decisive
        uses = _NOTHING
        for operand in operands:
            found, its_uses = operand(scope)
            if found is value:
                uses = uses | its_uses
            elif found is decisive or (found is None and value is not decisive):
                value, uses = found, its_uses
        return _new(Outcome, (value, uses))

    return run


def _compare(tree: Compare) -> Prepared:
    compare = COMPARISONS[tree.operator]
    choice = tree.left.type.choice
    if choice is not None and tree.left.type.kind == "choice" and tree.operator not in ("==", "!="):
        place = {word: index for index, word in enumerate(choice.words)}
        by_word = compare
        return _binary(lambda one, other: by_word(place[one], place[other]), prepare(tree.left), prepare(tree.right))
    return _binary(compare, prepare(tree.left), prepare(tree.right))


def _binary(compute: Callable[[Any, Any], Any], left: Prepared, right: Prepared) -> Prepared:
    def run(scope: Scope) -> Outcome:
        one, one_uses = left(scope)
        other, other_uses = right(scope)
        if one is None:
            return _new(Outcome, (None, one_uses | other_uses if other is None else one_uses))
        if other is None:
            return _new(Outcome, (None, other_uses))
        return _new(Outcome, (compute(one, other), one_uses | other_uses))

    return run


def _strict(compute: Callable[..., Any], operands: tuple[Prepared, ...]) -> Prepared:
    def run(scope: Scope) -> Outcome:
        outcomes = [operand(scope) for operand in operands]
        unknown = [outcome.uses for outcome in outcomes if outcome.value is None]
        if unknown:
            return Outcome(None, _NOTHING.union(*unknown))
        value = compute(*(outcome.value for outcome in outcomes))
        return Outcome(value, _NOTHING.union(*(outcome.uses for outcome in outcomes)))

    return run


def calculated(sign: str) -> Callable[[Any, Any], Any]:
    """What an operator makes of two numbers: nothing divided by zero is known, nor a number too large to be one."""
    compute = ARITHMETIC[sign]

    def run(one: float, other: float) -> float | None:
        try:
            number = compute(one, other)
            return number if math.isfinite(number) else None
        except (ZeroDivisionError, OverflowError):
            return None

    return run


def _member(item: Prepared, collection: Prepared, negated: bool) -> Prepared:
    inside = _binary(lambda word, words: (word in words) is not negated, item, collection)

    def run(scope: Scope) -> Outcome:
        words = collection(scope)
        if words.value == _NOTHING:  # nothing is in it, whatever the item turns out to be
            return Outcome(negated, words.uses)
        return inside(scope)

    return run


def _choose(test: Prepared, then: Prepared, otherwise: Prepared) -> Prepared:
    def run(scope: Scope) -> Outcome:
        value, uses = test(scope)
        if value is not None:
            taken = then(scope) if value else otherwise(scope)
            return Outcome(taken.value, uses | taken.uses)
        one, other = then(scope), otherwise(scope)
        if one.value is not None and one.value == other.value:
            return Outcome(one.value, one.uses | other.uses)
        unknown = [branch.uses for branch in (one, other) if branch.value is None]
        return Outcome(None, uses.union(*unknown))

    return run


def _call(tree: Call) -> Prepared:
    operands = tuple(map(prepare, tree.arguments))
    if tree.function == "known":
        (operand,) = operands
        named = tree.arguments[0]
        uses = frozenset((named.name,)) if isinstance(named, Name) else _NOTHING
        return _known(operand, uses)
    if tree.function == "overlaps":
        return _overlaps(*operands)
    return _strict(FUNCTIONS[tree.function], operands)


def _known(operand: Prepared, uses: frozenset[str]) -> Prepared:
    def run(scope: Scope) -> Outcome:
        found = operand(scope)
        return Outcome(found.value is not None or isinstance(found, Awaited), uses)

    return run


def _overlaps(left: Prepared, right: Prepared) -> Prepared:
    both = _binary(FUNCTIONS["overlaps"], left, right)

    def run(scope: Scope) -> Outcome:
        for side in (left, right):
            words = side(scope)
            if words.value == _NOTHING:
                return Outcome(False, words.uses)
        return both(scope)

    return run
