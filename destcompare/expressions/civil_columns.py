"""Days of the Gregorian calendar as columns: whole numbers, counted as `date.toordinal` counts them, moved by integer arithmetic.

The parts of a day come from the days since 1 March of the year 0, so that the leap day is the last of its year
(E. G. Richards, Mapping Time, 1998). All divisions are of numbers that are not negative.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import narwhals as nw

from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.steps import Operand, Steps, Varying, made

NONE = NO_DAY.toordinal()
LAST = date.max.toordinal()
_BEFORE = 305
"""Days from 1 March of the year 0 to the day before 1 January of the year 1."""
_MONTH, _YEAR = 32, 16 * 32
"""Factors of a number that orders days and tells years, months and days of the month apart."""
_SHIFT = 25 * 400
"""Years added so that months before the year 0 can be counted; a multiple of 400, in which the calendar repeats."""


class CivilColumns:
    """Arithmetic of days; what it needs again is kept in `steps`."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._parts_of: dict[str, tuple[Varying, Varying, Varying]] = {}

    def add_days(self, day: Operand, count: Operand) -> Varying:
        """The day `count` days later; "none" stays none, and no day is later than the last one."""
        count = self._whole(count)
        return self._kept(day, self._keep(lambda start, days: start + days, day, count))

    def add_months(self, day: Operand, count: Operand) -> Varying:
        """The same day `count` months later, or the last day of a shorter month."""
        year, month, day_of_month = self._parts(day)
        months = self._keep(
            lambda year, month, count: year * 12 + month + count + 12 * _SHIFT, year, month, self._whole(count)
        )
        later_year = self._keep(lambda months: months // 12, months)
        later_month = self._keep(lambda months: months % 12, months)
        begun = self._keep(lambda month: (153 * month + 2) // 5, later_month)
        length = self._keep(_length_of_month, later_year, later_month, begun)
        shown = self._keep(lambda day, length: nw.when(day <= length).then(day).otherwise(length), day_of_month, length)
        moved = self._keep(
            lambda year, begun, shown: (
                year * 365
                + year // 4
                - year // 100
                + year // 400
                + begun
                + shown
                - 1
                - _BEFORE
                - _SHIFT // 400 * 146097
            ),
            later_year,
            begun,
            shown,
        )
        return self._kept(day, moved)

    def add_years(self, day: Operand, count: Operand) -> Varying:
        """The same day `count` years later, or 28 February for the 29th."""
        whole = self._whole(count)
        return self.add_months(day, whole * 12 if isinstance(whole, int) else made(lambda x: x * 12, whole))

    def days_between(self, start: Operand, end: Operand) -> Varying:
        """Days from the first to the second."""
        return made(lambda start, end: (end - start).cast(nw.Float64), start, end)

    def years_between(self, start: Operand, end: Operand) -> Varying:
        """Full years from the first day to the second."""
        return made(
            lambda one, other: (
                nw.when(other >= one).then((other - one) // _YEAR).otherwise(-((one - other) // _YEAR))
            ).cast(nw.Float64),
            self._key(start),
            self._key(end),
        )

    def _whole(self, count: Operand) -> Varying | int:
        """The number without its fraction, towards zero."""
        if not isinstance(count, Varying):
            return int(count)
        count = self._steps.keep(count)
        return self._keep(
            lambda count: nw.when(count >= 0).then(count.floor()).otherwise(count.ceil()).cast(nw.Int64), count
        )

    def _kept(self, day: Operand, moved: Varying) -> Varying:
        def within(moved: Any, day: Any) -> Any:
            kept = nw.when(moved > LAST).then(nw.lit(LAST)).when(moved < NONE).then(nw.lit(NONE)).otherwise(moved)
            if isinstance(day, int):
                return nw.lit(NONE) + 0 * moved if day == NONE else kept
            return nw.when(day == NONE).then(nw.lit(NONE) + 0 * moved).otherwise(kept)  # null stays null

        return made(within, moved, day)

    def _parts(self, day: Operand) -> tuple[Operand, Operand, Operand]:
        """Year (from March on), month (March is 0) and day of the month."""
        if not isinstance(day, Varying):
            return _plain_parts(int(day))
        day = self._steps.keep(day)
        name = str(day.expression)
        if name not in self._parts_of:
            past = self._keep(lambda day: day + _BEFORE, day)
            era = self._keep(lambda past: past // 146097, past)
            of_era = self._keep(lambda past, era: past - era * 146097, past, era)
            of_cycle = self._keep(lambda x: (x - x // 1460 + x // 36524 - x // 146096) // 365, of_era)
            of_year = self._keep(lambda days, year: days - (year * 365 + year // 4 - year // 100), of_era, of_cycle)
            month = self._keep(lambda days: (5 * days + 2) // 153, of_year)
            year = self._keep(lambda year, era: year + era * 400, of_cycle, era)
            day_of_month = self._keep(lambda days, month: days - (153 * month + 2) // 5 + 1, of_year, month)
            self._parts_of[name] = year, month, day_of_month
        return self._parts_of[name]

    def _key(self, day: Operand) -> Operand:
        """A number that orders days and tells years, months and days of the month apart."""
        year, month, day_of_month = self._parts(day)
        if isinstance(year, int) and isinstance(month, int) and isinstance(day_of_month, int):
            return year * _YEAR + month * _MONTH + day_of_month
        return self._keep(lambda year, month, day: year * _YEAR + month * _MONTH + day, year, month, day_of_month)

    def _keep(self, compute: Callable[..., Any], *operands: Operand) -> Varying:
        return self._steps.keep(made(compute, *operands))


def _length_of_month(year: Any, month: Any, begun: Any) -> Any:
    following = year + 1  # the February of a year that begins in March is in the next one
    leap = ((following % 4 == 0) & (following % 100 != 0)) | (following % 400 == 0)
    return nw.when(month < 11).then((153 * (month + 1) + 2) // 5 - begun).otherwise(28 + leap.cast(nw.Int64))


def _plain_parts(ordinal: int) -> tuple[int, int, int]:
    day = date.fromordinal(ordinal)
    return (day.year, day.month - 3, day.day) if day.month > 2 else (day.year - 1, day.month + 9, day.day)
