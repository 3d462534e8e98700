"""What stands on the screen of a question."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from destcompare.interview.screens import Screens
from destcompare.language import load_language
from destcompare.output.page import Page
from destcompare.rulebook.model import Rulebook

LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")


def shown(rulebook: Rulebook, fact: str, language: str) -> str:
    stream = io.StringIO()
    page = Page(Console(file=stream, width=200, highlight=False, markup=False), load_language(language), rulebook)
    Screens(page, rulebook).question(rulebook.facts[fact], 1, 5)
    return stream.getvalue()


@pytest.mark.parametrize("language", ["en", "ru", "uz", "uz-Cyrl", "tg", "ky"])
def test_a_level_of_a_language_is_told_in_plain_words_beside_its_code(rulebook: Rulebook, language: str) -> None:
    lines = [line.strip() for line in shown(rulebook, "korean_level", language).splitlines()]
    choices = [line for line in lines if line[:1].isdigit() and " – " in line]
    assert len(choices) == len(LEVELS)
    meanings = [choice.partition(" – ")[2] for choice in choices]
    assert all(len(meaning.split()) > 1 for meaning in meanings)
    assert len(set(meanings)) == len(LEVELS)
    if language != "en":
        assert not set(meanings) & set(rulebook.meanings["level"].values())


def test_choices_that_everybody_knows_have_no_explanation(rulebook: Rulebook) -> None:
    assert " – " not in shown(rulebook, "sex", "en")
