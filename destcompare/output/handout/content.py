"""The words of the page in one language: dangers first, what one would keep, what to do in order, whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from destcompare.decision.answers import question_of
from destcompare.decision.money import NET
from destcompare.decision.particulars import LEVELS, PriceOn
from destcompare.decision.result import CheckedRequirement, Counted, Option, Triple
from destcompare.language import Language
from destcompare.output.handout.choice import Choice, contacts_of
from destcompare.output.handout.sheet import Block, Chart, Item, Listing, Paragraph, Row, Section, Sheet
from destcompare.output.handout.sources import sources_of
from destcompare.output.money import money_remarks, money_sums, triple_text
from destcompare.output.reasons import Reasoner
from destcompare.output.sums import ITEM_WORDS, often_text, price_text, sum_text
from destcompare.output.voice import Voice
from destcompare.output.words import (
    SOURCE_WORDS,
    STATUS_WORDS,
    change_text,
    closed_text,
    misfit_text,
    say,
    warning_lines,
)
from destcompare.problems import N_
from destcompare.rulebook.model import Contact

_NOT_KNOWN: Triple = (None, None, None)
_NAMED = 3
"""So many ways are named at the most under each heading of the page for whom nothing is within reach."""


def write_sheet(choice: Choice, language: Language, *, with_answers: bool = False) -> Sheet:
    """The page in one language; what the person answered stands on it only `with_answers`."""
    return _Writer(choice, language, with_answers).sheet()


class _Writer:
    def __init__(self, choice: Choice, language: Language, with_answers: bool) -> None:
        self.choice, self.decision, self.told = choice, choice.decision, choice.told
        self.language = language
        self.voice = Voice(language, choice.decision.rulebook)
        self.reasoner = Reasoner(language, choice.decision)
        self.with_answers = with_answers

    def sheet(self) -> Sheet:
        text = self.voice.text
        sections = [
            *self._answers(),
            *self._bans(),
            *self._dangers(),
            *(self._ways() if self.choice.cards else self._nothing()),
            *self._questions(),
            self._contacts(),
            *self._sources(),
        ]
        return Sheet(
            language=self.language.code,
            own_name=self.language.own_name,
            choose=text(N_("Language of this page")),
            day=self.decision.as_of,
            title=text(N_("Ways to work abroad, by the rules of {day}"), day=self.decision.as_of),
            lead=(
                text(N_("This is information, not a promise. Officials decide.")),
                text(N_("Rules change. Ask again before you pay or sign, and before you travel.")),
                *self._narrowed(),
                *self._misfits(),
            ),
            sections=tuple(sections),
            close=(
                text(N_("Work only by a visa or permit that allows work. Pay nobody for a place or a bribe.")),
                text(N_("This is information, not a promise. Officials decide.")),
            ),
        )

    def _narrowed(self) -> Iterator[str]:
        looked_at = dict.fromkeys(option.scheme.destination for option in self.decision.options)
        if len(looked_at) < len(self.decision.rulebook.destinations):
            only = N_("Only these countries were looked at: {countries}.")
            yield self.voice.text(only, countries=self._countries(looked_at))

    def _misfits(self) -> Iterator[str]:
        if not self.decision.misfits:
            return
        if self.with_answers:
            yield from (misfit_text(self.language, misfit) for misfit in self.decision.misfits)
        yield self.voice.text(N_("Some answers do not fit together. Look at them again before you use this page."))

    def _answers(self) -> Iterator[Section]:
        if self.with_answers and self.decision.person.answers:
            label, answer = self.reasoner.label, self.reasoner.answer
            items = tuple(Item(lead=label(fact), text=answer(fact)) for fact in self.decision.person.answers)
            yield Section(self.voice.text(N_("Your answers")), (Listing(items, "pairs"),))

    def _bans(self) -> Iterator[Section]:
        if not self.choice.bans:
            return
        told = [
            Item(self.voice.ban(self._countries(item.countries), item.running, why=self.with_answers))
            for item in self.choice.bans
        ]
        check = self.voice.text(N_("Check the ban before you buy a ticket."))
        yield Section(
            self.voice.text(N_("An entry ban runs")), (Listing(tuple(told)), Paragraph(check, "strong")), tone="ban"
        )

    def _dangers(self) -> Iterator[Section]:
        if not self.choice.dangers:
            return
        items = tuple(
            Item(self.voice.danger(item.noted), lead=f"{self._countries(item.countries)}:")
            for item in self.choice.dangers
        )
        blocks: list[Block] = [Listing(items)]
        if self.choice.more_dangers:
            more = N_("More dangers are on record: {more}. Ask your adviser to show them.")
            blocks.append(Paragraph(self.voice.text(more, more=self.choice.more_dangers), "small"))
        yield Section(self.voice.text(N_("Dangers first")), tuple(blocks), tone="danger")

    def _ways(self) -> Iterator[Section]:
        text = self.voice.text
        heads = text(N_("Way")), text(N_("What is left each month")), text(N_("Dangers on record"))
        caption = text(
            N_(
                "The bar goes from the lowest to the highest sum. The mark in it is the usual sum. "
                "▲ is a heavy danger, △ another one."
            )
        )
        blocks: list[Block] = [Chart(caption, heads, tuple(map(self._row, self.choice.rows)))]
        if self.choice.more_ways:
            more = N_("More ways are within reach: {more}. Ask your adviser to show them.")
            blocks.append(Paragraph(text(more, more=self.choice.more_ways)))
        blocks += [Paragraph(line, "small") for line in self._order()]
        yield Section(text(N_("Ways within reach")), tuple(blocks), tone="wide")
        yield from map(self._card, self.choice.cards)

    def _order(self) -> Iterator[str]:
        weighing = self.decision.weighing
        if weighing is None or not weighing.weights or len(self.choice.rows) < 2:
            return
        labels = self.decision.rulebook.scoring.labels
        priority = self.language.text(labels.get(weighing.priority, weighing.priority))
        yield self.voice.text(N_("In this order by what matters most: {priority}"), priority=priority)
        named = {option.scheme.id: self.voice.way(option) for option in self.choice.rows}
        if weighing.alike and all(scheme in named for scheme in weighing.alike):
            one, other = (named[scheme] for scheme in weighing.alike)
            alike = N_("By what is known these two cannot be told apart: {one}; {other}")
            yield self.voice.text(alike, one=one, other=other)

    def _row(self, option: Option) -> Row:
        left = option.money.sums.get(NET, _NOT_KNOWN) if option.money else _NOT_KNOWN
        levels = [noted.risk.level for noted in self.told.risks(option.scheme)]
        heavy = levels.count(LEVELS[0])
        return Row(
            name=self.voice.way(option),
            status=self.voice.text(STATUS_WORDS[option.status]),
            left=left,
            left_text=triple_text(self.language, left, "USD"),
            heavy=heavy,
            other=len(levels) - heavy,
            danger_text=self.voice.text(
                N_("heavy: {heavy}; others: {others}"), heavy=heavy, others=len(levels) - heavy
            ),
        )

    def _card(self, option: Option) -> Section:
        text, told = self.voice.text, self.told.scheme(option.scheme)
        number = self.choice.cards.index(option) + 1
        entry = [
            self.voice.entry(term) for term in self.decision.entry if term.destination == option.scheme.destination
        ]
        about = " ".join([f"{text(STATUS_WORDS[option.status])}.", self.language.text(option.scheme.about), *entry])
        changes = [change_text(self.language, self.decision, change) for change in option.changes]
        steps = tuple(Item(line) for line in [*changes, *map(self.voice.step, told.steps)])
        papers = "; ".join(self.voice.filled(noted.statement.text, noted.figures) for noted in told.documents)
        unchecked = " ".join(self.voice.told(noted.statement, noted.figures) for noted in told.unmodelled)
        to_do: list[Block] = [Listing(steps, "steps")] if steps else []
        if papers:
            to_do.append(Paragraph(text(N_("Papers: {papers}"), papers=papers)))
        parts = [Section(text(N_("What to do, in order")), tuple(to_do))] if to_do else []
        parts += self._money(option)
        if unchecked:
            parts.append(Section(text(N_("Not checked here")), (Paragraph(unchecked),)))
        return Section(f"{number}. {self.voice.way(option)}", (Paragraph(about),), tuple(parts), tone="option")

    def _money(self, option: Option) -> Iterator[Section]:
        """What it costs and what is left, the prices that it was counted with, and what was supposed."""
        sums = tuple(Item(lead=name, text=told) for name, told in money_sums(self.voice, self.decision, option))
        blocks: list[Block] = [Listing(sums, "pairs")] if sums else []
        blocks += [Paragraph(line) for line in money_remarks(self.voice, option)]
        prices = list(self._counted(option))
        if prices:
            blocks.append(Paragraph(self.voice.text(N_("Counted with: {prices}"), prices="; ".join(prices)), "small"))
        if blocks:
            yield Section(self.voice.text(N_("What it costs and what is left")), tuple(blocks))

    def _counted(self, option: Option) -> Iterator[str]:
        """The prices that the sums rest on; those that differ from place to place as one range."""
        alike: dict[tuple[str, ...], list[Counted]] = {}
        for item in option.money.counted if option.money else ():
            price = item.price
            alike.setdefault((price.item, price.unit, price.sector or ""), []).append(item)
        for (item_name, unit, _), prices in alike.items():
            if len(prices) == 1:
                yield price_text(self.language, self.decision.rulebook, PriceOn(prices[0].price, prices[0].dated))
                continue
            low, high = min(item.dated.low for item in prices), max(item.dated.high for item in prices)
            name = self.voice.text(ITEM_WORDS[item_name])
            sums = [often_text(self.language, sum_text(self.language, value, unit), unit) for value in (low, high)]
            yield self.voice.text(N_("{name}: from {low} to {high}"), name=name, low=sums[0], high=sums[1])

    def _nothing(self) -> Iterator[Section]:
        """For whom nothing is within reach: said kindly, with what would change it."""
        text = self.voice.text
        open_still = sum(option.status == "unknown" for option in self.decision.options)
        if open_still:
            heading = text(STATUS_WORDS["unknown"])
            said = text(
                N_("No way can be named yet. Ways that may still open with more answers: {ways}."), ways=open_still
            )
        else:
            heading = text(N_("Nothing is within reach today"))
            said = text(
                N_("By these answers no way that is known here is within reach today. This is no judgement of you.")
            )
        parts = [
            Section(heading_of_part, (Listing(tuple(items[:_NAMED])),))
            for heading_of_part, items in (
                (text(N_("What would change it")), list(self._openings())),
                (text(N_("What stands against it by these answers")), [] if open_still else list(self._obstacles())),
            )
            if items
        ]
        patience = text(N_("Answers and rules change. Do not pay anyone who promises more."))
        yield Section(heading, (Paragraph(said), Paragraph(patience)), tuple(parts))

    def _openings(self) -> Iterator[Item]:
        for item in self.choice.bans:
            countries = self._countries(item.countries)
            if item.running.until is None:
                ask = N_("Only officials can lift this ban. Ask the consulate in writing whether they may.")
                yield Item(self.voice.text(ask), lead=f"{countries}:")
            else:
                ask = N_("The entry ban ends on {day}. Ask again then.")
                yield Item(self.voice.text(ask, day=item.running.until), lead=f"{countries}:")
        for option in self.decision.options:
            if option.status == "closed" and all(p.start and p.start > self.decision.as_of for p in option.scheme.open):
                opens = closed_text(self.language, option, self.decision.as_of)
                yield Item(f"{opens}.", lead=f"{self.voice.way(option)}:")

    def _obstacles(self) -> Iterator[Item]:
        """Requirements that cannot be met; one that would tell something sensitive of the person stands only with the answers."""
        for option in self.decision.options:
            failed = [item for item in option.requirements if item.value is False and not self._is_private(item)]
            if option.status == "ineligible" and failed:
                named = "; ".join(self.voice.filled(item.requirement.text, item.figures) for item in failed)
                yield Item(f"{named}.", lead=f"{self.voice.way(option)}:")

    def _is_private(self, item: CheckedRequirement) -> bool:
        facts = self.decision.rulebook.facts
        return not self.with_answers and any(facts[name].sensitive for name in item.facts if name in facts)

    def _questions(self) -> Iterator[Section]:
        if not self.choice.questions:
            return
        items = tuple(
            Item(
                f"{self.voice.text(item.fact.why)} ({self._countries(item.countries)})",
                lead=say(self.language, question_of(item.fact)),
            )
            for item in self.choice.questions
        )
        yield Section(self.voice.text(N_("Answers that may open more ways")), (Listing(items),))

    def _contacts(self) -> Section:
        text = self.voice.text
        warnings = tuple(map(Item, warning_lines(self.language, self.decision, self.choice.cards, everything=False)))
        parts = []
        home = self.told.home()
        for code in (*([home.code] if home else []), *self.choice.countries):
            contacts = home.contacts if home and code == home.code else self.told.destination(code).contacts
            items = tuple(map(self._contact, contacts_of(contacts)))
            if items:
                parts.append(Section(self.language.country(code), (Listing(items),)))
        blocks: tuple[Block, ...] = (Listing(warnings),) if warnings else ()
        if not parts:
            ask = N_("Ask the migration service of your country, and the consulate of the country you want to go to.")
            blocks = (*blocks, Paragraph(text(ask)))
        return Section(text(N_("What to check, and whom to ask")), blocks, tuple(parts))

    def _contact(self, contact: Contact) -> Item:
        return Item(self.voice.told(contact, {}), phone=contact.phone, url=contact.url)

    def _sources(self) -> Iterator[Section]:
        items = []
        for source, checked in sources_of(self.choice):
            kind, day = SOURCE_WORDS[source.kind], self.language.short_date(checked)
            words = N_("{publisher} ({kind}, checked {day})")
            told = self.voice.text(words, publisher=source.publisher, kind=kind, day=day)
            items.append(Item(told, lead=source.title, url=source.url))
        if items:
            yield Section(self.voice.text(N_("Sources")), (Listing(tuple(items), "small"),))

    def _countries(self, codes: Iterable[str]) -> str:
        return ", ".join(map(self.language.country, codes))
