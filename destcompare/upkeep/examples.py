"""An example for each message with placeholders: the English sentence as it may look once it is filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from destcompare.language import Language, load_language
from destcompare.language.choice import SOURCE
from destcompare.output.sums import sum_text
from destcompare.places import data_folder

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Examples:
    """What the sentences of a checkout are filled with: literal values in the program, figures in the rules."""

    def __init__(self, root: Path) -> None:
        samples = data_folder("locales") / "samples.toml"
        self._samples: dict[str, str] = tomli.loads(samples.read_text("utf-8"))
        self._english = load_language(SOURCE)
        self._literal: dict[str, dict[str, str]] = {}
        for path in sorted((root / "destcompare").rglob("*.py")):
            self._literal.update(_literal_values(self._english, path))
        self._figures: dict[str, dict[str, str]] = {}
        for path in sorted((root / "rules").rglob("*.toml")):
            figures = dict(_figures(self._english, tomli.loads(path.read_text("utf-8"))))
            self._figures[path.relative_to(root).as_posix()] = figures

    def example(self, message: str, place: str) -> str:
        """The message filled in for the first place where it shows; empty where nothing is to be filled in.

        Raises `LookupError` with the name of a placeholder for which there is no sample.
        """
        if not _PLACEHOLDER.search(message):
            return ""
        file = place.partition(":")[0]
        known = self._filled_in(file) if file in self._figures else self._literal.get(message, {})
        return message.format_map({**self._samples, **known})

    def _filled_in(self, file: str) -> dict[str, str]:
        """What the rules fill in, the nearest last: figures of all files, of the destination, of the file itself."""
        code = file.split("/")[1].upper()
        country = {"country": self._english.country(code)} if self._english.country(code) != code else {}
        of_all = {name: value for figures in self._figures.values() for name, value in figures.items()}
        beside = self._figures.get(f"{file.rpartition('/')[0]}/destination.toml", {})
        return {**of_all, **beside, **self._figures[file], **country}


def _literal_values(english: Language, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Message and values of each call such as `BadInput(N_("{option} needs …"), option="--to")`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and node.keywords:
            message = node.args[0]
            if isinstance(message, ast.Call) and message.args:
                message = message.args[0]
            if isinstance(message, ast.Constant) and isinstance(message.value, str):
                values = {word.arg: word.value.value for word in node.keywords
                          if word.arg and isinstance(word.value, ast.Constant)}  # fmt: skip
                yield message.value, {name: _shown(english, value, "") for name, value in values.items()}


def _figures(english: Language, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, figure in {**data.get("price", {}), **data.get("parameter", {})}.items():
        if figure.get("values"):  # the first value stays what it was when later ones come
            first = figure["values"][0]
            yield name, _shown(english, first.get("value", first.get("typical")), str(figure.get("unit", "")))


def _shown(english: Language, value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return sum_text(english, value, unit)
    if isinstance(value, date):
        return english.date(value)
    if isinstance(value, list):
        return english.join(english.country(str(item)) for item in value)
    return str(value)
