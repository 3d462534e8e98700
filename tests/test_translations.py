"""Every message is there, in step and well written, in every language."""

from __future__ import annotations

import gettext
import re
import shutil
from pathlib import Path

import pytest

from destcompare.language.catalogue import load_catalogue
from destcompare.rulebook.model import Rulebook, Statement
from destcompare.upkeep import messages
from destcompare.upkeep.lookup import everything
from destcompare.upkeep.translations import findings
from destcompare.upkeep.wording import load_wordlists
from destcompare.upkeep.writing import load_writing
from tests.conftest import ROOT


def test_the_catalogues_are_in_step_with_program_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["--check"], ROOT) == 0, capsys.readouterr().out


def test_no_translation_needs_mending() -> None:
    assert [str(finding) for finding in findings(ROOT / "locales")] == []


def test_all_four_languages_have_all_messages() -> None:
    wanted = set(messages.gather(ROOT))
    assert set(messages.catalogues(ROOT)) == {"uz", "tg", "ky", "ru"}
    for language in ("uz", "tg", "ky", "ru"):
        catalogue = load_catalogue(ROOT / "locales", language)
        assert isinstance(catalogue, gettext.GNUTranslations)
        assert wanted <= set(catalogue._catalog)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ru", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 25: 2, 111: 2}),
        ("uz", {1: 0, 2: 1, 5: 1}),
        ("ky", {1: 0, 2: 1, 5: 1}),
        ("tg", {1: 0, 2: 0, 5: 0}),
    ],
)
def test_plural_forms_follow_the_language(language: str, forms: dict[int, int]) -> None:
    writing = load_writing(ROOT / "locales", language)
    assert writing is not None
    rule = writing.plural.partition("plural=")[2].rstrip(";")
    choose = gettext.c2py(rule)  # type: ignore[attr-defined]
    assert {count: choose(count) for count in forms} == forms


def test_an_article_is_named_without_words_of_one_language(rulebook: Rulebook) -> None:
    words = re.compile(r"\b(article|section|paragraph|law|act|decree|directive|since|and|of)s?\b", re.IGNORECASE)
    stated = [thing for _, thing in everything(rulebook) if isinstance(thing, Statement)]
    assert [item.id for item in stated if item.clause and words.search(item.clause)] == []


def test_one_changed_english_sentence_names_four_stale_translations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("destcompare", "rules", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    rules = tmp_path / "rules" / "kr" / "e9.toml"
    sentence = "The EPS-TOPIK test of Korean is passed"
    rules.write_text(rules.read_text("utf-8").replace(sentence, f"{sentence} not long ago"), "utf-8")
    assert messages.main(["--check"], tmp_path) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if ": stale: " in line]
    assert [line.split("/")[1] for line in told] == ["ky", "ru", "tg", "uz"]
    for line in told:
        file, number = line.split(":")[:2]
        entry = (tmp_path / file).read_text("utf-8").splitlines()[int(number) - 1 :]
        assert f'msgid "{sentence}"' in entry[:4]
        assert f"(was: {sentence})" in line


def test_every_text_with_a_narrow_place_is_a_message() -> None:
    assert set(load_wordlists(ROOT / "locales").limits) - set(messages.gather(ROOT)) == set()
