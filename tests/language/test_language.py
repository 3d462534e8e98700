"""Numbers, days, lists and names in each language's own form; catalogues; the choice of a language."""

from __future__ import annotations

import gettext
import io
import os
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


KYRGYZ = load_language("ky")


@given(st.integers(-(10**12), 10**12))
def test_a_number_can_be_read_back(value: int) -> None:
    assert int(KYRGYZ.number(value).replace(NBSP, "")) == value


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


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def compiled(text: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_po((HEADER + text).encode())))


@pytest.mark.parametrize("broken", ["До {days}", "До {", "До {day.x}", "До {day[a]}", "До {day:d}", "До {}"])
def test_a_translation_with_wrong_placeholders_falls_back_to_english(broken: str) -> None:
    words = Language("ru", compiled(f'msgid "Until {{day}}"\nmsgstr "{broken}"\n'), load_language("ru").tables)
    assert words.text("Until {day}", day="x") == "Until x"


def test_a_sentence_without_translation_stays_english_in_the_other_script() -> None:
    words = Language("uz-Cyrl", gettext.NullTranslations(), load_language("uz").tables)
    assert words.text("Nobody translated {this}", this="x") == "Nobody translated x"
    assert words.plural("{count} day", "{count} days", 2) == "2 days"


@pytest.mark.parametrize(
    ("text", "message", "translation"),
    [
        ('#, fuzzy\n#~ msgid "old"\n#~ msgstr "x"\nmsgid "new"\nmsgstr "y"\n', "new", "y"),
        ('#, fuzzy\n\nmsgid "new"\nmsgstr "y"\n', "new", "new"),
        ('msgid "a\u2028b"\nmsgstr "y"\n', "a\u2028b", "y"),
        ('msgid\t"a"\r\nmsgstr ""\r\n"one "\r\n"two"\r\n', "a", "one two"),
    ],
)
def test_a_catalogue_is_read_as_gettext_reads_it(text: str, message: str, translation: str) -> None:
    assert compiled(text).gettext(message) == translation


def test_a_mark_of_windows_editors_is_no_part_of_a_catalogue() -> None:
    content = b"\xef\xbb\xbf" + (HEADER + 'msgid "a"\nmsgstr "б"\n').encode()
    assert gettext.GNUTranslations(io.BytesIO(compile_po(content))).gettext("a") == "б"


@pytest.mark.parametrize("text", ['msgid "a"\nmsgtsr "b"\n', 'msgid "a\n', "msgid a\n"])
def test_what_is_no_catalogue_is_told_by_its_line(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        compiled(text)


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


def test_a_compiled_catalogue_beside_is_used_while_it_is_sound_and_not_older(tmp_path: Path) -> None:
    folder = tmp_path / "locales" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source, beside = folder / "destcompare.po", folder / "destcompare.mo"
    source.write_text(HEADER + 'msgid "a"\nmsgstr "б"\n', "utf-8")
    beside.write_bytes(compile_po((HEADER + 'msgid "a"\nmsgstr "beside"\n').encode()))

    def shown() -> str:
        return load_catalogue(tmp_path / "locales", "xx", tmp_path / "cache").gettext("a")

    os.utime(source, (1000, 1000))
    assert shown() == "beside"
    os.utime(beside, (500, 500))
    assert shown() == "б"
    beside.write_bytes(b"broken")
    assert shown() == "б"


def test_a_cache_that_cannot_be_written_is_gone_without(tmp_path: Path) -> None:
    folder = tmp_path / "locales" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "destcompare.po").write_text(HEADER + 'msgid "a"\nmsgstr "б"\n', "utf-8")
    cache = tmp_path / "cache"
    cache.write_text("a file where the folder would be")
    assert load_catalogue(tmp_path / "locales", "xx", cache).gettext("a") == "б"


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


def test_a_year_that_ends_with_a_full_stop_does_not_double_that_of_the_sentence() -> None:
    waiting = load_language("ru").text("Wait until {day}.", day=date(2027, 7, 2))
    assert waiting.endswith("г.")
    assert ".." not in waiting
    assert load_language("en").text("{name}. Then rest.", name="Done.") == "Done. Then rest."
