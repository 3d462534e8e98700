"""Which prices of a scheme count for a person, and what they come to: the inputs of the money formulas.

Of an item that is `one_of` one price counts: the scheme's before the destination's, that of the person's kind of work before the
general one, that of the place asked about before that of the whole country. Prices of every other item add up; those of
different places stand for each other. Where more than one may be meant, the sums go from the lowest to the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from destcompare.decision.conversion import Conversion
from destcompare.decision.result import Counted
from destcompare.decision.scope import Scope
from destcompare.records import Record
from destcompare.rulebook.model import DatedPrice, Price, on_day
from destcompare.rulebook.weights import MoneyRules

HOURS = "hours"
HOURS_WEEK = "hours_week"
ADVANCE = "advance_month"
AHEAD = "ahead_month"


class Span(Record):
    """A sum from low to high."""

    low: float
    typical: float
    high: float


NOTHING = Span(0.0, 0.0, 0.0)


class Inputs(Record):
    """Sums by the names that formulas call them; items without any price; the prices that count."""

    spans: dict[str, Span]
    items: frozenset[str]
    counted: tuple[Counted, ...]


class _Found(Record):
    """A price in force that concerns the person (`certain`), or may."""

    price: Price
    dated: DatedPrice
    certain: bool


class Prices:
    """Prices for one person on one day."""

    def __init__(self, rules: MoneyRules, conversion: Conversion, sector: str | None, day: date) -> None:
        self._rules = rules
        self._day = day
        self._conversion = conversion
        self._sector = sector
        self._converted: dict[tuple[str, Span | None], Counted | None] = {}
        self._kept: dict[int, tuple[Iterable[Price], list[_Found]]] = {}

    def inputs(self, groups: Sequence[tuple[Iterable[Price], Scope]], place: str | None = None) -> Inputs:
        """What the prices of a scheme and its destination (`groups`, the narrower first) come to."""
        found = [self._find_all(prices, scope) for prices, scope in groups]
        every = [item for group in found for item in group]
        covered = frozenset(item for found_one in every if found_one.certain for item in found_one.price.covers)
        by_item: dict[str, list[_Found]] = {}
        for group in found:
            narrower = frozenset(by_item)
            for item in group:
                name = item.price.item
                if name in covered or (name in self._rules.one_of and name in narrower):
                    continue
                by_item.setdefault(name, []).append(item)
        hours = self._hours(by_item.pop(HOURS, []), place)
        spans: dict[str, Span] = {}
        counted: list[Counted] = []
        for name, prices in by_item.items():
            if name in self._rules.one_of:
                prices = self._alike(prices, place, by_the_hour=hours is not None)
            forms: dict[str, list[Counted]] = {}
            for priced in prices:
                one = self._convert(priced, hours if _time(priced) == "hour" else None)
                if one is not None:
                    forms.setdefault(one.name, []).append(one)
            for form, ones in forms.items():
                together = _envelope(ones, self._sector) if name in self._rules.one_of else _added(ones, place)
                spans[form] = _sum((spans[form], together)) if form in spans else together
                counted += ones
        if ahead := [one for one in counted if one.price.ahead]:
            spans[AHEAD] = _added(ahead, place)
        if hours is not None:
            spans[HOURS_WEEK] = hours
        items = frozenset(by_item) | covered | ({HOURS} if hours else frozenset())
        return Inputs(spans, items, tuple(counted))

    def _find_all(self, prices: Iterable[Price], scope: Scope) -> list[_Found]:
        """Those that concern the person; the prices of a destination are looked at once for all its schemes."""
        kept = self._kept.get(id(prices))
        if kept is None:
            kept = prices, [item for price in prices if (item := self._find(price, scope))]
            self._kept[id(prices)] = kept  # with the prices themselves, so that no others can take their place
        return kept[1]

    def _find(self, price: Price, scope: Scope) -> _Found | None:
        dated = on_day(price.values, self._day)
        if dated is None:
            return None
        applies = True if price.when is None else price.when(scope).value
        return None if applies is False else _Found(price, dated, applies is True)

    def _alike(self, prices: list[_Found], place: str | None, *, by_the_hour: bool = False) -> list[_Found]:
        """Prices of one thing, narrowed to the person's work and the place; by the hour where the hours are known."""
        prices = [item for item in prices if (_time(item) == "hour") is by_the_hour] or prices
        if self._sector is not None:
            own = [item for item in prices if item.price.sector == self._sector]
            prices = own or [item for item in prices if item.price.sector is None] or prices
        return _at(prices, place)

    def _hours(self, prices: list[_Found], place: str | None) -> Span | None:
        found = [
            Counted("", p.price, p.dated, p.dated.low, p.dated.typical, p.dated.high)
            for p in self._alike(prices, place)
        ]
        return _envelope(found, self._sector) if found else None

    def _convert(self, found: _Found, hours: Span | None) -> Counted | None:
        key = found.price.id, hours
        if key not in self._converted:
            self._converted[key] = self._in_dollars(found, hours)
        return self._converted[key]

    def _in_dollars(self, found: _Found, hours: Span | None) -> Counted | None:
        price, dated = found.price, found.dated
        factor = self._conversion.factor(price.unit, worked=price.item in self._rules.gains)
        if factor is None:
            return None
        low, typical, high = (amount * factor.times for amount in (dated.low, dated.typical, dated.high))
        if factor.hourly:
            usual = self._conversion.figure("usual_hours")
            hours = hours or (Span(usual, usual, usual) if usual else None)
            if hours is None:
                return None
            low, typical, high = low * hours.low, typical * hours.typical, high * hours.high
        if not found.certain and price.item not in self._rules.one_of:
            low = 0.0
        name = ADVANCE if price.advance else f"{price.item}_{factor.form}"
        return Counted(name, price, dated, low, typical, high)


def _time(found: _Found) -> str:
    return found.price.unit.partition("/")[2].removesuffix("s") if found.price.item != HOURS else ""


def _at(prices: list[_Found], place: str | None) -> list[_Found]:
    """Those of the place, else of the whole country, else of every place."""
    here = [item for item in prices if item.price.place == place] if place else []
    return here or [item for item in prices if item.price.place is None] or prices


def _envelope(ones: Sequence[Counted], sector: str | None) -> Span:
    """From the lowest to the highest of sums that stand for each other; the general one is the typical."""
    general = [one for one in ones if sector is None and one.price.sector is None] or list(ones)
    return Span(min(one.low for one in ones), _middle([one.typical for one in general]), max(one.high for one in ones))


def _added(ones: Sequence[Counted], place: str | None) -> Span:
    """Sums that add up; of several places, the one asked about or from the cheapest to the dearest."""
    everywhere = [Span(one.low, one.typical, one.high) for one in ones if one.price.place is None]
    by_place: dict[str, list[Span]] = {}
    for one in ones:
        if one.price.place is not None:
            by_place.setdefault(one.price.place, []).append(Span(one.low, one.typical, one.high))
    if place in by_place:
        by_place = {place: by_place[place]}
    local = [_sum(spans) for spans in by_place.values()]
    if not local:
        return _sum(everywhere)
    span = Span(min(s.low for s in local), _middle([s.typical for s in local]), max(s.high for s in local))
    return _sum((*everywhere, span))


def _sum(spans: Iterable[Span]) -> Span:
    spans = tuple(spans)
    return Span(sum(s.low for s in spans), sum(s.typical for s in spans), sum(s.high for s in spans))


def _middle(values: list[float]) -> float:
    """The median."""
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
