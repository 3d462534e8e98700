"""Prices in any currency and time → US dollars a month, once, or a share of the wage."""

from __future__ import annotations

from datetime import date

from destcompare.expressions.evaluation import Outcome
from destcompare.records import Record
from destcompare.rulebook.model import Rulebook, on_day

FIGURES = ("months_per_year", "weeks_per_month", "days_per_month", "workdays_per_month", "usual_hours")
"""Shared parameters that prices are converted with; of the rates each that a currency needs."""

_NOTHING: frozenset[str] = frozenset()
_PER = {"years": "year", "months": "month", "weeks": "week", "days": "day", "hours": "hour"}


class Factor(Record):
    """By what a price is multiplied and the form in which formulas see it: `month`, `once` or `share`."""

    form: str
    times: float
    hourly: bool = False


class Conversion:
    """Exchange rates and the calendar of one day, from the figures shared by all rules."""

    def __init__(self, rulebook: Rulebook, day: date) -> None:
        self._parameters = {item.name: item for item in rulebook.parameters}
        self._day = day
        self._factors: dict[tuple[str, bool], Factor | None] = {}
        self._rates: dict[str, float | None] = {}

    def usd_per(self, currency: str) -> float | None:
        """US dollars for one of a currency, where the rules hold a rate for the day."""
        if currency not in self._rates:
            code, rate = currency.lower(), None
            if currency == "USD":
                rate = 1.0
            elif (many := self.figure(f"{code}_per_usd")) is not None:
                rate = 1 / many
            else:
                rate = self.figure(f"usd_per_{code}")
            self._rates[currency] = rate
        return self._rates[currency]

    def factor(self, unit: str, *, worked: bool) -> Factor | None:
        """How a price of this unit reaches the formulas; nothing without a rate. A day `worked` is a working day."""
        key = unit, worked
        if key not in self._factors:
            self._factors[key] = self._factor(unit, worked)
        return self._factors[key]

    def figure(self, name: str) -> float | None:
        """A shared parameter on the day."""
        parameter = self._parameters.get(name)
        dated = on_day(parameter.values, self._day) if parameter else None
        return float(dated.value) if dated and isinstance(dated.value, int | float) else None

    def _factor(self, unit: str, worked: bool) -> Factor | None:
        base, _, time = unit.partition("/")
        if base == "percent":
            return Factor("share", 0.01)
        rate = self.usd_per(base)
        if rate is None:
            return None
        time = _PER.get(time, time)
        if not time:
            return Factor("once", rate)
        if time == "month":
            return Factor("month", rate)
        if time == "year":
            year = self.figure("months_per_year")
            return Factor("month", rate / year) if year else None
        times = {"week": "weeks_per_month", "hour": "weeks_per_month"}.get(time)
        months = self.figure(times or ("workdays_per_month" if worked else "days_per_month"))
        return Factor("month", rate * months, time == "hour") if months else None


def given(name: str, value: object) -> Outcome:
    """A value as formulas see it; only one that is not known tells its name, so that the missing can be found."""
    return Outcome(value, _NOTHING if value is not None else frozenset((name,)))
