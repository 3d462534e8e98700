"""Rule files → shapes: reads TOML, checks each file's shape, and gathers every fault with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import tomli
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from destcompare.problems import N_
from destcompare.rulebook import cases, doubts, population_shapes, schema, weighing_shapes
from destcompare.rulebook.faults import Fault
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.positions import Positions

_TOP: dict[str, type[schema.Shape]] = {
    "facts.toml": schema.FactsFile,
    "sources.toml": schema.SourcesFile,
    "consistency.toml": doubts.ConsistencyFile,
    "scoring.toml": weighing_shapes.ScoringFile,
    "derived.toml": weighing_shapes.DerivedFile,
    "rates.toml": weighing_shapes.DerivedFile,
    "paper.toml": cases.PaperFile,
    "invariants.toml": cases.InvariantsFile,
    "shocks.toml": weighing_shapes.ShocksFile,
    "population.toml": population_shapes.PopulationFile,
}
_IN_DESTINATION: dict[str, type[schema.Shape]] = {
    "destination.toml": schema.DestinationFile,
    "cases.toml": cases.CasesFile,
}
HOMES = "homes"
REQUIRED = ("facts.toml", "scoring.toml", "sources.toml")


@dataclass(eq=False)
class RuleFile:
    """One rule file: its name within the folder, text, what TOML reads in it, and (when it has no fault) its shape."""

    name: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    shape: schema.Shape | None = None
    faults: list[Fault] = field(default_factory=list)
    _positions: Positions | None = None

    @property
    def positions(self) -> Positions:
        """Places of keys and values, worked out when the first fault asks for them."""
        if self._positions is None:
            self._positions = Positions(self.text)
        return self._positions

    def fault(self, path: KeyPath, code: str, sentence: str, /, *, at_key: bool = False, **values: object) -> None:
        """Note a fault at the value (or key) of a path."""
        self.fault_at(self.positions.key(path) if at_key else self.positions.value(path), code, sentence, values)

    def fault_at(self, offset: int, code: str, sentence: str, values: dict[str, object]) -> None:
        """Note a fault at a place in the text."""
        line, column = self.positions.line_column(offset)
        self.faults.append(Fault(self.name, line, column, code, sentence, values, self.positions.excerpt(offset)))


def read_files(files: Mapping[str, bytes]) -> dict[str, RuleFile]:
    """Parse and shape-check every file; faults stay with their file."""
    return {name: _read(name, content) for name, content in files.items()}


def _read(name: str, content: bytes) -> RuleFile:
    try:
        file = RuleFile(name, content.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        place = content[: error.start].decode("utf-8", "replace")
        file = RuleFile(name, "")
        line, column = place.count("\n") + 1, len(place) - place.rfind("\n")
        file.faults.append(Fault(name, line, column, "RULE001", N_("This is not UTF-8 text. Save the file as UTF-8.")))
        return file
    shape = shape_of(name)
    if shape is None:
        file.faults.append(
            Fault(name, 1, 1, "RULE006", N_("No rule file has this name. Look at rules/README.md for the names."))
        )
        return file
    try:
        file.data = tomli.loads(file.text)
    except tomli.TOMLDecodeError as error:
        lines = file.text.split("\n")
        excerpt = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        file.faults.append(
            Fault(
                name,
                error.lineno,
                error.colno,
                "RULE001",
                N_("This is not TOML: {detail}."),
                {"detail": error.msg},
                excerpt,
            )
        )
        return file
    try:
        file.shape = shape.model_validate(file.data)
    except ValidationError as error:
        for detail in error.errors():
            _note_shape_fault(file, shape, detail)
    return file


def shape_of(name: str) -> type[schema.Shape] | None:
    """The shape of the rule file with this name; nothing for a name that no rule file has."""
    folder, _, file = name.rpartition("/")
    if not folder:
        return _TOP.get(file)
    return schema.HomeFile if folder == HOMES else _IN_DESTINATION.get(file, schema.SchemeFile)


def _note_shape_fault(file: RuleFile, shape: type[schema.Shape], detail: ErrorDetails) -> None:
    path, known = _path_in(file.data, detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    key = str(detail["loc"][-1])
    if kind == "extra_forbidden":
        nearest = difflib.get_close_matches(key, _keys_of(shape, path[:-1]), 1)
        if nearest:
            file.fault(
                path,
                "RULE002",
                N_("Unknown key: {key}. Did you mean {nearest}?"),
                at_key=True,
                key=key,
                nearest=nearest[0],
            )
        else:
            file.fault(path, "RULE002", N_("Unknown key: {key}."), at_key=True, key=key)
    elif kind == "missing":
        file.fault(path, "RULE003", N_("The key {key} is missing here."), at_key=True, key=key)
    elif kind == "literal_error":
        given, expected = str(detail["input"]), str(context["expected"]).replace("'", "")
        file.fault(
            path,
            "RULE005",
            N_("Not one of the possible words: {given}. Expected: {expected}."),
            given=given,
            expected=expected,
        )
    elif kind.endswith(("_type", "_parsing", "_exact")) or not known:
        file.fault(path, "RULE004", N_("Another kind of value is expected here: {expected}."), expected=_expected(kind))
    else:
        file.fault(path, "RULE005", N_("This value is not allowed here: {detail}."), detail=detail["msg"])


def _path_in(data: Any, location: Iterable[str | int]) -> tuple[KeyPath, bool]:
    """The part of pydantic's location that exists in the data: it also names branches of unions and missing keys."""
    path: list[str | int] = []
    for step in location:
        inside = step in data if isinstance(data, dict) else isinstance(data, list) and isinstance(step, int)
        if not inside or (isinstance(step, int) and step >= len(data)):
            return tuple(path), False
        data = data[step]
        path.append(step)
    return tuple(path), True


def _keys_of(shape: type[schema.Shape], path: KeyPath) -> list[str]:
    """Keys allowed in the table at a path, following the shape's annotations."""
    annotation: Any = shape
    for step in path:
        if isinstance(annotation, type) and issubclass(annotation, schema.Shape):
            fields = {info.alias or name: info.annotation for name, info in annotation.model_fields.items()}
            annotation = fields.get(str(step))
            annotation = _inner(annotation) if not isinstance(annotation, type) else annotation
        else:
            annotation = _inner(annotation)
    inner = annotation if isinstance(annotation, type) else _inner(annotation)
    if isinstance(inner, type) and issubclass(inner, schema.Shape):
        return [info.alias or name for name, info in inner.model_fields.items()]
    return []


def _inner(annotation: Any) -> Any:
    """The shape inside `list[…]`, `dict[…, …]` or `… | None`."""
    for argument in getattr(annotation, "__args__", ())[::-1]:
        if isinstance(argument, type) and issubclass(argument, schema.Shape):
            return argument
        found = _inner(argument)
        if found is not None:
            return found
    return None


_EXPECTED = {
    "string": N_("text in quotes"),
    "int": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "date": N_("a date such as 2026-01-31, without quotes"),
    "list": N_("a list in square brackets"),
    "dict": N_("a table"),
    "model": N_("a table"),
}


def _expected(kind: str) -> str:
    return _EXPECTED.get(kind.split("_", maxsplit=1)[0], N_("another kind of value"))
