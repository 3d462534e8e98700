"""Answers kept in a file, only where the person asks for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from destcompare.expressions.functions import NO_DAY
from destcompare.problems import N_, Unreadable
from destcompare.rulebook.model import Value


def check(path: Path) -> None:
    """Refuse before the first question what could not be written after the last one. Raises `Unreadable`."""
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        raise Unreadable(N_("The file {file} cannot be written."), file=str(path))


def written(answers: Mapping[str, Value | None]) -> str:
    """The answers as TOML that `--from` reads back."""
    return "".join(f"{name} = {_written(value)}\n" for name, value in answers.items())


def _written(value: Value | None) -> str:
    """A value as TOML has it; `unknown` is an answer too."""
    if value is None:
        return '"unknown"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return '"none"' if value == NO_DAY else value.isoformat()
    if isinstance(value, frozenset):
        return f"[{', '.join(_quoted(word) for word in sorted(value))}]"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(word: str) -> str:
    return f'"{word}"'
