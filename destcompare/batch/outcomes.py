"""From columns of numbers to outcomes as people read them: one row a case and scheme, or one row a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from destcompare.batch.engines import Compute
from destcompare.batch.reading import CASE_ID, RECORD
from destcompare.batch.search import Searcher, answer_in
from destcompare.batch.statuses import CODE, SEARCHED, Plan, SchemeColumns, scheme_column
from destcompare.decision.result import STATUSES
from destcompare.expressions.columns import operand
from destcompare.expressions.steps import Varying
from destcompare.expressions.types import FLAG
from destcompare.rulebook.model import Fact, Rulebook

DESCRIBING = ("nationality", "sex", "age")
"""Answers that stand beside each outcome, for reports."""
_EPOCH = date(1970, 1, 1).toordinal()


class Outcomes:
    """Statuses of all schemes on one date for frames of people."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._rulebook = rulebook
        self._plan = Plan(rulebook, as_of)
        self._searcher = Searcher(rulebook, as_of)
        for name in DESCRIBING:
            if name in rulebook.facts:
                self._plan.facts.column(name)
        self.facts: Mapping[str, Fact] = self._plan.facts.columns
        self._wanted: dict[str, Varying] = {}
        for item in self._plan.schemes:
            self._wanted[scheme_column(item.scheme.id, "status")] = item.status
            self._wanted[_until(item)] = item.bans.until
            self._wanted[_running(item)] = operand(item.bans.running, FLAG)
            for rule, value in item.requirements:
                self._wanted[scheme_column(rule.id, "holds")] = operand(value, FLAG)

    @property
    def compute(self) -> Compute:
        """What an engine does with a frame of people."""
        return Compute(self._plan.steps, (RECORD, CASE_ID, *self._passed()), self._wanted)

    def _passed(self) -> list[str]:
        """Answers that are looked at again: those that stand beside outcomes, and those of schemes that are searched."""
        names = set(DESCRIBING)
        for item in self._plan.schemes:
            if item.searched:
                names |= set(self._searcher.names(item.scheme, bans=item.with_bans))
        return [column for column, fact in self.facts.items() if fact.id in names]

    def settled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the statuses that columns could not tell."""
        changed = []
        for item in self._plan.schemes:
            if item.searched:
                changed += self._searched(item, frame)
        return frame.with_columns(changed)

    def _searched(self, item: SchemeColumns, frame: pl.DataFrame) -> list[pl.Series]:
        name = scheme_column(item.scheme.id, "status")
        places = (frame[name] == SEARCHED).arg_true().to_list()
        if not places:
            return []
        part = frame[places]
        facts = [self._rulebook.facts[fact] for fact in self._searcher.names(item.scheme, bans=item.with_bans)]
        columns = {column: part[column].to_list() for column, fact in self.facts.items() if fact in facts}
        running = part[_running(item)].to_list()
        statuses, until = frame[name].to_list(), frame[_until(item)].to_list()
        for index, place in enumerate(places):
            answers = {fact.id: answer_in(fact, columns, index) for fact in facts}
            option = self._searcher.option(item.scheme, answers, bans=item.with_bans)
            statuses[place] = CODE[option.status]
            if item.with_bans:
                until[place] = option.until.toordinal() if option.until else None
            elif option.status != "ineligible" and running[index] is not False:
                statuses[place] = CODE["banned" if running[index] else "unknown"]
        return [pl.Series(name, statuses, dtype=pl.Int8), pl.Series(_until(item), until, dtype=pl.Int64)]

    def long(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row a case and scheme, cases in their order."""
        described: list[pl.Expr] = [pl.col(RECORD), pl.col(CASE_ID), *self._described()]
        parts = []
        for item in self._plan.schemes:
            status = pl.col(scheme_column(item.scheme.id, "status"))
            banned = status == CODE["banned"]
            missing = [
                pl.when(~pl.col(scheme_column(rule.id, "holds"))).then(pl.lit(rule.id.rpartition("/")[2]))
                for rule, _ in item.requirements
            ]
            parts.append(
                frame.select(
                    *described,
                    pl.lit(item.scheme.id).alias("scheme"),
                    pl.lit(item.scheme.destination).alias("destination"),
                    _word(status).alias("status"),
                    pl.when(banned).then(_day(pl.col(_until(item)))).alias("until"),
                    pl.concat_str(missing, separator=" ", ignore_nulls=True).alias("missing")
                    if missing
                    else pl.lit("").alias("missing"),
                    pl.when(pl.col(_running(item))).then(pl.lit("yes")).otherwise(pl.lit("")).alias("bans"),
                )
            )
        return pl.concat(parts).sort(RECORD, maintain_order=True).drop(RECORD)

    def wide(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row a case, some columns a scheme."""
        columns = []
        for item in self._plan.schemes:
            status = pl.col(scheme_column(item.scheme.id, "status"))
            columns.append(_word(status).alias(f"{item.scheme.id}.status"))
            until = pl.when(status == CODE["banned"]).then(_day(pl.col(_until(item))))
            columns.append(until.alias(f"{item.scheme.id}.until"))
        return frame.select(CASE_ID, *self._described(), *columns)

    def _described(self) -> Iterator[pl.Expr]:
        for name in DESCRIBING:
            fact = self._rulebook.facts.get(name)
            if fact is not None:
                yield _shown(fact).alias(name)


def _shown(fact: Fact) -> pl.Expr:
    if fact.type.choice is None:
        return pl.col(fact.id).cast(pl.Int64) if fact.integer else pl.col(fact.id)
    words = dict(enumerate(fact.type.choice.words))
    return pl.col(fact.id).replace_strict(words, return_dtype=pl.String, default=None)


def _word(status: pl.Expr) -> pl.Expr:
    return status.replace_strict(dict(enumerate(STATUSES)), return_dtype=pl.String)


def _day(ordinal: pl.Expr) -> pl.Expr:
    return (ordinal - _EPOCH).cast(pl.Int32).cast(pl.Date)


def _until(item: SchemeColumns) -> str:
    return scheme_column(item.scheme.id, "until")


def _running(item: SchemeColumns) -> str:
    return scheme_column(item.scheme.id, "running")
