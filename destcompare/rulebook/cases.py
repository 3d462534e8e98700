"""The shape of what the rules are tested by: rule cases, the paper whose statements are kept as cases, invariants."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from destcompare.rulebook.schema import CountryCode, Expression, Scalar, Sentence, Shape, Slug, Word


class CaseShape(Shape):
    """A test kept as data: a person, a date, what must come out."""

    name: str
    as_of: date
    person: dict[str, bool | int | float | str | date | list[str]] = {}
    expect: dict[str, Literal["closed", "ineligible", "banned", "unknown", "reachable", "eligible"]] = {}
    until: dict[str, date] = {}
    asks: dict[str, list[str]] = {}
    changes: dict[str, list[str]] = {}
    entry: dict[CountryCode, Literal["visa_free", "eta", "e_visa", "visa_on_arrival", "visa_required", "none"]] = {}
    days: dict[CountryCode, int] = {}
    figures: dict[str, Scalar | list[str]] = {}
    places: dict[str, int] = {}


class CasesFile(Shape):
    """`XX/cases.toml`."""

    case: Annotated[list[CaseShape], Field(min_length=1)]


class OutdatedShape(Shape):
    """A statement of a paper that was wrong already, or has changed since."""

    statement: str
    now: str
    since: date | None = None
    source: str
    checked: date
    figures: dict[str, Scalar | list[str]] = {}


class PaperFile(Shape):
    """`paper.toml`: what the paper says that began this, replayed on its day, and what holds no more."""

    paper: str
    case: Annotated[list[CaseShape], Field(min_length=1)]
    outdated: list[OutdatedShape] = []


class NeverEligibleShape(Shape):
    """No scheme of these kinds is eligible for someone of whom the condition is true, or who gave only these answers."""

    id: Slug
    text: Sentence
    kinds: list[Literal["work", "study", "kinship"]] = []
    destinations: list[CountryCode] = []
    when: Expression | None = None
    answered: list[Word] = []


class NeverShorterShape(Shape):
    """More of a fact of each destination never brings a shorter ban; in some only when a condition holds by a day's law."""

    id: Slug
    text: Sentence
    fact: Word
    law_of: Expression = "as_of"
    only_when: dict[CountryCode, Expression] = {}


class InvariantsFile(Shape):
    """`invariants.toml`."""

    never_eligible: list[NeverEligibleShape] = []
    never_shorter: list[NeverShorterShape] = []
