"""JSON Schemas of rule files: printed by `rules schema`, and kept in `rules/schemas/` for editors.

Each rule file names its schema in its first line, so that an editor completes and checks while one types.

python -m destcompare.upkeep.schemas            write them anew
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from destcompare.places import data_folder
from destcompare.rulebook.reading import shape_of

FOLDER = "schemas"
SCHEMAS = {
    "facts": "facts.toml",
    "sources": "sources.toml",
    "scoring": "scoring.toml",
    "derived": "derived.toml",
    "paper": "paper.toml",
    "invariants": "invariants.toml",
    "consistency": "consistency.toml",
    "shocks": "shocks.toml",
    "population": "population.toml",
    "home": "homes/NAME.toml",
    "destination": "FOLDER/destination.toml",
    "scheme": "FOLDER/NAME.toml",
    "cases": "FOLDER/cases.toml",
}
"""Names of the schemas of rule files, and a file of that shape."""


def schema_text(name: str) -> str:
    """The JSON Schema with this name."""
    shape = shape_of(SCHEMAS[name])
    assert shape is not None
    return json.dumps(shape.model_json_schema(), indent=2) + "\n"


def schema_of(file: str) -> str | None:
    """Where the schema of a rule file stands, seen from that file; nothing for a name that no rule file has."""
    shape = shape_of(file)
    name = next((name for name, example in SCHEMAS.items() if shape_of(example) is shape), None)
    return f"{'../' * file.count('/')}{FOLDER}/{name}.json" if shape is not None else None


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder of rules."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for name in SCHEMAS:
        (folder / FOLDER / f"{name}.json").write_text(schema_text(name), "utf-8")


if __name__ == "__main__":
    write_schemas(data_folder("rules"))
    sys.exit(0)
