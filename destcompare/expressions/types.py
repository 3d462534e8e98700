"""Types of values and of names: numbers have units, words belong to choices."""

from __future__ import annotations

from typing import Any, Literal

from destcompare.records import Record

Kind = Literal["flag", "number", "date", "choice", "set"]
Role = Literal["fact", "derived", "parameter", "day", "constant"]


class Choice(Record):
    """The words an answer may take; ordered ones can be compared by their place."""

    name: str
    words: tuple[str, ...]
    ordered: bool = False


class Type(Record):
    """What a value is. `unit` belongs to numbers; `choice` to words and to sets of words."""

    kind: Kind
    unit: str = ""
    choice: Choice | None = None


class Declared(Record):
    """A name in scope. A `constant` has its value and is read as a literal."""

    name: str
    role: Role
    type: Type
    value: Any = None


FLAG = Type("flag")
DATE = Type("date")
