"""What would have to change, over columns: for each person the quickest set of answers that makes no requirement false.

Requirements that share a changeable answer hang together. Where one answer repairs a group, the nearest of its targets that
does is taken; where several can, every combination of their targets is tried and the one of least effort taken, in the order
of `decision.moves.effort`. What hangs on the day, and what cannot be told apart, is left to be searched person by person.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from typing import Any

import narwhals as nw

from destcompare.batch.facts import Facts
from destcompare.batch.moving import Move, MoveColumns
from destcompare.batch.targets import NotToldError
from destcompare.decision.moves import LONGEST_WAIT_DAYS
from destcompare.decision.scope import Scope
from destcompare.expressions.columns import (
    FALSE,
    TRUE,
    UNKNOWN,
    Column,
    Columns,
    Constant,
    all_of,
    any_of,
    is_false,
    is_true,
    known,
    negation,
    operand,
)
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Tree, names_in
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Value

MOST_COMBINATIONS = 300
_DAYS = Type("number", "days")
_UNTOLD = 10**7
"""Outweighs any number of days; what orders sets of changes is one number: see `effort`."""

Moved = Mapping[str, Column]
Read = Callable[[Tree, Moved], Column]


class Changes(Record):
    """The quickest changes of a scheme: answers after them, whether there is a set, whether anything moves, and their effort.

    `moves` tells of each answer that may move who moves it.
    `working_days` and `growing_days` are the days that are known, of what needs effort and of what needs only time;
    `open_days` tells whether those of one are not known; `cost` is the sum of the known costs.
    """

    moved: Moved
    moves: Mapping[str, Column]
    possible: Column
    moving: Column
    working_days: Column
    growing_days: Column
    open_days: Column
    cost: Column


class _Repair(Record):
    """One way to repair a group: whether it does, and its moves."""

    works: Column
    moves: tuple[Move, ...]


class ChangeColumns:
    """Changes of one scheme: `read` gives the column of a condition with some answers moved."""

    def __init__(
        self,
        facts: Facts,
        declared: Mapping[str, Fact],
        steps: Steps,
        read: Read,
        at: Callable[[str, Value], Scope],
        destination: str,
    ) -> None:
        self._facts, self._declared, self._steps, self._read = facts, declared, steps, read
        self._moves = MoveColumns(facts, declared, steps, at, destination)
        self._destination = destination
        self._columns = Columns(lambda name: facts.column(name.name), steps)

    def quickest(self, rules: Sequence[Tree]) -> Changes:
        """The changes that repair these requirements (derived values written out); `NotToldError` where columns cannot tell."""
        alone: list[Changes] = []
        tied: list[list[_Repair]] = []
        for names, own in self._groups(rules):
            repairs = self._repairs(names, own)
            if len(names) == 1:
                alone.append(self._picked(repairs, self._first(repairs)))
            else:
                tied.append(repairs)
        if math.prod(map(len, tied)) > MOST_COMBINATIONS:
            raise NotToldError(self._destination)
        if tied:
            choices = sorted(map(_together, itertools.product(*tied)), key=_names)
            choices = [choice for choice in choices if choice.works != FALSE]
            alone.append(self._picked(choices, self._least(choices, alone)))
        return self._all(alone)

    def _groups(self, rules: Sequence[Tree]) -> list[tuple[tuple[str, ...], list[Tree]]]:
        """Changeable answers that requirements tie together, and those requirements."""
        groups: list[tuple[set[str], list[Tree]]] = []
        for rule in rules:
            names = {name for name in names_in(rule) if name in self._declared and self._declared[name].change}
            if not names:
                continue
            touching = [group for group in groups if group[0] & names]
            merged = names.union(*(group[0] for group in touching)), [tree for group in touching for tree in group[1]]
            groups = [group for group in groups if group not in touching] + [(merged[0], [*merged[1], rule])]
        return [(tuple(sorted(names)), own) for names, own in groups]

    def _repairs(self, names: Sequence[str], rules: Sequence[Tree]) -> list[_Repair]:
        """Ways to repair a group; the first is to leave all as it is."""
        moves = [[None, *self._moves.of(self._declared[name], rules)] for name in names]
        if math.prod(map(len, moves)) > 4 * MOST_COMBINATIONS:
            raise NotToldError(", ".join(names))
        found: list[_Repair] = []
        certain: list[frozenset[str]] = []
        for combination in sorted(itertools.product(*moves), key=lambda some: sum(move is not None for move in some)):
            taken = tuple(move for move in combination if move is not None)
            moving = frozenset(move.fact.id for move in taken)
            if any(less < moving for less in certain):
                continue
            moved = {move.fact.id: move.value for move in taken}
            holds = [negation(is_false(self._read(rule, moved))) for rule in rules]
            works = all_of((*(move.allowed for move in taken), *holds))
            if all(part == TRUE for part in holds):
                certain.append(moving)
            if works != FALSE:
                found.append(_Repair(self._keep(works), taken))
        return found

    def _first(self, repairs: Sequence[_Repair]) -> Varying:
        """The number of the first repair that works, its targets being in their order."""
        number = Varying(nw.lit(0), sure=True)
        for index, repair in reversed(list(enumerate(repairs))):
            number = self._steps.keep(_numbered(operand(is_true(repair.works), FLAG), index, number))
        return number

    def _least(self, choices: Sequence[_Repair], others: Sequence[Changes]) -> Varying:
        """The number of the choice of least effort, beside the other changes that are needed in any case."""
        efforts = [
            self._steps.keep(
                made(
                    lambda works, effort: nw.when(works).then(effort).otherwise(nw.lit(math.inf)),
                    operand(is_true(choice.works), FLAG),
                    operand(self._effort(choice, others), _DAYS),
                )
            )
            for choice in choices
        ]
        if len(efforts) < 2:
            return Varying(nw.lit(0), sure=True)
        least = self._steps.keep(made(lambda *all_of_them: nw.min_horizontal(*all_of_them), *efforts))

        def first(least: Any, *efforts: Any) -> Any:
            return nw.min_horizontal(
                *(nw.when(effort == least).then(nw.lit(place)) for place, effort in enumerate(efforts))
            )

        return self._steps.keep(made(first, least, *efforts))

    def _picked(self, choices: Sequence[_Repair], number: Varying) -> Changes:
        """What the choice of each person comes to."""
        facts = {move.fact.id: move.fact for choice in choices for move in choice.moves}

        def pick(value_of: Callable[[_Repair], Column], kind: Type) -> Column:
            groups: dict[Column, list[int]] = {}
            for index, choice in enumerate(choices):
                groups.setdefault(value_of(choice), []).append(index)
            (found, _), *others = sorted(groups.items(), key=lambda item: -len(item[1]))
            for value, indices in others:
                found = self._keep(self._columns.chosen(_one_of(number, indices), value, found, kind))
            return found

        days = {  # of each answer that moves; nothing where it stays, unknown where nobody knows how long it takes
            name: pick(partial(_days_after, name), _DAYS) for name in facts
        }
        growing = {name for name, fact in facts.items() if fact.change is not None and fact.change.direction == "grows"}
        return Changes(
            moved={
                name: pick(partial(_value_after, name, self._facts.column(name)), fact.type)
                for name, fact in facts.items()
            },
            moves={name: pick(partial(_is_moved, name), FLAG) for name in facts},
            possible=self._keep(any_of(is_true(choice.works) for choice in choices)),
            moving=pick(lambda choice: Constant(bool(choice.moves)), FLAG),
            working_days=_sum(days[name] for name in facts if name not in growing),
            growing_days=_sum(days[name] for name in facts if name in growing),
            open_days=any_of(negation(known(found)) for found in days.values()),
            cost=_sum(pick(partial(_cost_after, name), _DAYS) for name in facts),
        )

    def _all(self, parts: Sequence[Changes]) -> Changes:
        """The changes of all groups."""
        return Changes(
            moved={name: value for part in parts for name, value in part.moved.items()},
            moves={name: value for part in parts for name, value in part.moves.items()},
            possible=self._keep(all_of(part.possible for part in parts)),
            moving=self._keep(any_of(part.moving for part in parts)),
            working_days=self._keep(_sum(part.working_days for part in parts)),
            growing_days=self._keep(_sum(part.growing_days for part in parts)),
            open_days=self._keep(any_of(part.open_days for part in parts)),
            cost=self._keep(_sum(part.cost for part in parts)),
        )

    def _effort(self, choice: _Repair, others: Sequence[Changes]) -> Column:
        """Days together, unknown ones and unknown costs far more, as one number in the order of `decision.moves.effort`."""
        effort = _added((self._keep(_sum(part.working_days for part in others)), *self._told(choice, grows=False)))
        for growing in (*(self._keep(part.growing_days) for part in others), *self._told(choice, grows=True)):
            effort = _larger(effort, growing)
        untold = sum(move.cost == UNKNOWN for move in choice.moves)
        small = untold / 100 + len(choice.moves) / 10**12
        cost = self._keep(_sum(move.cost for move in choice.moves))

        def number(days: Any, unknown: Any, cost: Any) -> Any:
            late = days > LONGEST_WAIT_DAYS
            late = 1e3 * late if isinstance(late, bool) else nw.when(late).then(nw.lit(1e3)).otherwise(nw.lit(0.0))
            return (late + unknown) * _UNTOLD + days + (cost / 10**9 + small)

        return _computed(number, effort, _added(self._keep(_unknown(move.days)) for move in choice.moves), cost)

    def _told(self, choice: _Repair, *, grows: bool) -> list[Column]:
        """Days of the moves that only need time, or of those that need the person's effort; none where they are unknown."""
        return [
            self._keep(_sum((move.days,)))
            for move in choice.moves
            if (move.fact.change is not None and move.fact.change.direction == "grows") is grows
        ]

    def _keep(self, column: Column) -> Column:
        return self._steps.keep(column) if isinstance(column, Varying) else column


def _together(repairs: Iterable[_Repair]) -> _Repair:
    repairs = tuple(repairs)
    return _Repair(
        all_of(repair.works for repair in repairs), tuple(move for repair in repairs for move in repair.moves)
    )


def _sum(parts: Iterable[Column]) -> Column:
    """The sum of what is known."""
    total = 0.0
    varying: list[Varying] = []
    for part in parts:
        if isinstance(part, Constant):
            total += part.value or 0.0
        else:
            assert isinstance(part, Varying)
            varying.append(part)
    if not varying:
        return Constant(total)
    return made(
        lambda *days: reduce(lambda one, other: one + other, (day.fill_null(0) for day in days), total), *varying
    )


def _added(parts: Iterable[Column]) -> Column:
    """The sum of what is known everywhere."""
    total, varying = 0.0, []
    for part in parts:
        if isinstance(part, Constant):
            total += part.value
        else:
            assert isinstance(part, Varying)
            varying.append(part)
    if not varying:
        return Constant(total)
    return made(lambda *numbers: reduce(operator.add, numbers, *([total] if total else [])), *varying)


def _unknown(days: Column) -> Column:
    """One where days are not known, else nothing."""
    if isinstance(days, Constant):
        return Constant(float(days.value is None))
    assert isinstance(days, Varying)
    return Constant(0.0) if days.sure else made(lambda d: d.is_null().cast(nw.Float64), days)


def _numbered(where: Varying, index: int, otherwise: Varying) -> Varying:
    return made(lambda here, other: nw.when(here).then(nw.lit(index)).otherwise(other), where, otherwise)


def _computed(compute: Callable[..., Any], *parts: Column) -> Column:
    values = [part.value for part in parts if isinstance(part, Constant)]
    if len(values) == len(parts):
        return Constant(compute(*values))
    return made(compute, *(operand(part, _DAYS) for part in parts))


def _larger(one: Column, other: Column) -> Column:
    if isinstance(one, Constant) and isinstance(other, Constant):
        return Constant(max(one.value, other.value))
    return made(lambda a, b: nw.max_horizontal(a, b), operand(one, _DAYS), operand(other, _DAYS))


def _one_of(number: Varying, indices: Sequence[int]) -> Column:
    return Varying(number.expression.is_in(list(indices)), True, number.uses)


def _is_moved(name: str, choice: _Repair) -> Column:
    return Constant(any(move.fact.id == name for move in choice.moves))


def _cost_after(name: str, choice: _Repair) -> Column:
    cost = next((move.cost for move in choice.moves if move.fact.id == name), UNKNOWN)
    return Constant(0.0) if cost == UNKNOWN else cost


def _days_after(name: str, choice: _Repair) -> Column:
    return next((move.days for move in choice.moves if move.fact.id == name), Constant(0.0))


def _value_after(name: str, now: Column, choice: _Repair) -> Column:
    return next((move.value for move in choice.moves if move.fact.id == name), now)


def _names(choice: _Repair) -> tuple[str, ...]:
    return tuple(sorted(move.fact.id for move in choice.moves))
