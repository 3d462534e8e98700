"""`interview` as a person meets it: in a terminal, in every language, with nothing left behind."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from destcompare.decision.answers import example_of, question_of
from destcompare.interview.replies import options_of
from destcompare.interview.screens import YOUR_ANSWER
from destcompare.language import load_language
from destcompare.output.words import say
from destcompare.rulebook.model import Fact, Rulebook
from tests.conftest import Ran
from tests.interview.terminals import Typist

PERSON = {
    "nationality": "UZ",
    "age": "30",
    "education": "secondary",
    "job_offers": "none",
    "eps_topik_passed": "false",
    "ethnic_korean": "false",
    "criminal_record": "none",
    "health_conditions": "none",
    "trouble_in": "none",
    "savings_usd": "900",
    "experience_years": "3",
    "offered_wage_usd": "0",
    "kr_trade_certificate": "false",
    "kr_worked_months": "0",
}


def typed(fact: Fact, word: str, rulebook: Rulebook) -> str:
    if fact.type.kind == "number":
        return word
    if fact.type.kind in ("set", "date"):
        return "0"
    shown = [str(option).lower() if fact.type.kind == "flag" else option for option in options_of(fact, rulebook)]
    return str(shown.index(word) + 1)


def joined(text: str) -> str:
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())


@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru"])
def test_an_interview_ends_in_the_same_result_as_compare(
    cli: Callable[..., Ran], rulebook: Rulebook, tmp_path: Path, language: str
) -> None:
    words = load_language(language)
    questions = {joined(say(words, question_of(fact))): fact for fact in rulebook.facts.values()}
    prompt = words.text(YOUR_ANSWER)
    person = Typist(tmp_path, "interview", "--to", "KR", "--lang", language, "--as-of", "2026-11-25")
    asked: list[str] = []
    heading = words.text("This is information, not a promise. Officials decide.")
    try:
        while True:
            shown = person.wait_for(prompt, heading)
            if heading in shown:
                break
            screen = joined(shown)
            fact = max(
                (fact for text, fact in questions.items() if text in screen), key=lambda fact: len(fact.question)
            )
            asked.append(f"{fact.id}={PERSON.get(fact.id, example_of(fact))}")
            person.type(typed(fact, asked[-1].partition("=")[2], rulebook) + "\n")
        person.rest()
    finally:
        person.close()
    assert person.code == 0
    compared = cli("compare", *asked, "--to", "KR", "--lang", language, "--as-of", "2026-11-25", NO_COLOR="1").out
    assert joined(person.screen).endswith(joined(compared))


def test_a_pipe_a_wrong_reply_and_the_end_of_input_are_no_trouble(cli: Callable[..., Ran], tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    ran = cli("interview", "--to", "RU", "--lang", "en", stdin=b"17\nUZ\n\xff\n1\n", cwd=tmp_path, TERM="dumb")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.count("Please type one of the numbers from 1 to 5.") == 3
    assert "Citizenship: Uzbekistan" in ran.out
    assert "\x1b" not in ran.out
    assert set(tmp_path.rglob("*")) == before


def test_answers_are_saved_only_when_asked_for_and_read_back(cli: Callable[..., Ran], tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    ran = cli("interview", "--to", "RU", "--lang", "en", "--brief", "--save", str(file), stdin=b"2\n?\n" + b"-\n" * 9)
    assert ran.code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert 'nationality = "TJ"' in file.read_text()
    assert len(file.read_text().splitlines()) == 8
    assert [path.name for path in tmp_path.iterdir()] == ["person.toml"]
    again = cli("interview", "--to", "RU", "--lang", "en", "--from", str(file), stdin=b"")
    assert "Citizenship: Tajikistan" in again.out
    assert cli("compare", "--from", str(file)).code == 0


def test_a_file_that_cannot_be_written_is_told_before_the_first_question(
    cli: Callable[..., Ran], tmp_path: Path
) -> None:
    ran = cli("interview", "--save", str(tmp_path / "no" / "person.toml"), "--lang", "en", stdin=b"1\n")
    assert ran.code == 3
    assert re.fullmatch(r"The file .* cannot be written\.\n", ran.err)
    assert ran.out == ""


def test_options_that_do_not_fit_are_refused(cli: Callable[..., Ran]) -> None:
    assert cli("interview", "--kiosk", "--lang", "en").code == 2
    assert cli("interview", "--quiet", "soon", "--lang", "en", "--kiosk").code == 2
    assert cli("interview", "--to", "XX", "--lang", "en").code == 2
