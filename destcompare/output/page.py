"""Lines on a console: wrapped, with a hanging indent behind their sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from destcompare.decision.result import Status
from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.voice import Voice
from destcompare.rulebook.model import Rulebook

SIGNS: dict[Status, str] = {
    "eligible": "✓", "reachable": "→", "unknown": "?", "banned": "!", "ineligible": "✗", "closed": "–",
}  # fmt: skip
STYLES: dict[Status, str] = {
    "eligible": "green", "reachable": "cyan", "unknown": "yellow", "banned": "bold red", "ineligible": "dim", "closed": "dim",
}  # fmt: skip


class Page(Voice):
    """A console being written on, in one language, with the sentences and sources of one rulebook."""

    def __init__(self, console: Console, language: Language, rulebook: Rulebook) -> None:
        super().__init__(language, rulebook)
        self.console = console

    def line(self, text: str, indent: int = 0, sign: str = "", style: str = "") -> None:
        """A wrapped line with a hanging indent behind its sign. The sign carries the style, or the text where there is none."""
        lead = words(self.console, " " * indent + (f"{sign} " if sign else ""), style)
        self.rows([(lead, words(self.console, text, "" if sign else style))], [lead.cell_len])

    def rows(self, rows: Iterable[Sequence[Text]], widths: Sequence[int], gap: int = 0) -> None:
        """Cells side by side, each wrapped in its column; the last column takes what is left of the screen.

        `gap` is the space after every other column, counted in its width.
        """
        room = [width - gap for width in widths] + [self.console.width - sum(widths)]
        block = Text()
        for cells in rows:
            columns = [self._wrapped(cell, max(width, 1)) for cell, width in zip(cells, room, strict=True)]
            for pieces in zip_longest(*columns, fillvalue=""):
                blank = 0
                for cell, piece, width in zip(cells, pieces, (*widths, 0), strict=True):
                    if piece:
                        block.append(" " * blank + piece, cell.style)
                        blank = -cell_len(piece)
                    blank += width
                block.append("\n")
        self.console.print(block, end="", soft_wrap=True)

    def _wrapped(self, cell: Text, width: int) -> list[str]:
        if cell.cell_len <= width and "\n" not in cell.plain:
            return [cell.plain]
        return [piece.plain.rstrip() for piece in cell.wrap(self.console, width, overflow="fold")]

    def space(self) -> None:
        """An empty line."""
        self.console.print()

    def heading(self, text: str) -> None:
        """A heading with a rule across the screen."""
        self.console.rule(words(self.console, text, style="bold"), align="left")
