"""The locale tables against CLDR: every difference is here with its reason."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from destcompare.language import load_language
from destcompare.language.tables import load_tables
from tests.conftest import ROOT

GLOSSARY = "as the glossary has it"
INSIDE = "small letter: the name stands inside a sentence"
LETTER = "CLDR has a letter that the alphabet does not have, or lacks one"
BOTH = "glossary: both names are in use"
DIFFERENCES = {
    ("ru", "country"): {"KG": "glossary: Кыргызстан, never Киргизия", "KR": GLOSSARY, "US": "what people say"},
    ("ru", "currency"): {"KGS": GLOSSARY, "TMT": "not new any more: the manat of 2009"},
    ("ru", "language"): {"ky": "glossary: кыргызский, never киргизский"},
    ("tg", "language"): {"de": BOTH, "pl": BOTH},
    ("uz", "currency"): {"UZS": GLOSSARY, "KGS": GLOSSARY, "EUR": INSIDE},
    ("ky", "country"): {"US": "CLDR says only United States"},
    ("ky", "currency"): {
        "UZS": GLOSSARY, "KGS": GLOSSARY, "TJS": GLOSSARY, "RUB": GLOSSARY, "EUR": INSIDE,
        "JPY": "small letter; the adjective, as in the glossary's жапон тили",
    },
    ("tg", "country"): {
        "GB": "glossary: Tajik media say Британияи Кабир", "PL": BOTH, "DE": BOTH, "JP": BOTH,
        "CZ": "glossary: short name", "US": "CLDR says only United States",
    },
    ("tg", "currency"): {
        "UZS": LETTER, "TJS": GLOSSARY, "KGS": GLOSSARY, "USD": GLOSSARY, "RUB": GLOSSARY, "PLN": LETTER, "KZT": LETTER,
        "EUR": INSIDE, "GBP": "small letter; the izofat is written", "JPY": INSIDE, "KRW": INSIDE, "TRY": INSIDE,
    },
    ("en", "currency"): dict.fromkeys(("KGS", "UZS", "TJS", "RUB", "USD"), GLOSSARY),
}  # fmt: skip


SPEAKING = {"uz": "{} tili", "tg": "забони {}", "ky": "{} тили"}
"""CLDR names a language by what one speaks, "in Russian"; these say "the Russian language", which fits every sentence."""


@pytest.mark.parametrize("table", ["country", "currency", "language"])
@pytest.mark.parametrize("language", ["ru", "uz", "tg", "ky", "en"])
def test_names_are_those_of_cldr_but_for_named_differences(language: str, table: str) -> None:
    tables, locale = load_tables(ROOT / "locales", language), Locale.parse(language)
    own, theirs = {
        "country": (tables.countries, locale.territories),
        "currency": (tables.currencies, locale.currencies),
        "language": (tables.languages, locale.languages),
    }[table]
    differ = {}
    for code, name in own.items():
        cldr = theirs.get(code)
        if table == "language" and cldr is not None and language in SPEAKING:
            cldr = SPEAKING[language].format(re.sub("(cha|ч[аеоө])$", "", cldr))
        if cldr is not None and name != cldr.replace("‘", "ʻ").replace("’", "ʼ"):
            differ[code] = (name, cldr)
    named = DIFFERENCES.get((language, table), {})
    assert {code: names for code, names in differ.items() if code not in named} == {}
    assert set(named) - set(differ) == set(), "no longer a difference: take it off the list"


GUIDE = "the style guide has the form of spoken and school language"
YEAR = "four digits: two could be a day or a month"
COMMA = "no comma before the last, as in all the other languages"
FORMS = {
    "ru": {"month alone": "style guide: a month in a heading has no г."},
    "uz": {"date": GUIDE, "month alone": GUIDE, "short date": YEAR},
    "tg": {
        "date": "CLDR has no izofat, a zero and a capital letter", "month alone": "CLDR has no izofat",
        "short date": YEAR, "list": "CLDR has no word before the last", "choice": "no comma before ё",
    },
    "ky": {"date": "CLDR shortens -жылдын and leaves the month without its ending", "month alone": GUIDE, "short date": YEAR},
    "en": {
        "date": "the day stands first, as in all the other languages", "short date": "ISO 8601: day and month cannot be mixed up",
        "list": COMMA, "choice": COMMA,
    },
}  # fmt: skip
"""Forms that differ from CLDR, and why."""


@pytest.mark.parametrize("language", FORMS)
def test_dates_lists_and_numbers_are_those_of_cldr_but_for_named_differences(language: str) -> None:
    words, day, items = load_language(language), date(2026, 3, 5), ["a", "b", "c"]
    forms = {
        "date": (words.date(day), format_date(day, "long", locale=language)),
        "month alone": (words.month(day), format_skeleton("yMMMM", day, locale=language)),
        "short date": (words.short_date(day), format_date(day, "short", locale=language)),
        "list": (words.join(items), format_list(items, locale=language)),
        "list of two": (words.join(items[:2]), format_list(items[:2], locale=language)),
        "choice": (words.either(items), format_list(items, style="or", locale=language)),
        "number": (words.number(1234567.5), format_decimal(1234567.5, locale=language)),
        "negative number": (words.number(-1500), format_decimal(-1500, locale=language)),
        "percent": (words.percent(12), format_percent(0.12, locale=language)),
    }
    differ = {form: pair for form, pair in forms.items() if _spaced(pair[0]) != _spaced(pair[1])}
    assert {form: pair for form, pair in differ.items() if form not in FORMS[language]} == {}
    assert set(FORMS[language]) - set(differ) == set(), "no longer a difference: take it off the list"


def _spaced(text: str) -> str:
    """CLDR breaks a line where it likes; here a day stays with its month."""
    return re.sub("[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize("language", FORMS)
def test_months_are_those_of_cldr_in_small_letters(language: str) -> None:
    tables, months = load_tables(ROOT / "locales", language), Locale.parse(language).months
    alone = [months["stand-alone"]["wide"][number] for number in range(1, 13)]
    within = [months["format"]["wide"][number] for number in range(1, 13)]
    if language != "en":  # the style guide: no capitals for months
        alone, within = [name.lower() for name in alone], [name.lower() for name in within]
    assert list(tables.months) == alone
    if language == "ky":  # a day is "5-марты": the month has its ending, which CLDR leaves out
        assert [name[: len(month) - 1] for name, month in zip(tables.months_in_dates, within, strict=True)] == [
            month[:-1] for month in within
        ]
    else:
        assert list(tables.months_in_dates) == within


@pytest.mark.parametrize("language", FORMS)
def test_a_language_calls_itself_as_cldr_has_it(language: str) -> None:
    own = Locale.parse(language).get_display_name(language)
    assert own is not None
    wanted = own.replace("‘", "ʻ")
    assert load_language(language).own_name.lower().removesuffix("cha") == wanted.lower().removesuffix("cha")


@pytest.mark.parametrize(
    ("language", "foreign"), [("tg", "цщыьЦЩЫЬў"), ("uz", "'’‘öğşçабвг"), ("ru", "ңөүғқҳ"), ("ky", "ғқҳҷӣӯ")]
)
def test_tables_keep_to_the_alphabet(language: str, foreign: str) -> None:
    text = (ROOT / "locales" / language / "tables.toml").read_text("utf-8")
    lines = [line.partition("=")[2] for line in text.splitlines() if not line.startswith("#")]
    assert not set("".join(lines)) & set(foreign)


@pytest.mark.parametrize("table", ["countries", "languages", "currencies"])
def test_every_language_names_the_same_things(table: str) -> None:
    codes = {
        language: set(getattr(load_tables(ROOT / "locales", language), table)) for language in ("uz", "tg", "ky", "ru")
    }
    wanted = set(getattr(load_tables(ROOT / "locales", "en"), table))
    assert codes == dict.fromkeys(codes, wanted)
