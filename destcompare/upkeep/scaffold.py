"""New rule files laid out from templates: a scheme with its place in the order and its first rule case, a destination."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import tomli

from destcompare.problems import N_, BadInput
from destcompare.rulebook.building import NATIONALITY
from destcompare.upkeep.layout import laid_out, written
from destcompare.upkeep.schemas import schema_of
from destcompare.upkeep.toml_text import Listed, Plain, Row, read

_TEMPLATES = Path(__file__).parent / "templates"
_SCHEME_ID = re.compile(r"([a-z]{2})/([a-z0-9][a-z0-9-]*)")
_TAKEN = ("destination", "cases")


def new_scheme(contents: Mapping[str, bytes], scheme_id: str, day: date) -> dict[str, str]:
    """The files to write for a new scheme: its own, the order with it, its first rule case. Raises `BadInput`."""
    found = _SCHEME_ID.fullmatch(scheme_id)
    if found is None or found[2] in _TAKEN:
        raise BadInput(
            N_("{id} is no id of a scheme. It is a folder and a name in small letters, for example {example}."),
            id=scheme_id[:60],
            example="xx/seasonal",
        )
    folder, file = found[1], f"{scheme_id}.toml"
    if f"{folder}/destination.toml" not in contents:
        raise BadInput(
            N_("There is no destination {code} yet. Lay it out first: {command}"),
            code=folder.upper(),
            command=f"destcompare rules new destination {folder.upper()}",
        )
    _not_there(contents, file)
    values = _values(contents, day, id=scheme_id, folder=folder, source=f"{folder}-{found[2]}-source")
    cases = f"{folder}/cases.toml"
    if cases in contents:
        _read(contents, cases)
    if "order" not in _read(contents, "scoring.toml"):
        raise BadInput(N_("There is no list {key} in {file}."), key="order", file="scoring.toml")
    before = contents.get(cases, b"").decode("utf-8").rstrip("\n") + "\n\n"
    return {
        file: _filled("scheme", file, values),
        "scoring.toml": _with_order(contents["scoring.toml"].decode("utf-8"), scheme_id),
        cases: laid_out(before + _template("case").substitute(values), schema_of(cases)),
    }


def new_destination(contents: Mapping[str, bytes], code: str, day: date) -> dict[str, str]:
    """The file to write for a new destination. Raises `BadInput`."""
    country = _read(contents, "facts.toml").get("choice", {}).get("country", {})
    if code not in country.get("words", ()):
        raise BadInput(
            N_("{code} is no country code of two capital letters ({standard})."), code=code[:60], standard="ISO 3166"
        )
    folder = code.lower()
    file = f"{folder}/destination.toml"
    _not_there(contents, file)
    values = _values(contents, day, code=code, folder=folder, source=f"{folder}-source")
    return {file: _filled("destination", file, values)}


def _not_there(contents: Mapping[str, bytes], file: str) -> None:
    if file in contents:
        raise BadInput(N_("{file} is there already. Nothing was written."), file=file)


def _read(contents: Mapping[str, bytes], file: str) -> dict[str, Any]:
    """What TOML reads in a file that must be sound to begin with."""
    try:
        return tomli.loads(contents[file].decode("utf-8"))
    except (KeyError, ValueError) as error:
        raise BadInput(
            N_("{file} is missing or broken. Mend it first: {command}"), file=file, command="destcompare rules check"
        ) from error


def _values(contents: Mapping[str, bytes], day: date, **values: str) -> dict[str, str]:
    """What fills a template."""
    nationalities = _read(contents, "facts.toml").get("fact", {}).get(NATIONALITY, {}).get("among", [""])
    listed = ", ".join(f'"{code}"' for code in nationalities)
    return {**values, "day": day.isoformat(), "nationality": nationalities[0], "nationalities": listed}


def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.toml").read_text("utf-8"))


def _filled(template: str, file: str, values: Mapping[str, str]) -> str:
    return laid_out(_template(template).substitute(values), schema_of(file))


def _with_order(scoring: str, scheme_id: str) -> str:
    """The order with a scheme behind the last one of its destination, or at the end."""
    document = read(scoring)
    (order,) = (pair.value for table in document.tables for pair in table.pairs if pair.key == "order")
    assert isinstance(order, Listed)
    folder, entry = scheme_id.partition("/")[0], Plain(f'"{scheme_id}"')
    own = [index for index, row in enumerate(order.rows) if any(_stands_in(value, folder) for value in row.values)]
    if order.broken or not order.rows:
        order.rows.insert(own[-1] + 1 if own else len(order.rows), Row([entry]))
    else:
        order.rows[0].values.append(entry)
    first = scoring.partition("\n")[0]
    return written(document, first.partition(" ")[2] if first.startswith("#:schema ") else None)


def _stands_in(value: object, folder: str) -> bool:
    return isinstance(value, Plain) and value.text.strip("\"'").startswith(f"{folder}/")
