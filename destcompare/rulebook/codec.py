"""Rulebook ↔ JSON text: plain data, so that a file in the cache can never run code.

Every compound value is a list that begins with what it is: a record with its class and its fields in order, a tuple, a day, a
set, a condition, or a reference to a value that many share. Reading is on the way of every command, so records
stay packed until they are asked for their fields.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from destcompare.expressions.plain import Types, from_plain, to_plain
from destcompare.expressions.types import Choice, Type
from destcompare.records import Record
from destcompare.rulebook import model, weights
from destcompare.rulebook.invariants import NeverEligible, NeverShorter

_CLASSES: tuple[type[Record], ...] = (
    Choice, Type,
    model.Period, model.Source, model.Provenance, model.DatedValue, model.Parameter, model.Change, model.Implication,
    model.DatedPrice, model.Price, model.Fact, model.Derived, model.Statement, model.Told, model.Requirement, model.Ban,
    model.Risk, model.Info, model.HomeInfo, model.Step, model.Contact, model.Limit, model.Entry, model.Places, model.Quota,
    model.Share, model.Odds, model.Scheme, model.Destination, model.Dependence, model.Home, model.Fall, model.Shock,
    model.Consistency, NeverEligible, NeverShorter, model.Rulebook,
    weights.MoneySum, weights.MoneyRules, weights.Grade, weights.Criterion, weights.Scoring,
)  # fmt: skip
_NUMBERS = {cls: number for number, cls in enumerate(_CLASSES)}
_SHARED = (Choice, Type, model.Period, model.Provenance)
_TUPLE, _DAY, _SET, _CONDITION, _REFERENCE = -1, -2, -3, -4, -5

LAYOUT = repr([(cls.__name__, cls._fields) for cls in _CLASSES])
"""What an encoded text rests on: another layout cannot read it."""


def encode(rulebook: model.Rulebook) -> str:
    """The rulebook as one line of JSON."""
    shared: list[Any] = []
    plain = _Packing(shared).pack(rulebook)
    return json.dumps([shared, plain], ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> model.Rulebook:
    """The rulebook of an encoded text; anything else is a `ValueError`, `TypeError`, `KeyError` or `IndexError`."""
    shared, plain = json.loads(text)
    rulebook = _Reading(shared).read(plain)
    if not isinstance(rulebook, model.Rulebook):
        raise TypeError("not a rulebook")
    return rulebook


class _Packing:
    """Values → plain lists; what many share stands once."""

    def __init__(self, shared: list[Any]) -> None:
        self.shared = shared
        self.places: dict[Record, int] = {}

    def pack(self, value: Any) -> Any:
        kind = type(value)
        if kind in _SHARED:
            if value not in self.places:
                plain = self._record(value)
                self.places[value] = len(self.shared)
                self.shared.append(plain)
            return [_REFERENCE, self.places[value]]
        if kind in _NUMBERS:
            return self._record(value)
        if kind is model.Condition:
            return [_CONDITION, value.text, to_plain(value.tree)]
        if kind is date:
            return [_DAY, value.isoformat()]
        if kind is frozenset:
            return [_SET, *sorted(value)]
        if kind is tuple:
            return [_TUPLE, *map(self.pack, value)]
        if kind is dict:
            return {name: self.pack(item) for name, item in value.items()}
        return value

    def _record(self, record: Record) -> list[Any]:
        """Class and fields; defaults at the end are left out."""
        values = [getattr(record, name) for name in record._fields]
        for name in reversed(record._fields):
            if name not in record._defaults or values[-1] != record._defaults[name]:
                break
            values.pop()
        return [_NUMBERS[type(record)], *map(self.pack, values)]


class _Reading:
    """Plain lists → values."""

    def __init__(self, shared: list[Any]) -> None:
        self.shared = shared
        self.values: dict[int, Any] = {}
        self._known: Types | None = None

    def read(self, plain: Any) -> Any:
        if type(plain) is dict:
            return {name: self.read(item) if type(item) is list else item for name, item in plain.items()}
        if type(plain) is not list:
            return plain
        kind = plain[0]
        if kind >= 0:
            return _CLASSES[kind].packed(plain[1:], self.read)
        if kind == _TUPLE:
            return tuple([self.read(item) if type(item) is list else item for item in plain[1:]])
        if kind == _REFERENCE:
            number = plain[1]
            if number not in self.values:
                self.values[number] = self.read(self.shared[number])
            return self.values[number]
        if kind == _DAY:
            return date.fromisoformat(plain[1])
        if kind == _SET:
            return frozenset(plain[1:])
        if kind == _CONDITION:
            return model.Condition(plain[1], lambda: from_plain(plain[2], self._types()))
        raise ValueError(f"no kind of value: {kind}")

    def _types(self) -> Types:
        """Types, with every choice that stands in the rulebook."""
        if self._known is None:
            places = [number for number, item in enumerate(self.shared) if item[0] == _NUMBERS[Choice]]
            choices = (self.read([_REFERENCE, number]) for number in places)
            self._known = Types({choice.name: choice for choice in choices})
        return self._known
