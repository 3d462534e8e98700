"""Uzbek in Cyrillic letters."""

from __future__ import annotations

import re

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.language.tables import load_tables
from destcompare.language.transliteration import to_cyrillic
from tests.conftest import ROOT

UZBEK = ROOT / "locales" / "uz"

WORDS = {
    "Oʻzbekiston": "Ўзбекистон", "oʻzbek": "ўзбек", "gʻalla": "ғалла", "toʻgʻri": "тўғри", "shartnoma": "шартнома",
    "chegara": "чегара", "yoʻl": "йўл", "yoʻq": "йўқ", "Yevropa": "Европа", "yer": "ер", "ish": "иш", "eʼlon": "эълон",
    "maʼlumot": "маълумот", "sanʼat": "санъат", "mamlakat": "мамлакат", "qarz": "қарз", "xavf": "хавф", "hujjat": "ҳужжат",
    "yangi": "янги", "yil": "йил", "yosh": "ёш", "yuz": "юз", "elchixona": "элчихона", "aeroport": "аэропорт",
    "poyezd": "поезд", "sentabr": "сентябрь", "oktabrda": "октябрда", "fevraldagi": "февралдаги",
    "yanvar": "январь", "litsenziya": "лицензия",
    "litsenziyasi": "лицензияси", "deportatsiya": "депортация", "migratsiya": "миграция", "sertifikat": "сертификат",
    "Isʼhoq": "Исҳоқ", "jarima": "жарима", "taqiq": "тақиқ", "kirish": "кириш", "foiz": "фоиз", "viza": "виза",
    "vaʼda": "ваъда", "muddat": "муддат", "choʻl": "чўл", "Shahar": "Шаҳар", "ruxsatnoma": "рухсатнома",
    "pasport": "паспорт", "kvota": "квота", "mavsumiy": "мавсумий", "ekspluatatsiya": "эксплуатация", "ekan": "экан",
    "politsiya": "полиция", "funksiyasi": "функцияси", "kvitansiya": "квитанция", "Fransiya": "Франция", "Gretsiya": "Греция",
    "Shveytsariya": "Швейцария", "Vyetnam": "Вьетнам", "migratsion": "миграцион", "korrupsiya": "коррупция",
    "pensiya": "пенсия", "ketsa": "кетса", "aytsin": "айтсин", "oʻtsangiz": "ўтсангиз", "Musʼhaf": "Мусҳаф",
    "moʻjiza": "мўъжиза", "sirka": "сирка", "albom": "альбом", "Yevroosiyo": "Евроосиё", "diyor": "диёр",
    "AQSHda": "АҚШда", "AQSH": "АҚШ", "YeOII": "ЕОИИ", "OIV": "ОИВ", "OʻZBEK": "ЎЗБЕК", "konsullik": "консуллик",
    "FAYL": "ФАЙЛ", "SOʻZ": "СЎЗ", "NOM=QIYMAT": "НОМ=ҚИЙМАТ", "YYYY-OO-KK": "ЙЙЙЙ-ОО-КК",
}  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), WORDS.items())
def test_a_word_is_written_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    "kept",
    [
        "{day}",
        "E-9",
        "EPS-TOPIK",
        "USD",
        "UZS",
        "https://example.org/a",
        "--all",
        "TOML",
        "age=30",
        "B1",
        "russian_level",
        "rules/README.md",
        "Specified Skilled Worker",
    ],
)
def test_names_and_placeholders_stay(kept: str) -> None:
    assert to_cyrillic(f"soʻm {kept} bor") == f"сўм {kept} бор"


def test_no_word_of_the_shipped_texts_mixes_letters_of_both_alphabets() -> None:
    texts = [entry.msgstr for entry in polib.pofile(str(UZBEK / "LC_MESSAGES" / "destcompare.po"))]
    tables = load_tables(UZBEK.parent, "uz")
    texts += [*tables.countries.values(), *tables.languages.values(), *tables.currencies.values()]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", to_cyrillic(text))}
    assert {
        word for word in words if re.search("[A-Za-z]", word) and re.search("[а-яёўқғҳ]", word, re.IGNORECASE)
    } == set()


@given(st.lists(st.sampled_from(["{a}", "{b_c}", "soʻz", "eʼlon", " ", "12", "GBP"]), max_size=12))
def test_placeholders_are_the_same_before_and_after(parts: list[str]) -> None:
    text = " ".join(parts)
    for name in ("{a}", "{b_c}", "GBP"):
        assert to_cyrillic(text).count(name) == text.count(name)
