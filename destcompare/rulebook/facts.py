"""Choices and facts: the declared ones, those of single destinations, and the past stays of every destination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.types import FLAG, Choice, Declared, Type
from destcompare.problems import N_
from destcompare.rulebook import model, schema
from destcompare.rulebook.conditions import Names, check_placeholders, read_condition, type_of
from destcompare.rulebook.figures import figure
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile

_COUNTRY = "country"


def build_choices(file: RuleFile, shape: schema.FactsFile) -> dict[str, Choice]:
    """All choices by name. A choice has words with labels, or words alone."""
    choices = {}
    for name, item in shape.choice.items():
        words = tuple(item.words or item.labels)
        if bool(item.words) == bool(item.labels):
            file.fault(("choice", name), "RULE003", N_("A choice has either words or labels."))
        for word in item.meanings.keys() - item.labels.keys():
            path = ("choice", name, "meanings", word)
            file.fault(path, "RULE011", N_("The choice {name} has no word {word}."), at_key=True, name=name, word=word)
        choices[name] = Choice(name, words, item.ordered)
    return choices


def build_facts(
    file: RuleFile,
    destinations: Mapping[RuleFile, schema.DestinationFile],
    codes: Iterable[str],
    choices: Mapping[str, Choice],
) -> dict[str, model.Fact]:
    """Every fact by id, in the order of the files; `left_on` for each destination RU becomes `ru_left_on`."""
    assert isinstance(file.shape, schema.FactsFile)
    planned: list[tuple[str, RuleFile, KeyPath, schema.FactShape, str | None]] = []
    for name, shape in file.shape.fact.items():
        planned.append((name, file, ("fact", name), shape, None))
    for code in codes:
        for name, shape in file.shape.each_destination.items():
            planned.append((f"{code.lower()}_{name}", file, ("each_destination", name), shape, code))
    for own_file, own in destinations.items():
        for name, shape in own.fact.items():
            planned.append((name, own_file, ("fact", name), shape, own.code))

    types: dict[str, Type] = {}
    for name, where, path, shape, _ in planned:
        kind = type_of(shape.type, choices)
        if kind is None:
            where.fault((*path, "type"), "RULE011", N_("No type or choice is called {type}."), type=shape.type)
            continue
        if name in types:
            where.fault(path, "RULE009", N_("The fact {id} is declared twice."), at_key=True, id=name)
        types[name] = Type("number", unit=shape.unit or "count") if kind.kind == "number" else kind
    names = {name: Declared(name, "fact", kind) for name, kind in types.items()}
    return {
        name: _fact(name, where, path, shape, code, types[name], names, choices)
        for name, where, path, shape, code in planned
        if name in types
    }


def _fact(
    name: str,
    file: RuleFile,
    path: KeyPath,
    shape: schema.FactShape,
    code: str | None,
    kind: Type,
    names: Names,
    choices: Mapping[str, Choice],
) -> model.Fact:
    if code is not None:
        names = {
            **names,
            "destination": Declared("destination", "constant", Type("choice", choice=choices[_COUNTRY]), code),
        }
    for key in ("label", "question", "why"):
        check_placeholders(file, (*path, key), getattr(shape, key), frozenset({_COUNTRY} if code else ()))
    implied = []
    for index, item in enumerate(shape.implied_by):
        here = (*path, "implied_by", index)
        when = read_condition(file, (*here, "when"), item.when, names, FLAG)
        value = (
            NO_DAY if kind.kind == "date" and item.value == "none" else figure(file, (*here, "value"), item.value, kind)
        )
        if when is not None and value is not None:
            implied.append(model.Implication(when, value))
    return model.Fact(
        id=name,
        type=kind,
        label=shape.label,
        question=shape.question,
        why=shape.why,
        example=shape.example,
        among=tuple(shape.among),
        integer=shape.integer,
        minimum=shape.min,
        maximum=shape.max,
        past=shape.past,
        sensitive=shape.sensitive,
        destination=code,
        change=_change(shape.change),
        implied_by=tuple(implied),
    )


def _change(shape: schema.ChangeShape | None) -> model.Change | None:
    if shape is None:
        return None
    steps = tuple(shape.days.items()) if isinstance(shape.days, dict) else ()
    days = shape.days if isinstance(shape.days, int) else None
    return model.Change(shape.direction, days, steps, shape.cost_usd)
