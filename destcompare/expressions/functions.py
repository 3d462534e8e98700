"""The functions and operators of the condition language: what each computes, and arithmetic of days that never overflows."""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

NO_DAY = date.min
"""What a date answered "none" is: a day before all days. Adding to it leaves it where it is."""


def add_days(day: date, count: float) -> date:
    """The day `count` days later."""
    if day == NO_DAY:
        return NO_DAY
    try:
        return day + timedelta(days=int(count))
    except OverflowError:
        return date.max if count > 0 else NO_DAY


def add_months(day: date, count: float) -> date:
    """The same day `count` months later, or the last day of a shorter month (29 February + 12 months is 28 February)."""
    if day == NO_DAY:
        return NO_DAY
    months = day.year * 12 + day.month - 1 + int(count)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return NO_DAY
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, count: float) -> date:
    """The same day `count` years later, or 28 February for the 29th in a common year."""
    return add_months(day, 12 * int(count))


def days_between(start: date, end: date) -> int:
    """Days from the first to the second; negative when the second is earlier."""
    return (end - start).days


def years_between(start: date, end: date) -> int:
    """Full years from the first to the second; a birthday counts on its day."""
    years = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    return years if end >= start else -years_between(end, start)


def overlaps(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets have a word in common."""
    return not one.isdisjoint(other)


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "round": round,
    "abs": abs,
    "days_between": days_between,
    "years_between": years_between,
    "add_days": add_days,
    "add_months": add_months,
    "add_years": add_years,
    "overlaps": overlaps,
}
"""Computed once all arguments are known. `known` is evaluated by itself; `date` is read as a literal."""
