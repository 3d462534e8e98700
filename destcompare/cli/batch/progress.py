"""What a long run tells: on a terminal how many people are done, how fast, and how long it will take; in a pipe nothing."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

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


def rejects_table(rejects: tuple[Reject, ...], language: Language) -> str:
    """The rows put aside as CSV: line, case and reason."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("line", "case_id", "reason"))
    writer.writerows((reject.line, reject.case_id, say(language, reject.reason)) for reject in rejects)
    return table.getvalue()


def tell_rejects(rejects: tuple[Reject, ...], file: str | None, language: Language) -> None:
    """Rows that were put aside, which nobody should miss: how many, and without a `file` for them the first reasons."""
    if not rejects:
        return
    told = [say(language, N_("Rows that could not be read: {count}. All others were decided.", count=len(rejects)))]
    if file is None:
        for reject in rejects[:_MOST_SHOWN]:
            told.append(say(language, N_("line {line}: {reason}", line=reject.line, reason=reject.reason)))
        if len(rejects) > _MOST_SHOWN:
            told.append(say(language, N_("All of them with their reasons: add {option}.", option="--rejects FILE")))
    print("\n".join(told), file=sys.stderr)
