"""The part of a report about money sent home: how much of it hangs on one country, and what past shocks would take."""

from __future__ import annotations

from destcompare.batch.report.concentration import Best, Today, best, today, under_shocks
from destcompare.batch.report.counting import Counts
from destcompare.batch.report.privacy import is_small, left_out
from destcompare.batch.report.sheet import Cell, Section, Table, cell
from destcompare.batch.report.speech import NONE, Speech
from destcompare.output.words import years
from destcompare.problems import N_


class HangingSections:
    """Two sections of the report."""

    def __init__(self, counts: Counts, speech: Speech) -> None:
        self.counts, self.speech = counts, speech
        self.text = speech.text
        self.today = today(counts, speech.rulebook, speech.day)
        self.best = best(counts)

    def concentration(self) -> Section:
        """The index today and with the best way of each, and the shares behind it."""
        explained = self.text(
            N_(
                "The index (Herfindahl–Hirschman) adds up the squared shares of the countries that money comes from: it is 1 "
                "when all comes from one country, and {tenth} when it comes from ten countries in equal parts."
            ),
            tenth=0.1,
        )  # fmt: skip
        heading = self.text(N_("How much hangs on one country"))
        rows = (
            (cell(self.text(N_("Money sent home today"))), cell(self._index_today())),
            (cell(self.text(N_("If each took the best way"))), cell(self._index_best())),
        )
        tables = [Table("", (cell(""), cell(self.text(N_("Index")))), rows)]
        shares = self._shares()
        if shares:
            heads = (N_("Country"), N_("Share today"), N_("With the best ways"), N_("People"))
            tables.append(
                Table(
                    self.text(N_("Shares of the money sent home")),
                    tuple(cell(self.text(head)) for head in heads),
                    shares,
                )
            )
        return Section(
            heading,
            (explained,),
            tuple(tables),
            (*self._about_today(), *(self._about_best() if self.best is None else ())),
        )

    def shocks(self) -> Section:
        """What could be sent home in a month, and what would be left of it if a past shock came again."""
        heading = self.text(N_("If a past shock came again"))
        if self.best is None or not self.best.known or is_small(self.best.known):
            return Section(heading, self._about_best() or (self.text(N_("No sum is known for enough people.")),))
        whole = self.best.total
        rows = [(cell(self.text(N_("Wages and prices as they are"))), self._sum(whole, whole), cell(NONE))]
        untold: dict[tuple[str, ...], list[str]] = {}
        for fallen in under_shocks(self.counts, self.speech.rulebook):
            told = f"{years(fallen.shock.period)}: {self.speech.language.text(fallen.shock.text)}"
            change = f"−{self.speech.percent(whole - fallen.total, whole)}" if whole and fallen.total != whole else NONE
            rows.append((cell(told), self._sum(fallen.total, whole), cell(change)))
            if fallen.homes:
                untold.setdefault(fallen.homes, []).append(years(fallen.shock.period))
        notes = [
            self.text(
                N_("The loss is not known for {countries}, whose sums are counted unchanged (shocks: {years})."),
                countries=self.speech.countries(homes), years=", ".join(told),
            )
            for homes, told in untold.items()
        ]  # fmt: skip
        lead = self.text(
            N_("What all people together could send home in a month by the best way of each, as typical sums.")
        )
        heads = (N_("Supposed"), N_("Sum a month"), N_("Change"))
        table = Table("", tuple(cell(self.text(head)) for head in heads), tuple(rows))
        return Section(heading, (lead,), (table,), (*self._about_best(), *notes))

    def _sum(self, total: float, whole: float) -> Cell:
        return cell(self.speech.money(total), bar=(max(total, 0.0) / whole,) if whole > 0 else ())

    def _index_today(self) -> str:
        if self.today is None:
            return self.text(N_("not known"))
        low, high = (self.speech.language.number(round(index, 2)) for index in (self.today.low, self.today.high))
        return low if low == high else self.text(N_("from {low} to {high}"), low=low, high=high)

    def _index_best(self) -> str:
        if self.best is None or self.best.index is None or is_small(self.best.known):
            return self.text(N_("not known"))
        return self.speech.language.number(round(self.best.index, 2))

    def _shares(self) -> tuple[tuple[Cell, ...], ...]:
        now: Today | None = self.today
        then: Best | None = self.best
        shares = dict(now.shares) if now else {}
        sent = dict(then.sent) if then else {}
        whole = sum(sum_ for sum_ in sent.values() if sum_ > 0)
        order = sorted({*shares, *sent}, key=lambda code: (-shares.get(code, 0), -sent.get(code, 0), code))
        numbers = [then.people.get(code, 0) if then else 0 for code in order]
        hidden = left_out(numbers)
        rows = []
        for place, (code, people) in enumerate(zip(order, numbers, strict=True)):
            told = whole > 0 and sent.get(code, 0) > 0 and not is_small(people) and place != hidden
            number = self.speech.left_out if place == hidden else self.speech.count(people) if people else NONE
            rows.append(
                (
                    cell(self.speech.country(code)),
                    self._percent(shares.get(code, 0), 100),
                    self._percent(sent[code], whole) if told else cell(NONE),
                    cell(number),
                )
            )
        if now and now.rest >= 0.05:
            rows.append(
                (cell(self.text(N_("country not known"))), self._percent(now.rest, 100), cell(NONE), cell(NONE))
            )
        return tuple(rows)

    def _percent(self, part: float, whole: float) -> Cell:
        return cell(self.speech.percent(part, whole), bar=(part / whole,)) if part > 0 else cell(NONE)

    def _about_today(self) -> tuple[str, ...]:
        if self.today is None:
            return (self.text(N_("For none of these citizenships is it known where the money sent home comes from.")),)
        told = [
            f"{self.speech.country(code)} ({'–'.join(dict.fromkeys(map(str, (found[0], found[-1]))))})"
            if found
            else code
            for code, found in self.today.homes.items()
        ]
        notes = [
            self.text(
                N_(
                    "Today: the newest known shares of these homes, weighted by the people of each: {countries}. The higher "
                    "index supposes that what is not known of a home comes from one country."
                ),
                countries=", ".join(told),
            )
        ]
        if self.today.unknown:
            countries = self.speech.countries(self.today.unknown)
            notes.append(
                self.text(N_("Of these homes no share is known, they are left out: {countries}"), countries=countries)
            )
        return tuple(notes)

    def _about_best(self) -> tuple[str, ...]:
        if self.best is None:
            return (
                self.text(
                    N_("What each could send home is not in this file. It would stand in the columns {columns}."),
                    columns="sent_month_usd, rank",
                ),
            )  # fmt: skip
        ranked = sum(self.best.people.values())
        return (
            self.text(
                N_("People with a way now or after a change: {ranked}. Of them the sum is known for: {known}."),
                ranked=self.speech.count(ranked), known=self.speech.count(self.best.known),
            ),
        )  # fmt: skip
