"""Moves over columns: where one answer can move to, for whom, how long that takes and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import narwhals as nw

from destcompare.batch.facts import Facts
from destcompare.batch.targets import targets
from destcompare.decision.scope import Scope
from destcompare.expressions.columns import (
    TRUE,
    UNKNOWN,
    Column,
    Columns,
    Constant,
    Words,
    is_true,
    negation,
    operand,
    stored,
)
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Tree, names_in
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Value

_DAYS = Type("number", "days")


class Move(Record):
    """One answer that moves to a target: where it can (`allowed`), the days it takes and what it costs (unknown: `None`)."""

    fact: Fact
    value: Column
    allowed: Column
    days: Column
    cost: Column


class MoveColumns:
    """The moves of answers; `at` is the scope in which a fact has a value and no other is known."""

    def __init__(
        self,
        facts: Facts,
        declared: Mapping[str, Fact],
        steps: Steps,
        at: Callable[[str, Value], Scope],
        destination: str,
    ) -> None:
        self._facts, self._declared = facts, declared
        self._at, self._destination = at, destination
        self._columns = Columns(lambda name: facts.column(name.name), steps)

    def of(self, fact: Fact, rules: Sequence[Tree]) -> list[Move]:
        """The moves of an answer to where one of these requirements may begin to hold, the nearest first."""
        found: dict[Value, None] = {}
        for rule in rules:
            if fact.id in names_in(rule):
                found.update(
                    dict.fromkeys(targets(fact, rule, partial(self._at, fact.id), self._destination, self._declared))
                )
        now = self._facts.column(fact.id)
        assert fact.change is not None
        falls = fact.change.direction == "falls"
        return [self._move(fact, now, value, falls=falls) for value in sorted(found, key=partial(_place, fact))]

    def _move(self, fact: Fact, now: Column, to: Value, *, falls: bool) -> Move:
        change = fact.change
        assert change is not None
        if isinstance(to, frozenset):
            (word,) = to
            assert isinstance(now, Words)
            value: Column = Words(lambda asked: operand(TRUE, FLAG) if asked == word else now.has(asked))
            days = Constant(change.days)
            return Move(fact, value, is_true(negation(now.has(word))), days, Constant(change.cost_usd))
        place = stored(to, fact.type)
        assert isinstance(now, Varying)
        assert place is not None
        if isinstance(to, bool):
            allowed: Column = is_true(now if not to else negation(now))
        else:
            allowed = is_true(made(lambda here: here > place if falls else here < place, now))
        return Move(fact, Constant(to), allowed, self._days(fact, now, to), _cost(fact, now, to))

    def _days(self, fact: Fact, now: Varying, to: Value) -> Column:
        """Days of a move, unknown where the rules do not know them."""
        change, place = fact.change, stored(to, fact.type)
        assert change is not None
        assert place is not None
        if isinstance(to, bool):
            return Constant(change.days)
        if isinstance(to, str):
            return self._level_days(fact, now, int(place))
        if change.days is None:
            return UNKNOWN
        days = change.days
        return made(lambda here: ((place - here).abs() * days).ceil(), now)

    def _level_days(self, fact: Fact, now: Varying, place: int) -> Column:
        change, choice = fact.change, fact.type.choice
        assert change is not None
        assert choice is not None
        by_step = dict(change.step_days)
        found: Column = UNKNOWN
        for start in range(place):
            passed = choice.words[start + 1 : place + 1]
            if by_step:
                total = sum(by_step[word] for word in passed) if all(word in by_step for word in passed) else None
            else:
                total = None if change.days is None else change.days * len(passed)
            here = is_true(made(lambda level, start=start: level == start, now))
            found = self._columns.chosen(here, Constant(total), found, _DAYS)
        return found


def _cost(fact: Fact, now: Varying, to: Value) -> Column:
    """What a move costs: as much for each step."""
    change, place = fact.change, stored(to, fact.type)
    assert change is not None
    assert place is not None
    if change.cost_usd is None or isinstance(to, bool):
        return Constant(change.cost_usd)
    each = change.cost_usd
    return made(lambda here: (place - here).abs().cast(nw.Float64) * each, now)


def _place(fact: Fact, value: Value) -> float:
    place = stored(value, fact.type) if not isinstance(value, frozenset) else 0
    assert place is not None
    assert fact.change is not None
    return -place if fact.change.direction == "falls" else place
