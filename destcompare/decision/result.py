"""What comes out of a decision: frozen values that the output floor turns into words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from destcompare.decision.person import Person
from destcompare.expressions.types import Type
from destcompare.records import Record
from destcompare.rulebook.model import (
    Ban,
    Consistency,
    DatedPrice,
    Entry,
    Price,
    Provenance,
    Requirement,
    Rulebook,
    Scheme,
    Value,
)

Status = Literal["eligible", "reachable", "unknown", "banned", "ineligible", "closed"]
STATUSES: tuple[Status, ...] = ("eligible", "reachable", "unknown", "banned", "ineligible", "closed")
"""In the order in which they are shown; what decides between them is in `decide`."""
WITHIN_REACH: tuple[Status, ...] = ("eligible", "reachable")
"""What the person may do, now or after a change of their own; only these are ranked."""


class Range(Record):
    """A sum as the rules know it: low, typical, high; all three are one when it is exact."""

    low: float
    typical: float
    high: float


class Figure(Record):
    """A figure that a sentence shows, and where it comes from; both are `None` where the rules hold none for the day."""

    value: Value | Range | None
    type: Type
    provenance: Provenance | None


Figures = Mapping[str, Figure]


class CheckedRequirement(Record):
    """A requirement, its value (`None` is unknown), and the answers that the value rests on."""

    requirement: Requirement
    value: bool | None
    facts: tuple[str, ...]
    figures: Figures


class RunningBan(Record):
    """A ban that holds on the date asked about; `until` is the first day it is lifted, `None` when there is none."""

    ban: Ban
    since: date
    until: date | None
    facts: tuple[str, ...]
    figures: Figures


class ChangeNeeded(Record):
    """One answer that would have to become `to`; days and US dollars where the rules know them.

    The fact `as_of` stands for waiting until a day.
    """

    fact: str
    to: Value
    days: int | None
    cost_usd: float | None


class Impossible(Record):
    """Why no changes lead there: each of these requirements alone, or all of them `together`, which exclude one another."""

    requirements: tuple[Requirement, ...]
    together: bool


class EntryTerm(Record):
    """How the person may enter a destination on the date."""

    destination: str
    entry: Entry


class Counted(Record):
    """A price that enters the sums, under the name by which formulas call it: in US dollars a month, once, or as a share."""

    name: str
    price: Price
    dated: DatedPrice
    low: float
    typical: float
    high: float


Triple = tuple[float | None, float | None, float | None]
"""Low, typical, high; `None` is not known, or never."""


class Money(Record):
    """What is left of the pay: each sum of the rules by its name, in US dollars, and what it rests on.

    `unknown` are the items without which the sums are not known, `not_counted` those that cost something no price tells.
    """

    sums: Mapping[str, Triple]
    basis: Literal["offered", "wage", "pay_floor", "minimum_wage"] | None
    unknown: tuple[str, ...]
    not_counted: tuple[str, ...]
    counted: tuple[Counted, ...]


class Worth(Record):
    """What an option is worth by one criterion, from 0 to 1; the measure it came from, or the grade."""

    low: float
    typical: float
    high: float
    measure: Triple | None
    grade: str | None


class Standing(Record):
    """How an option stands among the others: points from 0 to 100, by criterion and in all.

    What is not ranked has the range of its points alone. `first_share` and `rank_interval` tell how firm a place is.
    """

    worths: Mapping[str, Worth]
    contributions: Mapping[str, float]
    score: float | None
    score_range: tuple[float, float]
    first_share: float | None = None
    rank_interval: tuple[int, int] | None = None


class Option(Record):
    """One scheme for this person on this date."""

    scheme: Scheme
    status: Status
    rank: int | None
    until: date | None
    asks: tuple[str, ...]
    requirements: tuple[CheckedRequirement, ...]
    bans: tuple[RunningBan, ...]
    changes: tuple[ChangeNeeded, ...]
    warnings: tuple[str, ...]
    money: Money | None = None
    standing: Standing | None = None


class Weighing(Record):
    """By what the options were weighed: the priority, each criterion's part of the whole, the shock that was supposed.

    `leaders` is the first option under each priority; `alike` are the first two when the figures cannot tell them apart.
    """

    priority: str
    weights: Mapping[str, float]
    shock: str | None
    leaders: Mapping[str, str]
    alike: tuple[str, str] | None


class Decision(Record):
    """Every scheme for one person on one date, by one rulebook; the answers that do not fit together; `weighing` once it has
    been weighed.
    """

    rulebook: Rulebook
    person: Person
    as_of: date
    entry: tuple[EntryTerm, ...]
    options: tuple[Option, ...]
    misfits: tuple[Consistency, ...] = ()
    weighing: Weighing | None = None
