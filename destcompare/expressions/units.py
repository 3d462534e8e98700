"""A small algebra of units, so that days are never compared with dollars.

A unit is a product of base units and their inverses: `USD/month` times `month/year` is `USD/year`. `count` is no unit at all.
"""

from __future__ import annotations

import re
from collections import Counter

_NAMED = {
    "years": "year",
    "months": "month",
    "weeks": "week",
    "days": "day",
    "hours": "hour",
    "count": "",
    "percent": "percent",
}
_BASE = re.compile(r"[A-Z]{3}|percent|year|month|week|day|hour")


def is_unit(unit: str) -> bool:
    """Whether a rule file may use this unit."""
    parts = unit.replace("*", "/").split("/")
    return unit.count("/") <= 1 and all(part in _NAMED or _BASE.fullmatch(part) for part in parts)


def normal(unit: str) -> str:
    """One spelling of each unit: singular, factors in order, inverse ones behind the bar."""
    return _text(_powers(unit))


def multiply(one: str, other: str) -> str:
    """The unit of a product."""
    return _text(_sum(_powers(one), _powers(other), 1))


def divide(one: str, other: str) -> str:
    """The unit of a quotient."""
    return _text(_sum(_powers(one), _powers(other), -1))


def _powers(unit: str) -> Counter[str]:
    above, _, below = unit.partition("/")
    powers: Counter[str] = Counter()
    for side, sign in ((above, 1), (below, -1)):
        for part in side.split("*"):
            name = _NAMED.get(part, part)
            if name and name != "1":
                powers[name] += sign
    return powers


def _sum(one: Counter[str], other: Counter[str], sign: int) -> Counter[str]:
    powers = Counter(one)
    for name, power in other.items():
        powers[name] += sign * power
    return powers


def _text(powers: Counter[str]) -> str:
    above = "*".join(name for name in sorted(powers) for _ in range(powers[name]))
    below = "*".join(name for name in sorted(powers) for _ in range(-powers[name]))
    return f"{above or '1'}/{below}" if below else above
