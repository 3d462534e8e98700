"""Tree → text that parses to the same tree; brackets only where the order of operations needs them."""

from __future__ import annotations

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

_CHOOSE, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)


def print_tree(tree: Tree) -> str:
    """The condition as text."""
    return _print(tree)[0]


def _print(tree: Tree) -> tuple[str, int]:
    """Text and how tightly it binds."""
    match tree:
        case Literal():
            return _literal(tree.value), _ATOM
        case Name():
            return tree.name, _ATOM
        case Not():
            return f"not {_inside(tree.operand, _NOT)}", _NOT
        case AllOf():
            return " and ".join(_inside(operand, _NOT) for operand in tree.operands), _AND
        case AnyOf():
            return " or ".join(_inside(operand, _AND) for operand in tree.operands), _OR
        case Compare():
            return f"{_inside(tree.left, _SUM)} {tree.operator} {_inside(tree.right, _SUM)}", _COMPARE
        case Member():
            word = "not in" if tree.negated else "in"
            return f"{_inside(tree.item, _SUM)} {word} {_inside(tree.collection, _SUM)}", _COMPARE
        case Arithmetic():
            binds = _SUM if tree.operator in "+-" else _PRODUCT
            return f"{_inside(tree.left, binds)} {tree.operator} {_inside(tree.right, binds + 1)}", binds
        case Negate():
            return f"-{_inside(tree.operand, _SIGN)}", _SIGN
        case Choose():
            parts = (_inside(part, _OR) for part in (tree.then, tree.test, tree.otherwise))
            then, test, otherwise = parts
            return f"{then} if {test} else {otherwise}", _CHOOSE
        case Call():
            return f"{tree.function}({', '.join(print_tree(argument) for argument in tree.arguments)})", _ATOM


def _inside(tree: Tree, needed: int) -> str:
    text, binds = _print(tree)
    return text if binds >= needed else f"({text})"


def _literal(value: Any) -> str:
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, frozenset):
        return "[" + ", ".join(repr(word) for word in sorted(value)) + "]"
    return repr(value)
