"""What became of a statement about all possible people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from destcompare.problems import Sentence
from destcompare.records import Record
from destcompare.rulebook.model import Value

Verdict = Literal["proved", "refuted", "open"]
Answers = Mapping[str, Value]


class Proof(Record):
    """A statement and what became of it: the people who refute it with their day, or the rules that together do."""

    about: str
    statement: Sentence
    verdict: Verdict
    people: tuple[Answers, ...] = ()
    day: date | None = None
    because: tuple[str, ...] = ()
