"""Tree ↔ plain lists of text and numbers: how conditions are kept in the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

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
from destcompare.expressions.types import FLAG, Choice, Type

Plain = list[Any]
Choices = Mapping[str, Choice]


def to_plain(tree: Tree) -> Plain:
    """Lists, text, numbers and truth values only."""
    match tree:
        case Literal():
            return ["value", _plain_value(tree.value), *_plain_type(tree.type)]
        case Name():
            return ["name", tree.name, tree.role, *_plain_type(tree.type)]
        case Not():
            return ["not", to_plain(tree.operand)]
        case AllOf():
            return ["all", *map(to_plain, tree.operands)]
        case AnyOf():
            return ["any", *map(to_plain, tree.operands)]
        case Compare():
            return ["compare", tree.operator, to_plain(tree.left), to_plain(tree.right)]
        case Member():
            return ["in", to_plain(tree.item), to_plain(tree.collection), tree.negated]
        case Arithmetic():
            return ["arithmetic", tree.operator, to_plain(tree.left), to_plain(tree.right), *_plain_type(tree.type)]
        case Negate():
            return ["negate", to_plain(tree.operand)]
        case Choose():
            parts = (tree.test, tree.then, tree.otherwise)
            return ["if", *map(to_plain, parts), *_plain_type(tree.type)]
        case Call():
            return ["call", tree.function, list(map(to_plain, tree.arguments)), *_plain_type(tree.type)]


def from_plain(plain: Plain, choices: Choices) -> Tree:
    """The tree again; `KeyError`, `TypeError` or `ValueError` when the lists are not one."""
    return _READERS[plain[0]](plain, choices)


def _plain_value(value: Any) -> Any:
    if isinstance(value, frozenset):
        return ["set", *sorted(value)]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return frozenset(plain[1:]) if plain[0] == "set" else date.fromisoformat(plain[1])
    return plain


def _plain_type(kind: Type) -> tuple[str, str]:
    return kind.kind, kind.choice.name if kind.choice else kind.unit


def _type(kind: Any, detail: str, choices: Choices) -> Type:
    if kind in ("choice", "set"):
        return Type(kind, choice=choices[detail] if detail else None)
    return FLAG if kind == "flag" else Type(kind, unit=detail)


def _negate(operand: Tree) -> Tree:
    return Negate(operand, operand.type)


_READERS: dict[str, Callable[[Plain, Choices], Tree]] = {
    "value": lambda p, c: Literal(_value(p[1]), _type(p[2], p[3], c)),
    "name": lambda p, c: Name(p[1], p[2], _type(p[3], p[4], c)),
    "not": lambda p, c: Not(from_plain(p[1], c), FLAG),
    "all": lambda p, c: AllOf(tuple(from_plain(part, c) for part in p[1:]), FLAG),
    "any": lambda p, c: AnyOf(tuple(from_plain(part, c) for part in p[1:]), FLAG),
    "compare": lambda p, c: Compare(p[1], from_plain(p[2], c), from_plain(p[3], c), FLAG),
    "in": lambda p, c: Member(from_plain(p[1], c), from_plain(p[2], c), p[3], FLAG),
    "arithmetic": lambda p, c: Arithmetic(p[1], from_plain(p[2], c), from_plain(p[3], c), _type(p[4], p[5], c)),
    "negate": lambda p, c: _negate(from_plain(p[1], c)),
    "if": lambda p, c: Choose(from_plain(p[1], c), from_plain(p[2], c), from_plain(p[3], c), _type(p[4], p[5], c)),
    "call": lambda p, c: Call(p[1], tuple(from_plain(part, c) for part in p[2]), _type(p[3], p[4], c)),
}
