"""The rulebook as the decision reads it: frozen values, standard library only, each with the time in which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from destcompare.expressions.types import Choice, Type
from destcompare.records import Record
from destcompare.rulebook.condition import Condition as Condition
from destcompare.rulebook.condition import Derived as Derived
from destcompare.rulebook.condition import Period as Period
from destcompare.rulebook.condition import Value as Value
from destcompare.rulebook.condition import holds as holds
from destcompare.rulebook.invariants import NeverEligible, NeverShorter
from destcompare.rulebook.weights import MoneyRules, Scoring


class Source(Record):
    """A publication that a figure or a sentence rests on."""

    id: str
    title: str
    publisher: str
    url: str
    published: date | None
    kind: str
    confidence: str


class Provenance(Record):
    """Where something comes from, when it was last compared, and how sure one may be."""

    source: str
    checked: date
    confidence: str
    disputed: tuple[str, ...] = ()


class DatedValue(Record):
    """A figure and the time in which it holds."""

    period: Period
    value: Value
    provenance: Provenance


Dated = TypeVar("Dated", "DatedValue", "DatedPrice", "Entry", "Places", "Share")


def on_day(values: Iterable[Dated], day: date) -> Dated | None:
    """What held on the day, or nothing."""
    return next((value for value in values if day in value.period), None)


class Parameter(Record):
    """A named figure with its history. `id` is its full name, such as `kr/e9/age_max`."""

    id: str
    name: str
    type: Type
    values: tuple[DatedValue, ...]


class DatedPrice(Record):
    """A sum and the time in which it holds: low, typical, high. All three are one when it is exact."""

    period: Period
    low: float
    typical: float
    high: float
    provenance: Provenance


class Price(Record):
    """What something costs or brings. `unit` is a currency, one over a time, or percent; `place` is where, if not everywhere.

    Items that it `covers` cost nothing more; an `advance` is taken off the tax; what is paid `ahead` is paid for a year at once.
    """

    id: str
    name: str
    item: str
    unit: str
    sector: str | None
    place: str | None
    when: Condition | None
    values: tuple[DatedPrice, ...]
    covers: tuple[str, ...] = ()
    advance: bool = False
    ahead: bool = False


class Change(Record):
    """How an answer can change: direction, and days and US dollars per step or unit where known."""

    direction: str
    days: int | None = None
    step_days: tuple[tuple[str, int], ...] = ()
    cost_usd: float | None = None


class Implication(Record):
    """An answer that follows from another one."""

    when: Condition
    value: Value


class Fact(Record):
    """One thing that can be known of a person. `destination` is set for past stays: `{country}` in its sentences."""

    id: str
    type: Type
    label: str
    question: str
    why: str
    example: str = ""
    among: tuple[str, ...] = ()
    integer: bool = False
    minimum: float | None = None
    maximum: float | None = None
    past: bool = False
    sensitive: bool = False
    destination: str | None = None
    change: Change | None = None
    implied_by: tuple[Implication, ...] = ()


class Statement(Record):
    """A sentence of the law with its source."""

    id: str
    text: str
    provenance: Provenance
    clause: str | None
    in_force: tuple[Period, ...]


class Requirement(Statement):
    """One condition of a scheme."""

    when: Condition


class Ban(Statement):
    """A bar on entering, decided by the law of the day that caused it."""

    when: Condition
    starts: Condition
    ends: Condition | None
    law_of: Condition


class Told(Statement):
    """A sentence that decides nothing, and whom it concerns; alone it is a paper, or what the rules cannot decide."""

    when: Condition | None


class Risk(Told):
    """A danger and what to do now."""

    level: str
    advice: str


class Info(Told):
    """Good to know; decides nothing."""

    topic: str


class HomeInfo(Info):
    """What a home country does for those who go, or asks of them; `destinations` narrows it when any are named."""

    destinations: tuple[str, ...]


class Step(Told):
    """One thing to do: by whom, the parameter that holds its days, the price that it costs."""

    who: str
    days: str | None
    cost: str | None


class Contact(Told):
    """Whom to call or write to."""

    kind: str
    phone: str | None
    url: str | None


class Limit(Record):
    """How many days one may stay and how they are counted."""

    days: int
    counted: str


class Entry(Record):
    """How citizens of some countries may enter in a period."""

    nationalities: tuple[str, ...]
    access: str
    limits: tuple[Limit, ...]
    period: Period
    provenance: Provenance


class Places(Record):
    """How many places there were in a period, and how many applied where known."""

    period: Period
    places: int
    applicants: int | None
    provenance: Provenance


class Quota(Record):
    """Places for one nationality (or all), in one sector (or all)."""

    nationality: str | None
    sector: str | None
    values: tuple[Places, ...]


class Share(Record):
    """A share in percent, of a time."""

    period: Period
    share: float
    provenance: Provenance


class Odds(Record):
    """The share of those who tried and came through, for one nationality or for all together."""

    nationality: str | None
    text: str
    values: tuple[Share, ...]


class Scheme(Record):
    """One legal way to earn in a destination. `stay` is the longest stay in months, `gap` the months until the next one,
    `unpaid` the months at its start in which nothing may be earned, `pay_floor` the lowest pay that is accepted.
    """

    id: str
    destination: str
    kind: str
    title: str
    about: str
    open: tuple[Period, ...]
    open_provenance: tuple[Provenance, ...]
    parameters: tuple[Parameter, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    unmodelled: tuple[Told, ...] = ()
    quotas: tuple[Quota, ...] = ()
    risks: tuple[Risk, ...] = ()
    info: tuple[Info, ...] = ()
    prices: tuple[Price, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[Told, ...] = ()
    odds: tuple[Odds, ...] = ()
    stay: Condition | None = None
    gap: Condition | None = None
    unpaid: Condition | None = None
    pay_floor: Condition | None = None


class Destination(Record):
    """A country one can go to."""

    code: str
    parameters: tuple[Parameter, ...] = ()
    entry: tuple[Entry, ...] = ()
    bans: tuple[Ban, ...] = ()
    risks: tuple[Risk, ...] = ()
    info: tuple[Info, ...] = ()
    prices: tuple[Price, ...] = ()
    contacts: tuple[Contact, ...] = ()


class Dependence(Record):
    """How much hangs on money sent home: a destination's share of it, or without one its share of the economy (GDP)."""

    destination: str | None
    values: tuple[Share, ...]


class Home(Record):
    """A country of origin: wages there, what it does for those who go, how much hangs on them."""

    code: str
    parameters: tuple[Parameter, ...] = ()
    prices: tuple[Price, ...] = ()
    info: tuple[HomeInfo, ...] = ()
    risks: tuple[Risk, ...] = ()
    contacts: tuple[Contact, ...] = ()
    dependence: tuple[Dependence, ...] = ()


class Fall(Record):
    """By how many percent the money sent to one home was worth less, and when."""

    home: str
    period: Period
    fall: float
    provenance: Provenance


class Shock(Told):
    """A past shock of the money sent home from one destination; homes for which no figure is known have no fall."""

    destination: str
    period: Period
    falls: tuple[Fall, ...]

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.id.rpartition("/")[2]

    def fall_at(self, home: str) -> Fall | None:
        """What it did to this home, if that is known."""
        return next((fall for fall in self.falls if fall.home == home), None)


class Consistency(Record):
    """Answers that do not fit together where `when` is true; `destination` fills `{country}` in the sentence."""

    id: str
    when: Condition
    facts: tuple[str, ...]
    text: str
    destination: str | None = None


class Rulebook(Record):
    """All rule files read together. `digest` names their exact content."""

    digest: str
    choices: dict[str, Choice]
    labels: dict[str, dict[str, str]]
    meanings: dict[str, dict[str, str]]
    facts: dict[str, Fact]
    parameters: tuple[Parameter, ...]
    derived: tuple[Derived, ...]
    homes: dict[str, Home]
    destinations: dict[str, Destination]
    schemes: tuple[Scheme, ...]
    sources: dict[str, Source]
    priorities: tuple[str, ...]
    stale_after_days: int
    money: MoneyRules
    scoring: Scoring
    never_eligible: tuple[NeverEligible, ...] = ()
    never_shorter: tuple[NeverShorter, ...] = ()
    consistency: tuple[Consistency, ...] = ()
    shocks: tuple[Shock, ...] = ()

    def scheme(self, scheme_id: str) -> Scheme | None:
        """The scheme with this id, if there is one."""
        return next((scheme for scheme in self.schemes if scheme.id == scheme_id), None)

    def shock(self, name: str | None) -> Shock | None:
        """The past shock of this name, if there is one."""
        return next((shock for shock in self.shocks if shock.name == name), None)

    def all_parameters(self) -> Iterator[Parameter]:
        """Every parameter: those shared by all, of homes, of destinations, of schemes."""
        yield from self.parameters
        yield from (parameter for owner in self._owners() for parameter in owner.parameters)

    def all_prices(self) -> Iterator[Price]:
        """Every price: of homes, of destinations, of schemes."""
        yield from (price for owner in self._owners() for price in owner.prices)

    def _owners(self) -> tuple[Home | Destination | Scheme, ...]:
        return (*self.homes.values(), *self.destinations.values(), *self.schemes)
