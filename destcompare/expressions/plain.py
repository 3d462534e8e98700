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


def from_plain(plain: Plain, types: Types) -> Tree:
    """The tree again; `KeyError`, `TypeError` or `ValueError` when the lists are not one."""
    return _READERS[plain[0]](plain, types)


class Types(dict[tuple[str, str], Type]):
    """The type of each kind and unit, or kind and name of a choice; made once, though thousands of names have it."""

    def __init__(self, choices: Mapping[str, Choice]) -> None:
        super().__init__()
        self._choices = choices

    def __missing__(self, key: tuple[str, str]) -> Type:
        kind, detail = key
        if kind in ("choice", "set"):
            self[key] = Type(kind, choice=self._choices[detail] if detail else None)  # type: ignore[arg-type]
        else:
            self[key] = Type(kind, unit=detail)  # type: ignore[arg-type]
        return self[key]


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


def _negate(operand: Tree) -> Tree:
    return Negate(operand, operand.type)


_READERS: dict[str, Callable[[Plain, Types], Tree]] = {
    "value": lambda p, t: Literal(_value(p[1]), t[p[2], p[3]]),
    "name": lambda p, t: Name(p[1], p[2], t[p[3], p[4]]),
    "not": lambda p, t: Not(from_plain(p[1], t), FLAG),
    "all": lambda p, t: AllOf(tuple(from_plain(part, t) for part in p[1:]), FLAG),
    "any": lambda p, t: AnyOf(tuple(from_plain(part, t) for part in p[1:]), FLAG),
    "compare": lambda p, t: Compare(p[1], from_plain(p[2], t), from_plain(p[3], t), FLAG),
    "in": lambda p, t: Member(from_plain(p[1], t), from_plain(p[2], t), p[3], FLAG),
    "arithmetic": lambda p, t: Arithmetic(p[1], from_plain(p[2], t), from_plain(p[3], t), t[p[4], p[5]]),
    "negate": lambda p, t: _negate(from_plain(p[1], t)),
    "if": lambda p, t: Choose(from_plain(p[1], t), from_plain(p[2], t), from_plain(p[3], t), t[p[4], p[5]]),
    "call": lambda p, t: Call(p[1], tuple(from_plain(part, t) for part in p[2]), t[p[3], p[4]]),
}
