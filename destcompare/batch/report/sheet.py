"""What a report says, in words of one language and in no form yet: sections with sentences and tables."""

from __future__ import annotations

from destcompare.records import Record


class Cell(Record):
    """Words of a table, one line or more, and the shares of a whole that a bar may draw beside them."""

    lines: tuple[str, ...]
    bar: tuple[float, ...] = ()


class Table(Record):
    """Heads and rows; the first column names the row, and as many as `words` columns hold words rather than numbers."""

    caption: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1


class Section(Record):
    """A heading, sentences, tables, and what is to be known of them."""

    heading: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


class Sheet(Record):
    """The whole report."""

    language: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    close: tuple[str, ...]


def cell(*lines: str, bar: tuple[float, ...] = ()) -> Cell:
    """A cell of these lines."""
    return Cell(lines, bar)
