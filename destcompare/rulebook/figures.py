"""Sources, dated values and parameters: every figure with its period and its provenance."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from destcompare.expressions.types import Choice, Type
from destcompare.expressions.units import is_unit
from destcompare.problems import N_
from destcompare.rulebook import model, schema
from destcompare.rulebook.conditions import Names
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile

Sources = dict[str, model.Source]
DatedShape = TypeVar("DatedShape", schema.DatedValueShape, schema.TripleShape, schema.PlacesShape, schema.ShareShape)

_WEAKEST = {"high": 0, "medium": 1, "low": 2}


def build_sources(file: RuleFile, shape: schema.SourcesFile) -> Sources:
    """All sources by id."""
    for source_id, source in shape.source.items():
        check_address(file, ("source", source_id, "url"), source.url)
    return {
        source_id: model.Source(
            source_id, item.title, item.publisher, item.url, item.published, item.kind, item.confidence
        )
        for source_id, item in shape.source.items()
    }


def unknown_source(file: RuleFile, path: KeyPath, source: str, sources: Sources) -> None:
    """Note that a source is not in sources.toml, with the nearest one that is."""
    nearest = difflib.get_close_matches(source, sources, 1, 0.8)
    if nearest:
        file.fault(
            path,
            "RULE007",
            N_("No source is called {source}. Did you mean {nearest}?"),
            source=source,
            nearest=nearest[0],
        )
    else:
        file.fault(path, "RULE007", N_("No source is called {source}. Add it to sources.toml."), source=source)


def provenance(file: RuleFile, path: KeyPath, shape: schema.SourcedShape, sources: Sources) -> model.Provenance:
    """Source, day of the last comparison, and the lower of the source's and the figure's own confidence."""
    if shape.source not in sources:
        unknown_source(file, (*path, "source"), shape.source, sources)
    for index, other in enumerate(shape.disputed):
        if other not in sources:
            unknown_source(file, (*path, "disputed", index), other, sources)
    known = sources.get(shape.source)
    of_source = known.confidence if known else "low"
    confidence = max(of_source, shape.confidence or of_source, key=_WEAKEST.__getitem__)
    return model.Provenance(shape.source, shape.checked, confidence, tuple(shape.disputed))


def period_of(start: date, end: date | None, next_start: date | None) -> model.Period:
    """From a day to its own last day, or to the day before the next one begins."""
    if end is None and next_start is not None:
        end = next_start - timedelta(days=1)
    return model.Period(start, end)


def check_address(file: RuleFile, path: KeyPath, url: str) -> None:
    """Note an address that is neither one of the web nor a page of this project."""
    if not url.startswith(("https://", "http://", "docs/")):
        file.fault(path, "RULE005", N_("An address begins with https:// or http://."))


def check_period(file: RuleFile, path: KeyPath, start: date | None, end: date | None) -> None:
    """Note a time that ends before it begins."""
    if start is not None and end is not None and end < start:
        file.fault((*path, "until"), "RULE010", N_("This ends before it begins."))


def build_parameters(
    file: RuleFile,
    shapes: Mapping[str, schema.ParameterShape],
    prefix: str,
    choices: Mapping[str, Choice],
    sources: Sources,
    names: Names,
) -> tuple[model.Parameter, ...]:
    """Parameters of one file; `prefix` is the destination or scheme they belong to."""
    parameters = []
    for name, shape in shapes.items():
        path = ("parameter", name)
        if name in names:
            file.fault(
                path, "RULE014", N_("The name {name} is already taken by something in scope."), at_key=True, name=name
            )
        kind = _type_of_unit(shape, choices)
        if kind is None:
            file.fault(
                (*path, "unit"),
                "RULE011",
                N_("No unit or choice is called {unit}. Look at rules/README.md."),
                unit=shape.unit,
            )
            continue
        full_id = f"{prefix}/{name}" if prefix else name
        parameters.append(model.Parameter(full_id, name, kind, _values(file, path, shape, kind, sources)))
    return tuple(parameters)


def _type_of_unit(shape: schema.ParameterShape, choices: Mapping[str, Choice]) -> Type | None:
    if shape.unit == "date":
        return Type("date")
    if shape.unit == "flag":
        return Type("flag")
    if shape.unit in choices:
        is_set = isinstance(shape.values[0].value, list)
        return Type("set" if is_set else "choice", choice=choices[shape.unit])
    return Type("number", unit=shape.unit) if is_unit(shape.unit) else None


def _values(
    file: RuleFile, path: KeyPath, shape: schema.ParameterShape, kind: Type, sources: Sources
) -> tuple[model.DatedValue, ...]:
    values = []
    for here, item, period in in_order(file, path, shape.values):
        value = figure(file, (*here, "value"), item.value, kind)
        if value is not None:
            values.append(model.DatedValue(period, value, provenance(file, here, item, sources)))
    return tuple(values)


def in_order(
    file: RuleFile, path: KeyPath, shapes: Sequence[DatedShape]
) -> Iterator[tuple[KeyPath, DatedShape, model.Period]]:
    """Dated shapes with their places and periods: each ends where it says, or where the next one begins."""
    for index, item in enumerate(shapes):
        here: KeyPath = (*path, "values", index)
        following = shapes[index + 1].start if index + 1 < len(shapes) else None
        if following is not None and following <= item.start:
            file.fault((*path, "values", index + 1, "from"), "RULE010", N_("Values stand in the order of their days."))
        elif item.end is not None and (item.end < item.start or (following is not None and item.end >= following)):
            file.fault((*here, "until"), "RULE010", N_("This ends before it begins, or after the next value begins."))
        yield here, item, period_of(item.start, item.end, following)


def figure(file: RuleFile, path: KeyPath, value: object, kind: Type) -> model.Value | None:
    """A value of a rule file as its type has it; a value of another type is a fault."""
    if kind.kind == "set" and isinstance(value, list):
        unknown = [word for word in value if kind.choice and word not in kind.choice.words]
        if not unknown:
            return frozenset(value)
        file.fault((*path, value.index(unknown[0])), "RULE022", N_("Unknown word: {word}."), word=unknown[0])
        return None
    if kind.kind == "choice" and isinstance(value, str) and kind.choice:
        if value in kind.choice.words:
            return value
        nearest = difflib.get_close_matches(value, kind.choice.words, 1)
        if nearest:
            file.fault(
                path, "RULE022", N_("Unknown word: {word}. Did you mean {nearest}?"), word=value, nearest=nearest[0]
            )
        else:
            file.fault(path, "RULE022", N_("Unknown word: {word}."), word=value)
        return None
    fits = {
        "flag": isinstance(value, bool),
        "date": isinstance(value, date),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
    }
    if fits.get(kind.kind):
        return value  # type: ignore[return-value]  # narrowed by the table above
    file.fault(path, "RULE011", N_("This value does not fit its unit."))
    return None
