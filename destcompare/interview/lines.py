"""A terminal, a pipe, a screen reader: plain lines one after the other."""

from __future__ import annotations

from typing import TextIO

from destcompare.interview.screens import YOUR_ANSWER, Screens
from destcompare.interview.session import Ended
from destcompare.language import Language
from destcompare.output.console import make_console
from destcompare.output.page import Page
from destcompare.rulebook.model import Rulebook


class Lines:
    """Reads lines from one stream and writes to another."""

    def __init__(self, source: TextIO, target: TextIO) -> None:
        if hasattr(source, "reconfigure"):
            source.reconfigure(errors="replace")  # a wrong letter is a wrong answer, and asked again
        self._source = source
        self._target = target

    def screens(self, language: Language, rulebook: Rulebook) -> Screens:
        """The next lines."""
        page = Page(make_console(self._target), language, rulebook)
        page.space()
        return Screens(page, rulebook)

    def read(self, language: Language) -> str:
        """A line. Raises `Ended` at the end of the stream."""
        self._target.write(f"{language.text(YOUR_ANSWER)} ")
        self._target.flush()
        line = self._source.readline()
        if not line:
            self._target.write("\n")
            raise Ended
        return line
