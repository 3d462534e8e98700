"""The terminal view of one destination: how one enters, each option with its reasons and its steps, wages, contacts; and home."""

from __future__ import annotations

from collections.abc import Container, Iterable

from destcompare.decision.particulars import (
    DependenceOn,
    Noted,
    NotedInfo,
    NotedRisk,
    NotedStep,
    Particulars,
    PriceOn,
    SchemeParticulars,
    concerns_any,
)
from destcompare.decision.result import WITHIN_REACH, Decision, Option
from destcompare.output.money import money_lines
from destcompare.output.page import SIGNS, STYLES, Page
from destcompare.output.sums import price_text
from destcompare.output.words import STATUS_WORDS, change_text, years
from destcompare.problems import N_, Sentence
from destcompare.rulebook.model import Contact

_VALUE_SIGNS = {True: "✓", False: "✗", None: "?"}
_VALUE_STYLES = {True: "green", False: "red", None: "yellow"}


class DetailView:
    """What stands below the overview: of a person's options only those within reach, or everything."""

    def __init__(
        self, page: Page, decision: Decision, told: Particulars, dangers_told: Container[str], *, everything: bool
    ) -> None:
        self.page = page
        self.dangers_told = dangers_told
        self.decision = decision
        self.told = told
        self.everything = everything

    def destination(self, code: str, options: list[Option]) -> None:
        """How one enters, each option with its reasons, and what is told of the country."""
        shown = [option for option in options if self.everything or option.status in WITHIN_REACH]
        if not shown:
            return
        self.page.heading(self.page.language.country(code))
        for term in self.decision.entry:
            if term.destination == code:
                self.page.line(f"{self.page.entry(term)} {self.page.source(term.entry.provenance)}")
        self.ties(code)
        for option in shown:
            self._option(option)
        about = self.told.destination(code)
        self.page.space()
        self._prices(about.prices, 0)
        self._info(about.info, 0)
        self._dangers(noted for option in shown for noted in self.told.risks(option.scheme))
        self._contacts(about.contacts, 0)
        self.page.space()

    def ties(self, code: str) -> None:
        """How much of the money sent home comes from this destination already, and what past shocks did to it."""
        home = self.told.home()
        for item in home.dependence if home else ():
            if item.destination == code:
                self._depends(item)
        past = [one for one in home.shocks if one.shock.destination == code] if home else []
        if past:
            percent = self.page.language.percent
            falls = "; ".join(f"{one.shock.name} {percent(one.fall.fall)}" for one in past)
            text = N_("Past shocks of the money sent home, and the loss: {falls}. To suppose one again: {option}")
            self.page.line(self.page.text(text, falls=falls, option=f"--shock {past[0].shock.name}"), 0, "·")

    def home(self, options: Iterable[Option]) -> None:
        """What the home country does and asks of those who go, and whom to call there."""
        told = self.told.home()
        if told is None:
            return
        likely = {option.scheme.destination for option in options if self.everything or option.status in WITHIN_REACH}
        info = [noted for noted in told.info if concerns_any(noted.info, likely)]
        self.page.heading(self.page.language.country(told.code))
        self._info(info, 0)
        if self.everything:
            self._prices(told.prices, 0)
            for item in told.dependence:
                self._depends(item)
        self._dangers(told.risks)
        self._contacts(told.contacts, 0)
        self.page.space()

    def _option(self, option: Option) -> None:
        title = self.page.language.text(option.scheme.title)
        status = self.page.text(STATUS_WORDS[option.status])
        self.page.space()
        self.page.line(f"{title} – {status}", 0, SIGNS[option.status], STYLES[option.status])
        self.page.line(self.page.language.text(option.scheme.about), 2)
        for item in option.requirements:
            if self.everything or item.value is False:
                text = self.page.filled(item.requirement.text, item.figures)
                self.page.line(text, 4, _VALUE_SIGNS[item.value], _VALUE_STYLES[item.value])
                if self.everything or (item.value is False and option.status == "ineligible"):
                    self.page.line(self.page.why(item.requirement), 6, style="dim")
        for change in option.changes:
            self.page.line(change_text(self.page.language, self.decision, change), 4, "→", "cyan")
        for text in money_lines(self.page, self.decision, option):
            self.page.line(text, 4, "·")
        told = self.told.scheme(option.scheme)
        self.unmodelled(told.unmodelled)
        self.steps(told.steps)
        self._documents(told.documents)
        self._prices(told.prices, 4)
        self._places(told)
        self._info(told.info, 4)

    def _dangers(self, risks: Iterable[NotedRisk]) -> None:
        """The dangers that do not stand at the top; light ones only on demand, when they all stand there."""
        told = (noted for noted in risks if noted.risk.id not in self.dangers_told and noted.risk.level != "low")
        for text in dict.fromkeys(self.page.danger(noted) for noted in told):  # two schemes may share a danger
            self.page.line(text, 0, "▲", "red")

    def unmodelled(self, unmodelled: Iterable[Noted]) -> None:
        """What the rules cannot check."""
        for noted in unmodelled:
            text = self.page.told(noted.statement, noted.figures)
            self.page.line(self.page.text(N_("Not checked here: {what}"), what=text), 4, "◦")

    def steps(self, steps: Iterable[NotedStep]) -> None:
        """What to do in order: by whom, how long, for how much."""
        for number, noted in enumerate(steps, start=1):
            self.page.line(self.page.step(noted), 4, f"{number}.")

    def _documents(self, documents: Iterable[Noted]) -> None:
        names = [self.page.filled(noted.statement.text, noted.figures) for noted in documents]
        if names:
            self.page.line(self.page.text(N_("Papers: {papers}"), papers="; ".join(names)), 4, "·")

    def _prices(self, prices: Iterable[PriceOn], indent: int) -> None:
        for price in prices:
            self.page.line(price_text(self.page.language, self.page.rulebook, price), indent, "·")

    def _places(self, told: SchemeParticulars) -> None:
        language, labels = self.page.language, self.page.rulebook.labels.get("sector", {})
        for quota in told.quotas:
            which = [language.country(quota.nationality)] if quota.nationality else []
            which += [language.text(labels[quota.sector])] if quota.sector else []
            places = self.page.text(N_("Places: {places}"), places=quota.places.places)
            if quota.places.applicants is not None:
                applied = self.page.text(N_("people who applied: {people}"), people=quota.places.applicants)
                places = f"{places}; {applied}"
            self.page.line(f"{places} ({', '.join(which)})" if which else places, 4, "·")
        for odds in told.odds:
            share, year = language.percent(odds.share.share), odds.share.period.start
            self.page.line(f"{language.text(odds.text)}: {share} ({year.year if year else ''})", 4, "·")

    def _info(self, info: Iterable[NotedInfo], indent: int) -> None:
        for noted in info:
            self.page.line(self.page.told(noted.info, noted.figures), indent, "·")

    def _contacts(self, contacts: Iterable[Contact], indent: int) -> None:
        for contact in contacts:
            reached = ", ".join(way for way in (contact.phone, contact.url) if way)
            self.page.line(f"{self.page.told(contact, {})}: {reached}", indent, "☎")

    def _depends(self, item: DependenceOn) -> None:
        language = self.page.language
        words: Sentence = (
            N_("Of all money sent home, from this country ({country}): {share} ({year})")
            if item.destination
            else N_("Money sent home, as a part of the whole economy: {share} ({year})")
        )
        country = language.country(item.destination) if item.destination else ""
        share, year = language.percent(item.share.share), years(item.share.period)
        self.page.line(self.page.text(words, country=country, share=share, year=year), 0, "·")
