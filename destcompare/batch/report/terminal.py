"""The report on a terminal, 80 columns wide or more."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable

from destcompare.batch.report.sheet import Sheet, Table
from destcompare.output.console import words

_GAP = 1


def print_report(sheet: Sheet, console: Console) -> None:
    """Print every section with its tables."""
    console.print(words(console, sheet.title, "bold"))
    for line in sheet.lead:
        console.print(words(console, line))
    for section in sheet.sections:
        console.print()
        console.rule(words(console, section.heading, "bold"), align="left")
        for line in section.lead:
            console.print(words(console, line))
        for table in section.tables:
            _print_table(table, console)
        for line in section.notes:
            console.print(words(console, line, "dim"))
    console.print()
    for line in sheet.close:
        console.print(words(console, line))


def _print_table(table: Table, console: Console) -> None:
    console.print()
    if table.caption:
        console.print(words(console, table.caption, "bold"))
    shown = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", expand=table.words > 1)
    widths = _widths(table, console.width)
    for place, head in enumerate(table.heads):
        wordy = place < table.words
        shown.add_column(
            words(console, "\n".join(head.lines)),
            justify="left" if wordy else "right",
            overflow="fold",
            width=None if wordy else widths[place],
            ratio=1 if wordy and table.words > 1 else None,
        )
    for row in table.rows:
        shown.add_row(*(words(console, "\n".join(item.lines)) for item in row))
    console.print(shown)


def _widths(table: Table, room: int) -> list[int]:
    """How wide the columns of numbers are: as wide as their lines, or as their words where lines leave too little for words."""
    columns = [
        [line for item in column for line in item.lines] for column in zip(table.heads, *table.rows, strict=True)
    ]
    lines = [max(map(cell_len, column)) for column in columns]
    parts = [max(cell_len(part) for line in column for part in line.split(" ")) for column in columns]
    needed = sum(lines[table.words :]) + sum(parts[: table.words]) + _GAP * len(columns)
    return lines if needed <= room else parts
