"""What a person would keep: the money formulas of the rules, worked out three times.

Once with what is worst for the person (low pay, high costs), once with the typical sums, once with what is best. Nothing is
supposed that the rules do not say: where a needed price is missing, the sums that rest on it are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from destcompare.decision.conversion import Conversion, given
from destcompare.decision.prices import ADVANCE, AHEAD, HOURS_WEEK, Inputs, Prices, Span
from destcompare.decision.result import ChangeNeeded, Counted, Money, Triple
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.evaluation import Outcome
from destcompare.rulebook.model import Fall, Home, Scheme

NET = "net_month"
Cases = tuple[Scope, Scope, Scope]
"""What each name stands for at worst, typically, at best."""


class Accounts:
    """Money of one person's options on one day."""

    def __init__(self, scopes: Scopes, shock: str | None = None) -> None:
        rulebook = scopes.rulebook
        self._scopes = scopes
        self._rules = rulebook.money
        self._sums = {item.name: item for item in self._rules.sums}
        self._derived = {**{item.name: item for item in rulebook.derived}, **self._sums}
        self._conversion = Conversion(rulebook, scopes.as_of)
        sector = scopes.value("sector")
        self._prices = Prices(self._rules, self._conversion, str(sector) if sector else None, scopes.as_of)
        self._home = rulebook.homes.get(str(scopes.value("nationality")))
        self._shock = rulebook.shock(shock)
        self._home_wage = self._wage_at_home(self._home)
        needed = self._rules.needed
        shared = scopes.on(scopes.as_of)
        self._defaults = {name: shared[name] for name in self._rules.figures}
        self._defaults |= {name: given(name, None if _item(name) in needed else 0.0) for name in self._rules.inputs}
        self._nothing = {name: given(name, 0.0) for name in self._rules.inputs if _item(name) in needed}
        self._nothing_by_item: dict[str, list[str]] = {}
        for name in self._nothing:
            self._nothing_by_item.setdefault(_item(name), []).append(name)

    def cases(
        self, scheme: Scheme, changes: Iterable[ChangeNeeded] = (), place: str | None = None, *, typical: bool = True
    ) -> tuple[Cases, Inputs]:
        """The names of the money formulas for one option; `place` narrows its prices.

        Without the `typical` case the best one stands for it too, where only the outer ends are wanted.
        """
        destination = self._scopes.rulebook.destinations[scheme.destination]
        wide = self._scopes.on(self._scopes.as_of, destination.parameters)
        scope = self._scopes.on(self._scopes.as_of, destination.parameters, scheme.parameters)
        inputs = self._prices.inputs(((scheme.prices, scope), (destination.prices, wide)), place)
        common = self._common(scheme, scope, changes, inputs)
        worst, best = (self._case(scope, inputs, common, side) for side in ("low", "high"))
        return (worst, self._case(scope, inputs, common, "typical") if typical else best, best), inputs

    def money(self, cases: Cases, inputs: Inputs) -> Money:
        """The sums of an option as they are told."""
        sums: dict[str, Triple] = {}
        for item in self._rules.sums:
            sums[item.name] = _in_order(*(case[item.name].value for case in cases))
        typical_case = cases[1]
        basis = _basis(typical_case, inputs)
        missing = typical_case[NET].uses if NET in self._sums and typical_case[NET].value is None else frozenset()
        return Money(
            sums=sums,
            basis=basis,
            unknown=tuple(sorted({_item(name) for name in missing if name in self._rules.inputs})),
            not_counted=tuple(item for item in self._rules.expected if item not in inputs.items),
            counted=tuple(one for one in inputs.counted if _counts(one, basis)),
        )

    def fall_from(self, destination: str) -> Fall | None:
        """What the supposed shock did to the money sent from this destination to the person's home."""
        if self._shock is None or self._home is None or self._shock.destination != destination:
            return None
        return self._shock.fall_at(self._home.code)

    def _common(
        self, scheme: Scheme, scope: Scope, changes: Iterable[ChangeNeeded], inputs: Inputs
    ) -> dict[str, Outcome]:
        """What is the same at worst and at best."""
        offers = self._scopes.value("job_offers")
        offered = isinstance(offers, frozenset) and scheme.destination in offers
        fall = self.fall_from(scheme.destination)
        names = (name for item in inputs.items for name in self._nothing_by_item.get(item, ()))
        values: dict[str, object] = {
            "offered_here": offered,
            "study": scheme.kind == "study",
            "shock_share": fall.fall / 100 if fall else 0.0,
            "changes_once": sum(change.cost_usd or 0.0 for change in changes),
            "longest_stay": scheme.stay(scope).value if scheme.stay else None,
            "pay_floor_month": self._pay_floor(scheme, scope),
            "gap_months": scheme.gap(scope).value if scheme.gap else None,
            "unpaid_months": scheme.unpaid(scope).value if scheme.unpaid else 0.0,
            ADVANCE: 0.0,
            AHEAD: 0.0,
            HOURS_WEEK: None,
        }
        common = {**self._defaults, **{name: self._nothing[name] for name in names}}
        common.update((name, given(name, value)) for name, value in values.items())
        return common

    def _case(self, scope: Scope, inputs: Inputs, common: Mapping[str, Outcome], side: str) -> Scope:
        """One of the three; its sums are worked out when they are asked for."""
        known = dict(common)
        other = {"low": "high", "high": "low"}.get(side, side)
        for name, span in inputs.spans.items():
            better = _item(name) in self._rules.gains
            known[name] = given(name, getattr(span, side if better else other))
        home = getattr(self._home_wage, other) if self._home_wage else None
        known["home_wage_month"] = given("home_wage_month", home)
        known["doubt"] = given("doubt", 1.0 if side == "low" else 0.0)
        return scope.with_sums(self._derived, known)

    def _pay_floor(self, scheme: Scheme, scope: Scope) -> float | None:
        pay = scheme.pay_floor
        value: float | None = pay(scope).value if pay else None
        if pay is None or value is None:
            return None
        factor = self._conversion.factor(pay.tree.type.unit, worked=True)
        return value * factor.times if factor else None

    def _wage_at_home(self, home: Home | None) -> Span | None:
        if home is None:
            return None
        wages = tuple(price for price in home.prices if price.item == "wage")
        scope = self._scopes.on(self._scopes.as_of, home.parameters)
        return self._prices.inputs(((wages, scope),)).spans.get("wage_month")

    def currency_of(self, scheme: Scheme) -> str | None:
        """The currency in which people are paid there."""
        return _currency(self._scopes.rulebook.destinations[scheme.destination].prices)

    def usd_per(self, currency: str) -> float | None:
        """US dollars for one of a currency on the day."""
        return self._conversion.usd_per(currency)

    def currency_at_home(self) -> str | None:
        """The currency in which people are paid at home."""
        return _currency(self._home.prices) if self._home else None


def _currency(prices: Iterable[object]) -> str | None:
    for price in prices:
        unit = getattr(price, "unit", "").partition("/")[0]
        if getattr(price, "item", "") in ("minimum_wage", "wage"):
            return str(unit)
    return None


def _in_order(worst: float | None, middle: float | None, best: float | None) -> Triple:
    """From low to high. What has no end at worst (a cost that is never earned back) has none above."""
    ends = [value for value in (worst, middle, best) if value is not None]
    falling = worst is None or ends[0] > ends[-1]
    return (best, middle, worst) if falling else (worst, middle, best)


def _counts(one: Counted, basis: str | None) -> bool:
    """Whether a price is in the sums: wages stand for each other."""
    return one.price.item not in ("wage", "minimum_wage") or one.price.item == basis


def _item(name: str) -> str:
    return name.rpartition("_")[0]


def _basis(case: Scope, inputs: Inputs) -> Literal["offered", "wage", "pay_floor", "minimum_wage"] | None:
    offered = case["offered_wage_usd"].value
    if case["offered_here"].value and isinstance(offered, int | float) and offered > 0:
        return "offered"
    floor = case["pay_floor_month"].value
    if floor is not None and ("wage_month" not in inputs.spans or inputs.spans["wage_month"].typical < floor):
        return "pay_floor"
    if "wage_month" in inputs.spans:
        return "wage"
    return "minimum_wage" if "minimum_wage_month" in inputs.spans else None
