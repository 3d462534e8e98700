"""The locale tables against CLDR: every difference is here with its reason."""

from __future__ import annotations

import pytest
from babel import Locale

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


@pytest.mark.parametrize(
    ("language", "table"),
    [
        *((language, table) for language in ("ru", "uz", "tg", "ky", "en") for table in ("country", "currency")),
        ("ru", "language"),  # the others write "the Russian language", which CLDR does not
        ("en", "language"),
    ],
)
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
        if cldr is not None and name != cldr.replace("‘", "ʻ").replace("’", "ʼ"):
            differ[code] = (name, cldr)
    named = DIFFERENCES.get((language, table), {})
    assert {code: names for code, names in differ.items() if code not in named} == {}
    assert set(named) - set(differ) == set(), "no longer a difference: take it off the list"


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_months_alone_are_those_of_cldr(language: str) -> None:
    names = Locale.parse(language).months["stand-alone"]["wide"]
    assert [month.lower() for month in load_tables(ROOT / "locales", language).months] == [
        names[n].lower() for n in range(1, 13)
    ]


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
