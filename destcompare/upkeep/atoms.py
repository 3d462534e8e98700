"""The atoms of a condition, and which of them decide it for a person: masking MC/DC over three values.

An atom is a comparison, a word in a set, or a yes/no answer under the `and`, `or`, `not` and `if` of a condition; one that
stands twice is two. It *decides* for a person when the condition would have another value were this atom alone the
opposite. An atom is covered when it decides once while true and once while false, with different values of the condition: a
pair that shows its effect, other atoms free to differ where they are masked (masking MC/DC: Hayhurst, Veerhusen, Chilenski,
Rierson: A Practical Tutorial on Modified Condition/Decision Coverage, NASA/TM-2001-210876; Chilenski: DOT/FAA/AR-01/18).
Unknown is the third value: a guard in front of what is not known decides, since without it the condition were unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from destcompare.decision.scope import Scope
from destcompare.expressions.borders import inlined
from destcompare.expressions.evaluation import prepare
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.printer import print_tree
from destcompare.expressions.tree import AllOf, AnyOf, Choose, Compare, Name, Not, Tree, names_in, rebuilt
from destcompare.expressions.types import FLAG
from destcompare.rulebook.model import Fact, Value

_ORDER = ("<", "<=", ">", ">=")


class Deciding(NamedTuple):
    """An atom that decides, its value, and whether the next lower or higher answer would turn it."""

    atom: int
    value: bool
    at_border: bool


class Atoms:
    """The atoms of one condition; a derived yes or no is opened up to its own atoms."""

    def __init__(self, tree: Tree, facts: Mapping[str, Fact], meanings: Mapping[str, Tree]) -> None:
        self.names = names_in(inlined(tree, meanings))
        self._tree = _opened(tree, meanings)
        self._facts = facts
        self._leaves = tuple(_leaves(self._tree))
        self._runs = tuple(map(prepare, self._leaves))
        self._texts = tuple(self._told())
        self._moving = tuple(
            tuple(n for n in sorted(names_in(inlined(leaf, meanings))) if n in facts and _is_ordered(facts[n]))
            if isinstance(leaf, Compare) and leaf.operator in _ORDER
            else ()
            for leaf in self._leaves
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """Each atom as text; one that stands twice is numbered."""
        return self._texts

    def _told(self) -> Iterator[str]:
        texts = [print_tree(leaf) for leaf in self._leaves]
        for place, text in enumerate(texts):
            yield f"{text} ({texts[: place + 1].count(text)})" if texts.count(text) > 1 else text

    def has_border(self, atom: int) -> bool:
        """Whether it compares an answer that has an order with something."""
        return bool(self._moving[atom])

    def deciding(self, scope: Scope) -> Iterator[Deciding]:
        """The atoms that decide for a person."""
        values = [run(scope).value for run in self._runs]
        for atom, value in enumerate(values):
            if value is None:
                continue
            opposite = [*values[:atom], not value, *values[atom + 1 :]]
            if _combined(self._tree, iter(values)) is not _combined(self._tree, iter(opposite)):
                yield Deciding(atom, value, self._at_border(atom, value, scope))

    def _at_border(self, atom: int, value: bool, scope: Scope) -> bool:
        return any(
            self._runs[atom](scope.changed({name: near})).value is (not value)
            for name in self._moving[atom]
            for near in _neighbours(self._facts[name], scope[name].value)
        )


def _opened(tree: Tree, meanings: Mapping[str, Tree]) -> Tree:
    match tree:
        case Name() if tree.name in meanings and tree.type == FLAG:
            return _opened(meanings[tree.name], meanings)
        case Not() | AllOf() | AnyOf() | Choose():
            return rebuilt(tree, lambda part: _opened(part, meanings))
        case _:
            return tree


def _leaves(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Not():
            yield from _leaves(tree.operand)
        case AllOf() | AnyOf():
            for operand in tree.operands:
                yield from _leaves(operand)
        case Choose():
            for part in (tree.test, tree.then, tree.otherwise):
                yield from _leaves(part)
        case _:
            yield tree


def _combined(tree: Tree, values: Iterator[bool | None]) -> bool | None:
    """The value of a condition from those of its atoms, in their order (strong Kleene logic)."""
    match tree:
        case Not():
            operand = _combined(tree.operand, values)
            return None if operand is None else not operand
        case AllOf() | AnyOf():
            decisive = isinstance(tree, AnyOf)
            found = [_combined(operand, values) for operand in tree.operands]
            return decisive if decisive in found else None if None in found else not decisive
        case Choose():
            test, then, otherwise = (_combined(part, values) for part in (tree.test, tree.then, tree.otherwise))
            if test is None:
                return then if then is otherwise else None
            return then if test else otherwise
        case _:
            return next(values)


def _is_ordered(fact: Fact) -> bool:
    return fact.type.kind in ("number", "date") or bool(fact.type.choice and fact.type.kind == "choice")


def _neighbours(fact: Fact, value: Value | None) -> Iterator[Value]:
    """The answers just below and just above one."""
    match value:
        case bool() | None:
            return
        case date():
            if value > NO_DAY + timedelta(days=1):
                yield from (value - timedelta(days=1), value + timedelta(days=1))
        case int() | float():
            yield from (value - 1, value + 1)
        case str() if fact.type.choice:
            words = fact.type.choice.words
            place = words.index(value)
            yield from words[max(place - 1, 0) : place]
            yield from words[place + 1 : place + 2]
        case _:
            return
