"""Days of the Gregorian calendar as solver terms: year, month and day of the month, or the count of days, whichever is at hand.

Comparisons and whole months work on the parts (linear terms only); counts of days work on the ordinal of `date.toordinal`.
A count of days, the parts of a counted day and a day moved by months are new variables. That they keep the order of the days
they come from is often all a proof needs, and easy for a solver; what exactly they are is hard, and kept apart in `exact`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import z3

from destcompare.expressions import functions
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.logic import both, compare_numbers, either, expression, is_plain, negation, one_of, whole

_LAST = date.max.toordinal()
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)

Parts = tuple[Any, Any, Any]
"""Year, month, day of the month."""


class Day:
    """A day: plain, by its parts, or by its ordinal."""

    __slots__ = ("ordinal", "parts", "plain")

    def __init__(self, plain: date | None = None, parts: Parts | None = None, ordinal: Any = None) -> None:
        self.plain = plain
        self.parts = parts
        self.ordinal = ordinal

    @classmethod
    def of(cls, day: date) -> Day:
        """A plain day."""
        return cls(day, (day.year, day.month, day.day), day.toordinal())


class Calendar:
    """What must hold of the days that were made: `limits` always, `exact` where the limits alone do not settle a question."""

    def __init__(self) -> None:
        self.limits: list[Any] = []
        self.exact: list[Any] = []
        self._count = 0
        self._both_ways: list[Day] = []
        self._moved: list[tuple[Day, int, Day]] = []

    def named(self, name: str, first: date, last: date) -> Day:
        """A day between two days that the solver chooses, or the answer "none"."""
        day = Day(parts=self._new_parts(name))
        none = self.compare("==", day, Day.of(NO_DAY))
        within = both(self.compare(">=", day, Day.of(first)), self.compare("<=", day, Day.of(last)))
        self.limits.append(expression(either(none, within)))
        return day

    def parts_of(self, day: Day) -> Parts:
        """Year, month and day of the month."""
        if day.parts is None:
            day.parts = self._new_parts(self._name())
            self._tie(day)
        return day.parts

    def ordinal_of(self, day: Day) -> Any:
        """Days since the first of January of the year 1, that day being 1."""
        if day.ordinal is None:
            assert day.parts is not None
            if all(map(is_plain, day.parts)):
                return ordinal_of(day.parts)
            day.ordinal = z3.Int(self._name())
            self._tie(day)
        return day.ordinal

    def compare(self, sign: str, one: Day, other: Day) -> Any:
        """`==  !=  <  <=  >  >=` of two days."""
        if one.parts is not None and other.parts is not None:
            return compare_numbers(sign, _key(one.parts), _key(other.parts))
        return compare_numbers(sign, self.ordinal_of(one), self.ordinal_of(other))

    def either(self, test: Any, then: Day, otherwise: Day) -> Day:
        """`then` where the test holds, else the other."""
        if isinstance(test, bool):
            return then if test else otherwise
        if then is otherwise or (then.plain is not None and then.plain == otherwise.plain):
            return then
        if then.parts is not None and otherwise.parts is not None:
            year, month, day = (
                one_of(test, one, other) for one, other in zip(then.parts, otherwise.parts, strict=True)
            )
            return Day(parts=(year, month, day))
        return Day(ordinal=one_of(test, self.ordinal_of(then), self.ordinal_of(otherwise)))

    def days_between(self, start: Day, end: Day) -> Any:
        """Days from the first to the second."""
        return self.ordinal_of(end) - self.ordinal_of(start)

    def add_days(self, day: Day, count: Any) -> Day:
        """The day `count` days later; "none" stays none."""
        if day.plain is not None and is_plain(count):
            return Day.of(functions.add_days(day.plain, count))
        moved = self.ordinal_of(day) + whole(count)
        moved = one_of(compare_numbers(">", moved, _LAST), _LAST, one_of(compare_numbers("<", moved, 1), 1, moved))
        return Day(ordinal=one_of(_is_none(day), 1, moved))

    def add_months(self, day: Day, count: Any) -> Day:
        """The same day `count` months later, or the last day of a shorter month; "none" stays none."""
        if day.plain is not None and is_plain(count):
            return Day.of(functions.add_months(day.plain, count))
        test = _choice_of(count)
        if test is not None:  # one of a few numbers: each by itself
            return self.either(test[0], self.add_months(day, test[1]), self.add_months(day, test[2]))
        if not is_plain(count):
            return self._months_later(self.parts_of(day), count)
        for source, months, moved in self._moved:
            if source is day and months == count:
                return moved
        return self._moved_by(day, int(count))

    def _months_later(self, parts: Parts, count: Any) -> Day:
        year, month, of_month = parts
        months = year * 12 + month - 1 + whole(count)
        new_year, new_month = _over(months, 12), months % 12 + 1
        moved = Day(parts=(new_year, new_month, _least(of_month, _length(new_year, new_month))))
        too_late, too_early = (
            compare_numbers(">", new_year, date.max.year),
            compare_numbers("<", new_year, date.min.year),
        )
        none = compare_numbers("==", year, NO_DAY.year)
        later = self.either(too_late, Day.of(date.max), moved)
        return self.either(either(none, too_early), Day.of(NO_DAY), later)

    def _moved_by(self, day: Day, count: int) -> Day:
        """A new day for a day moved by some months: earlier days stay earlier, and more months lead no less far."""
        exactly = self._months_later(self.parts_of(day), count).parts
        moved = Day(parts=self._new_parts(self._name()))
        assert exactly is not None
        assert moved.parts is not None
        self.exact += [expression(part == found) for part, found in zip(moved.parts, exactly, strict=True)]
        for source, months, other in ((day, 0, day), *self._moved):
            if source is day:
                self.limits.append(expression(self.compare("<=" if months <= count else ">=", other, moved)))
            elif months == count:
                self.limits.append(_implies(self.compare("<=", source, day), self.compare("<=", other, moved)))
                self.limits.append(_implies(self.compare(">=", source, day), self.compare(">=", other, moved)))
        self._moved.append((day, count, moved))
        return moved

    def years_between(self, start: Day, end: Day) -> Any:
        """Full years from the first to the second; a birthday counts on its day."""
        if start.plain is not None and end.plain is not None:
            return functions.years_between(start.plain, end.plain)
        first, last = self.parts_of(start), self.parts_of(end)
        return one_of(self.compare(">=", end, start), _years(first, last), -_years(last, first))

    def _name(self) -> str:
        self._count += 1
        return f"day-{self._count}"

    def _new_parts(self, name: str) -> Parts:
        year, month, of_month = z3.Ints(f"{name}.year {name}.month {name}.day")
        self.limits += [year >= 1, month >= 1, month <= 12, of_month >= 1, of_month <= 31]
        self.exact.append(of_month <= _length(year, month))
        return year, month, of_month

    def _tie(self, day: Day) -> None:
        """Parts and ordinal of one day go together: the same order as those of every other day, and exactly the same day."""
        assert day.parts is not None
        for other in self._both_ways:
            assert other.parts is not None
            for sign in "<>":
                by_count = expression(compare_numbers(sign, day.ordinal, other.ordinal))
                self.limits.append(by_count == expression(compare_numbers(sign, _key(day.parts), _key(other.parts))))
        self.exact.append(expression(day.ordinal == ordinal_of(day.parts)))
        self._both_ways.append(day)


def is_leap(year: Any) -> Any:
    """Whether the year has a 29 February."""
    if is_plain(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def ordinal_of(parts: Parts) -> Any:
    """Days since the first of January of the year 1, that day being 1."""
    year, month, day = parts
    before = _by_month(month, _DAYS_BEFORE)
    leap = one_of(both(compare_numbers(">", month, 2), is_leap(year)), 1, 0)
    past = year - 1
    return 365 * past + _over(past, 4) - _over(past, 100) + _over(past, 400) + before + leap + day


def _implies(one: Any, other: Any) -> Any:
    return expression(either(negation(one), other))


def twelve_times(years: Any) -> Any:
    """The months of some years; a choice between plain numbers stays one."""
    choice = _choice_of(years)
    if choice is None:
        return 12 * years
    return z3.If(choice[0], expression(twelve_times(choice[1])), expression(twelve_times(choice[2])))


def _choice_of(count: Any) -> tuple[Any, Any, Any] | None:
    """Test, first and second number of a choice between plain numbers, such as a figure with a history."""
    if is_plain(count) or not z3.is_app_of(count, z3.Z3_OP_ITE):
        return None
    test, *numbers = count.children()
    first, second = (number.as_long() if z3.is_int_value(number) else number for number in numbers)
    return test, first, second


def _over(number: Any, divisor: int) -> Any:
    """The whole quotient, rounded down."""
    return number // divisor if is_plain(number) else number / divisor


def _is_none(day: Day) -> Any:
    if day.parts is not None:
        return compare_numbers("==", day.parts[0], NO_DAY.year)
    return compare_numbers("==", day.ordinal, NO_DAY.toordinal())


def _years(first: Parts, last: Parts) -> Any:
    before_birthday = compare_numbers("<", last[1] * 32 + last[2], first[1] * 32 + first[2])
    return last[0] - first[0] - one_of(before_birthday, 1, 0)


def _key(parts: Parts) -> Any:
    """Grows with the day, and is linear in its parts."""
    year, month, day = parts
    return year * 372 + month * 31 + day


def _length(year: Any, month: Any) -> Any:
    """How many days the month has."""
    february = one_of(is_leap(year), 29, 28)
    short = either(*(compare_numbers("==", month, number) for number in (4, 6, 9, 11)))
    return one_of(compare_numbers("==", month, 2), february, one_of(short, 30, 31))


def _least(one: Any, other: Any) -> Any:
    return one_of(compare_numbers("<=", one, other), one, other)


def _by_month(month: Any, values: tuple[int, ...]) -> Any:
    found: Any = values[-1]
    for number in range(len(values) - 1, 0, -1):
        found = one_of(compare_numbers("==", month, number), values[number - 1], found)
    return found
