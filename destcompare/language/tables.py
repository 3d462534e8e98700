"""The locale tables of a language: own name, numbers, dates, lists, names of countries, languages, currencies.

They stand in `locales/LANG/tables.toml` because CLDR is thin or wrong for some of the languages.
"""

from __future__ import annotations

from pathlib import Path

import tomli

from destcompare.records import Record


class Tables(Record):
    """One language's forms. Patterns are filled with `str.format`."""

    own_name: str
    decimal: str
    group: str
    percent: str
    date: str
    short_date: str
    month: str
    months_in_dates: tuple[str, ...]
    months: tuple[str, ...]
    and_: str
    or_: str
    countries: dict[str, str]
    languages: dict[str, str]
    currencies: dict[str, str]
    falls_back: str = ""
    """The language that speaks where this one, still under way, has no translation yet."""


def load_tables(locales: Path, language: str) -> Tables:
    """The tables of a language."""
    data = tomli.loads((locales / language / "tables.toml").read_text("utf-8"))
    dates, lists, number = data["date"], data["list"], data["number"]
    return Tables(
        own_name=data["own_name"],
        decimal=number["decimal"],
        group=number["group"],
        percent=number["percent"],
        date=dates["long"],
        short_date=dates["short"],
        month=dates["month"],
        months_in_dates=tuple(dates["months_in_dates"]),
        months=tuple(dates["months"]),
        and_=lists["and"],
        or_=lists["or"],
        countries=data["country"],
        languages=data["language"],
        currencies=data["currency"],
        falls_back=data.get("falls_back", ""),
    )
