"""`rules show`: one thing of the rules with its history, clause, source and the day it was last compared; or all there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from destcompare.decision.answers import example_of, question_of
from destcompare.decision.statements import Named, figure_on, figures_in, named
from destcompare.expressions.types import Type
from destcompare.output.page import Page
from destcompare.output.sums import ITEM_WORDS
from destcompare.output.words import ACCESS_WORDS, COUNTED_WORDS, LEVEL_WORDS, SOURCE_WORDS, label_of, say, value_text
from destcompare.problems import N_
from destcompare.rulebook.model import (
    Ban,
    Destination,
    Entry,
    Fact,
    Home,
    Parameter,
    Period,
    Price,
    Provenance,
    Quota,
    Requirement,
    Risk,
    Rulebook,
    Scheme,
    Shock,
    Source,
    Statement,
    Told,
    holds,
)
from destcompare.upkeep.lookup import HOMES, SHOCKS, Thing, everything

CONFIDENCE_WORDS = {
    "high": N_("sure"),
    "medium": N_("fairly sure"),
    "low": N_("not confirmed"),
}


class RuleView:
    """Rules on a page, by the law of a day."""

    def __init__(self, page: Page, day: date) -> None:
        self.page = page
        self.day = day
        self.rulebook: Rulebook = page.rulebook
        self._users: dict[str, list[str]] = {}

    def overview(self) -> None:
        """Every destination with its schemes and bans, every home."""
        for destination in self.rulebook.destinations.values():
            code = destination.code.lower()
            self.page.line(f"{code}  {self.page.language.country(destination.code)}", style="bold")
            for scheme in self.rulebook.schemes:
                if scheme.destination == destination.code:
                    is_open = holds(scheme.open, self.day)
                    sign, style = ("✓", "green") if is_open else ("–", "dim")
                    times = ", ".join(map(self._period, scheme.open))
                    self.page.line(f"{scheme.id}  {self.page.language.text(scheme.title)} ({times})", 2, sign, style)
            if destination.bans:
                self.page.line(" ".join(dict.fromkeys(ban.id for ban in destination.bans)), 2, "!", "red")
        for home in self.rulebook.homes.values():
            self.page.line(f"{HOMES}/{home.code.lower()}  {self.page.language.country(home.code)}", style="bold")
        if self.rulebook.shocks:
            heading = self.page.text(N_("Past shocks"))
            self.page.line(f"{SHOCKS}  {heading}", style="bold")
            self.page.line(" ".join(shock.name for shock in self.rulebook.shocks), 2)
        self.page.space()
        counts = {"facts": len(self.rulebook.facts), "sources": len(self.rulebook.sources)}
        self.page.line(self.page.text(N_("Facts: {facts}. Sources: {sources}."), **counts))
        self.page.line(
            self.page.text(
                N_("One of them with its history and sources: {command}"), command="destcompare rules show ID"
            )
        )

    def show(self, thing: Thing) -> None:
        """One thing, whole."""
        match thing:
            case Scheme():
                self._scheme(thing)
            case Destination():
                self._destination(thing)
            case Home():
                self._home(thing)
            case Parameter() | Price():
                self._history(thing, 0)
            case Shock():
                self._shock(thing, 0)
            case Statement():
                self._statement(thing, self._named_by(thing.id), 0)
            case Source():
                self._source(thing)
            case Fact():
                self._fact(thing)

    def _scheme(self, scheme: Scheme) -> None:
        destination = self.rulebook.destinations[scheme.destination]
        known = self._named_by(scheme.id)
        self.page.line(f"{scheme.id}  {self.page.language.text(scheme.title)}", style="bold")
        self.page.line(self.page.language.text(scheme.about))
        for period, provenance in zip(scheme.open, scheme.open_provenance, strict=True):
            self._dated(self.page.text(N_("Open: {when}"), when=self._period(period)), period, provenance, 2)
        self._group(N_("Requirements"), scheme.requirements, known)
        self._group(N_("Not checked here"), scheme.unmodelled, known)
        self._group(N_("Steps"), scheme.steps, known)
        self._group(N_("Papers"), scheme.documents, known)
        self._histories((*scheme.parameters, *scheme.prices))
        self._quotas(scheme.quotas)
        for odds in scheme.odds:
            self.page.line(self.page.language.text(odds.text), 2)
            for share in odds.values:
                text = f"{self._period(share.period)}: {self.page.language.percent(share.share)}"
                self._dated(text, share.period, share.provenance, 4)
        self._group(N_("Good to know"), scheme.info, known)
        self._group(N_("Dangers"), scheme.risks, known)
        self._entry(destination.entry)
        self._group(N_("Entry bans"), destination.bans, known)

    def _destination(self, destination: Destination) -> None:
        known = self._named_by(destination.code.lower())
        self.page.line(f"{destination.code.lower()}  {self.page.language.country(destination.code)}", style="bold")
        self._entry(destination.entry)
        self._group(N_("Entry bans"), destination.bans, known)
        self._histories((*destination.parameters, *destination.prices))
        self._group(N_("Good to know"), destination.info, known)
        self._group(N_("Dangers"), destination.risks, known)
        self._group(N_("Contacts"), destination.contacts, known)

    def _home(self, home: Home) -> None:
        known = self._named_by(f"{HOMES}/{home.code.lower()}")
        self.page.line(f"{HOMES}/{home.code.lower()}  {self.page.language.country(home.code)}", style="bold")
        self._group(N_("Good to know"), home.info, known)
        self._group(N_("Dangers"), home.risks, known)
        self._histories((*home.parameters, *home.prices))
        for item in home.dependence:
            sent = self.page.text(N_("Share of money sent home"))
            where = f" ({self.page.language.country(item.destination)})" if item.destination else ""
            self.page.line(f"{sent}{where}", 2)
            for share in item.values:
                text = f"{self._period(share.period)}: {self.page.language.percent(share.share)}"
                self._dated(text, share.period, share.provenance, 4)
        self._shocks([shock for shock in self.rulebook.shocks if shock.fall_at(home.code)], home.code)
        self._group(N_("Contacts"), home.contacts, known)

    def _shocks(self, shocks: Sequence[Shock], home: str | None = None) -> None:
        if shocks:
            self.page.line(self.page.text(N_("Past shocks")), style="bold")
        for shock in shocks:
            self._shock(shock, 2, home)

    def _shock(self, shock: Shock, indent: int, home: str | None = None) -> None:
        """A past shock and what it did to one home, or to every home of which that is known."""
        self._statement(shock, {}, indent)
        country = self.page.language.country(shock.destination)
        self.page.line(f"{country}: {self._period(shock.period)}", indent + 4)
        for fall in shock.falls:
            if home in (None, fall.home):
                text = self.page.text(
                    N_("{country}: loss {fall}"),
                    country=self.page.language.country(fall.home),
                    fall=self.page.language.percent(fall.fall),
                )
                self._dated(f"{self._period(fall.period)}: {text}", fall.period, fall.provenance, indent + 4)

    def _group(self, title: str, statements: Iterable[Statement], known: Named) -> None:
        """The statements in force on the day under a heading."""
        shown = [item for item in statements if holds(item.in_force, self.day)]
        if shown:
            self.page.line(self.page.text(title), style="bold")
            for item in shown:
                self._statement(item, known, 2)

    def _statement(self, item: Statement, known: Named, indent: int) -> None:
        text = self.page.filled(item.text, figures_in(item.text, known, self.day))
        if isinstance(item, Risk):
            text = f"{text} {self.page.filled(item.advice, figures_in(item.advice, known, self.day))}"
            text = f"{text} ({self.page.text(LEVEL_WORDS[item.level])})"
        in_force = holds(item.in_force, self.day)
        self.page.line(f"{item.id}: {text}", indent, "▸" if in_force else "–", "" if in_force else "dim")
        if item.in_force:
            when = ", ".join(map(self._period, item.in_force))
            self.page.line(self.page.text(N_("In force: {when}"), when=when), indent + 4)
        if isinstance(item, Requirement | Ban | Told) and item.when is not None:
            self.page.line(item.when.text, indent + 4, style="cyan")
        self.page.line(f"{self.page.why(item)} ({self._certainty(item.provenance)})", indent + 4, style="dim")

    def _histories(self, figures: tuple[Parameter | Price, ...]) -> None:
        if figures:
            self.page.line(self.page.text(N_("Figures")), style="bold")
        for item in figures:
            self._history(item, 2)

    def _history(self, item: Parameter | Price, indent: int) -> None:
        """Every value with its time; the one in force is marked."""
        about = "" if isinstance(item, Parameter) else f"  {self.page.text(ITEM_WORDS[item.item])}"
        place = self.page.language.text(item.place) if isinstance(item, Price) and item.place else ""
        unit = item.type.unit if isinstance(item, Parameter) else item.unit
        self.page.line(f"{item.id}{about} {place} {f'[{unit}]' if unit else ''}".rstrip(), indent)
        for dated in item.values:
            figure = figure_on(item, dated.period.start) if dated.period.start else None
            value = self._value(figure.value, figure.type) if figure else ""
            self._dated(f"{self._period(dated.period)}: {value}", dated.period, dated.provenance, indent + 2)

    def _value(self, value: object, kind: Type) -> str:
        return value_text(self.page.language, self.rulebook, value, kind)  # type: ignore[arg-type]  # what a figure holds

    def _dated(self, text: str, period: Period, provenance: Provenance, indent: int) -> None:
        holds_now = self.day in period
        self.page.line(text, indent, "▸" if holds_now else "·", "green" if holds_now else "dim")
        line = f"{self.page.source(provenance)} ({self._certainty(provenance)})"
        self.page.line(line, indent + 4, style="dim")

    def _quotas(self, quotas: Iterable[Quota]) -> None:
        for quota in quotas:
            which = self.page.language.country(quota.nationality) if quota.nationality else ""
            for places in quota.values:
                text = f"{self._period(places.period)}: {self.page.language.number(places.places)} {which}".rstrip()
                self._dated(self.page.text(N_("Places: {places}"), places=text), places.period, places.provenance, 2)

    def _entry(self, entry: Iterable[Entry]) -> None:
        self.page.line(self.page.text(N_("Entry")), style="bold")
        for term in entry:
            countries = ", ".join(map(self.page.language.country, term.nationalities))
            limits = [self.page.text(COUNTED_WORDS[limit.counted], days=limit.days) for limit in term.limits]
            terms = "; ".join([self.page.text(ACCESS_WORDS[term.access]), *limits])
            self._dated(f"{self._period(term.period)}: {countries}: {terms}", term.period, term.provenance, 2)

    def _source(self, source: Source) -> None:
        self.page.line(source.title, style="bold")
        self.page.line(f"{source.publisher}, {source.url}")
        self.page.line(
            f"{self.page.text(SOURCE_WORDS[source.kind])}, {self.page.text(CONFIDENCE_WORDS[source.confidence])}"
        )
        if not self._users:
            for name, thing in everything(self.rulebook):
                for used in sources_of(thing):
                    self._users.setdefault(used, []).append(name)
        users = list(dict.fromkeys(self._users.get(source.id, ())))
        if users:
            self.page.line(self.page.text(N_("Used by: {ids}"), ids=", ".join(users)))

    def _fact(self, fact: Fact) -> None:
        language = self.page.language
        self.page.line(f"{fact.id}  {label_of(language, fact)}", style="bold")
        self.page.line(say(language, question_of(fact)))
        self.page.line(language.text(fact.why))
        self.page.line(f"{fact.id}={example_of(fact)}", style="cyan")

    def _named_by(self, thing: str) -> Named:
        """The figures that the sentences of an id may show."""
        groups: list[tuple[Parameter | Price, ...]] = [self.rulebook.parameters]
        for home in self.rulebook.homes.values():
            if thing.startswith(f"{HOMES}/{home.code.lower()}"):
                groups += [home.parameters, home.prices]
        for destination in self.rulebook.destinations.values():
            if thing.partition("/")[0] == destination.code.lower():
                groups += [destination.parameters, destination.prices]
        for scheme in self.rulebook.schemes:
            if thing == scheme.id or thing.startswith(f"{scheme.id}/"):
                groups += [scheme.parameters, scheme.prices]
        return named(*groups)

    def _period(self, period: Period) -> str:
        start = self.page.language.short_date(period.start) if period.start else "…"
        return f"{start} – {self.page.language.short_date(period.end) if period.end else '…'}"

    def _certainty(self, provenance: Provenance) -> str:
        text = self.page.text(CONFIDENCE_WORDS[provenance.confidence])
        if not provenance.disputed:
            return f"{provenance.source}; {text}"
        others = self.page.text(N_("others say otherwise: {ids}"), ids=", ".join(provenance.disputed))
        return f"{provenance.source}; {text}; {others}"


def sources_of(thing: Thing) -> set[str]:
    """The sources that a thing itself rests on, the disputing ones included."""
    match thing:
        case Parameter() | Price():
            provenances = [dated.provenance for dated in thing.values]
        case Shock():
            provenances = [thing.provenance, *(fall.provenance for fall in thing.falls)]
        case Statement():
            provenances = [thing.provenance]
        case Scheme():
            sums = [item.values for item in (*thing.quotas, *thing.odds)]
            provenances = [*thing.open_provenance, *(dated.provenance for values in sums for dated in values)]
        case Destination():
            provenances = [term.provenance for term in thing.entry]
        case Home():
            provenances = [share.provenance for item in thing.dependence for share in item.values]
        case _:
            provenances = []
    return {source for found in provenances for source in (found.source, *found.disputed)}
