"""What is told beside a decision: steps, documents, sums, places, dangers, contacts, and the home country's part.

None of it decides anything. It is worked out when it is asked for, since a screen shows it of a few options only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from destcompare.decision.result import Decision, Figures
from destcompare.decision.scope import Scope, Scopes
from destcompare.decision.statements import Named, figures_in, named
from destcompare.records import Record
from destcompare.rulebook.model import (
    Condition,
    Contact,
    DatedPrice,
    Fall,
    Home,
    HomeInfo,
    Info,
    Parameter,
    Places,
    Price,
    Risk,
    Scheme,
    Share,
    Shock,
    Step,
    Told,
    holds,
    on_day,
)

LEVELS = ("high", "medium", "low")
AnyTold = TypeVar("AnyTold", bound=Told)


class Noted(Record):
    """A sentence of the rules with its figures."""

    statement: Told
    figures: Figures


class NotedInfo(Record):
    """Something good to know, with its figures."""

    info: Info
    figures: Figures


class NotedRisk(Record):
    """A danger that concerns this person, or may."""

    risk: Risk
    figures: Figures


class PriceOn(Record):
    """A price and its sums on the date."""

    price: Price
    sums: DatedPrice


class NotedStep(Record):
    """One thing to do, the days it takes and what it costs, where the rules know them."""

    step: Step
    figures: Figures
    days: float | None
    cost: PriceOn | None


class QuotaPlaces(Record):
    """Places of a scheme on the date, for a nationality or for all together."""

    nationality: str | None
    sector: str | None
    places: Places


class OddsOn(Record):
    """The share of those who tried and came through, newest first."""

    nationality: str | None
    text: str
    share: Share


class SchemeParticulars(Record):
    """What is told of a scheme."""

    unmodelled: tuple[Noted, ...] = ()
    steps: tuple[NotedStep, ...] = ()
    documents: tuple[Noted, ...] = ()
    prices: tuple[PriceOn, ...] = ()
    quotas: tuple[QuotaPlaces, ...] = ()
    odds: tuple[OddsOn, ...] = ()
    info: tuple[NotedInfo, ...] = ()


class DestinationParticulars(Record):
    """What is told of a destination, whatever the scheme."""

    prices: tuple[PriceOn, ...]
    info: tuple[NotedInfo, ...]
    contacts: tuple[Contact, ...]


class DependenceOn(Record):
    """How much hangs on money sent home, from one destination or as a part of the economy."""

    destination: str | None
    share: Share


class PastShock(Record):
    """A shock of the past, and what it did to the money sent to the person's home."""

    shock: Shock
    fall: Fall


class HomeParticulars(Record):
    """What the home country does and asks, and how much hangs on those who go."""

    code: str
    prices: tuple[PriceOn, ...]
    info: tuple[NotedInfo, ...]
    risks: tuple[NotedRisk, ...]
    contacts: tuple[Contact, ...]
    dependence: tuple[DependenceOn, ...]
    shocks: tuple[PastShock, ...]


class Particulars:
    """All that is told beside one decision."""

    def __init__(self, decision: Decision) -> None:
        self._rulebook = decision.rulebook
        self._day = decision.as_of
        self._scopes = Scopes(decision.rulebook, decision.person, decision.as_of)

    def scheme(self, scheme: Scheme) -> SchemeParticulars:
        """Steps, documents, sums, places and what is not checked."""
        known, scope = self._named(scheme), self._scope(scheme)
        return SchemeParticulars(
            unmodelled=self._noted(scheme.unmodelled, known, scope),
            steps=tuple(
                NotedStep(
                    step,
                    figures_in(step.text, known, self._day),
                    self._days(step, known),
                    self._cost(step, known, scope),
                )
                for step in self._told(scheme.steps, scope)
            ),
            documents=self._noted(scheme.documents, known, scope),
            prices=self._prices(scheme.prices, scope),
            quotas=tuple(
                QuotaPlaces(quota.nationality, quota.sector, places)
                for quota in scheme.quotas
                if self._concerns(quota.nationality) and (places := on_day(quota.values, self._day)) is not None
            ),
            odds=tuple(
                OddsOn(odds.nationality, odds.text, share)
                for odds in scheme.odds
                if self._concerns(odds.nationality) and (share := _latest(odds.values, self._day)) is not None
            ),
            info=self._info(scheme.info, known, scope),
        )

    def risks(self, scheme: Scheme) -> tuple[NotedRisk, ...]:
        """Dangers of a scheme and its destination that concern the person, or may: an unknown one is told. The heaviest first."""
        destination = self._rulebook.destinations[scheme.destination]
        found = self._risks((*destination.risks, *scheme.risks), self._named(scheme), self._scope(scheme))
        return tuple(sorted(found, key=lambda noted: LEVELS.index(noted.risk.level)))

    def destination(self, code: str) -> DestinationParticulars:
        """Sums, contacts and what is good to know of a destination."""
        destination = self._rulebook.destinations[code]
        known = named(self._rulebook.parameters, destination.parameters, destination.prices)
        scope = self._scopes.on(self._day, destination.parameters)
        return DestinationParticulars(
            prices=self._prices(destination.prices, scope),
            info=self._info(destination.info, known, scope),
            contacts=self._told(destination.contacts, scope),
        )

    def home(self) -> HomeParticulars | None:
        """The part of the person's home country; nothing while the citizenship is unknown."""
        home = self._rulebook.homes.get(str(self._scopes.value("nationality")))
        if home is None:
            return None
        known = named(self._rulebook.parameters, home.parameters, home.prices)
        scope = self._scopes.on(self._day, home.parameters)
        return HomeParticulars(
            code=home.code,
            prices=self._prices(home.prices, scope),
            info=self._info(home.info, known, scope),
            risks=self._risks(home.risks, known, scope),
            contacts=self._told(home.contacts, scope),
            dependence=self._dependence(home),
            shocks=self._shocks(home),
        )

    def _scope(self, scheme: Scheme) -> Scope:
        destination = self._rulebook.destinations[scheme.destination]
        return self._scopes.on(self._day, destination.parameters, scheme.parameters)

    def _named(self, scheme: Scheme) -> Named:
        destination = self._rulebook.destinations[scheme.destination]
        return named(
            self._rulebook.parameters, destination.parameters, scheme.parameters, destination.prices, scheme.prices
        )

    def _told(self, statements: Iterable[AnyTold], scope: Scope) -> tuple[AnyTold, ...]:
        """Those in force that concern the person, or may."""
        return tuple(item for item in statements if holds(item.in_force, self._day) and _may_concern(item.when, scope))

    def _noted(self, statements: Iterable[Told], known: Named, scope: Scope) -> tuple[Noted, ...]:
        return tuple(Noted(item, figures_in(item.text, known, self._day)) for item in self._told(statements, scope))

    def _info(self, info: Iterable[Info], known: Named, scope: Scope) -> tuple[NotedInfo, ...]:
        return tuple(NotedInfo(item, figures_in(item.text, known, self._day)) for item in self._told(info, scope))

    def _risks(self, risks: Iterable[Risk], known: Named, scope: Scope) -> tuple[NotedRisk, ...]:
        return tuple(
            NotedRisk(risk, figures_in(risk.text + risk.advice, known, self._day)) for risk in self._told(risks, scope)
        )

    def _prices(self, prices: Iterable[Price], scope: Scope) -> tuple[PriceOn, ...]:
        return tuple(
            PriceOn(price, sums)
            for price in prices
            if _may_concern(price.when, scope) and (sums := on_day(price.values, self._day)) is not None
        )

    def _concerns(self, nationality: str | None) -> bool:
        return nationality in (None, self._scopes.value("nationality"))

    def _days(self, step: Step, known: Named) -> float | None:
        parameter = known.get(step.days or "")
        dated = on_day(parameter.values, self._day) if isinstance(parameter, Parameter) else None
        return dated.value if dated and isinstance(dated.value, int | float) else None

    def _cost(self, step: Step, known: Named, scope: Scope) -> PriceOn | None:
        price = known.get(step.cost or "")
        return next(iter(self._prices([price], scope)), None) if isinstance(price, Price) else None

    def _shocks(self, home: Home) -> tuple[PastShock, ...]:
        """Those that were over by the day, and whose fall is known for this home."""
        falls = ((shock, shock.fall_at(home.code)) for shock in self._rulebook.shocks)
        return tuple(
            PastShock(shock, fall) for shock, fall in falls if fall and fall.period.end and fall.period.end < self._day
        )

    def _dependence(self, home: Home) -> tuple[DependenceOn, ...]:
        return tuple(
            DependenceOn(item.destination, share)
            for item in home.dependence
            if (share := _latest(item.values, self._day)) is not None
        )


def concerns_any(info: Info, destinations: Iterable[str]) -> bool:
    """Whether something good to know is for everyone, or for those who go to one of these destinations."""
    return not isinstance(info, HomeInfo) or not info.destinations or bool({*info.destinations} & {*destinations})


def _may_concern(when: Condition | None, scope: Scope) -> bool:
    return when is None or when(scope).value is not False


def _latest(shares: Iterable[Share], day: date) -> Share | None:
    """The newest share that began by the day: a share of a past year is told with its year, not as one of today."""
    begun = [share for share in shares if share.period.start and share.period.start <= day]
    return begun[-1] if begun else None
