"""Tree → data-frame column: the condition language over many people at once, as Narwhals expressions for any engine.

A null carries *unknown*: `and` and `or` of the engines follow Kleene, and comparisons and arithmetic with a null are null; a test
shows it for each engine. What holds for everyone is a constant and is worked out at once by the evaluation of `evaluation`.

Numbers are 64-bit floats, days whole numbers (`date.toordinal`), words their place among the words of their choice; a set of
words is one column of truth values for each word that is asked about.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from typing import Any

import narwhals as nw

from destcompare.expressions.civil_columns import CivilColumns
from destcompare.expressions.evaluation import evaluate
from destcompare.expressions.functions import ARITHMETIC, COMPARISONS
from destcompare.expressions.steps import Operand, Steps, Varying, made
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
    rebuilt,
)
from destcompare.expressions.types import FLAG, Choice, Type
from destcompare.records import Record

_DTYPES: dict[str, Any] = {"flag": nw.Boolean, "number": nw.Float64, "date": nw.Int64, "choice": nw.Int64}


class Constant(Record):
    """The same for everyone; `None` is unknown."""

    value: Any


class Words(Record):
    """A set of words that differs from person to person: for each word a column that tells whether it is in."""

    has: Callable[[str], Varying]


Column = Constant | Varying | Words
TRUE, FALSE, UNKNOWN = Constant(True), Constant(False), Constant(None)


class Columns:
    """A reading of trees: what each name stands for comes from `names`; what is needed twice is kept in `steps`."""

    def __init__(self, names: Callable[[Name], Column], steps: Steps) -> None:
        self._names, self._steps = names, steps
        self._civil = CivilColumns(steps)

    def __call__(self, tree: Tree) -> Column:
        """The column of a tree."""
        match tree:
            case Literal():
                return Constant(tree.value)
            case Name():
                return self._names(tree)
            case Not():
                return negation(self(tree.operand))
            case AllOf():
                return all_of(map(self, tree.operands))
            case AnyOf():
                return any_of(map(self, tree.operands))
            case Member():
                found = _inside(self(tree.item), self(tree.collection), _choice(tree.item, tree.collection))
                return negation(found) if tree.negated else found
            case Choose():
                return self._choose(tree)
            case Compare():
                return self._compare(tree)
            case Call(function="known"):
                return known(self(tree.arguments[0]))
            case Call(function="overlaps"):
                one, other = map(self, tree.arguments)
                return _overlap(one, other, _choice(*tree.arguments))
            case _:
                return self._strict(tree)

    def chosen(self, test: Column, then: Column, otherwise: Column, kind: Type) -> Column:
        """`then if test else otherwise`; where the test is unknown, what both agree on."""
        if isinstance(test, Constant) and test.value is not None:
            return then if test.value else otherwise
        if then == otherwise:
            return then
        if kind.kind == "set":
            return Words(
                lambda word: operand(self.chosen(test, has_word(then, word), has_word(otherwise, word), FLAG), FLAG)
            )
        one, other = operand(then, kind), operand(otherwise, kind)
        agree = UNKNOWN not in (then, otherwise) and not (
            isinstance(then, Constant) and isinstance(otherwise, Constant)
        )
        if isinstance(test, Constant):
            return made(lambda a, b: nw.when(a == b).then(a), one, other, sure=False) if agree else UNKNOWN
        assert isinstance(test, Varying)
        if test.sure:
            return made(lambda t, a, b: nw.when(t).then(a).otherwise(b), test, one, other, sure=_sure(then, otherwise))
        test = self._steps.keep(test)
        if not agree:
            return made(lambda t, a, b: nw.when(t).then(a).when(~t).then(b), test, one, other, sure=False)
        one, other = self._steps.keep(one), self._steps.keep(other)
        return made(
            lambda t, a, b: nw.when(t).then(a).when(~t).then(b).when(a == b).then(a), test, one, other, sure=False
        )

    def _choose(self, tree: Choose) -> Column:
        test = self(tree.test)
        if isinstance(test, Constant) and test.value is not None:
            return self(tree.then if test.value else tree.otherwise)
        return self.chosen(test, self(tree.then), self(tree.otherwise), tree.type)

    def _strict(self, tree: Tree) -> Column:
        """Arithmetic, the negative, and functions: unknown where an operand is."""
        parts: list[Column] = []

        def read(part: Tree) -> Tree:
            column = self(part)
            parts.append(column)
            return Literal(column.value, part.type) if isinstance(column, Constant) else part

        bare = rebuilt(tree, read)
        if all(isinstance(part, Constant) for part in parts):
            return Constant(evaluate(bare, {}).value)
        if UNKNOWN in parts:
            return UNKNOWN
        values = [_plain(part) for part in parts]
        match tree:
            case Negate():
                return made(operator.neg, *values)
            case Arithmetic(operator="/") if isinstance(values[1], Varying):
                values = [self._steps.keep_any(value) for value in values]
                return made(lambda one, other: nw.when(other != 0).then(one / other), *values, sure=False)
            case Arithmetic(operator="/"):
                return made(lambda one: one / values[1], values[0]) if values[1] else UNKNOWN
            case Arithmetic():
                return made(ARITHMETIC[tree.operator], *values)
            case Call():
                return self._called(tree.function, values)
        raise AssertionError(tree)

    def _called(self, function: str, values: list[Operand]) -> Column:
        match function:
            case "min" | "max":
                sign = operator.le if function == "min" else operator.ge
                return reduce(lambda one, other: self._outer(one, other, sign), values[1:], values[0])  # type: ignore[return-value]
            case "abs":
                return made(lambda number: number.abs(), *values)
            case "round":
                return made(_rounded, self._steps.keep_any(values[0]))
        moved: Column = getattr(self._civil, function)(*values)
        return moved

    def _outer(self, one: Operand, other: Operand, sign: Callable[[Any, Any], Any]) -> Operand:
        if not isinstance(one, Varying) and not isinstance(other, Varying):
            return one if sign(one, other) else other
        one, other = self._steps.keep_any(one), self._steps.keep_any(other)
        sure = all(not isinstance(side, Varying) or side.sure for side in (one, other))

        def outer(a: Any, b: Any) -> Any:
            first = nw.when(sign(a, b)).then(_literal(a))
            return first.otherwise(_literal(b)) if sure else first.when(~sign(a, b)).then(_literal(b))

        return made(outer, one, other)

    def _compare(self, tree: Compare) -> Column:
        left, right = self(tree.left), self(tree.right)
        if isinstance(left, Constant) and isinstance(right, Constant):
            bare = tree.replaced(left=Literal(left.value, tree.left.type), right=Literal(right.value, tree.right.type))
            return Constant(evaluate(bare, {}).value)
        if UNKNOWN in (left, right):
            return UNKNOWN
        choice = _choice(tree.left, tree.right)
        if isinstance(left, Words) or isinstance(right, Words):
            assert choice is not None
            different = any_of(_differ(has_word(left, word), has_word(right, word)) for word in choice.words)
            return different if tree.operator == "!=" else negation(different)
        return made(COMPARISONS[tree.operator], _plain(left, choice), _plain(right, choice))


def negation(part: Column) -> Column:
    """True where the part is false."""
    if isinstance(part, Constant):
        return Constant(None if part.value is None else not part.value)
    assert isinstance(part, Varying)
    return made(operator.invert, part)


def all_of(parts: Iterable[Column]) -> Column:
    """Kleene's `and`."""
    return _connective(parts, nw.all_horizontal, neutral=True)


def any_of(parts: Iterable[Column]) -> Column:
    """Kleene's `or`."""
    return _connective(parts, nw.any_horizontal, neutral=False)


def known(part: Column) -> Column:
    """Whether it is known; never unknown itself."""
    if isinstance(part, Constant):
        return Constant(part.value is not None)
    if isinstance(part, Words):
        return known(part.has(""))
    return TRUE if part.sure else Varying(~part.expression.is_null(), sure=True, uses=part.uses)


def is_true(part: Column) -> Column:
    """Whether it is true and known to be; never unknown itself."""
    if isinstance(part, Constant):
        return Constant(part.value is True)
    assert isinstance(part, Varying)
    return part if part.sure else Varying(part.expression.fill_null(False), sure=True, uses=part.uses)


def is_false(part: Column) -> Column:
    """Whether it is false and known to be; never unknown itself."""
    if isinstance(part, Constant):
        return Constant(part.value is False)
    assert isinstance(part, Varying)
    if part.sure:
        return negation(part)
    # not `negation` first: engines carry it into each part and then work out every condition twice
    return Varying(~part.expression.fill_null(True), sure=True, uses=part.uses)


def has_word(words: Column, word: str) -> Column:
    """Whether a word is in a set."""
    if isinstance(words, Words):
        return words.has(word)
    assert isinstance(words, Constant)
    return Constant(None if words.value is None else word in words.value)


def operand(part: Column, kind: Type) -> Varying:
    """The column, or a constant as one, of the data type of its kind."""
    if isinstance(part, Constant):
        return Varying(nw.lit(stored(part.value, kind), dtype=_DTYPES[kind.kind]), part.value is not None)
    assert isinstance(part, Varying)
    return part


def stored(value: Any, kind: Type) -> bool | float | int | None:
    """A value as a column holds it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str):
        assert kind.choice is not None
        return kind.choice.words.index(value)
    return float(value)


def _plain(part: Column, choice: Choice | None = None) -> Operand:
    """A column, or a Python number where it is constant and known."""
    if isinstance(part, Constant):
        value = stored(part.value, Type("choice", choice=choice))
        assert value is not None
        return value
    assert isinstance(part, Varying)
    return part


def _literal(value: Any) -> Any:
    return nw.lit(value) if isinstance(value, int | float) else value


def _sure(*parts: Column) -> bool:
    return all(part.value is not None if isinstance(part, Constant) else part.sure for part in parts)


def _choice(one: Tree, other: Tree) -> Choice | None:
    return one.type.choice or other.type.choice


def _connective(parts: Iterable[Column], join: Callable[..., Any], *, neutral: bool) -> Column:
    open_parts: list[Varying] = []
    unknown = False
    for part in parts:
        if isinstance(part, Constant):
            if part.value is (not neutral):
                return part
            unknown = unknown or part.value is None
        else:
            assert isinstance(part, Varying)
            if part not in open_parts:
                open_parts.append(part)
    if not open_parts:
        return UNKNOWN if unknown else Constant(neutral)
    if unknown:
        open_parts.append(operand(UNKNOWN, FLAG))
    if len(open_parts) == 1:
        return open_parts[0]
    return made(lambda *expressions: join(*expressions, ignore_nulls=False), *open_parts)


def _inside(item: Column, collection: Column, choice: Choice | None) -> Column:
    if collection == Constant(frozenset()):  # nothing is in it, whatever the item turns out to be
        return FALSE
    if UNKNOWN in (item, collection):
        return UNKNOWN
    if isinstance(collection, Constant) and isinstance(item, Constant):
        return Constant(item.value in collection.value)
    if isinstance(item, Constant):
        return has_word(collection, item.value)
    assert isinstance(item, Varying)
    assert choice is not None
    words = sorted(collection.value) if isinstance(collection, Constant) else choice.words
    places = {word: choice.words.index(word) for word in words}
    return any_of(
        all_of((made(lambda here, place=place: here == place, item), has_word(collection, word)))
        for word, place in places.items()
    )


def _overlap(one: Column, other: Column, choice: Choice | None) -> Column:
    if Constant(frozenset()) in (one, other):
        return FALSE
    if UNKNOWN in (one, other):
        return UNKNOWN
    fixed = next((side.value for side in (one, other) if isinstance(side, Constant)), None)
    assert choice is not None
    words = choice.words if fixed is None else sorted(fixed)
    return any_of(all_of((has_word(one, word), has_word(other, word))) for word in words)


def _differ(one: Column, other: Column) -> Column:
    return any_of((all_of((one, negation(other))), all_of((negation(one), other))))


def _rounded(number: Any) -> Any:
    """To the nearest whole number, of two equally near ones the even one."""
    above = (number + 0.5).floor()
    odd_tie = (above == number + 0.5) & ((above / 2).floor() * 2 != above)
    return nw.when(odd_tie).then(above - 1).otherwise(above)
