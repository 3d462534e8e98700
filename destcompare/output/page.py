"""Lines on a console: wrapped, with a hanging indent behind their sign."""

from __future__ import annotations

from rich.console import Console

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
        lead = words(" " * indent + (f"{sign} " if sign else ""), style)
        body = words(text, "" if sign else style)
        width = max(self.console.width - lead.cell_len, 1)
        for line in body.wrap(self.console, width, overflow="fold"):
            line.rstrip()
            self.console.print(lead + line, soft_wrap=True)
            lead = words(" " * lead.cell_len)

    def space(self) -> None:
        """An empty line."""
        self.console.print()

    def heading(self, text: str) -> None:
        """A heading with a rule across the screen."""
        self.console.rule(words(text, style="bold"), align="left")
