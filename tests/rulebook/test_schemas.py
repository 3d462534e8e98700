"""`rules schema NAME`: the shape of each kind of rule file, for editors, and the shipped files keep it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import jsonschema
import pytest
import tomli

from destcompare.rulebook.cache import rule_files
from destcompare.rulebook.reading import shape_of
from destcompare.upkeep.schemas import FOLDER, SCHEMAS, schema_text
from tests.conftest import ROOT, Ran


def as_json(value: Any) -> Any:
    """A TOML document as JSON has it: days as text."""
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_files_of_a_shape_keep_its_schema(cli: Callable[..., Ran], name: str) -> None:
    schema = json.loads(cli("rules", "schema", name).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    shape = shape_of(SCHEMAS[name])
    files = [content for file, content in rule_files(ROOT / "rules").items() if shape_of(file) is shape]
    assert files
    for content in files:
        validator.validate(as_json(tomli.loads(content.decode("utf-8"))))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schemas_beside_the_rules_are_those_that_the_command_prints(name: str) -> None:
    kept = ROOT / "rules" / FOLDER / f"{name}.json"
    assert kept.read_text("utf-8") == schema_text(name), "run python -m destcompare.upkeep.schemas"


def test_every_rule_file_names_its_schema_first() -> None:
    for path in (ROOT / "rules").rglob("*.toml"):
        mark, _, named = path.read_text("utf-8").splitlines()[0].partition(" ")
        assert mark == "#:schema"
        schema = json.loads((path.parent / named).read_text("utf-8"))
        shape = shape_of(path.relative_to(ROOT / "rules").as_posix())
        assert shape is not None
        assert schema == shape.model_json_schema()
