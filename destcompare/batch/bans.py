"""Entry bans over columns: each by the law of the day that caused it, which differs from person to person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import narwhals as nw

from destcompare.batch.facts import Facts, Names
from destcompare.expressions.columns import (
    FALSE,
    TRUE,
    UNKNOWN,
    Column,
    Columns,
    Constant,
    all_of,
    any_of,
    is_true,
    known,
    operand,
)
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Compare, Literal, Name, reached
from destcompare.expressions.types import DATE, FLAG
from destcompare.records import Record
from destcompare.rulebook.model import Ban, Destination, Parameter, Period, Rulebook, holds, on_day

_OPEN_END = date.min
_LAW_DAY = Name("law day", "day", DATE)


class BanColumns(Record):
    """The bans of a destination: whether one runs (unknown where that is not known), and the first day the last is lifted.

    `until` is 0 where none runs, and null where one that runs has no end.
    """

    running: Column
    until: Varying


class Bans:
    """Ban rules as columns on one date."""

    def __init__(self, rulebook: Rulebook, facts: Facts, steps: Steps, as_of: date) -> None:
        self._rulebook, self._facts, self._steps, self._as_of = rulebook, facts, steps, as_of
        self._derived = {item.name: item.value for item in rulebook.derived}

    def of(self, destination: Destination) -> BanColumns:
        """All bans of a destination."""
        values: list[Column] = []
        ends: list[Varying] = []
        for ban in destination.bans:
            value, end = self._ban(ban, destination)
            if isinstance(value, Varying):
                value = self._steps.keep(value)
            values.append(value)
            if value != FALSE:
                runs = operand(is_true(value), FLAG)
                ends.append(made(lambda r, e: nw.when(r).then(e).otherwise(nw.lit(0)), runs, operand(end, DATE)))
        until = ends[0] if ends else Varying(nw.lit(0), sure=True)
        for other in ends[1:]:
            one, other = self._steps.keep(until), self._steps.keep(other)
            until = made(  # a null is a ban without an end, and outlasts all others
                lambda a, b: nw.when(a.is_null() | (b <= a)).then(a).otherwise(b), one, other
            )
        return BanColumns(any_of(values), self._steps.keep(until))

    def _ban(self, ban: Ban, destination: Destination) -> tuple[Column, Column]:
        """Whether it runs, and the first day it is lifted."""

        def names(day: date | None) -> Names:
            return Names(self._facts, self._rulebook, self._as_of, day, (destination.parameters,), self._steps)

        law_day = names(self._as_of).read(ban.law_of.tree)
        if isinstance(law_day, Constant):
            return self._by_law_of(law_day.value, ban, names)
        assert isinstance(law_day, Varying)
        law_day = self._steps.keep(law_day)
        starts = self._turns(ban, destination)
        pieces = [self._by_law_of(day, ban, names) for day in (date.min, *starts)]
        unknown = self._by_law_of(None, ban, names)
        whether, end = pieces[-1]
        before = Columns(lambda _: law_day, self._steps)
        for start, (this, its_end) in zip(reversed(starts), reversed(pieces[:-1]), strict=True):
            earlier = before(Compare("<", _LAW_DAY, Literal(start, DATE), FLAG))
            whether, end = before.chosen(earlier, this, whether, FLAG), before.chosen(earlier, its_end, end, DATE)
        return before.chosen(known(law_day), whether, unknown[0], FLAG), end

    def _by_law_of(self, day: date | None, ban: Ban, names_on: Callable[[date | None], Names]) -> tuple[Column, Column]:
        if day is not None and not holds(ban.in_force, day):
            return FALSE, UNKNOWN
        names = names_on(day)
        applies, starts = names.read(ban.when.tree), names.read(ban.starts.tree)
        ends = names.read(ban.ends.tree) if ban.ends is not None else UNKNOWN
        if isinstance(ends, Varying):
            ends = self._steps.keep(ends)
        begun = self._compared("<=", starts)
        lasts = TRUE if ban.ends is None else self._compared(">", ends)
        return all_of((applies, begun, lasts, TRUE if day is not None else UNKNOWN)), ends

    def _compared(self, sign: str, day: Column) -> Column:
        return Columns(lambda _: day, self._steps)(Compare(sign, _LAW_DAY, Literal(self._as_of, DATE), FLAG))

    def _turns(self, ban: Ban, destination: Destination) -> list[date]:
        """Days from which on another law holds for this ban."""
        figures = {item.name: item for item in (*self._rulebook.parameters, *destination.parameters)}
        names = frozenset().union(*(part.names for part in (ban.when, ban.starts, ban.ends) if part is not None))
        behind = reached(names, lambda name: self._derived[name].names if name in self._derived else ())
        used = [figures[name] for name in behind if name in figures]
        days = turns((*ban.in_force, *(value.period for item in used for value in item.values)))
        found: list[date] = []
        law = _law_on(date.min, ban, used)
        for day in sorted(days):
            if (here := _law_on(day, ban, used)) != law:
                found.append(day)
                law = here
        return found


def turns(periods: Iterable[Period]) -> set[date]:
    """Days on which a period begins, or is over."""
    found: set[date] = set()
    for period in periods:
        if period.start is not None:
            found.add(period.start)
        if period.end is not None and period.end < date.max:
            found.add(period.end + timedelta(days=1))
    return found - {date.min}


def _law_on(day: date, ban: Ban, figures: list[Parameter]) -> tuple[object, ...]:
    values = (on_day(item.values, day) for item in figures)
    return holds(ban.in_force, day), *(dated.value if dated else None for dated in values)
