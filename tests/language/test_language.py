"""Numbers, days, lists and names in each language's own form; catalogues; the choice of a language."""

from __future__ import annotations

import gettext
import io
from datetime import date
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from destcompare.language import Language, load_language
from destcompare.language.catalogue import load_catalogue
from destcompare.language.choice import available_languages, choose_language
from destcompare.language.po import compile_po
from destcompare.problems import BadInput
from tests.conftest import LANGUAGES

NBSP = "\u00a0"
DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("language", "long", "short", "month"),
    [
        ("ru", f"5{NBSP}марта 2026{NBSP}г.", "05.03.2026", "март 2026"),
        ("uz", "2026-yil 5-mart", "05.03.2026", "2026-yil mart"),
        ("uz-Cyrl", "2026-йил 5-март", "05.03.2026", "2026-йил март"),
        ("tg", "5 марти соли 2026", "05.03.2026", "марти соли 2026"),
        ("ky", "2026-жылдын 5-марты", "05.03.2026", "2026-жыл, март"),
        ("en", "5 March 2026", "2026-03-05", "March 2026"),
    ],
)
def test_days_stand_as_the_style_guide_has_them(language: str, long: str, short: str, month: str) -> None:
    words = load_language(language)
    assert (words.date(DAY), words.short_date(DAY), words.month(DAY)) == (long, short, month)


@pytest.mark.parametrize("language", ["ru", "uz", "tg", "ky"])
def test_numbers_and_money_have_no_break_spaces_and_a_comma(language: str) -> None:
    words = load_language(language)
    assert words.number(1234567.5) == f"1{NBSP}234{NBSP}567,5"
    assert words.number(-1500) == f"-1{NBSP}500"
    assert words.number(250) == "250"
    assert words.number(11.1) == "11,1"
    assert words.money(250000, "UZS") == f"250{NBSP}000{NBSP}UZS"
    assert words.percent(12) == (f"12{NBSP}%" if language == "ru" else "12%")


@given(st.integers(-(10**12), 10**12))
def test_a_number_can_be_read_back(value: int) -> None:
    assert int(load_language("ky").number(value).replace(NBSP, "")) == value


@pytest.mark.parametrize(
    ("language", "joined", "either"),
    [
        ("ru", "a, b и c", "a, b или c"),
        ("uz", "a, b va c", "a, b yoki c"),
        ("tg", "a, b ва c", "a, b ё c"),
        ("ky", "a, b жана c", "a, b же c"),
    ],
)
def test_lists_are_joined_as_the_language_does(language: str, joined: str, either: str) -> None:
    words = load_language(language)
    assert words.join(["a", "b", "c"]) == joined
    assert words.either(["a", "b", "c"]) == either
    assert (words.join(["a"]), words.join([])) == ("a", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_destination_and_home_has_a_name(language: str, rulebook) -> None:  # type: ignore[no-untyped-def]
    words = load_language(language)
    for code in {*rulebook.destinations, *rulebook.facts["nationality"].among}:
        assert words.country(code) != code
    assert words.country("ZZ") == "ZZ"


def test_a_translation_with_wrong_placeholders_falls_back_to_english() -> None:
    content = polib.POFile()
    content.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    content.append(polib.POEntry(msgid="Until {day}", msgstr="До {days}"))
    broken = gettext.GNUTranslations(io.BytesIO(compile_po(str(content).encode())))
    words = Language("ru", broken, load_language("ru").tables)
    assert words.text("Until {day}", day="x") == "Until x"


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(st.dictionaries(TEXT, TEXT, max_size=8), st.sets(TEXT, max_size=3))
def test_a_compiled_catalogue_gives_back_every_message_but_the_fuzzy(messages: dict[str, str], fuzzy: set[str]) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr in messages.items():
        flags = ["fuzzy"] if msgid in fuzzy else []
        catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
    compiled = gettext.GNUTranslations(io.BytesIO(compile_po(str(catalogue).encode())))
    for msgid, msgstr in messages.items():
        assert compiled.gettext(msgid) == (msgid if msgid in fuzzy else msgstr)


def test_plural_forms_survive_compilation() -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    catalogue.append(
        polib.POEntry(msgid="{count} day", msgid_plural="{count} days", msgstr_plural={0: "күн", 1: "күндөр"})
    )
    compiled = gettext.GNUTranslations(io.BytesIO(compile_po(str(catalogue).encode())))
    assert [compiled.ngettext("{count} day", "{count} days", n) for n in (1, 2)] == ["күн", "күндөр"]


def test_a_changed_catalogue_is_compiled_by_itself_and_a_broken_one_anew(tmp_path: Path) -> None:
    source = tmp_path / "locales" / "xx" / "LC_MESSAGES" / "destcompare.po"
    source.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(header + 'msgid "a"\nmsgstr "б"\n', "utf-8")
    cache = tmp_path / "cache"
    assert load_catalogue(tmp_path / "locales", "xx", cache).gettext("a") == "б"
    (kept,) = cache.iterdir()
    kept.write_bytes(b"broken")
    assert load_catalogue(tmp_path / "locales", "xx", cache).gettext("a") == "б"
    source.write_text(header + 'msgid "a"\nmsgstr "в"\n', "utf-8")
    assert load_catalogue(tmp_path / "locales", "xx", cache).gettext("a") == "в"
    assert load_catalogue(tmp_path / "locales", "yy", cache).gettext("a") == "a"


def test_the_languages_are_those_of_the_folders() -> None:
    assert set(available_languages()) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("option", "environ", "chosen"),
    [
        ("KY", {}, "ky"),
        ("uz_cyrl", {}, "uz-Cyrl"),
        (None, {"DESTCOMPARE_LANG": "tg", "LANG": "uz_UZ.UTF-8"}, "tg"),
        (None, {"LC_ALL": "ky_KG.UTF-8", "LANG": "uz_UZ.UTF-8"}, "ky"),
        (None, {"LANG": "uz_UZ.UTF-8@cyrillic"}, "uz-Cyrl"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "C"}, "ru"),
        (None, {"LANG": "de_DE.UTF-8"}, "ru"),
        (None, {}, "ru"),
    ],
)
def test_the_language_is_chosen_in_order(option: str | None, environ: dict[str, str], chosen: str) -> None:
    assert choose_language(option, environ, available_languages()) == chosen


@pytest.mark.parametrize(("option", "environ"), [("xx", {}), (None, {"DESTCOMPARE_LANG": "xx"}), ("", {})])
def test_an_unknown_wish_is_bad_input(option: str | None, environ: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        choose_language(option, environ, available_languages())
