"""Mistakes in a condition: what, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExpressionFault:
    """A mistake in a condition; line, column and length are in characters, from 1."""

    code: str
    sentence: str
    line: int
    column: int
    length: int = 1
    values: dict[str, object] = field(default_factory=dict)


class ExpressionError(Exception):
    """The text is no condition; `faults` tells every reason that was found."""

    def __init__(self, faults: list[ExpressionFault]) -> None:
        super().__init__("; ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)
