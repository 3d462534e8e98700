"""Where an answer can move to: the few values in its direction at which a requirement may begin to hold.

Somewhere between two such values nothing begins to hold that did not before, so the least change that helps ends at one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from destcompare.decision.moves import counted, gains
from destcompare.decision.scope import Scope
from destcompare.expressions.borders import borders
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Choose,
    Compare,
    Name,
    Negate,
    Not,
    Tree,
    names_in,
)
from destcompare.rulebook.model import Fact, Value

_HIGHEST = 10**9


class NotToldError(Exception):
    """The values cannot be told apart for this answer alone: a comparison adds it to another one."""


def targets(
    fact: Fact, tree: Tree, at: Callable[[Value], Scope], destination: str, facts: Mapping[str, Fact]
) -> list[Value]:
    """The values, the nearest first. A set gains a word: the destination among countries, else what a condition looks for.

    `at` is the scope in which the fact has a value and no other is known.
    """
    assert fact.change is not None
    rises = fact.change.direction != "falls"
    if fact.type.kind == "flag":
        return [rises]
    if fact.type.kind == "date":
        raise NotToldError(fact.id)
    if fact.type.kind == "set":
        words = gains(fact, frozenset(), tree, at(frozenset()), destination)
        if len(words) > 1:
            raise NotToldError(fact.id)
        return [frozenset((word,)) for word in words]
    helpful = list(_helpful(tree, fact.id, at, 1 if rises else -1))
    if fact.type.kind == "choice":
        assert fact.type.choice is not None
        words = list(fact.type.choice.words)
        words = words if rises else words[::-1]
        seen = [tuple(evaluate(part, at(word)).value for part in helpful) for word in words]
        return [word for word, here, before in zip(words[1:], seen[1:], seen, strict=False) if here != before]
    for part in helpful:
        if isinstance(part, Compare) and _is_mixed(part, fact.id, facts):
            raise NotToldError(fact.id)
    low = int(fact.minimum or 0)
    high = int(fact.maximum if fact.maximum is not None else _HIGHEST)
    starts = sorted({start for part in helpful for start in borders(part, fact.id, at, low, high)} - {low})
    return list(starts) if rises else [start - 1 for start in reversed(starts)]


def _helpful(tree: Tree, name: str, at: Callable[[Value], Scope], sign: int) -> Iterator[Tree]:
    """Comparisons that may begin to help as the name moves: where the whole grows with them (`sign`) and they with the name."""
    if name not in names_in(tree):
        return
    further = partial(_helpful, name=name, at=at)
    match tree:
        case Not() | Negate():
            yield from further(tree.operand, sign=-sign)
        case AllOf() | AnyOf():
            for part in tree.operands:
                yield from further(part, sign=sign)
        case Compare(operator="==" | "!="):
            yield tree
        case Compare():
            grows = 1 if tree.operator in (">", ">=") else -1
            sides = ((tree.left, grows), (tree.right, -grows))
            counting = [(side, slope) for side, slope in sides if name in counted(side)]
            if len(counting) > 1 or any(not _is_straight(side) or slope * sign > 0 for side, slope in counting):
                yield tree
            for side, slope in sides:
                yield from _inside(side, name, at, sign * slope)
        case Choose():
            yield from _inside(tree, name, at, sign)
        case _:
            yield tree


def _inside(tree: Tree, name: str, at: Callable[[Value], Scope], sign: int) -> Iterator[Tree]:
    """The same of the tests inside an amount, which counts for more where `sign` is positive."""
    if name not in names_in(tree):
        return
    match tree:
        case Choose():
            then, otherwise = _bounds(tree.then, at), _bounds(tree.otherwise, at)
            if then and otherwise and then[0] >= otherwise[1]:
                yield from _helpful(tree.test, name, at, sign)
            elif then and otherwise and then[1] <= otherwise[0]:
                yield from _helpful(tree.test, name, at, -sign)
            else:
                yield from _helpful(tree.test, name, at, sign)
                yield from _helpful(tree.test, name, at, -sign)
            yield from _inside(tree.then, name, at, sign)
            yield from _inside(tree.otherwise, name, at, sign)
        case Arithmetic(operator="+"):
            yield from _inside(tree.left, name, at, sign)
            yield from _inside(tree.right, name, at, sign)
        case Name():
            return
        case _:
            for part in _tests(tree):
                yield from _helpful(part, name, at, sign)
                yield from _helpful(part, name, at, -sign)


def _bounds(tree: Tree, at: Callable[[Value], Scope]) -> tuple[float, float] | None:
    """The least and the greatest that an amount without answers in it comes to; truth counts as 0 and 1."""
    if isinstance(tree, Choose):
        then, otherwise = _bounds(tree.then, at), _bounds(tree.otherwise, at)
        return (min(then[0], otherwise[0]), max(then[1], otherwise[1])) if then and otherwise else None
    value = evaluate(tree, at(False)).value
    return (float(value), float(value)) if isinstance(value, int | float) else None


def _tests(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Choose():
            yield tree.test
            yield from _tests(tree.then)
            yield from _tests(tree.otherwise)
        case Arithmetic():
            yield from _tests(tree.left)
            yield from _tests(tree.right)
        case Negate():
            yield from _tests(tree.operand)
        case Call():
            for part in tree.arguments:
                yield from _tests(part)
        case _:
            return


def _is_straight(tree: Tree) -> bool:
    """Whether an amount grows with each name in it: a name, times or divided by what is not negative."""
    match tree:
        case Arithmetic(operator="+" | "*"):
            return _is_straight(tree.left) and _is_straight(tree.right)
        case Arithmetic(operator="/"):
            return _is_straight(tree.left) and not names_in(tree.right)
        case Negate() | Call() | Choose() | Arithmetic():
            return False
        case _:
            return True


def _is_mixed(tree: Compare, name: str, facts: Mapping[str, Fact]) -> bool:
    """Whether the amounts that are compared hold another answer beside this one."""
    amounts = (counted(tree.left) | counted(tree.right)) & facts.keys()
    return name in amounts and len(amounts) > 1
