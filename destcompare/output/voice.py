"""How the program speaks in one language: its own sentences, those of the rules with their figures, and their sources."""

from __future__ import annotations

from destcompare.decision.particulars import NotedRisk, NotedStep
from destcompare.decision.result import EntryTerm, Figures, Option, RunningBan
from destcompare.language import Language
from destcompare.output.sums import price_sum
from destcompare.output.words import ACCESS_WORDS, COUNTED_WORDS, SOURCE_WORDS, doubt, filled, say
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Provenance, Rulebook, Statement

# the sentences of a step speak to the person, or say that the employer does it
WHO_WORDS = {
    "operator": N_("the operator or agency"),
    "home": N_("an office at home"),
    "destination": N_("an office there"),
    "doctor": N_("a doctor"),
}


class Voice:
    """One language, with the sentences and sources of one rulebook."""

    def __init__(self, language: Language, rulebook: Rulebook) -> None:
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

    def way(self, option: Option) -> str:
        """An option by its country and title."""
        return f"{self.language.country(option.scheme.destination)}: {self.language.text(option.scheme.title)}"

    def ban(self, countries: str, item: RunningBan, *, why: bool = True) -> str:
        """A ban that runs: where, until when, and why unless that is to stay between us."""
        if item.until is None:
            end = self.text(N_("{country}: entry ban without a set end."), country=countries)
        else:
            end = self.text(
                N_("{country}: entry ban until {day}. On that day it is lifted."), country=countries, day=item.until
            )
        return f"{end} {self.filled(item.ban.text, item.figures)}." if why else end

    def danger(self, noted: NotedRisk) -> str:
        """A danger and what to do now."""
        return f"{self.told(noted.risk, noted.figures)} {self.filled(noted.risk.advice, noted.figures)}"

    def entry(self, term: EntryTerm) -> str:
        """How one enters, for how long, and whether that is sure."""
        limits = [self.text(COUNTED_WORDS[limit.counted], days=limit.days) for limit in term.entry.limits]
        unsure = doubt(self.language, term.entry.provenance)
        parts = [self.text(ACCESS_WORDS[term.entry.access]), *limits, *([unsure] if unsure else [])]
        return f"{'; '.join(parts)}."

    def step(self, noted: NotedStep) -> str:
        """One thing to do: by whom, how long, for how much."""
        beside = [self.text(WHO_WORDS[noted.step.who])] if noted.step.who in WHO_WORDS else []
        if noted.days is not None:
            beside.append(self.text(N_("days, about: {days}"), days=noted.days))
        if noted.cost is not None:
            beside.append(self.text(N_("cost: {sum}"), sum=price_sum(self.language, noted.cost)))
        text = self.told(noted.step, noted.figures)
        return " – ".join([text, *(["; ".join(beside)] if beside else [])])

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
