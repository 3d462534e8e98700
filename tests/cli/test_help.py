"""Help as people meet it: with nothing but a language, and on terminals that lack letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.mark.parametrize("group", [(), ("rules",)])
@pytest.mark.parametrize("language", ["tg", "uz-Cyrl"])
def test_nothing_but_a_language_shows_the_help_in_it(cli: Run, group: tuple[str, ...], language: str) -> None:
    ran = cli(*group, "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == cli(*group, "--help", "--lang", language).out
    assert ran.out == cli(*group, DESTCOMPARE_LANG=language).out


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "cp1251"])
@pytest.mark.parametrize("language", ["uz", "tg", "ky", "ru"])
@pytest.mark.parametrize("command", [("compare",), ("rules", "diff")], ids=" ".join)
def test_help_keeps_to_the_letters_and_the_width_of_an_old_terminal(
    cli: Run, command: tuple[str, ...], language: str, encoding: str
) -> None:
    ran = cli(*command, "--help", "--lang", language, PYTHONIOENCODING=encoding)
    assert (ran.code, ran.err) == (0, "")
    assert "?" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
