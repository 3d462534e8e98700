"""Text → typed tree. Python's own parser reads the syntax; nothing else of Python is let through.

Every fault has its place in the text, what was expected, and the nearest right name. A rule file from a stranger can do nothing
but decide: no attribute, no index, no call but the functions listed here.
"""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from destcompare.expressions import units
from destcompare.expressions.faults import ExpressionError, FaultList
from destcompare.expressions.functions import FUNCTIONS
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
    is_bare,
    is_loose,
)
from destcompare.expressions.types import DATE, FLAG, Declared, Type
from destcompare.problems import N_, Sentence

LONGEST = 4096
_DEEPEST = 60
_NO_CONDITION = N_("This is not a condition: a bracket, an operator or a value is missing.")
_NUMBER = Type("number")
_WORDS = Type("choice")  # a word, or a set of words, whose choice is not known yet
_SET = Type("set")
_KINDS: dict[str, Sentence] = {
    "flag": N_("true or false"),
    "number": N_("a number"),
    "date": N_("a day"),
    "choice": N_("a word"),
    "set": N_("a set of words"),
}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def parse(text: str, names: Mapping[str, Declared], expected: Type | None = FLAG) -> Tree:
    """The typed tree of a condition, or `ExpressionError`. `expected` is the type the whole must have, if any."""
    reader = _Reader(text, names)
    tree = reader.read(expected)
    if reader.told.faults or tree is None:
        raise ExpressionError(sorted(reader.told.faults, key=lambda fault: (fault.line, fault.column)))
    return tree


class _Reader:
    """Reads one text. A part with a fault reads as nothing, and what rests on it is not judged."""

    def __init__(self, text: str, names: Mapping[str, Declared]) -> None:
        self.text = text
        self.names = names
        self.told = FaultList(text)

    def read(self, expected: Type | None) -> Tree | None:
        if len(self.text) > LONGEST:
            self.told.note("syntax", N_("The condition is longer than {longest} characters."), 1, 1, longest=LONGEST)
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Python's advice on odd literals is not for rule authors
                node = ast.parse(f"({self.text}\n)", mode="eval").body
        except SyntaxError as error:
            line, column = self._end_or(error.lineno or 1, error.offset or 1)
            self.told.note("syntax", _NO_CONDITION, line, column)
            return None
        except (ValueError, RecursionError, MemoryError):
            node = None
        # a node that begins at the bracket put before the text: there is nothing, or its own brackets closed that one
        if node is None or (node.lineno, node.col_offset) == (1, 0):
            self.told.note("syntax", _NO_CONDITION, 1, 1)
            return None
        if _depth(node) > _DEEPEST:
            self.told.note("syntax", N_("The condition is nested too deeply."), 1, 1)
            return None
        tree = self._tree(node)
        return self._as(tree, expected, node) if tree is not None and expected is not None else tree

    def _end_or(self, line: int, column: int) -> tuple[int, int]:
        """Where Python stopped reading; at the end of the text when it ran into the bracket put after it."""
        lines = self.told.lines
        if line > len(lines):
            return len(lines), len(lines[-1]) + 1
        column = column - 1 if line == 1 else column
        return line, max(1, min(column, len(lines[line - 1]) + 1))

    # --- types -----------------------------------------------------------------------------------------------------

    def _as(self, tree: Tree, wanted: Type, node: ast.expr) -> Tree | None:
        """The tree where it has the wanted type; words and bare numbers take theirs from it."""
        have = tree.type
        if isinstance(tree, Literal) and wanted.choice is not None and have.kind == wanted.kind and have.choice is None:
            return self._words(tree, wanted, node)
        if isinstance(tree, Choose) and isinstance(node, ast.IfExp) and is_loose(tree) and have.kind == wanted.kind:
            then, otherwise = self._as(tree.then, wanted, node.body), self._as(tree.otherwise, wanted, node.orelse)
            return Choose(tree.test, then, otherwise, wanted) if then is not None and otherwise is not None else None
        if have.kind != wanted.kind or (have.choice and wanted.choice and have.choice.name != wanted.choice.name):
            self.told.at(
                node,
                "types",
                N_("Expected here: {expected}. Found: {found}."),
                expected=_said(wanted),
                found=_said(have),
            )
            return None
        if wanted.kind == "number" and not is_bare(tree) and units.normal(have.unit) != units.normal(wanted.unit):
            self.told.at(
                node,
                "units",
                N_("The units do not fit: {one} and {other}."),
                one=wanted.unit or "count",
                other=have.unit or "count",
            )
            return None
        return tree

    def _words(self, tree: Literal, wanted: Type, node: ast.expr) -> Tree | None:
        assert wanted.choice is not None
        words = sorted(tree.value) if isinstance(tree.value, frozenset) else [tree.value]
        whole = True
        for word in words:
            if word not in wanted.choice.words:
                whole = False
                place = next(
                    (part for part in ast.walk(node) if isinstance(part, ast.Constant) and part.value == word), node
                )
                self.told.unknown(
                    place,
                    "unknown-word",
                    N_("Unknown word: {name}."),
                    N_("Unknown word: {name}. Did you mean {nearest}?"),
                    word,
                    wanted.choice.words,
                )
        return Literal(tree.value, wanted) if whole else None

    def _alike(self, left: Tree, right: Tree, left_node: ast.expr, right_node: ast.expr) -> tuple[Tree, Tree] | None:
        """Both sides with one type: a literal word or bare number takes the other side's."""
        if is_loose(left) and not is_loose(right):
            found = self._as(left, right.type, left_node)
            return (found, right) if found is not None else None
        found = self._as(right, left.type, right_node)
        return (left, found) if found is not None else None

    # --- nodes -----------------------------------------------------------------------------------------------------

    def _tree(self, node: ast.expr) -> Tree | None:
        readers: dict[type[ast.expr], Callable[[Any], Tree | None]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.List: self._set,
            ast.Tuple: self._set,
            ast.Set: self._set,
            ast.BoolOp: self._connective,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._comparison,
            ast.IfExp: self._choose,
            ast.Call: self._call,
        }
        reader = readers.get(type(node))
        if reader is None:
            return self._refuse(node)
        return reader(node)

    def _refuse(self, node: ast.expr) -> Tree | None:
        self.told.at(
            node, "not-allowed", N_("Conditions do not have this. Look at rules/README.md for what they have.")
        )
        return None

    def _constant(self, node: ast.Constant) -> Tree | None:
        value = node.value
        if isinstance(value, bool):
            return Literal(value, FLAG)
        if isinstance(value, str):
            return Literal(value, _WORDS)
        if isinstance(value, int | float) and math.isfinite(value) and abs(value) < 1e15:
            return Literal(value, _NUMBER)
        return self._refuse(node)

    def _name(self, node: ast.Name) -> Tree | None:
        declared = self.names.get(node.id)
        if declared is None:
            self.told.unknown(
                node,
                "unknown-name",
                N_("Unknown name: {name}. Expected a fact, a derived value or a parameter."),
                N_("Unknown name: {name}. Did you mean {nearest}?"),
                node.id,
                self.names,
            )
            return None
        if declared.role == "constant":
            return Literal(declared.value, declared.type)
        return Name(declared.name, declared.role, declared.type)

    def _set(self, node: ast.List | ast.Tuple | ast.Set) -> Tree | None:
        words = []
        for part in node.elts:
            if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
                self.told.at(part, "types", N_("A set in brackets holds words in quotes."))
                return None
            words.append(part.value)
        return Literal(frozenset(words), _SET)

    def _flags(self, nodes: list[ast.expr]) -> tuple[Tree, ...] | None:
        read = [(self._tree(node), node) for node in nodes]
        flags = [self._as(tree, FLAG, node) if tree is not None else None for tree, node in read]
        whole = [flag for flag in flags if flag is not None]
        return tuple(whole) if len(whole) == len(nodes) else None

    def _connective(self, node: ast.BoolOp) -> Tree | None:
        operands = self._flags(node.values)
        if operands is None:
            return None
        return AllOf(operands, FLAG) if isinstance(node.op, ast.And) else AnyOf(operands, FLAG)

    def _unary(self, node: ast.UnaryOp) -> Tree | None:
        operand = self._tree(node.operand)
        if operand is None:
            return None
        if isinstance(node.op, ast.Not):
            flag = self._as(operand, FLAG, node.operand)
            return None if flag is None else Not(flag, FLAG)
        if isinstance(node.op, ast.USub):
            number = self._as(operand, operand.type if operand.type.kind == "number" else _NUMBER, node.operand)
            return None if number is None else Negate(number, number.type)
        return self._refuse(node)

    def _arithmetic(self, node: ast.BinOp) -> Tree | None:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            self.told.at(node, "not-allowed", N_("Conditions calculate with + - * / only."))
            return None
        left, right = self._number(node.left), self._number(node.right)
        if left is None or right is None:
            return None
        if operator in "*/":
            unit = (units.multiply if operator == "*" else units.divide)(left.type.unit, right.type.unit)
            return Arithmetic(operator, left, right, Type("number", unit))
        pair = self._alike(left, right, node.left, node.right)
        if pair is None:
            return None
        kind = pair[1].type if is_bare(pair[0]) else pair[0].type
        return Arithmetic(operator, *pair, kind)

    def _number(self, node: ast.expr) -> Tree | None:
        tree = self._tree(node)
        if tree is not None and tree.type.kind != "number":
            return self._as(tree, _NUMBER, node)
        return tree

    def _comparison(self, node: ast.Compare) -> Tree | None:
        nodes = [node.left, *node.comparators]
        trees = [self._tree(part) for part in nodes]
        links = []
        for place, operator in enumerate(node.ops):
            left, right = trees[place], trees[place + 1]
            if left is not None and right is not None:
                links.append(self._link(operator, left, right, nodes[place], nodes[place + 1]))
            else:
                links.append(None)
        whole = [link for link in links if link is not None]
        if len(whole) != len(links):
            return None
        return whole[0] if len(whole) == 1 else AllOf(tuple(whole), FLAG)

    def _link(
        self, operator: ast.cmpop, left: Tree, right: Tree, left_node: ast.expr, right_node: ast.expr
    ) -> Tree | None:
        if isinstance(operator, ast.In | ast.NotIn):
            return self._member(left, right, isinstance(operator, ast.NotIn), left_node, right_node)
        sign = _COMPARISONS.get(type(operator))
        if sign is None:
            self.told.at(left_node, "not-allowed", N_("Conditions compare with == != < <= > >= and in."))
            return None
        pair = self._alike(left, right, left_node, right_node)
        if pair is None:
            return None
        kind = pair[0].type
        if kind.kind in ("choice", "set") and kind.choice is None:
            self.told.at(left_node, "types", N_("Words alone are compared here; one side must be a name."))
            return None
        ordered = kind.kind in ("number", "date") or (kind.kind == "choice" and kind.choice and kind.choice.ordered)
        if sign not in ("==", "!=") and not ordered:
            self.told.at(left_node, "types", N_("These have no order; compare them with == or !=."))
            return None
        return Compare(sign, *pair, FLAG)

    def _member(self, item: Tree, words: Tree, negated: bool, item_node: ast.expr, words_node: ast.expr) -> Tree | None:
        if words.type.kind != "set":
            self._as(words, _SET, words_node)
            return None
        if item.type.kind != "choice":
            self._as(item, _WORDS, item_node)
            return None
        choice = item.type.choice or words.type.choice
        if choice is None:
            self.told.at(item_node, "types", N_("Words alone are compared here; one side must be a name."))
            return None
        found = self._as(item, Type("choice", choice=choice), item_node)
        among = self._as(words, Type("set", choice=choice), words_node)
        return Member(found, among, negated, FLAG) if found is not None and among is not None else None

    def _choose(self, node: ast.IfExp) -> Tree | None:
        tests = self._flags([node.test])
        then, otherwise = self._tree(node.body), self._tree(node.orelse)
        if tests is None or then is None or otherwise is None:
            return None
        pair = self._alike(then, otherwise, node.body, node.orelse)
        if pair is None:
            return None
        return Choose(tests[0], *pair, pair[1].type if is_loose(pair[0]) else pair[0].type)

    def _call(self, node: ast.Call) -> Tree | None:
        from destcompare.expressions.signatures import check_call

        known = (*FUNCTIONS, "known", "date")
        if not isinstance(node.func, ast.Name) or node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            return self._refuse(node)
        name = node.func.id
        if name not in known:
            self.told.unknown(
                node.func,
                "unknown-function",
                N_("Unknown function: {name}."),
                N_("Unknown function: {name}. Did you mean {nearest}?"),
                name,
                known,
            )
            return None
        if name == "date":
            return self._day(node)
        arguments = [self._tree(argument) for argument in node.args]
        whole = [argument for argument in arguments if argument is not None]
        if len(whole) != len(arguments):
            return None
        kind = check_call(name, whole)
        if kind is None:
            self.told.at(node, "arguments", N_("The function {name} does not take these arguments."), name=name)
            return None
        if name == "overlaps":
            pair = self._alike(whole[0], whole[1], node.args[0], node.args[1])
            return None if pair is None else Call(name, pair, kind)
        if name in ("min", "max"):
            fitting = [self._as(tree, kind, place) for tree, place in zip(whole, node.args, strict=True)]
            if None in fitting:
                return None
        return Call(name, tuple(whole), kind)

    def _day(self, node: ast.Call) -> Tree | None:
        argument = node.args[0] if len(node.args) == 1 else None
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            self.told.at(node, "arguments", N_('A day is written date("2026-01-31").'))
            return None
        try:
            day = date.fromisoformat(argument.value)
        except ValueError:
            day = None
        if day is None or day.isoformat() != argument.value:  # Python also reads 20260131 and 2026-W05-6
            self.told.at(argument, "bad-date", N_("There is no such day: {name}."), name=argument.value)
            return None
        return Literal(day, DATE)


def _said(kind: Type) -> Sentence:
    return _KINDS[kind.kind]


def _depth(node: ast.AST) -> int:
    """Depth of a syntax tree, without recursion."""
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in ast.iter_child_nodes(parent)]
    return deepest
