"""The typed tree of a condition: frozen values that every reading (evaluation, column, solver term) walks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from destcompare.expressions.types import Role, Type
from destcompare.records import Record


class Literal(Record):
    """A value written in the condition; a set of words is a frozenset."""

    value: Any
    type: Type


class Name(Record):
    """A fact, derived value, parameter, or the date asked about."""

    name: str
    role: Role
    type: Type


class Not(Record):
    """True where the operand is false."""

    operand: Tree
    type: Type


class AllOf(Record):
    """`and`: true where all operands are; also a chain of comparisons."""

    operands: tuple[Tree, ...]
    type: Type


class AnyOf(Record):
    """`or`: true where any operand is."""

    operands: tuple[Tree, ...]
    type: Type


class Compare(Record):
    """`==  !=  <  <=  >  >=` of two values of one type."""

    operator: str
    left: Tree
    right: Tree
    type: Type


class Member(Record):
    """`in`, or `not in` when negated: a word in a set of words."""

    item: Tree
    collection: Tree
    negated: bool
    type: Type


class Arithmetic(Record):
    """`+ - * /` of numbers."""

    operator: str
    left: Tree
    right: Tree
    type: Type


class Negate(Record):
    """The negative of a number."""

    operand: Tree
    type: Type


class Choose(Record):
    """`then if test else otherwise`."""

    test: Tree
    then: Tree
    otherwise: Tree
    type: Type


class Call(Record):
    """One of the functions of `functions`."""

    function: str
    arguments: tuple[Tree, ...]
    type: Type


Tree = Literal | Name | Not | AllOf | AnyOf | Compare | Member | Arithmetic | Negate | Choose | Call


def children(tree: Tree) -> tuple[Tree, ...]:
    """The operands of a node, left to right."""
    match tree:
        case Literal() | Name():
            return ()
        case Not() | Negate():
            return (tree.operand,)
        case AllOf() | AnyOf():
            return tree.operands
        case Compare() | Arithmetic():
            return (tree.left, tree.right)
        case Member():
            return (tree.item, tree.collection)
        case Choose():
            return (tree.test, tree.then, tree.otherwise)
        case Call():
            return tree.arguments


def rebuilt(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """The same node with each of its operands changed."""
    match tree:
        case Literal() | Name():
            return tree
        case Not() | Negate():
            return tree.replaced(operand=change(tree.operand))
        case AllOf() | AnyOf():
            return tree.replaced(operands=tuple(map(change, tree.operands)))
        case Compare() | Arithmetic():
            return tree.replaced(left=change(tree.left), right=change(tree.right))
        case Member():
            return tree.replaced(item=change(tree.item), collection=change(tree.collection))
        case Choose():
            return tree.replaced(test=change(tree.test), then=change(tree.then), otherwise=change(tree.otherwise))
        case Call():
            return tree.replaced(arguments=tuple(map(change, tree.arguments)))


def walk(tree: Tree) -> Iterator[Tree]:
    """Every node, a parent before its operands."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def names_in(tree: Tree) -> frozenset[str]:
    """All names that stand in the tree."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Name))


def reached(names: Iterable[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    """Names and all that these lead to, step by step."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += further(name)
    return found


def is_bare(tree: Tree) -> bool:
    """Whether its value is written without a name: a bare number has no unit of its own."""
    match tree:
        case Literal():
            return True
        case Negate():
            return is_bare(tree.operand)
        case Arithmetic():
            return is_bare(tree.left) and is_bare(tree.right)
        case Choose():  # what is tested may have names
            return is_bare(tree.then) and is_bare(tree.otherwise)
        case _:
            return False


def is_loose(tree: Tree) -> bool:
    """Whether it takes its type from what it is compared with: a bare number, or words of no known choice."""
    return is_bare(tree) and (
        tree.type.kind == "number" or (tree.type.kind in ("choice", "set") and tree.type.choice is None)
    )
