"""Faults of rule files: a stable code, a place, one sentence; `rules/FAULTS.md` has a heading for each code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from destcompare.problems import N_, Problem, Sentence


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in one rule file. Line and column count from 1; `sentence` is a message id with `values`."""

    file: str
    line: int
    column: int
    code: str
    sentence: str
    values: dict[str, object] = field(default_factory=dict, compare=False)
    excerpt: str = field(default="", compare=False)


class BrokenRules(Problem):
    """Rule files with faults: all faults of all files at once (exit code 1)."""

    exit_code: ClassVar[int] = 1
    summary: ClassVar[Sentence] = N_("The rules have faults: {count}.")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set_by_place(faults)))
        super().__init__(self.summary, count=len(self.faults))


def set_by_place(faults: Iterable[Fault]) -> list[Fault]:
    """One fault of a kind at a place: a template expanded for several destinations has its faults once."""
    unique = {
        (fault.file, fault.line, fault.column, fault.code, fault.sentence, repr(fault.values)): fault
        for fault in faults
    }
    return list(unique.values())
