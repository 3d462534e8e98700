"""The shared terminal: no key opens a way out, and nothing of one person is there for the next."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from destcompare.language import all_languages
from tests.interview.terminals import Typist

CLEARED = "\x1b[2J\x1b[3J\x1b[H"
OTHER_SCREEN, OWN_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
LANGUAGES = [language.own_name for language in all_languages()]
CHOICE = LANGUAGES[-2]
"""Shows that the choice of language is on the screen: no other screen has it."""
ENGLISH = f"{LANGUAGES.index('English') + 1}\r"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Typist]:
    terminal = Typist(
        tmp_path, "interview", "--kiosk", "--quiet", "5", "--leave", "evening star", "--to", "KR", "--lang", "en"
    )
    yield terminal
    terminal.close()


def begin(kiosk: Typist) -> str:
    """The choice of language, whole."""
    return kiosk.wait_for(CHOICE)


def test_every_language_is_offered_by_its_own_name_on_a_screen_of_its_own(kiosk: Typist) -> None:
    shown = begin(kiosk)
    assert shown.startswith(OTHER_SCREEN)
    assert all(name in shown for name in LANGUAGES)
    kiosk.type("4\r" if LANGUAGES[3] == "Oʻzbekcha" else f"{LANGUAGES.index('Oʻzbekcha') + 1}\r")
    assert "Oʻzbekiston" in kiosk.wait_for("Javobingiz:")


def test_nothing_of_a_person_is_left_for_the_next_nor_on_disk(kiosk: Typist, tmp_path: Path) -> None:
    begin(kiosk)
    files = set(tmp_path.rglob("*"))
    kiosk.type(ENGLISH)
    kiosk.wait_for("Your answer:")
    kiosk.type("3\r")
    kiosk.wait_for("Question 2")
    kiosk.type("*\r")
    kiosk.wait_for("Go on with the question")
    kiosk.type("4\r")
    assert "Citizenship: Kyrgyzstan" in kiosk.wait_for("Enter:")
    for _ in range(40):
        kiosk.type("\r")
        shown = kiosk.wait_for("Enter:", CHOICE)
        if CHOICE in shown:
            break
    left = len(kiosk.screen) - len(shown)
    kiosk.type(ENGLISH)
    kiosk.wait_for("Your answer:")
    kiosk.type("1\r")
    kiosk.wait_for("Question 2")
    kiosk.type("*\r")
    kiosk.wait_for("Go on with the question")
    kiosk.type("2\r")
    kiosk.wait_for("Citizenship: Uzbekistan")
    assert "Citizenship: Kyrgyzstan" not in kiosk.screen[left:]
    assert CLEARED in shown
    assert {path for path in tmp_path.rglob("*") if path not in files} == set()


def test_after_a_quiet_time_it_begins_anew(kiosk: Typist) -> None:
    begin(kiosk)
    kiosk.type(ENGLISH)
    kiosk.wait_for("Your answer:")
    kiosk.type("3\r")
    kiosk.wait_for("Question 2")
    shown = kiosk.wait_for(CHOICE, seconds=60)
    assert CLEARED in shown


def test_no_key_stops_it_or_opens_a_way_out(kiosk: Typist) -> None:
    begin(kiosk)
    kiosk.type("\x03\x1a\x1c\x04\x11\x13\x1b\x1b[A\x1b[24~\x1bOP!/bin/sh\r\x03")
    for number in (signal.SIGINT, signal.SIGTSTP, signal.SIGQUIT):
        kiosk.send(number)
    kiosk.wait_for(CHOICE)
    assert kiosk.runs()
    kiosk.type("\x7f" * 40 + ENGLISH)
    kiosk.wait_for("Your answer:")
    kiosk.type("\x03\x1a\x1c!sh\r")
    assert "Please type one of the numbers" in kiosk.wait_for("Please type one of the numbers")
    assert kiosk.runs()


def test_staff_leave_by_their_word_which_does_not_show(kiosk: Typist) -> None:
    begin(kiosk)
    kiosk.type("evening star\r")
    rest = kiosk.rest()
    assert kiosk.code == 0
    assert "star" not in rest
    assert rest.endswith(OWN_SCREEN)


def test_ending_the_process_gives_the_terminal_back_empty(kiosk: Typist) -> None:
    begin(kiosk)
    kiosk.send(signal.SIGTERM)
    rest = kiosk.rest()
    assert kiosk.code == 0
    assert rest.endswith(CLEARED + OWN_SCREEN)
