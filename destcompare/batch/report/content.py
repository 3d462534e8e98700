"""Counts → a report in words: where people could go, what keeps them out, what a course would open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import polars as pl

from destcompare.batch.report.counting import AFTER, GROUPS, NOW, PEOPLE, Counts
from destcompare.batch.report.hanging import HangingSections
from destcompare.batch.report.outcomes import AGE_GROUP, AGES
from destcompare.batch.report.privacy import LEAST, is_small, left_out
from destcompare.batch.report.sheet import Cell, Section, Sheet, Table, cell
from destcompare.batch.report.speech import NONE, Speech
from destcompare.language import Language
from destcompare.problems import N_
from destcompare.rulebook.model import Rulebook

_ROWS = 12
"""Of long lists so many are shown, the most frequent ones."""
_CAPTIONS = {
    "nationality": N_("By citizenship"),
    "sex": N_("By sex"),
    AGE_GROUP: N_("By age"),
}


def write_report(counts: Counts, rulebook: Rulebook, day: date, language: Language) -> Sheet:
    """The report in one language, by the rules of a day."""
    return _Writer(counts, Speech(language, rulebook, day, counts.size)).sheet()


class _Writer:
    def __init__(self, counts: Counts, speech: Speech) -> None:
        self.counts, self.speech = counts, speech
        self.text = speech.text

    def sheet(self) -> Sheet:
        money = HangingSections(self.counts, self.speech)
        lead = self.text(
            N_("People: {people}. Ways to work abroad, looked at for each of them: {schemes}. Rules of {day}."),
            people=self.speech.count(self.counts.size), schemes=self.counts.schemes, day=self.speech.day,
        )  # fmt: skip
        few = self.text(
            N_(
                "Numbers of people under {least} are shown as {few}, so that nobody can be recognised. Where one of them could "
                "be worked out, another number is left out too: {left_out}"
            ),
            least=LEAST, few=self.speech.few, left_out=self.speech.left_out,
        )  # fmt: skip
        return Sheet(
            self.speech.language.code,
            self.text(N_("A caseload at a glance")),
            (lead, few),
            (self._reach(), self._alone(), self._courses(), money.concentration(), money.shocks()),
            (self.text(N_("The tool compares rules; officials decide. It is information, not a promise.")),),
        )

    def _reach(self) -> Section:
        total = self.counts.reach.group_by("destination").agg(pl.col(NOW, AFTER).sum())
        total = total.with_columns((pl.col(NOW) + pl.col(AFTER)).alias("any")).sort(
            ["any", "destination"], descending=[True, False], nulls_last=False
        )
        anywhere = total.filter(pl.col("destination").is_null())
        places = total.filter(pl.col("destination").is_not_null())
        reached = places.filter(pl.col("any") > 0)["destination"].to_list()
        nowhere = sorted(places.filter(pl.col("any") == 0)["destination"].to_list())
        lead = self.text(
            N_(
                "{sign} stands before people who by their answers have at least one way open now; {other_sign} before those who "
                "would have one after a change, and have none now."
            ),
            sign=self.speech.now, other_sign=self.speech.after,
        )  # fmt: skip
        rows = [
            self._total(self.text(N_("any country")), anywhere),
            *(self._total(self.speech.country(code), places.filter(pl.col("destination") == code)) for code in reached),
        ]
        heads = (N_("Country"), N_("Open now"), N_("After a change"))
        whole = Table(self.text(N_("All people")), self._heads(heads), tuple(rows))
        tables = [self._by_group(group, reached) for group in GROUPS] if reached else []
        notes = (
            self.text(
                N_("Nobody has a way, now or after a change, to: {countries}"), countries=self.speech.countries(nowhere)
            ),
        )
        return Section(self.text(N_("Where people could go")), (lead,), (whole, *tables), notes if nowhere else ())

    def _total(self, name: str, row: pl.DataFrame) -> tuple[Cell, ...]:
        now, after = int(row[NOW].sum()), int(row[AFTER].sum())
        return cell(name), self.speech.share(now, self.counts.size), self.speech.share(after, self.counts.size)

    def _by_group(self, group: str, destinations: Sequence[str]) -> Table:
        sizes = self.counts.people.group_by(group).agg(pl.col(PEOPLE).sum()).sort(group, nulls_last=True)
        values, numbers = sizes[group].to_list(), sizes[PEOPLE].to_list()
        heads = [cell(""), *self._group_heads(group, values, numbers)]
        by = self.counts.reach.group_by(group, "destination").agg(pl.col(NOW, AFTER).sum())
        found = {
            (value, place): (now, after)
            for value, place, now, after in by.select(group, "destination", NOW, AFTER).iter_rows()
        }
        rows = []
        for place in (None, *destinations):
            pairs = [found.get((value, place), (0, 0)) for value in values]
            name = self.text(N_("any country")) if place is None else self.speech.country(place)
            rows.append((cell(name), *self._cells(pairs, numbers)))
        return Table(self.text(_CAPTIONS[group]), tuple(heads), tuple(rows))

    def _group_heads(self, group: str, values: Iterable[str | int | None], numbers: Sequence[int]) -> Iterator[Cell]:
        hidden = left_out(numbers)
        for place, (value, number) in enumerate(zip(values, numbers, strict=True)):
            shown = self.speech.left_out if place == hidden else self.speech.count(number)
            yield cell(self._group_name(group, value), shown)

    def _group_name(self, group: str, value: str | int | None) -> str:
        if value is None:
            return self.text(N_("not known"))
        if group == "nationality":
            return self.speech.country(str(value))
        if isinstance(value, int):
            if value == 0:
                return self.text(N_("under {age}"), age=AGES[0])
            return (
                self.text(N_("{age} and over"), age=AGES[-1])
                if value == len(AGES)
                else f"{AGES[value - 1]}–{AGES[value] - 1}"
            )
        return self.speech.label(group, value)

    def _cells(self, pairs: Sequence[tuple[int, int]], sizes: Sequence[int]) -> Iterator[Cell]:
        """The cells of a row: who has a way now, who after a change, of how many."""
        hidden = [left_out(counts) for counts in zip(*pairs, strict=True)]
        of_sizes = left_out(sizes)
        for place, (pair, size) in enumerate(zip(pairs, sizes, strict=True)):
            lines, bar = [], []
            told = not is_small(size) and place != of_sizes
            for sign, count, out in zip((self.speech.now, self.speech.after), pair, hidden, strict=True):
                if place == out:
                    lines.append(f"{sign}{self.speech.nbsp}{self.speech.left_out}")
                elif count:
                    share = self.speech.percent(count, size) if told and not is_small(count) else ""
                    lines.append(f"{sign}{self.speech.nbsp}{self.speech.count(count)} {share}".rstrip())
                bar.append(count / size if told and place != out and not is_small(count) else 0.0)
            yield cell(*(lines or [NONE]), bar=tuple(bar) if any(bar) else ())

    def _alone(self) -> Section:
        heading = self.text(N_("What alone keeps people out"))
        if not self.counts.reasons.height:
            return Section(heading, (self.text(N_("Nobody is kept out of any way by one thing alone.")),))
        lead = self.text(
            N_("Of how many people only this is missing for a way; everything else that it asks holds or could hold.")
        )
        tables = [
            self._reasons(N_("What can change"), change=True),
            self._reasons(N_("What the person cannot change, or only time"), change=False),
            self._ways(),
        ]
        return Section(
            heading, (lead,), tuple(table for table in tables if table.rows), self._more(self.counts.ways.height)
        )

    def _reasons(self, caption: str, *, change: bool) -> Table:
        """What is missing, with the number of ways for which it is, the most frequent first."""
        ways = self.counts.ways.filter(pl.col("change") == change).group_by("reason").agg(pl.len().alias("ways"))
        found = self.counts.reasons.filter(pl.col("change") == change).join(ways, on="reason")
        rows = [
            (
                cell(self._reason(reason)),
                cell(self.speech.language.number(number)),
                self.speech.share(people, self.counts.size),
            )
            for reason, number, people in _most(found, "reason").select("reason", "ways", PEOPLE).iter_rows()
        ]
        heads = self._heads((N_("What is missing"), N_("Ways"), N_("People")))
        return Table(self.text(caption), heads, tuple(rows))

    def _ways(self) -> Table:
        rows = [
            (
                cell(self.speech.scheme(scheme)),
                cell(self._reason(f"{scheme}/{missing}" if missing else "")),
                self.speech.share(people, self.counts.size),
            )
            for scheme, missing, people in _most(self.counts.ways, "scheme", "missing")
            .select("scheme", "missing", PEOPLE)
            .iter_rows()
        ]
        heads = self._heads((N_("Way"), N_("What is missing"), N_("People")))
        return Table(self.text(N_("By way")), heads, tuple(rows), words=2)

    def _reason(self, reason: str) -> str:
        scheme, _, missing = reason.rpartition("/")
        return self.speech.requirement(scheme, missing) if reason else self.text(N_("Only an entry ban"))

    def _courses(self) -> Section:
        heading = self.text(N_("What one language course would open"))
        courses = _most(self.counts.courses, "fact")
        if not courses.height:
            return Section(heading, (self.text(N_("For nobody a language is all that is missing.")),))
        ways = self.counts.course_ways
        lead = self.text(N_("People for whom the level of one language is all that is missing for at least one way."))
        by_language = [
            (
                cell(self.speech.fact(fact)),
                self.speech.share(people, self.counts.size),
                self.speech.share(people - now, self.counts.size),
            )
            for fact, people, now in courses.select("fact", PEOPLE, NOW).iter_rows()
        ]
        by_way = [
            (
                cell(self.speech.scheme(scheme)),
                cell(self.speech.requirement(scheme, missing)),
                self.speech.share(people, self.counts.size),
            )
            for scheme, missing, people in _most(ways, "scheme", "missing")
            .select("scheme", "missing", PEOPLE)
            .iter_rows()
        ]
        languages = (N_("Language"), N_("People"), N_("Of them without any way now"))
        tables = (
            Table(self.text(N_("By language")), self._heads(languages), tuple(by_language)),
            Table(
                self.text(N_("By way")),
                self._heads((N_("Way"), N_("What is missing"), N_("People"))),
                tuple(by_way),
                words=2,
            ),
        )
        return Section(heading, (lead,), tables, self._more(ways.height))

    def _more(self, number: int) -> tuple[str, ...]:
        """How much of a list is shown, where it is not all."""
        if number <= _ROWS:
            return ()
        return (self.text(N_("Shown are the most frequent: {shown} of {all}."), shown=_ROWS, all=number),)

    def _heads(self, heads: Iterable[str]) -> tuple[Cell, ...]:
        return tuple(cell(self.text(head)) for head in heads)


def _most(counts: pl.DataFrame, *then: str) -> pl.DataFrame:
    """The most frequent rows; those that are as frequent in a fixed order."""
    return counts.sort([PEOPLE, *then], descending=[True, *(False for _ in then)]).head(_ROWS)
