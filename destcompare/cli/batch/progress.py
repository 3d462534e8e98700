"""What a long run tells meanwhile: on a terminal how many people are done and how fast; in a pipe nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from destcompare.batch.run import Done
from destcompare.language import Language
from destcompare.problems import N_

_MOST_SHOWN = 5


class Progress:
    """Told on standard error, on one line that is written over."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._begun = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")

    def show(self, people: int) -> None:
        """So many people are done."""
        if self._is_terminal:
            rate = people / max(time.monotonic() - self._begun, 0.001)
            told = self._language.text(
                N_("People done: {people}. A second: {rate}."),
                people=self._language.number(people),
                rate=self._language.number(round(rate)),
            )
            sys.stderr.write(f"\r\x1b[K{told}")
            sys.stderr.flush()

    def end(self, done: Done, rejects: str | None) -> None:
        """Rows that were put aside, which nobody should miss."""
        if not done.rejects:
            return
        words = self._language
        print(
            words.text(
                N_("Rows that could not be read: {count}. All others were decided."),
                count=words.number(len(done.rejects)),
            ),
            file=sys.stderr,
        )
        if rejects is not None:
            return
        for reject in done.rejects[:_MOST_SHOWN]:
            reason = words.text(reject.reason)
            print(
                words.text(N_("line {line}: {reason}"), line=words.number(reject.line), reason=reason), file=sys.stderr
            )
        if len(done.rejects) > _MOST_SHOWN:
            print(words.text(N_("All of them with their reasons: add {option}."), option="--rejects FILE"), file=sys.stderr)
