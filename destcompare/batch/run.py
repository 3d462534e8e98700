"""A run over a file: pieces of people in, outcomes out, written in parts beside the place of the result, put together at the end.

A part is a piece of work that is done. Whoever asked to be able to go on finds the parts of an interrupted run again; otherwise
an interrupted run leaves nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from destcompare.batch.engines import Engine
from destcompare.batch.outcomes import Outcomes
from destcompare.batch.reading import AS_OF, RECORD, People, Reject, format_of
from destcompare.problems import N_, BadInput, Unreadable
from destcompare.records import Record
from destcompare.rulebook.model import Rulebook

ROWS = 3 * 2**13
Shown = Callable[[int], None]
"""Told how many people are done."""
PutAside = Callable[[Reject], None]
"""Told each row that could not be read."""


class Task(Record):
    """What a run is to do. `as_of` is a date, or `None` where the file tells the day of each person; without a `priority`
    there are statuses alone.
    """

    cases: str
    output: str
    rulebook: Rulebook
    as_of: date | None
    wide: bool
    resume: bool
    priority: str | None = None


def run(task: Task, engine: Engine, shown: Shown, put_aside: PutAside) -> int:
    """Decide everybody in a file and write the outcomes; how many people they are. Raises `BadInput` and `Unreadable`."""
    ending = format_of(task.output)
    people = People(task.cases, task.rulebook)
    if task.as_of is None and not people.has_days:
        raise BadInput(N_("{file} has no column {column}."), file=task.cases, column=AS_OF)
    parts = _Parts(task, ending)
    try:
        for day in [task.as_of] if task.as_of is not None else people.days(put_aside):
            _run_day(task, people, day, engine, parts, shown, put_aside)
        parts.put_together()
    except BaseException:
        if not task.resume:
            parts.remove()
        raise
    return parts.people


def _run_day(
    task: Task, people: People, day: date, engine: Engine, parts: _Parts, shown: Shown, put_aside: PutAside
) -> None:
    outcomes = Outcomes(task.rulebook, day, task.priority)
    skip = parts.done(day)
    own_days = task.as_of is None

    def pieces() -> Iterator[pl.DataFrame]:
        for piece in people.pieces(day, outcomes.facts, ROWS, own_days=own_days):
            for reject in piece.rejects:
                put_aside(reject)
            frame = piece.frame.filter(pl.col(RECORD) >= skip)  # rows that are done are read for their faults alone
            if frame.height:
                yield frame.select(names)

    names = [RECORD, "case_id", *outcomes.facts]
    schema = people.schema(outcomes.facts)
    shape = outcomes.wide if task.wide else outcomes.long
    for frame in engine(pieces(), schema, outcomes.compute, ROWS):
        if not frame.height:
            continue
        settled = outcomes.settled(frame)
        shaped = shape(settled)
        if own_days:
            shaped = shaped.with_columns(pl.lit(day).alias(AS_OF))
        parts.write(shaped, day, int(frame[RECORD].max()) + 1, frame.height)  # type: ignore[arg-type]
        shown(parts.people)


class _Parts:
    """Finished parts of a result, in a folder beside its place."""

    def __init__(self, task: Task, ending: str) -> None:
        self._output, self._ending = Path(task.output), ending
        self._folder = self._output.with_name(f".{self._output.name}.parts")
        self._signature = _signature(task)
        self.people = 0
        self._parts: list[dict[str, Any]] = []
        try:
            if task.resume and self._is_same():
                self._read()
            else:
                self.remove()
                self._folder.mkdir()
                (self._folder / "task").write_text(self._signature, "utf-8")
        except OSError as error:
            raise self._unwritable() from error

    def _unwritable(self) -> Unreadable:
        return Unreadable(N_("The file {file} cannot be written."), file=str(self._output))

    def _is_same(self) -> bool:
        told = self._folder / "task"
        return told.is_file() and told.read_text("utf-8") == self._signature

    def _read(self) -> None:
        for note in sorted(self._folder.glob("*.done")):
            self._parts.append(json.loads(note.read_text("utf-8")))
        self.people = sum(part["people"] for part in self._parts)

    def done(self, day: date) -> int:
        """How many rows of the file are done for a day."""
        return max((part["rows"] for part in self._parts if part["day"] == day.isoformat()), default=0)

    def write(self, frame: pl.DataFrame, day: date, rows: int, people: int) -> None:
        """One more part, with all rows of the file before `rows` done."""
        name = self._folder / f"{len(self._parts):06}"
        try:
            _write(frame, name, self._ending)
            note = {"day": day.isoformat(), "rows": rows, "people": people}
            name.with_suffix(".note").write_text(json.dumps(note), "utf-8")
            name.with_suffix(".note").replace(name.with_suffix(".done"))
        except OSError as error:
            raise self._unwritable() from error
        self._parts.append(note)
        self.people += people

    def put_together(self) -> None:
        """The whole result in its place."""
        whole = self._folder / "whole"
        files = [self._folder / f"{number:06}" for number in range(len(self._parts))]
        try:
            if self._ending == "parquet":
                _join_parquet(files, whole)
            else:
                with whole.open("wb") as file:
                    for number, part in enumerate(files):
                        with part.open("rb") as source:
                            if number and self._ending == "csv":
                                source.readline()  # the names stand once
                            shutil.copyfileobj(source, file)
            whole.replace(self._output)
        except OSError as error:
            raise self._unwritable() from error
        self.remove()

    def remove(self) -> None:
        """No parts any more."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _write(frame: pl.DataFrame, name: Path, ending: str) -> None:
    if ending == "csv":
        frame.write_csv(name)
    elif ending == "jsonl":
        frame.write_ndjson(name)
    else:
        frame.write_parquet(name)


def _join_parquet(files: list[Path], whole: Path) -> None:
    import pyarrow.parquet as pq

    if not files:
        pl.DataFrame().write_parquet(whole)
        return
    with pq.ParquetWriter(whole, pq.read_schema(files[0])) as writer:
        for part in files:
            writer.write_table(pq.read_table(part))


def _signature(task: Task) -> str:
    """What a run rests on: another file, other rules or another date begin anew."""
    stat = Path(task.cases).stat()
    told = (task.cases, stat.st_size, stat.st_mtime_ns, task.rulebook.digest, str(task.as_of), task.wide, task.priority)
    return hashlib.sha256(repr(told).encode()).hexdigest()
