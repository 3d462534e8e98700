"""Types of values and of names: numbers have units, words belong to choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["flag", "number", "date", "choice", "set"]
Role = Literal["fact", "derived", "parameter", "day", "constant"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The words an answer may take; ordered ones can be compared by their place."""

    name: str
    words: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is. `unit` belongs to numbers; `choice` to words and to sets of words."""

    kind: Kind
    unit: str = ""
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A name in scope. A `constant` has its value and is read as a literal."""

    name: str
    role: Role
    type: Type
    value: Any = None


FLAG = Type("flag")
DATE = Type("date")
