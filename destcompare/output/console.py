"""A rich console for people: no markup of its own, and no line broken within a number or before a unit."""

from __future__ import annotations

from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from destcompare.language.terminal import readable

_NBSP = "\u00a0"
_HELD = "\ue000"
"""Stands for a no-break space while rich wraps lines, because rich breaks at every white space."""


class _Restoring:
    """A text stream that writes the no-break spaces again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.replace(_HELD, _NBSP))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def make_console(stream: TextIO) -> Console:
    """A console on a stream, as wide as it is now. `NO_COLOR`, `TERM` and pipes are rich's own business."""
    console = Console(file=_Restoring(stream), highlight=False, markup=False, emoji=False)  # type: ignore[arg-type]  # stands for the stream
    console.size = console.size  # else it is looked up again for each line
    return console


def words(console: Console, text: str, style: str = "") -> Text:
    """Text in letters that the console has, whose no-break spaces hold."""
    return Text(_HELD.join(readable(part, console.encoding) for part in text.split(_NBSP)), style=style)
