"""Files of people → checked columns: CSV, Parquet and JSON Lines, piece by piece; a bad row is put aside with its reason.

Every distinct answer of a column is read once, by the same reader that reads the command line, so that all commands accept the
same words and refuse with the same sentences.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
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

CASE_ID, AS_OF, RECORD = "case_id", "as_of", "record"
FORMATS = ("csv", "parquet", "jsonl")
_ROWS = 50_000
_LINE, _FAULT = "line of the file", "fault of the line"
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
    """A file of people, its columns already checked against the questions of the rules."""

    def __init__(self, name: str, rulebook: Rulebook) -> None:
        self._name, self._rulebook = name, rulebook
        self._format = format_of(name)
        names = self._column_names()
        self.facts: dict[str, Fact] = {}
        for column in names:
            if column not in (CASE_ID, AS_OF):
                self._add(column)
        self.has_days = AS_OF in names
        self._has_ids = CASE_ID in names

    def pieces(self, as_of: date, wanted: Mapping[str, Fact], rows: int = _ROWS) -> Iterator[Piece]:
        """All people, some thousand `rows` at a time; `wanted` are the columns that are needed, with their facts."""
        begun = 0
        for raw in self._raw(rows):
            yield self._piece(raw, begun, as_of, wanted)
            begun += raw.height

    def schema(self, wanted: Mapping[str, Fact]) -> pl.Schema:
        """Names and types of the columns of a piece that a plan needs."""
        kinds = {
            name: pl.Boolean if fact.type.kind == "set" else _TYPES[fact.type.kind] for name, fact in wanted.items()
        }
        return pl.Schema({RECORD: pl.Int64, CASE_ID: pl.String, **kinds})

    def days(self) -> list[date]:
        """The days asked about in the file."""
        found: set[date] = set()
        for raw in self._raw(_ROWS):
            for text in raw[AS_OF].cast(pl.String).unique().to_list():
                day = _day(text)
                if day is not None:
                    found.add(day)
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
        """Rows as they stand in the file, with their line."""
        try:
            if self._format == "parquet":
                scan = pl.scan_parquet(self._name).with_row_index(_LINE, 1)
                for batch in scan.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming"):
                    for start in range(0, batch.height, rows):
                        yield batch.slice(start, rows)
                return
            lines = self._csv_rows() if self._format == "csv" else self._records()
            while piece := list(islice(lines, rows)):
                yield _frame([{**record, _LINE: line} for record, line in piece])
        except (OSError, pl.exceptions.PolarsError) as error:
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

    def _piece(self, raw: pl.DataFrame, begun: int, as_of: date, wanted: Mapping[str, Fact]) -> Piece:
        ids = raw[CASE_ID].cast(pl.String) if self._has_ids and CASE_ID in raw.columns else None
        lines = raw[_LINE].cast(pl.String)
        records = pl.int_range(begun, begun + raw.height, dtype=pl.Int64, eager=True)
        columns: dict[str, pl.Series] = {RECORD: records, CASE_ID: ids.fill_null(lines) if ids is not None else lines}
        wrong: dict[int, Sentence] = {}
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
                kind = pl.Boolean if fact.type.kind == "set" else _TYPES[fact.type.kind]
                columns[name] = pl.Series(name, [None] * raw.height, dtype=kind)
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
        texts = raw[AS_OF].cast(pl.String)
        found = {text: _day(text) for text in texts.unique().to_list()}
        bad = [text for text, day in found.items() if day is None]
        for place in _places(texts, bad):
            wrong.setdefault(
                place, Sentence(N_("The column {column} needs a day, written year-month-day."), column=AS_OF)
            )
        return pl.Series(AS_OF, [found[text] for text in texts.to_list()], dtype=pl.Date)


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


def _frame(records: list[dict[str, Any]]) -> pl.DataFrame:
    names = dict.fromkeys(name for record in records for name in record)
    return pl.DataFrame(
        {name: pl.Series([_text(record.get(name)) for record in records], dtype=pl.String) for name in names}
    ).with_columns(pl.col(_LINE).cast(pl.Int64))


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(map(str, value)) or "none"
    return None if value is None else str(value)
