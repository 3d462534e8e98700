"""Mistakes in a condition: what, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


@dataclass(frozen=True, slots=True)
class ExpressionFault:
    """A mistake in a condition; line, column and length are in characters, from 1."""

    code: str
    sentence: str
    line: int
    column: int
    length: int = 1
    values: dict[str, object] = field(default_factory=dict)


class ExpressionError(Exception):
    """The text is no condition; `faults` tells every reason that was found."""

    def __init__(self, faults: list[ExpressionFault]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)


class FaultList:
    """Faults of one text, each put at its place."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.faults: list[ExpressionFault] = []

    def note(self, code: str, sentence: str, line: int, column: int, length: int = 1, **values: object) -> None:
        """Note a fault at a line and column."""
        self.faults.append(ExpressionFault(code, sentence, line, column, length, values))

    def at(self, node: ast.expr, code: str, sentence: str, **values: object) -> None:
        """Note a fault at a node of Python's syntax tree."""
        line, column = self._place(node.lineno, node.col_offset)
        end_line, end = self._place(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset + 1)
        self.note(code, sentence, line, column, max(1, end - column) if end_line == line else 1, **values)

    def _place(self, line: int, offset: int) -> tuple[int, int]:
        """Line and column in characters: Python counts bytes, and one bracket was put before the text."""
        text = ("(" if line == 1 else "") + self.lines[line - 1] if line <= len(self.lines) else ""
        column = len(text.encode()[:offset].decode("utf-8", "ignore")) + 1
        return line, column - 1 if line == 1 else column

    def unknown(
        self, node: ast.expr, code: str, plain: str, with_nearest: str, given: str, known: Iterable[str]
    ) -> None:
        """Note a name that does not exist, with the nearest one that does."""
        nearest = difflib.get_close_matches(given, list(known), 1)
        if nearest:
            self.at(node, code, with_nearest, name=given, nearest=nearest[0])
        else:
            self.at(node, code, plain, name=given)
