"""The shape of every rule file, as pydantic models; `rules/README.md` is the same for people.

Only read when the rulebook is built from its files, never on a warm start.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
"""The id of a fact, parameter, choice: a name in conditions."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""The id of a requirement, ban, risk, source."""

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Sentence = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]+$", min_length=1)]
"""English, ASCII, whole: the message id of its translations."""

Expression = Annotated[str, StringConstraints(min_length=1)]
Confidence = Literal["high", "medium", "low"]
Scalar = bool | int | float | str | date


class Shape(BaseModel):
    """What all parts of a rule file have in common: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PeriodShape(Shape):
    """A time with open ends, both days included."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="until")


class SourcedShape(Shape):
    """Where something comes from and when someone last compared it."""

    source: str
    checked: date
    confidence: Confidence | None = None
    disputed: list[str] = []
    note: str | None = None


class StatedShape(SourcedShape):
    """A sentence of the law, in force at some time."""

    id: Slug
    text: Sentence
    clause: str | None = None
    in_force: list[PeriodShape] = []


class ToldShape(StatedShape):
    """A sentence that decides nothing, and whom it concerns."""

    when: Expression | None = None


# --- sources.toml ----------------------------------------------------------------------------------------------------


class SourceShape(Shape):
    """One publication."""

    title: str
    publisher: str
    url: str
    published: date | None = Field(default=None, alias="date")
    kind: Literal["law", "official", "paper", "press", "ngo", "blog"]
    confidence: Confidence
    note: str | None = None


class StalenessShape(Shape):
    """After how many days a figure is due for another look."""

    after_days: Annotated[int, Field(gt=0)]


class SourcesFile(Shape):
    """`sources.toml`."""

    staleness: StalenessShape
    source: dict[Slug, SourceShape]


# --- facts.toml ------------------------------------------------------------------------------------------------------


class ChoiceShape(Shape):
    """The words an answer may take; `labels` says them to people, or the locale tables do when only `words` stand.

    `meanings` says in plain words what a label means; they stand beside it where one chooses.
    """

    ordered: bool = False
    words: list[str] = []
    labels: dict[str, Sentence] = {}
    meanings: dict[str, Sentence] = {}


class ChangeShape(Shape):
    """How an answer can change in time: `days` and `cost_usd` are per step or unit."""

    direction: Literal["rises", "falls", "grows", "gains"]
    days: int | dict[str, int] | None = None
    cost_usd: float | int | None = None
    source: str | None = None
    note: str | None = None


class ImplicationShape(Shape):
    """An answer that another answer already gives."""

    when: Expression
    value: Scalar


class FactShape(Shape):
    """One thing that can be known of a person."""

    type: str
    unit: str = ""
    integer: bool = False
    min: float | int | None = None
    max: float | int | None = None
    past: bool = False
    among: list[str] = []
    sensitive: bool = False
    label: Sentence
    question: Sentence
    why: Sentence
    example: str = ""
    change: ChangeShape | None = None
    implied_by: list[ImplicationShape] = []


class FactsFile(Shape):
    """`facts.toml`."""

    choice: dict[Word, ChoiceShape]
    fact: dict[Word, FactShape]
    each_destination: dict[Word, FactShape] = {}


# --- parameters ------------------------------------------------------------------------------------------------------


class DatedValueShape(SourcedShape):
    """A figure from a day on, until the next one or its own `until`."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")
    value: Scalar | list[str]


class ParameterShape(Shape):
    """A named figure with its history."""

    unit: str
    values: Annotated[list[DatedValueShape], Field(min_length=1)]


# --- destinations ----------------------------------------------------------------------------------------------------


class LimitShape(Shape):
    """How long one may stay and how the days are counted."""

    days: Annotated[int, Field(gt=0)]
    counted: Literal["per_visit", "calendar_year", "rolling_180", "none"]


class EntryShape(SourcedShape):
    """How citizens of some countries may enter, from a day on."""

    nationalities: Annotated[list[CountryCode], Field(min_length=1)]
    access: Literal["visa_free", "eta", "e_visa", "visa_on_arrival", "visa_required"]
    limits: list[LimitShape] = []
    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")


class BanShape(StatedShape):
    """A bar on entering: when it applies, from which day, until which day, by the law of which day."""

    when: Expression
    starts: Expression
    ends: Expression | None = None
    law_of: Expression | None = None


class RiskShape(ToldShape):
    """A danger, whom it concerns, and what to do."""

    level: Literal["high", "medium", "low"]
    advice: Sentence


class InfoShape(SourcedShape):
    """Good to know; decides nothing."""

    topic: Literal["stay", "renewal", "return", "family", "job_change", "pay", "cost", "places"]
    text: Sentence
    clause: str | None = None
    in_force: list[PeriodShape] = []
    when: Expression | None = None


class ContactShape(ToldShape):
    """Whom to call or write to; `text` says who it is."""

    kind: Literal["state", "consulate", "hotline", "centre", "union", "ngo"]
    phone: str | None = None
    url: str | None = None


class TripleShape(SourcedShape):
    """A sum from a day on: low, typical and high; an exact one has only `typical`."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")
    low: float | int | None = None
    typical: float | int
    high: float | int | None = None


PriceItem = Literal[
    "wage", "minimum_wage", "hours", "tax", "permit", "visa", "test", "insurance", "medical", "papers", "travel",
    "return", "housing", "food", "living", "deduction", "deposit", "fine", "transfer", "training", "bonus",
]  # fmt: skip


class PriceShape(Shape):
    """What something costs or brings, with its history; `place` says where, when it is not the whole country.

    It may cover other items, which then cost nothing more; an advance is taken off the tax; what is paid a year ahead is needed
    before the first wage.
    """

    item: PriceItem
    unit: str
    sector: str | None = None
    place: Sentence | None = None
    when: Expression | None = None
    covers: list[PriceItem] = []
    advance: bool = False
    ahead: bool = False
    values: Annotated[list[TripleShape], Field(min_length=1)]


class DestinationFile(Shape):
    """`XX/destination.toml`."""

    code: CountryCode
    fact: dict[Word, FactShape] = {}
    parameter: dict[Word, ParameterShape] = {}
    price: dict[Word, PriceShape] = {}
    entry: list[EntryShape] = []
    ban: list[BanShape] = []
    risk: list[RiskShape] = []
    info: list[InfoShape] = []
    contact: list[ContactShape] = []


# --- homes -----------------------------------------------------------------------------------------------------------


class HomeInfoShape(SourcedShape):
    """What the home country does for those who go, or asks of them; `destinations` narrows it to some of them."""

    topic: Literal["support", "loan", "sender", "duty", "training", "remittances"]
    destinations: list[CountryCode] = []
    text: Sentence
    clause: str | None = None
    in_force: list[PeriodShape] = []
    when: Expression | None = None


class ShareShape(SourcedShape):
    """A share in percent, of a time."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")
    share: Annotated[float | int, Field(ge=0, le=100)]


class DependenceShape(Shape):
    """How much hangs on money sent home: a destination's share of it, or without one its share of the economy (GDP)."""

    destination: CountryCode | None = None
    values: Annotated[list[ShareShape], Field(min_length=1)]


class HomeFile(Shape):
    """`homes/xx.toml`."""

    code: CountryCode
    parameter: dict[Word, ParameterShape] = {}
    price: dict[Word, PriceShape] = {}
    info: list[HomeInfoShape] = []
    risk: list[RiskShape] = []
    dependence: list[DependenceShape] = []
    contact: list[ContactShape] = []


# --- schemes ---------------------------------------------------------------------------------------------------------


class RequirementShape(StatedShape):
    """One condition of a scheme."""

    when: Expression


class PlacesShape(SourcedShape):
    """How many places there were or are in a time."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")
    places: Annotated[int, Field(ge=0)]
    applicants: Annotated[int, Field(ge=0)] | None = None


class QuotaShape(Shape):
    """Places for one nationality, or for all together."""

    nationality: CountryCode | None = None
    sector: str | None = None
    values: Annotated[list[PlacesShape], Field(min_length=1)]


class OddsShape(Shape):
    """A share of those who tried and came through, for one nationality or for all together."""

    nationality: CountryCode | None = None
    text: Sentence
    values: Annotated[list[ShareShape], Field(min_length=1)]


class StepShape(ToldShape):
    """One thing to do, in its order: who does it, the parameter with the days it takes, the price it costs."""

    who: Literal["person", "employer", "operator", "home", "destination", "doctor"]
    days: Word | None = None
    cost: Word | None = None


class OpenShape(SourcedShape):
    """A time in which the scheme takes people."""

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="until")


class SchemeFile(Shape):
    """`XX/SCHEME.toml`."""

    id: str
    kind: Literal["work", "study", "kinship"]
    title: Sentence
    about: Sentence
    open: Annotated[list[OpenShape], Field(min_length=1)]
    stay: Expression | None = None
    gap: Expression | None = None
    unpaid: Expression | None = None
    pay_floor: Expression | None = None
    parameter: dict[Word, ParameterShape] = {}
    price: dict[Word, PriceShape] = {}
    requires: list[RequirementShape] = []
    unmodelled: list[ToldShape] = []
    step: list[StepShape] = []
    document: list[ToldShape] = []
    quota: list[QuotaShape] = []
    odds: list[OddsShape] = []
    risk: list[RiskShape] = []
    info: list[InfoShape] = []
