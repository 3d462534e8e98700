"""Files of people → checked columns: CSV, Parquet and JSON Lines, piece by piece; a bad row is put aside with its reason.

Every distinct answer of a column is read once, by the same reader that reads the command line, so that all commands accept the
same words and refuse with the same sentences.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from destcompare.decision.answers import find_fact, read_answer
from destcompare.expressions.columns import stored
from destcompare.problems import N_, BadInput, Problem, Sentence, Unreadable
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Rulebook, Value

CASE_ID, AS_OF, RECORD, LINE = "case_id", "as_of", "record", "line"
FORMATS = ("csv", "parquet", "jsonl")
_ROWS = 50_000
_RECORD, _LINE, _FAULT = "number of the row", "line of the file", "fault of the line"
_UNEVEN, _NOT_UTF8, _NOT_JSON = "uneven", "not UTF-8", "not JSON"
_FAULTS = {
    _UNEVEN: N_("This row has more or fewer values than the first line has names."),
    _NOT_UTF8: N_("This row is not UTF-8 text."),
    _NOT_JSON: N_("This line is not a JSON object."),
}
_TYPES = {"flag": pl.Boolean, "number": pl.Float64, "date": pl.Int64, "choice": pl.Int64}


class Reject(Record):
    """A row that could not be read: its line in the file (its number where there are no lines), its id, and why."""

    line: int
    case_id: str
    reason: Sentence


class Piece(Record):
    """Some rows of a file: their number among the people (from 0), ids, the day asked about if the file tells it, answers as
    columns; and rows put aside.
    """

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]


def column_type(name: str, fact: Fact) -> Any:
    """The type of a column of answers to a fact; whether a word is in a set is a truth value."""
    if fact.type.kind == "set":
        return pl.String if name == fact.id else pl.Boolean
    return _TYPES[fact.type.kind]


def format_of(name: str) -> str:
    """The format that a file's name ends in. Raises `BadInput`."""
    ending = Path(name).suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise BadInput(
            N_("{file}: the name must end in one of {endings}."), file=name, endings=[f".{item}" for item in FORMATS]
        )
    return ending


def count_rows(name: str) -> int:
    """How many rows a file has, about: a quoted value that has lines counts as several. Raises `OSError`."""
    if format_of(name) == "parquet":
        return int(pl.scan_parquet(name).select(pl.len()).collect().item())
    with Path(name).open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(2**20), b""))


class People:
    """A file of people, its columns already checked against the questions of the rules.

    Where they have to be `named`, a row without an id is put aside, and one without a day has none.
    """

    def __init__(self, name: str, rulebook: Rulebook, *, named: bool = False) -> None:
        self._name, self._rulebook, self._named = name, rulebook, named
        self._format = format_of(name)
        names = self._column_names()
        self.facts: dict[str, Fact] = {}
        for column in names:
            if column not in (CASE_ID, AS_OF):
                self._add(column)
        self.has_days = AS_OF in names
        self._has_ids = CASE_ID in names

    def pieces(
        self, as_of: date, wanted: Mapping[str, Fact], rows: int = _ROWS, *, own_days: bool = False
    ) -> Iterator[Piece]:
        """All people, some thousand `rows` at a time; `wanted` are the columns that are needed, with their facts. With
        `own_days` only those who ask about this day.

        A set by its own name is its words, in their order and with commas between them.
        """
        for raw in self._raw(rows):
            some = raw.filter(_days(raw) == as_of) if own_days else raw
            if some.height:
                yield self._piece(some, as_of, wanted)

    def schema(self, wanted: Mapping[str, Fact]) -> pl.Schema:
        """Names and types of the columns of a piece that a plan needs."""
        return pl.Schema(
            {RECORD: pl.Int64, CASE_ID: pl.String, **{name: column_type(name, fact) for name, fact in wanted.items()}}
        )

    def days(self, put_aside: Callable[[Reject], None]) -> list[date]:
        """The days asked about in the file; rows without a day are put aside."""
        found: set[date] = set()
        for raw in self._raw(_ROWS):
            days = _days(raw)
            found.update(days.drop_nulls().unique())
            if days.null_count():
                for reject in self._piece(raw.filter(days.is_null()), date.max, {}).rejects:
                    put_aside(reject)
        return sorted(found)

    def _add(self, column: str) -> None:
        try:
            fact = find_fact(column, self._rulebook)
        except Problem as problem:
            raise BadInput(
                N_("{file}, column {column}: {reason}"), file=self._name, column=column[:60], reason=problem.sentence
            ) from problem
        if fact in self.facts.values():
            raise BadInput(N_("The answer {name} is given twice. Give it once."), name=fact.id)
        self.facts[column] = fact

    def _column_names(self) -> list[str]:
        try:
            if self._format == "parquet":
                return list(pl.read_parquet_schema(self._name))
            if self._format == "csv":
                with self._open() as file:
                    return [name.strip() for name in next(csv.reader(file), [])]
            names: dict[str, None] = {}
            for record, _ in self._records():
                names.update(dict.fromkeys(record))
            return [name for name in names if name != _FAULT]
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._unreadable() from error

    def _unreadable(self) -> Unreadable:
        return Unreadable(
            N_("The file {file} cannot be read. Check its name and that you may read it."), file=self._name
        )

    def _raw(self, rows: int) -> Iterator[pl.DataFrame]:
        """Rows as they stand in the file, with their number and line."""
        begun = 0
        try:
            if self._format == "parquet":
                yield from self._parquet_rows(rows)
                return
            lines = self._csv_rows() if self._format == "csv" else self._records()
            while piece := list(islice(lines, rows)):
                yield _frame([{**record, _LINE: line} for record, line in piece], begun)
                begun += len(piece)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise self._unreadable() from error

    def _parquet_rows(self, rows: int) -> Iterator[pl.DataFrame]:
        """By pyarrow, which reads no further ahead than it is asked; polars would hold most of the file."""
        import pyarrow
        import pyarrow.parquet

        begun = 0
        try:
            with pyarrow.parquet.ParquetFile(self._name, pre_buffer=False) as file:
                for batch in file.iter_batches(batch_size=rows):
                    raw = pl.DataFrame(pl.from_arrow(batch))
                    yield raw.with_row_index(_RECORD, begun).with_columns((pl.col(_RECORD) + 1).alias(_LINE))
                    begun += batch.num_rows
        except pyarrow.ArrowException as error:
            raise self._unreadable() from error

    def _open(self) -> TextIO:
        return Path(self._name).open(encoding="utf-8-sig", errors="surrogateescape", newline="")

    def _csv_rows(self) -> Iterator[tuple[dict[str, Any], int]]:
        with self._open() as file:
            reader = csv.reader(file)
            names = [name.strip() for name in next(reader, [])]
            for values in reader:
                if not values:
                    continue
                record: dict[str, Any] = dict(zip(names, values, strict=False))
                if len(values) != len(names):
                    record[_FAULT] = _UNEVEN
                elif any("\ud800" <= letter <= "\udfff" for value in values if not value.isascii() for letter in value):
                    record = {_FAULT: _NOT_UTF8}
                yield record, reader.line_num

    def _records(self) -> Iterator[tuple[dict[str, Any], int]]:
        with self._open() as file:
            for line, text in enumerate(file, start=1):
                if text.strip():
                    yield _record(text), line

    def _piece(self, raw: pl.DataFrame, as_of: date, wanted: Mapping[str, Fact]) -> Piece:
        ids = raw[CASE_ID].cast(pl.String) if self._has_ids and CASE_ID in raw.columns else None
        lines = raw[_LINE].cast(pl.String)
        wrong: dict[int, Sentence] = {}
        if self._named:
            missing = (ids.is_null() | (ids == "")).arg_true() if ids is not None else range(raw.height)
            wrong |= dict.fromkeys(missing, Sentence(N_("{name} is missing."), name=CASE_ID))
        columns: dict[str, pl.Series] = {
            RECORD: raw[_RECORD].cast(pl.Int64),
            CASE_ID: ids.fill_null(lines) if ids is not None else lines,
            LINE: raw[_LINE].cast(pl.Int64),
        }
        if self.has_days:
            columns[AS_OF] = self._days_of(raw, wrong)
        words: dict[str, list[str]] = {}
        for name, fact in wanted.items():
            words.setdefault(fact.id, []).append(name)
        for column, fact in self.facts.items():
            if column in raw.columns:
                columns.update(_answers(raw[column], fact, as_of, words.get(fact.id, []), wrong))
        for name, fact in wanted.items():
            if name not in columns:
                columns[name] = pl.Series(name, [None] * raw.height, dtype=column_type(name, fact))
        if _FAULT in raw.columns:
            faults = raw[_FAULT].to_list()
            wrong |= {place: Sentence(_FAULTS[fault]) for place, fault in enumerate(faults) if fault is not None}
        frame = pl.DataFrame([series.alias(name) for name, series in columns.items()])
        if not wrong:
            return Piece(frame, ())
        rejects = tuple(
            Reject(int(raw[_LINE][place]), str(columns[CASE_ID][place]), reason)
            for place, reason in sorted(wrong.items())
        )
        return Piece(frame.filter(~pl.Series([place in wrong for place in range(raw.height)])), rejects)

    def _days_of(self, raw: pl.DataFrame, wrong: dict[int, Sentence]) -> pl.Series:
        days = _days(raw)
        bad = days.is_null()
        if self._named:
            bad &= _day_texts(raw).fill_null("") != ""
        for place in bad.arg_true():
            wrong.setdefault(
                place, Sentence(N_("The column {column} needs a day, written year-month-day."), column=AS_OF)
            )
        return days


def _answers(
    raw: pl.Series, fact: Fact, as_of: date, names: list[str], wrong: dict[int, Sentence]
) -> dict[str, pl.Series]:
    """The columns of one fact, from each distinct answer read once; a bad one puts its rows aside."""
    values = raw if raw.dtype in (pl.String, pl.List, pl.Boolean) or raw.dtype.is_numeric() else raw.cast(pl.String)
    values = values.list.join(",").replace("", "none") if values.dtype == pl.List else values
    distinct = values.unique()
    answers: dict[Any, Value | None] = {}
    for value in distinct.to_list():
        try:
            answers[value] = _read(fact, value, as_of)
        except Problem as problem:
            answers[value] = None
            for place in _places(values, [value]):
                wrong.setdefault(place, problem.sentence)
    keys = list(answers)
    if fact.type.kind != "set":
        kind = _TYPES[fact.type.kind]
        return {
            name: _mapped(values, keys, [stored(answer, fact.type) for answer in answers.values()], kind)
            for name in names
        }
    found = {}
    for name in names:
        if name == fact.id:
            written = [None if answer is None else ",".join(sorted(answer)) for answer in answers.values()]  # type: ignore[arg-type]
            found[name] = _mapped(values, keys, written, pl.String)
            continue
        word = name.partition("__")[2]
        inside = [None if answer is None else word in answer for answer in answers.values()]  # type: ignore[operator]
        found[name] = _mapped(values, keys, inside, pl.Boolean)
    return found


def _mapped(values: pl.Series, keys: list[Any], stored_values: list[Any], kind: Any) -> pl.Series:
    codes = pl.DataFrame({"key": pl.Series(keys, dtype=values.dtype), "value": pl.Series(stored_values, dtype=kind)})
    joined = pl.DataFrame({"key": values}).join(codes, on="key", how="left", nulls_equal=True, maintain_order="left")
    return joined["value"]


def _read(fact: Fact, value: Any, as_of: date) -> Value | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return read_answer(fact, value.strip() if isinstance(value, str) else value, as_of)


def _places(values: pl.Series, bad: list[Any]) -> list[int]:
    return (
        values.is_in(pl.Series(bad, dtype=values.dtype).implode(), nulls_equal=True).arg_true().to_list() if bad else []
    )


def _days(raw: pl.DataFrame) -> pl.Series:
    """The day of each row; null where there is none."""
    texts = _day_texts(raw)
    found = {text: _day(text) for text in texts.unique().to_list()}
    return pl.Series(AS_OF, [found[text] for text in texts.to_list()], dtype=pl.Date)


def _day_texts(raw: pl.DataFrame) -> pl.Series:
    has_days = AS_OF in raw.columns
    return raw[AS_OF].cast(pl.String) if has_days else pl.Series(AS_OF, [None] * raw.height, dtype=pl.String)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _record(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line.encode("utf-8"))
    except UnicodeEncodeError:
        return {_FAULT: _NOT_UTF8}
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {_FAULT: _NOT_JSON}


def _frame(records: list[dict[str, Any]], begun: int) -> pl.DataFrame:
    names = dict.fromkeys(name for record in records for name in record)
    frame = pl.DataFrame(
        {name: pl.Series([_text(record.get(name)) for record in records], dtype=pl.String) for name in names}
    )
    return frame.with_columns(pl.col(_LINE).cast(pl.Int64)).with_row_index(_RECORD, begun)


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value)) or "none"
    return None if value is None else str(value)
