"""Many people of a file for `rules diff`: read once piece by piece and checked, then kept beside as columns, one a fact.

Nobody has to be held in memory: whoever asks gets the kinds of people there are, each combination of some answers once with
how many they are, or the few rows that are to be shown.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from destcompare.batch.reading import AS_OF, CASE_ID, LINE, RECORD, People
from destcompare.batch.writing import write_frames
from destcompare.decision.answers import read_answer
from destcompare.problems import N_, BadInput
from destcompare.rulebook.model import Fact, Rulebook, Value
from destcompare.upkeep.difference import Someone

WEIGHT, FIRST, ANSWERED = "weight", "first", "answered"
"""Of a kind of people: how many they are, and the first of them by `RECORD`. Of a row: how many questions are answered."""
_BLOCK = 1_000_000
"""Rows whose kinds are told apart at once."""


class Crowd:
    """Everyone in a file, for as long as the context lasts. Raises `BadInput` with the line, `Unreadable`."""

    def __init__(self, name: str, rulebook: Rulebook, day: date) -> None:
        self._name, self._day = name, day
        self._people = People(name, rulebook, named=True)
        self.facts: Mapping[str, Fact] = {fact.id: fact for fact in self._people.facts.values()}

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="destcompare-")
        try:
            path = Path(self._folder.name, "people.parquet")
            write_frames(str(path), "parquet", self._pieces())
            self._rows = pl.scan_parquet(path) if path.stat().st_size else pl.LazyFrame(schema=self._schema())
            self._refuse_twins()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def kinds(self, facts: Sequence[str]) -> Iterator[pl.DataFrame]:
        """The kinds of people by their day and these facts, block by block: a kind may come again in another block."""
        keys = [AS_OF, *facts]
        count = self._rows.select(pl.len()).collect().item()
        for start in range(0, count, _BLOCK):
            block = self._rows.slice(start, _BLOCK).select(RECORD, *keys)
            kinds = block.group_by(keys).agg(pl.len().cast(pl.Int64).alias(WEIGHT), pl.col(RECORD).min().alias(FIRST))
            yield kinds.collect(engine="streaming").sort(FIRST)

    def rows_of(self, kinds: pl.DataFrame, facts: Sequence[str]) -> pl.DataFrame:
        """The rows of people of these kinds in the order of the file, beside what else stands in the frame of kinds."""
        keys = [AS_OF, *facts]
        rows = self._rows.select(RECORD, CASE_ID, ANSWERED, *keys)
        found = rows.join(kinds.lazy(), on=keys, how="inner", nulls_equal=True)
        return found.drop(facts).collect(engine="streaming").sort(RECORD)

    def people(self, records: Sequence[int]) -> dict[int, Someone]:
        """Single rows with all their answers."""
        rows = self._rows.filter(pl.col(RECORD).is_in(list(records))).collect(engine="streaming")
        return {row[RECORD]: someone(row, self.facts, row[CASE_ID]) for row in rows.iter_rows(named=True)}

    def _schema(self) -> dict[str, Any]:
        kinds = self._people.schema(self.facts)
        return {**kinds, LINE: pl.Int64, AS_OF: pl.Date, ANSWERED: pl.Int32}

    def _pieces(self) -> Iterator[pl.DataFrame]:
        own_days = self._people.has_days
        for piece in self._people.pieces(date.max if own_days else self._day, self.facts):
            if piece.rejects:
                reject = piece.rejects[0]
                raise BadInput(
                    N_("{file}, line {line}: {problem}"), file=self._name, line=reject.line, problem=reject.reason
                )
            days = pl.col(AS_OF).fill_null(self._day) if own_days else pl.lit(self._day)
            answered = pl.sum_horizontal(pl.lit(0, pl.Int32), *(pl.col(fact).is_not_null() for fact in self.facts))
            frame = piece.frame.with_columns(days.alias(AS_OF), answered.cast(pl.Int32).alias(ANSWERED))
            if own_days:
                self._refuse_future(frame)
            yield frame.select(self._schema().keys())

    def _refuse_future(self, frame: pl.DataFrame) -> None:
        """A day that lies after the day of its row, where the fact is of the past."""
        for fact in self.facts.values():
            if fact.past:
                ordinal = pl.col(AS_OF).dt.epoch("d") + date(1970, 1, 1).toordinal()
                for row in frame.filter(pl.col(fact.id) > ordinal).head(1).iter_rows(named=True):
                    try:
                        read_answer(fact, value_of(fact, row[fact.id]), row[AS_OF])
                    except BadInput as problem:
                        raise BadInput(
                            N_("{file}, line {line}: {problem}"),
                            file=self._name,
                            line=row[LINE],
                            problem=problem.sentence,
                        ) from problem

    def _refuse_twins(self) -> None:
        ids = self._rows.select(CASE_ID, LINE).filter(~pl.col(CASE_ID).is_first_distinct())
        for case, line in ids.head(1).collect().iter_rows():
            raise BadInput(
                N_("{file}, line {line}: {name} {id} stands twice."), file=self._name, line=line, name=CASE_ID, id=case
            )


def someone(row: Mapping[str, Any], facts: Mapping[str, Fact], case: str | None = None) -> Someone:
    """The person of a row or a kind."""
    answers = {name: value_of(fact, row[name]) for name, fact in facts.items() if row[name] is not None}
    return Someone(answers, row[AS_OF], case)


def value_of(fact: Fact, cell: Any) -> Value:
    """The answer that a cell stands for, which is not empty."""
    match fact.type.kind:
        case "set":
            return frozenset(str(cell).split(",")) if cell else frozenset()
        case "date":
            return date.fromordinal(int(cell))
        case "choice":
            assert fact.type.choice is not None
            return fact.type.choice.words[int(cell)]
        case "number":
            number = float(cell)
            return int(number) if number.is_integer() else number
    return bool(cell)
