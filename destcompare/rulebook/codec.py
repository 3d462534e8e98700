"""Rulebook ↔ JSON text: plain data, so that a file in the cache can never run code.

A value of the model is an object with its class under `""`; conditions keep their tree as plain lists. Decoding is on the
way of every command, so it uses the standard library alone and builds each value as the parser meets it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from destcompare.expressions.plain import from_plain, to_plain
from destcompare.expressions.types import Choice, Type
from destcompare.rulebook import model

_CLASSES: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        Choice, Type,
        model.Period, model.Source, model.Provenance, model.DatedValue, model.Parameter, model.Change, model.Implication,
        model.DatedPrice, model.Price, model.Fact, model.Derived, model.Statement, model.Requirement, model.Ban, model.Risk,
        model.Info, model.HomeInfo, model.Step, model.Contact, model.Limit, model.Entry, model.Places, model.Quota,
        model.Share, model.Odds, model.Scheme, model.Destination, model.Dependence, model.Shock, model.Home, model.Rulebook,
    )
}  # fmt: skip


_REQUIRED = object()
_FIELDS = {cls: [(name, getattr(cls, name, _REQUIRED)) for name in cls._fields] for cls in _CLASSES.values()}


def encode(rulebook: model.Rulebook) -> str:
    """Two lines of JSON: the choices, which conditions need to be read, and the rulebook."""
    choices = json.dumps(_plain(rulebook.choices), separators=(",", ":"))
    return choices + "\n" + json.dumps(_plain(rulebook), separators=(",", ":"))


def decode(text: str) -> model.Rulebook:
    """The rulebook of an encoded text; any error in it is a `ValueError`, `TypeError` or `KeyError`."""
    choices_line, _, rest = text.partition("\n")
    choices: dict[str, Choice] = json.loads(choices_line, object_hook=lambda item: _value(item, {}))
    rulebook = json.loads(rest, object_hook=lambda item: _value(item, choices))
    if not isinstance(rulebook, model.Rulebook):
        raise TypeError("not a rulebook")
    return rulebook


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _FIELDS:
        fields = {name: _plain(item) for name, default in _FIELDS[kind] if (item := getattr(value, name)) != default}
        return {"": kind.__name__, **fields}
    if kind is model.Condition:
        return {"": "?", "text": value.text, "tree": to_plain(value.tree)}
    if kind is date:
        return {"": "@", "day": value.isoformat()}
    if kind is frozenset:
        return {"": "{}", "words": sorted(value)}
    if kind in (tuple, list):
        return [_plain(item) for item in value]
    if kind is dict:
        return {name: _plain(item) for name, item in value.items()}
    return value


def _value(item: dict[str, Any], choices: dict[str, Choice]) -> Any:
    kind = item.pop("", None)
    if kind is None:
        return item
    if kind == "@":
        return date.fromisoformat(item["day"])
    if kind == "?":
        return model.Condition(item["text"], from_plain(item["tree"], choices))
    if kind == "{}":
        return frozenset(item["words"])
    for name, field in item.items():
        if type(field) is list:
            item[name] = tuple(tuple(part) if type(part) is list else part for part in field)
    return _CLASSES[kind](**item)
