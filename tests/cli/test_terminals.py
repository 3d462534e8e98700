"""Real processes on all kinds of terminals: narrow, old, dumb, in a pipe, without colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from destcompare.upkeep.writing import load_writing
from tests.conftest import LANGUAGES, ROOT

TJ = ("compare", "nationality=TJ", "age=24", "sex=male", "ru_overstay_days=0")


def shown(home: Path, language: str, *arguments: str, **environ: str) -> bytes:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "80", **environ}
    command = [sys.executable, "-m", "destcompare", *arguments, "--lang", language]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, language: str) -> None:
    for arguments in (TJ, ("explain", "kr/e9", "nationality=UZ", "age=38"), ("rules", "diff", "--help")):
        lines = shown(tmp_path, language, *arguments).decode().splitlines()
        assert [line for line in lines if cell_len(line) > 80 and "http" not in line] == []


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru"])
def test_an_old_code_page_shows_every_letter_or_a_near_one(tmp_path: Path, language: str, encoding: str) -> None:
    out = shown(tmp_path, language, *TJ, PYTHONIOENCODING=encoding).decode(encoding)
    whole = shown(tmp_path, language, *TJ).decode()
    assert out.count("?") == whole.count("?")
    assert len(out.splitlines()) == len(whole.splitlines())


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}])
def test_nothing_but_text_goes_into_a_pipe(tmp_path: Path, environ: dict[str, str]) -> None:
    assert b"\x1b" not in shown(tmp_path, "ky", *TJ, **environ)


@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru"])
def test_every_letter_of_the_alphabet_is_one_cell_wide(language: str) -> None:
    writing = load_writing(ROOT / "locales", language)
    assert writing is not None
    assert {letter for letter in writing.alphabet for case in (letter, letter.upper()) if cell_len(case) != 1} == set()
