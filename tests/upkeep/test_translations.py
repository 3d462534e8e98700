"""What the translation checks find, one mistake at a time."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from destcompare.upkeep.translations import PLURALS, findings

TERMS = '[employer]\nru = ["работодател"]\ntg = ["корфармо"]\n'


def check(
    tmp_path: Path, language: str, msgid: str, msgstr: str, flags: tuple[str, ...] = (), plural: str | None = None
) -> list[str]:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plural or PLURALS[language]}
    catalogue.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=list(flags)))
    folder = tmp_path / "locales" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "locales" / "terms.toml").write_text(TERMS, "utf-8")
    catalogue.save(str(folder / "destcompare.po"))
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
    folder = tmp_path / "locales" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURALS["ru"]}
    forms = {0: "{count} день", 1: "{count} дня"}
    catalogue.append(polib.POEntry(msgid="{count} day", msgid_plural="{count} days", msgstr_plural=forms))
    catalogue.save(str(folder / "destcompare.po"))
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
