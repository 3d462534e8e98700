"""Values as words: what is said of a change, a figure, a warning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from destcompare.decision.result import STATUSES, Decision
from destcompare.language import load_language
from destcompare.output.words import STATUS_WORDS, change_text, value_text, warning_text
from destcompare.rulebook.model import Rulebook
from tests.conftest import LANGUAGES, option_of

ENGLISH = load_language("en")


def test_every_status_has_words_of_its_own_in_every_language() -> None:
    assert set(STATUS_WORDS) == set(STATUSES)
    for code in LANGUAGES:
        language = load_language(code)
        assert len({language.text(sentence) for sentence in STATUS_WORDS.values()}) == len(STATUSES)


def test_a_change_names_only_what_is_new(decided: Callable[..., Decision]) -> None:
    decision = decided(
        nationality="KG", age=24, job_offers=["GB"], gb_worked_months=0, criminal_record="none", trouble_in=[]
    )
    (change,) = option_of(decision, "kr/e8").changes
    assert change_text(ENGLISH, decision, change) == "Needed: Job offers – South Korea."


def test_a_change_tells_its_days_and_waiting_its_day(decided: Callable[..., Decision]) -> None:
    decision = decided(
        nationality="TJ", age=24, russian_level="none", job_offers=["GB"], gb_worked_months=0, criminal_record="none",
        health_conditions=[], trouble_in=[],
    )  # fmt: skip
    (course,) = option_of(decision, "ru/patent").changes
    assert change_text(ENGLISH, decision, course) == "Needed: Russian language – A1. Days it takes, about: 33."
    (season,) = option_of(decision, "gb/seasonal-poultry").changes
    assert change_text(ENGLISH, decision, season) == "Wait until 2 July 2027."


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        ("savings_usd", 900, "900 USD"),
        ("age", 30, "30"),
        ("ru_deported", False, "no"),
        ("job_offers", frozenset({"KR", "GB"}), "United Kingdom and South Korea"),
        ("job_offers", frozenset(), "none"),
        ("sector", "agriculture", "agriculture"),
        ("nationality", None, "not known"),
    ],
)
def test_values_are_shown_as_people_say_them(rulebook: Rulebook, fact: str, value: object, shown: str) -> None:
    text = value_text(ENGLISH, rulebook, value, rulebook.facts[fact].type)  # type: ignore[arg-type]
    assert text.replace("\u00a0", " ") == shown


def test_every_warning_is_a_sentence_about_something_named(decided: Callable[..., Decision]) -> None:
    decision = decided(nationality="UZ", age=30)
    for option in decision.options:
        for warning in option.warnings:
            assert "/" not in warning_text(ENGLISH, decision, warning).replace("E-9/", ""), warning
