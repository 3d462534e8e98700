"""TOML as it is written: tables, pairs and values with every comment, to be laid out anew without losing a word.

The text is already known to be TOML, so this walks it with few checks. What it cannot hold apart it refuses, and the file
stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_PLAIN = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[^,\[\]{}\s#]+(?: \d\d:[^,\]}\s#]+)?',
    re.DOTALL,
)
_COMMENT = re.compile(r"#[^\n]*")


class LayoutError(ValueError):
    """Something that this reader cannot hold apart."""


@dataclass
class Plain:
    """Text, a number, a day, true or false: as it is written."""

    text: str


@dataclass
class Inline:
    """A table within braces."""

    pairs: list[tuple[str, Value]]


@dataclass
class Row:
    """One line of a list: values that stand together, and the comment behind them. Without values a line of comment."""

    values: list[Value] = field(default_factory=list)
    comment: str = ""


@dataclass
class Listed:
    """A list, in the lines in which its author broke it."""

    rows: list[Row]
    broken: bool

    @property
    def values(self) -> list[Value]:
        """All values in their order."""
        return [value for row in self.rows for value in row.values]

    @property
    def commented(self) -> bool:
        """Whether a comment stands in it."""
        return any(row.comment for row in self.rows)


Value = Plain | Inline | Listed


@dataclass
class Pair:
    """A key with its value, the comments above it and the one behind it."""

    key: str
    value: Value
    above: list[str]
    behind: str = ""


@dataclass
class Table:
    """A table: the lines above its header (comments, and blank ones as empty text), the header, its pairs."""

    above: list[str]
    header: str = ""
    behind: str = ""
    pairs: list[Pair] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first word of the header; nothing for the keys that stand before all headers."""
        return re.split(r"[.\]]", self.header.strip("["))[0]


@dataclass
class Document:
    """A whole file; the first table has no header, `end` are the lines after the last pair."""

    tables: list[Table]
    end: list[str]


def read(text: str) -> Document:
    """The document. Raises `LayoutError`."""
    return _Reader(text).document()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def document(self) -> Document:
        tables = [Table([])]
        lines: list[str] = []
        while self.place < len(self.text):
            self._space()
            if self._at("\n"):
                lines.append("")
                self.place += 1
            elif self._at("#"):
                lines.append(self._comment())
                self._line_end()
            elif self._at("["):
                tables.append(Table(lines, self._header(), self._behind()))
                lines = []
            else:
                if not tables[-1].header and not tables[-1].pairs:
                    tables[-1].above, lines = _split(lines)
                pair = Pair(self._key(), self._value_after_sign(), [line for line in lines if line], self._behind())
                tables[-1].pairs.append(pair)
                lines = []
        return Document(tables, lines)

    def _header(self) -> str:
        marks = 2 if self.text.startswith("[[", self.place) else 1
        self.place += marks
        key = self._key()
        if not self.text.startswith("]" * marks, self.place):
            raise LayoutError(self.text[self.place : self.place + 20])
        self.place += marks
        return "[" * marks + key + "]" * marks

    def _key(self) -> str:
        words = []
        while True:
            self._space()
            words.append(self._match(_KEY))
            self._space()
            if not self._at("."):
                return ".".join(words)
            self.place += 1

    def _value_after_sign(self) -> Value:
        self._expect("=")
        self._space()
        return self._value()

    def _value(self) -> Value:
        if self._at("{"):
            return self._inline()
        return self._listed() if self._at("[") else Plain(self._match(_PLAIN))

    def _inline(self) -> Inline:
        self.place += 1
        pairs: list[tuple[str, Value]] = []
        while True:
            self._space()
            if self._at("}"):
                self.place += 1
                return Inline(pairs)
            if self._at(","):
                self.place += 1
                continue
            key = self._key()
            pairs.append((key, self._value_after_sign()))

    def _listed(self) -> Listed:
        self.place += 1
        rows = [Row()]
        while True:
            self._space()
            if self._at("]"):
                self.place += 1
                return Listed([row for row in rows if row.values or row.comment], len(rows) > 1)
            if self._at("#"):
                rows[-1].comment = self._comment()
            elif self._at("\n"):
                self.place += 1
                rows.append(Row())
            elif self._at(","):
                self.place += 1
            else:
                rows[-1].values.append(self._value())

    def _behind(self) -> str:
        """The comment behind something, to the end of the line."""
        self._space()
        comment = self._comment() if self._at("#") else ""
        self._line_end()
        return comment

    def _comment(self) -> str:
        return self._match(_COMMENT).rstrip()

    def _line_end(self) -> None:
        if self.place < len(self.text):
            self._expect("\n")

    def _space(self) -> None:
        found = _SPACE.match(self.text, self.place)
        self.place = found.end() if found else self.place

    def _at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.place)

    def _expect(self, mark: str) -> None:
        if not self._at(mark):
            raise LayoutError(self.text[self.place : self.place + 20])
        self.place += len(mark)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.place)
        if found is None:
            raise LayoutError(self.text[self.place : self.place + 20])
        self.place = found.end()
        return found.group()


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above the first pair: what speaks of the whole file, up to the last blank line, and what of the pair."""
    blank = max((index for index, line in enumerate(lines) if not line), default=-1)
    return lines[: blank + 1], lines[blank + 1 :]
