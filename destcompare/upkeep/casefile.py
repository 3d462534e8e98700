"""People from a file: CSV, JSON Lines or Parquet, a column a fact, with `case_id` and optionally `as_of`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from destcompare.decision.answers import parse_day, read_mapping
from destcompare.problems import N_, BadInput, Unreadable
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.difference import Someone

_ID, _AS_OF = "case_id", "as_of"
_MANY = 2**14
_INSTALL = 'pip install "destcompare[batch]"'

Row = tuple[int, dict[str, Any]]
"""The line, or number, of a row and its cells."""


def are_many(name: str) -> bool:
    """Whether a file has so many people that columns decide them sooner than one after the other."""
    kind = Path(name).suffix.lower()
    try:
        if kind == ".parquet":
            from pyarrow import parquet

            return bool(parquet.read_metadata(name).num_rows > _MANY)
        if kind in (".csv", ".jsonl"):
            with Path(name).open("rb") as file:
                return next(islice(file, _MANY + 1, None), None) is not None
    except (ImportError, OSError, ValueError):  # told when the file is read
        pass
    return False


def read_people(name: str, rulebook: Rulebook, day: date) -> list[Someone]:
    """Everyone in the file; an empty cell is not known. Raises `BadInput` with the line, `Unreadable`."""
    people: dict[str, Someone] = {}
    for line, row in _rows(name):
        case = str(row.pop(_ID, None) or "")
        if not case:
            raise BadInput(N_("{file}, line {line}: {name} is missing."), file=name, line=line, name=_ID)
        if case in people:
            raise BadInput(
                N_("{file}, line {line}: {name} {id} stands twice."), file=name, line=line, name=_ID, id=case
            )
        as_of = _day(row.pop(_AS_OF, None), name, line) or day
        try:
            known = {fact: value for fact, value in row.items() if value is not None and value != ""}
            answers = read_mapping(known, rulebook, as_of)
        except BadInput as problem:
            raise BadInput(
                N_("{file}, line {line}: {problem}"), file=name, line=line, problem=problem.sentence
            ) from problem
        people[case] = Someone({fact: value for fact, value in answers.items() if value is not None}, as_of, case)
    return list(people.values())


def _day(cell: object, name: str, line: int) -> date | None:
    if cell in (None, ""):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    day = cell if isinstance(cell, date) else parse_day(str(cell))
    if day is None:
        raise BadInput(
            N_("{file}, line {line}: {name} needs a day written year-month-day."), file=name, line=line, name=_AS_OF
        )
    return day


def _rows(name: str) -> Iterator[Row]:
    kind = Path(name).suffix.lower()
    readers = {".csv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines, ".parquet": _parquet}
    if kind not in readers:
        raise BadInput(N_("{file}: cases are read from {allowed} files."), file=name, allowed=[*readers])
    try:
        content = Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise Unreadable(
            N_("The file {file} cannot be read. Check its name and that you may read it."), file=name
        ) from error
    return readers[kind](name, content)


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(N_("{file} is not UTF-8 text. Save it as UTF-8."), file=name) from error


def _csv(name: str, content: bytes) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(_text(name, content), newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise BadInput(
                    N_("{file}, line {line}: this row has not as many cells as there are columns."),
                    file=name,
                    line=reader.line_num,
                )
            yield reader.line_num, {column.strip(): cell.strip() for column, cell in row.items()}
    except csv.Error as error:
        raise BadInput(
            N_("{file}, line {line}: this is not {format}."), file=name, line=reader.line_num, format="CSV"
        ) from error


def _json_lines(name: str, content: bytes) -> Iterator[Row]:
    for line, text in enumerate(_text(name, content).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadInput(N_("{file}, line {line}: this is not JSON."), file=name, line=line) from error
        if not isinstance(row, dict):
            raise BadInput(N_("{file}, line {line}: this is not JSON."), file=name, line=line)
        yield line, row


def _parquet(name: str, content: bytes) -> Iterator[Row]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise BadInput(N_("{file}: Parquet needs one more package: {command}"), file=name, command=_INSTALL) from error
    try:
        rows: Iterable[dict[str, Any]] = parquet.read_table(pyarrow.BufferReader(content)).to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise BadInput(N_("{file} is not a Parquet file."), file=name) from error
    yield from enumerate(rows, start=1)
