"""The cells of a fact: stretches of its range within which no condition can tell two answers apart; one answer of each.

Two people who differ in one answer of the same cell have the same decision as far as these conditions go, so searching over
cells is searching over all answers. Numbers are taken as whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations

from destcompare.expressions.borders import Cuts
from destcompare.expressions.evaluation import Scope, evaluate
from destcompare.expressions.tree import Call, Compare, Member, Name, Tree, names_in, walk
from destcompare.rulebook.model import Fact, Value

_HIGHEST = 10**9

At = Callable[[Value], Scope]
"""The scope in which the fact has this value."""


def cells(fact: Fact, trees: Iterable[Tree], at: At, *, both_ends: bool = False) -> list[Value]:
    """One answer of each cell, in the order of the fact's range; with `both_ends` the last answer of each stretch too.

    `trees` are conditions with their derived values written out; names other than the fact are as `at` has them.
    """
    trees = [tree for tree in trees if fact.id in names_in(tree)]
    match fact.type.kind:
        case "flag":
            return [False, True]
        case "choice":
            return list(fact.among or (fact.type.choice.words if fact.type.choice else ()))
        case "set":
            return list(_sets(fact, trees, at))
        case "date":
            return list(_days(fact, trees, at, both_ends))
        case "number":
            low, high = bounds(fact)
            starts = sorted({first for tree in trees for first in Cuts(tree, fact.id).numbers(at, low, high)} or {low})
            ends = [first - 1 for first in starts[1:]] + [high] if both_ends else []
            return sorted({*starts, *ends})
    raise AssertionError(fact.type.kind)


def bounds(fact: Fact) -> tuple[int, int]:
    """The lowest and the highest answer that is a number."""
    return int(fact.minimum or 0), int(fact.maximum if fact.maximum is not None else _HIGHEST)


def _days(fact: Fact, trees: list[Tree], at: At, both_ends: bool) -> Iterator[date]:
    starts = sorted({first for tree in trees for first in Cuts(tree, fact.id).days(at)})
    days = set(starts)
    if both_ends:
        days |= {date.fromordinal(first.toordinal() - 1) for first in starts[2:]}
    yield from sorted(days)


def _sets(fact: Fact, trees: list[Tree], at: At) -> Iterator[frozenset[str]]:
    """Every combination of words that the conditions tell apart; words that all of them treat alike count as one."""
    alike: dict[tuple[bool, ...], str] = {}
    scope = at(frozenset())
    groups = [*looked_for(fact, trees, scope), *_compared(fact, trees, scope)]
    for word in sorted(frozenset().union(*groups)):
        alike.setdefault(tuple(word in group for group in groups), word)
    words = list(alike.values())
    for size in range(len(words) + 1):
        yield from map(frozenset, combinations(words, size))


def looked_for(fact: Fact, trees: list[Tree], scope: Scope) -> list[frozenset[str]]:
    """The sets of words that conditions look for in a fact that is a set of words."""
    found = []
    for node in (node for tree in trees for node in walk(tree)):
        match node:
            case Member(item=item, collection=Name(name=name)) if name == fact.id:
                value = evaluate(item, scope).value
                found.append(frozenset((value,)) if isinstance(value, str) else frozenset())
            case Call(function="overlaps", arguments=sides) if fact.id in names_in(node):
                found += [value for side in sides if isinstance(value := evaluate(side, scope).value, frozenset)]
            case _:
                pass
    return [group for group in found if group]


def _compared(fact: Fact, trees: list[Tree], scope: Scope) -> Iterator[frozenset[str]]:
    """Of sets with which the fact is compared as a whole each word, and all words: any other one makes a difference too."""
    for node in (node for tree in trees for node in walk(tree)):
        if isinstance(node, Compare) and any(
            isinstance(side, Name) and side.name == fact.id for side in (node.left, node.right)
        ):
            for side in (node.left, node.right):
                yield from (frozenset((word,)) for word in evaluate(side, scope).value or ())
            yield frozenset(fact.type.choice.words if fact.type.choice else ())
