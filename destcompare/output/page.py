"""Lines on a console: wrapped, with a hanging indent behind their sign; and how a source is told."""

from __future__ import annotations

from rich.console import Console

from destcompare.decision.result import Figures, Status
from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.words import SOURCE_WORDS, doubt, filled, say
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Provenance, Rulebook, Statement

SIGNS: dict[Status, str] = {
    "eligible": "✓", "reachable": "→", "unknown": "?", "banned": "!", "ineligible": "✗", "closed": "–",
}  # fmt: skip
STYLES: dict[Status, str] = {
    "eligible": "green", "reachable": "cyan", "unknown": "yellow", "banned": "bold red", "ineligible": "dim", "closed": "dim",
}  # fmt: skip


class Page:
    """A console being written on, in one language, with the sentences and sources of one rulebook."""

    def __init__(self, console: Console, language: Language, rulebook: Rulebook) -> None:
        self.console = console
        self.language = language
        self.rulebook = rulebook

    def text(self, sentence: str, /, **values: object) -> str:
        """A sentence of the program in the language."""
        return say(self.language, Sentence(sentence, **values))

    def filled(self, sentence: str, figures: Figures) -> str:
        """A sentence of the rules in the language, with its figures."""
        return filled(self.language, self.rulebook, sentence, figures)

    def told(self, statement: Statement, figures: Figures) -> str:
        """A sentence of the rules with its figures, and its doubt where there is one."""
        text = self.filled(statement.text, figures)
        unsure = doubt(self.language, statement.provenance, figures)
        return f"{text} ({unsure})" if unsure else text

    def line(self, text: str, indent: int = 0, sign: str = "", style: str = "") -> None:
        """A wrapped line with a hanging indent behind its sign. The sign carries the style, or the text where there is none."""
        lead = words(self.console, " " * indent + (f"{sign} " if sign else ""), style)
        body = words(self.console, text, "" if sign else style)
        width = max(self.console.width - lead.cell_len, 1)
        for line in body.wrap(self.console, width, overflow="fold"):
            line.rstrip()
            self.console.print(lead + line, soft_wrap=True)
            lead = words(self.console, " " * lead.cell_len)

    def space(self) -> None:
        """An empty line."""
        self.console.print()

    def heading(self, text: str) -> None:
        """A heading with a rule across the screen."""
        self.console.rule(words(self.console, text, style="bold"), align="left")

    def why(self, statement: Statement) -> str:
        """The article, where it is known, and the source with the day it was last compared."""
        source = self.source(statement.provenance)
        article = self.text(N_("Article: {clause}."), clause=statement.clause) if statement.clause else ""
        return f"{article} {source}".strip()

    def full_source(self, statement: Statement) -> str:
        """The article, where it is known, and the publication by title and publisher, with the day it was last compared."""
        source, provenance = self.rulebook.sources[statement.provenance.source], statement.provenance
        article = self.text(N_("Article: {clause}."), clause=statement.clause) if statement.clause else ""
        told = self.text(
            N_("Source: {title} – {publisher} ({kind}, checked {day}): {address}"),
            title=source.title,
            publisher=source.publisher,
            kind=SOURCE_WORDS[source.kind],
            day=self.language.short_date(provenance.checked),
            address=source.url,
        )
        return f"{article} {told}".strip()

    def source(self, provenance: Provenance) -> str:
        """What kind of source it is, when it was last compared, where it stands."""
        source = self.rulebook.sources[provenance.source]
        return self.text(
            N_("Source ({kind}, checked {day}): {address}"),
            kind=SOURCE_WORDS[source.kind],
            day=self.language.short_date(provenance.checked),
            address=source.url,
        )
