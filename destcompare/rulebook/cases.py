"""The shape of rule cases, and of the paper whose statements are kept as cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from destcompare.rulebook.schema import CountryCode, Scalar, Shape


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
