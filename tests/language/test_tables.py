"""The locale tables against CLDR: every difference is here with its reason."""

from __future__ import annotations

import pytest
from babel import Locale

from destcompare.language.tables import load_tables
from tests.conftest import ROOT

DIFFERENCES = {
    ("ru", "country"): {"KG": "glossary: Кыргызстан, never Киргизия", "KR": "glossary: Южная Корея is what people say"},
    ("ru", "language"): {"ky": "glossary: кыргызский"},
    ("ru", "currency"): {"KGS": "glossary: кыргызский", "TJS": "glossary: таджикский сомони"},
    ("tg", "country"): {
        "KR": "glossary: Кореяи Ҷанубӣ", "GB": "Tajik media: Британияи Кабир", "PL": "glossary: both names in use",
        "DE": "glossary: both names in use", "JP": "glossary: both names in use", "CZ": "glossary: short name",
        "RU": "glossary: Русия", "UZ": "CLDR has a letter of another alphabet",
    },
    ("tg", "currency"): {
        "UZS": "CLDR has a letter of another alphabet", "TJS": "glossary", "KGS": "glossary", "USD": "glossary",
        "RUB": "glossary",
        "PLN": "CLDR has ш after a letter that Tajik does not have",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "uz", "tg", "ky", "en"])
@pytest.mark.parametrize("table", ["country", "currency"])
def test_names_are_those_of_cldr_but_for_named_differences(language: str, table: str) -> None:
    tables, locale = load_tables(ROOT / "locales", language), Locale.parse(language)
    own = tables.countries if table == "country" else tables.currencies
    theirs = locale.territories if table == "country" else locale.currencies
    differ = set()
    for code, name in own.items():
        cldr = theirs.get(code)
        if cldr is not None and name != cldr.replace("‘", "ʻ").replace("’", "ʼ"):
            differ.add(code)
    allowed = DIFFERENCES.get((language, table), {})
    assert {code: own[code] for code in differ - set(allowed)} == {}


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
