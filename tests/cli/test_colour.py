"""Colour only where a terminal wants it: the same words everywhere."""

from __future__ import annotations

import os
import pty
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORDS = ("compare", "nationality=TJ", "age=24", "--to", "kr", "--lang", "ky")


def in_a_terminal(home: Path, **environ: str) -> str:
    """What the command writes into a terminal of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT), **environ}
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-m", "destcompare", *WORDS], environment)
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # the end, as Linux tells it
            break
        if not piece:
            break
        written += piece
    os.close(terminal)
    _, status = os.waitpid(process, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return written.decode()


def test_a_terminal_has_colour(tmp_path: Path) -> None:
    assert "\x1b[3" in in_a_terminal(tmp_path, TERM="xterm-256color", COLUMNS="80")


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM": "xterm-256color", "NO_COLOR": "1"}], ids=str)
def test_a_terminal_that_wants_no_colour_has_none(tmp_path: Path, environ: dict[str, str]) -> None:
    out = in_a_terminal(tmp_path, COLUMNS="80", **environ)
    assert "▲" in out
    assert not [code for code in ("\x1b[3", "\x1b[9", "\x1b[4", "[0;3") if code in out]
    if environ["TERM"] == "dumb":
        assert "\x1b" not in out
