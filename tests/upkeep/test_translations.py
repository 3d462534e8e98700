"""What the translation checks find, one mistake at a time."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from destcompare.upkeep.spelling import NoDictionary, speller
from destcompare.upkeep.translations import findings
from destcompare.upkeep.writing import Writing, load_writing
from tests.conftest import ROOT

TERMS = '[term.employer]\nru = ["работодател"]\ntg = ["корфармо"]\n'


def writing_of(language: str) -> Writing:
    writing = load_writing(ROOT / "locales", language)
    assert writing is not None
    return writing


def lay_out(tmp_path: Path, language: str) -> Path:
    """An empty folder of the language with its tables, but for the dictionary; the path for its catalogue."""
    folder = tmp_path / "locales" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    tables = (ROOT / "locales" / language / "tables.toml").read_text("utf-8")
    (folder.parent / "tables.toml").write_text(tables.replace("\ndictionary", "\n# dictionary"), "utf-8")
    (tmp_path / "locales" / "terms.toml").write_text(TERMS, "utf-8")
    return folder / "destcompare.po"


def check(
    tmp_path: Path, language: str, msgid: str, msgstr: str, flags: tuple[str, ...] = (), plural: str | None = None
) -> list[str]:
    catalogue = polib.POFile()
    rule = plural or writing_of(language).plural
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": rule}
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=list(flags)))
    catalogue.save(str(lay_out(tmp_path, language)))
    found = findings(tmp_path / "locales")
    assert all(
        finding.file == f"locales/{language}/LC_MESSAGES/destcompare.po" and finding.line > 0 for finding in found
    )
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr", "code"),
    [
        ("ru", "Work", "", "missing"),
        ("ru", "Work", "Work", "untranslated"),
        ("ru", "Until {day}", "До", "placeholders"),
        ("ru", "Until {day}", "До {days}", "placeholders"),
        ("ru", "Work", "Работа!", "exclamation"),
        ("ru", "Work", "Жұмыс", "alphabet"),
        ("ru", "Work", "Pабота", "alphabet"),
        ("ru", "Kyrgyzstan", "Киргизия", "forbidden"),
        ("ru", "The employer", "Начальник", "term"),
        ("ru", "Count", "и\u0306", "not-nfc"),
        ("tg", "Poland", "Польша", "alphabet"),
        ("tg", "Visa", "Виза", "forbidden"),
        ("tg", "{name} came", "{name}-ро", "glued"),
        ("ky", "Russia", "Орусия", "forbidden"),
        ("ky", "Week", "Ҳафта", "alphabet"),
        ("uz", "Word", "so'z", "apostrophe"),
        ("uz", "Word", "so‘z", "apostrophe"),
        ("uz", "Work", "иш", "alphabet"),
        ("uz", "Word", "söz", "alphabet"),
    ],
)
def test_a_mistake_is_found(tmp_path: Path, language: str, msgid: str, msgstr: str, code: str) -> None:
    assert code in check(tmp_path, language, msgid, msgstr)


def test_a_fuzzy_message_is_found(tmp_path: Path) -> None:
    assert check(tmp_path, "ru", "Work", "Работа", flags=("fuzzy",)) == ["fuzzy"]


def test_a_wrong_plural_header_is_found(tmp_path: Path) -> None:
    assert check(tmp_path, "ru", "Work", "Работа", plural="nplurals=2; plural=(n != 1);") == ["plural-header"]


def test_too_few_plural_forms_are_found(tmp_path: Path) -> None:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": writing_of("ru").plural}
    forms = {0: "{count} день", 1: "{count} дня"}
    catalogue.append(polib.POEntry(msgid="{count} day", msgid_plural="{count} days", msgstr_plural=forms))
    catalogue.save(str(lay_out(tmp_path, "ru")))
    assert [finding.code for finding in findings(tmp_path / "locales")] == ["plural-forms"]


@pytest.mark.parametrize(
    ("language", "msgid", "msgstr"),
    [
        ("uz", "E-9 visa in {country}", "{country}: E-9 vizasi, maʼlumot yoʻq"),
        ("tg", "The employer pays {sum}", "Корфармо {sum} медиҳад: EPS-TOPIK"),
        ("ky", "A1", "A1"),
        ("ru", "See rules/README.md or {help}", "Смотрите rules/README.md или {help}"),
    ],
)
def test_a_good_translation_passes(tmp_path: Path, language: str, msgid: str, msgstr: str) -> None:
    assert check(tmp_path, language, msgid, msgstr) == []


def test_a_text_too_long_for_its_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "limits.toml").write_text('[[limit]]\nletters = 6\nmessages = ["Usage:"]\n')
    assert check(tmp_path, "ru", "Usage:", "Использование:") == ["too-long"]


def test_a_language_under_way_may_lack_messages_but_none_may_be_wrong(tmp_path: Path) -> None:
    assert check(tmp_path / "whole", "ru", "Work", "") == ["missing"]
    tables = lay_out(tmp_path / "new", "ru").parent.parent / "tables.toml"
    tables.write_text('falls_back = "uz"\n' + tables.read_text("utf-8"), "utf-8")
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": writing_of("ru").plural}
    catalogue.append(polib.POEntry(msgid="Work", msgstr=""))
    catalogue.append(polib.POEntry(msgid="Day", msgstr="День!"))
    catalogue.save(str(tables.parent / "LC_MESSAGES" / "destcompare.po"))
    assert [finding.code for finding in findings(tmp_path / "new" / "locales")] == ["exclamation"]


def test_a_language_that_does_not_say_how_it_is_written_is_found(tmp_path: Path) -> None:
    tables = lay_out(tmp_path, "ru").parent.parent / "tables.toml"
    tables.write_text('own_name = "Русский"\n', "utf-8")
    (tables.parent / "LC_MESSAGES" / "destcompare.po").write_text('msgid ""\nmsgstr ""\n')
    assert [str(found).partition(":")[0] for found in findings(tmp_path / "locales")] == ["locales/ru/tables.toml"]


def test_spelling_is_looked_up_where_there_is_a_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx_XX.aff").write_text("SET UTF-8\n")
    (tmp_path / "xx_XX.dic").write_text("1\nработа\n", "utf-8")
    monkeypatch.setattr("destcompare.upkeep.spelling._FOLDERS", (tmp_path,))
    spelt_well = speller("xx_XX", ["Алматы"])
    assert [word for word in ("работа", "рабта", "Алматы") if not spelt_well(word)] == ["рабта"]


def test_spelling_that_cannot_be_looked_up_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("destcompare.upkeep.spelling._FOLDERS", (tmp_path,))
    with pytest.raises(NoDictionary, match="apt install hunspell-ru"):
        speller("ru_RU", [])
    told: list[str] = []
    catalogue = lay_out(tmp_path, "ru")
    catalogue.write_text('msgid ""\nmsgstr ""\n')
    tables = catalogue.parent.parent / "tables.toml"
    tables.write_text(tables.read_text("utf-8").replace("# dictionary", "dictionary"), "utf-8")
    findings(tmp_path / "locales", told.append)
    assert len(told) == 1
    assert "locales/ru: spelling not checked" in told[0]
