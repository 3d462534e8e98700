"""What a long run tells: on a terminal how many people are done, how fast, and how long it will take; in a pipe nothing."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from destcompare.batch.reading import Reject, count_rows
from destcompare.language import Language
from destcompare.output.words import say
from destcompare.problems import N_

_MOST_SHOWN = 5


class RunProgress:
    """A bar on standard error, of numbers alone."""

    def __init__(self, cases: str) -> None:
        console = Console(stderr=True)
        people = count_rows(cases) if console.is_terminal and Path(cases).is_file() else None
        rate = TextColumn("{task.fields[rate]}")
        columns = (BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task: TaskID = self._bar.add_task("", total=people, rate=Text())

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, people: int) -> None:
        """So many people are done."""
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, completed=people, rate=f"{speed:,.0f}/s" if speed else "")


class Rejects:
    """Rows put aside, written to a file as they come, if there is one; nobody should miss them."""

    def __init__(self, file: TextIO | None, language: Language) -> None:
        self._language = language
        self._writer = csv.writer(file, lineterminator="\n") if file is not None else None
        self._first: list[Reject] = []
        self._count = 0
        if self._writer is not None:
            self._writer.writerow(("line", "case_id", "reason"))

    def add(self, reject: Reject) -> None:
        """One more row."""
        self._count += 1
        if self._writer is not None:
            self._writer.writerow((reject.line, reject.case_id, say(self._language, reject.reason)))
        elif self._count <= _MOST_SHOWN:
            self._first.append(reject)

    def tell(self) -> None:
        """How many they are, and where no file has them the first reasons."""
        if not self._count:
            return
        language = self._language
        told = [say(language, N_("Rows that could not be read: {count}. All others were decided.", count=self._count))]
        for reject in self._first:
            told.append(say(language, N_("line {line}: {reason}", line=reject.line, reason=reject.reason)))
        if len(self._first) < self._count and self._writer is None:
            told.append(say(language, N_("All of them with their reasons: add {option}.", option="--rejects FILE")))
        print("\n".join(told), file=sys.stderr)
