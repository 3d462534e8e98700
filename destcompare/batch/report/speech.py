"""How a report speaks: counts that may be told, shares, sums, and the names that rules give to ways and requirements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from destcompare.batch.report.privacy import LEAST, is_small
from destcompare.batch.report.requirements import figures_of
from destcompare.batch.report.sheet import Cell, cell
from destcompare.decision.statements import figures_in
from destcompare.language import Language
from destcompare.output.page import SIGNS
from destcompare.output.voice import Voice
from destcompare.output.words import label_of
from destcompare.rulebook.model import Rulebook, holds

NONE = "–"
_HUNDRED = 100
_CURRENCY = "USD"


class Speech(Voice):
    """One language with the sentences of one rulebook on one day, for a caseload of some size."""

    few, left_out, nbsp = f"<{LEAST}", "…", "\u00a0"
    now, after = SIGNS["eligible"], SIGNS["reachable"]

    def __init__(self, language: Language, rulebook: Rulebook, day: date, size: int) -> None:
        super().__init__(language, rulebook)
        self.day, self.size = day, size

    def count(self, people: int) -> str:
        """A number of people, or that they are few."""
        return self.few if is_small(people) else self.language.number(people)

    def percent(self, part: float, whole: float) -> str:
        """A share, to one decimal where it is small."""
        share = _HUNDRED * part / whole
        return self.language.percent(round(share, 1 if share < 10 else 0))

    def share(self, people: int, of: int) -> Cell:
        """A number of people and their share."""
        if not people:
            return cell(NONE)
        if is_small(people) or is_small(of):
            return cell(self.count(people))
        return cell(f"{self.count(people)} ({self.percent(people, of)})", bar=(people / of,))

    def money(self, dollars: float) -> str:
        """A sum of many people, to three figures: no more of it is known."""
        places = len(str(int(abs(dollars)))) - 3
        return self.language.money(round(dollars, -places) if places > 0 else round(dollars), _CURRENCY)

    def country(self, code: str) -> str:
        """The name of a country."""
        return self.language.country(code)

    def countries(self, codes: Iterable[str]) -> str:
        """Names of countries in a row."""
        return ", ".join(map(self.country, codes))

    def label(self, fact: str, word: str) -> str:
        """The word of an answer."""
        choice = self.rulebook.facts[fact].type.choice
        label = self.rulebook.labels.get(choice.name, {}).get(word) if choice else None
        return self.language.text(label) if label else word

    def fact(self, fact: str) -> str:
        """The short name of a fact."""
        return label_of(self.language, self.rulebook.facts[fact])

    def scheme(self, scheme_id: str) -> str:
        """A scheme by its country and title; its id where these rules do not have it."""
        scheme = self.rulebook.scheme(scheme_id)
        if scheme is None:
            return scheme_id
        return f"{self.country(scheme.destination)}: {self.language.text(scheme.title)}"

    def requirement(self, scheme_id: str, short_id: str) -> str:
        """The sentence of a requirement with the figures of the day; its id where these rules do not have it."""
        scheme = self.rulebook.scheme(scheme_id)
        wanted = f"{scheme_id}/{short_id}"
        rules = [rule for rule in scheme.requirements if rule.id == wanted] if scheme else []
        if scheme is None or not rules:
            return short_id
        rule = next((rule for rule in rules if holds(rule.in_force, self.day)), rules[-1])
        return self.filled(rule.text, figures_in(rule.text, figures_of(scheme, self.rulebook), self.day))
