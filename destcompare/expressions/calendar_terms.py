"""Days of the Gregorian calendar as solver terms: year, month and day of the month, or the count of days, whichever is at hand.

Comparisons and whole months work on the parts (linear terms only); counts of days work on the ordinal of `date.toordinal`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import z3

from destcompare.expressions import functions
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.logic import both, compare_numbers, either, is_plain, one_of, whole

_LAST = date.max.toordinal()
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


class Day:
    """A day: plain, by its parts, or by its ordinal."""

    __slots__ = ("_ordinal", "parts", "plain")

    def __init__(
        self, plain: date | None = None, parts: tuple[Any, Any, Any] | None = None, ordinal: Any = None
    ) -> None:
        self.plain = plain
        self.parts = parts
        self._ordinal = ordinal

    @classmethod
    def of(cls, day: date) -> Day:
        """A plain day."""
        return cls(day, (day.year, day.month, day.day), day.toordinal())

    @classmethod
    def named(cls, name: str) -> Day:
        """A day that the solver chooses; `in_calendar` must hold of it."""
        return cls(parts=tuple(z3.Ints(f"{name}.year {name}.month {name}.day")))

    @property
    def ordinal(self) -> Any:
        """Days since the first of January of the year 1, that day being 1."""
        if self._ordinal is None:
            assert self.parts is not None
            year, month, day = self.parts
            before = _by_month(month, _DAYS_BEFORE)
            leap = one_of(both(compare_numbers(">", month, 2), is_leap(year)), 1, 0)
            past = year - 1
            self._ordinal = 365 * past + _over(past, 4) - _over(past, 100) + _over(past, 400) + before + leap + day
        return self._ordinal


def in_calendar(day: Day, first: date, last: date) -> Any:
    """The parts are those of a day between two days, or the day is the answer "none"."""
    assert day.parts is not None
    year, month, of_month = day.parts
    shape = both(month >= 1, month <= 12, of_month >= 1, compare_numbers("<=", of_month, _length(year, month)))
    within = both(compare_days(">=", day, Day.of(first)), compare_days("<=", day, Day.of(last)), shape)
    return either(both(year == 1, month == 1, of_month == 1), within)


def is_leap(year: Any) -> Any:
    """Whether the year has a 29 February."""
    if is_plain(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def compare_days(sign: str, one: Day, other: Day) -> Any:
    """`==  !=  <  <=  >  >=` of two days."""
    if one.plain is not None and other.plain is not None:
        return compare_numbers(sign, one.ordinal, other.ordinal)
    if one.parts is not None and other.parts is not None:
        return compare_numbers(sign, _key(one.parts), _key(other.parts))
    return compare_numbers(sign, one.ordinal, other.ordinal)


def either_day(test: Any, then: Day, otherwise: Day) -> Day:
    """`then` where the test holds, else the other."""
    if then.plain is not None and then.plain == otherwise.plain:
        return then
    if then.parts is not None and otherwise.parts is not None:
        year, month, day = (one_of(test, one, other) for one, other in zip(then.parts, otherwise.parts, strict=True))
        return Day(parts=(year, month, day))
    return Day(ordinal=one_of(test, then.ordinal, otherwise.ordinal))


def days_between(start: Day, end: Day) -> Any:
    """Days from the first to the second."""
    return end.ordinal - start.ordinal


def years_between(start: Day, end: Day) -> Any:
    """Full years from the first to the second; a birthday counts on its day."""
    if start.plain is not None and end.plain is not None:
        return functions.years_between(start.plain, end.plain)
    return one_of(compare_days(">=", end, start), _years(start, end), -_years(end, start))


def add_days(day: Day, count: Any) -> Day:
    """The day `count` days later; "none" stays none."""
    if day.plain is not None and is_plain(count):
        return Day.of(functions.add_days(day.plain, count))
    moved = day.ordinal + whole(count)
    moved = one_of(compare_numbers(">", moved, _LAST), _LAST, one_of(compare_numbers("<", moved, 1), 1, moved))
    return Day(ordinal=one_of(_is_none(day), 1, moved))


def add_months(day: Day, count: Any) -> Day:
    """The same day `count` months later, or the last day of a shorter month; "none" stays none."""
    if day.plain is not None and is_plain(count):
        return Day.of(functions.add_months(day.plain, count))
    year, month, of_month = _parts(day)
    months = year * 12 + month - 1 + whole(count)
    new_year, new_month = _over(months, 12), months % 12 + 1
    new_day = _least(of_month, _length(new_year, new_month))
    moved = Day(parts=(new_year, new_month, new_day))
    too_late, too_early = compare_numbers(">", new_year, date.max.year), compare_numbers("<", new_year, date.min.year)
    return either_day(either(_is_none(day), too_early), Day.of(NO_DAY), either_day(too_late, Day.of(date.max), moved))


def _over(number: Any, divisor: int) -> Any:
    """The whole quotient, rounded down."""
    return number // divisor if is_plain(number) else number / divisor


def _parts(day: Day) -> tuple[Any, Any, Any]:
    """Year, month and day of the month, worked out from the ordinal where only that is known."""
    if day.parts is None:
        day.parts = parts_of(day.ordinal)
    return day.parts


def parts_of(ordinal: Any) -> tuple[Any, Any, Any]:
    """Civil date of an ordinal, with the year counted from March (Hinnant, days_from_civil)."""
    shifted = ordinal + 305
    era = _over(shifted, 146097)
    of_era = shifted - era * 146097
    year_of_era = _over(of_era - _over(of_era, 1460) + _over(of_era, 36524) - _over(of_era, 146096), 365)
    of_year = of_era - (365 * year_of_era + _over(year_of_era, 4) - _over(year_of_era, 100))
    from_march = _over(5 * of_year + 2, 153)
    day = of_year - _over(153 * from_march + 2, 5) + 1
    month = one_of(compare_numbers("<", from_march, 10), from_march + 3, from_march - 9)
    year = year_of_era + era * 400
    return one_of(compare_numbers("<=", month, 2), year + 1, year), month, day


def _is_none(day: Day) -> Any:
    if day.parts is not None:
        return compare_numbers("==", day.parts[0], 1)
    return compare_numbers("==", day.ordinal, NO_DAY.toordinal())


def _years(start: Day, end: Day) -> Any:
    first, last = _parts(start), _parts(end)
    before_birthday = compare_numbers("<", last[1] * 32 + last[2], first[1] * 32 + first[2])
    return last[0] - first[0] - one_of(before_birthday, 1, 0)


def _key(parts: tuple[Any, Any, Any]) -> Any:
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
