"""An example for each message with placeholders: the English sentence as it may look once it is filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from destcompare.language import Language, load_language
from destcompare.language.choice import SOURCE
from destcompare.output.sums import sum_text

SAMPLES: Mapping[str, str] = {
    "about": "no test needed", "address": "https://example.org/law", "after": "You may qualify", "all": "3",
    "allowed": "table, json", "answer": "30", "answers": "Age, Citizenship", "before": "Not known yet", "best": "1",
    "border": "A2", "changed": "2", "clause": "13.3 (2)", "code": "XX", "command": "destcompare rules show",
    "commands": "compare, explain", "condition": "age >= 40", "count": "3", "countries": "Tajikistan, Uzbekistan",
    "country": "Poland", "currency": "UZS", "day": "5 March 2026", "days": "90", "detail": "line 4",
    "example": "age=30", "expected": "one of: yes, no", "facts": "age, savings_usd", "failed": "1", "fall": "20%",
    "file": "person.toml", "files": "24", "folder": "rules", "format": "JSON", "formats": "CSV, JSONL, Parquet",
    "found": "30", "given": "30x", "help": "--help", "high": "39", "id": "xx/seasonal", "ids": "xx/seasonal, xx/work",
    "items": "Housing, Food", "key": "note", "keys": "from, until", "kind": "law", "known": "age, nationality",
    "label": "Russian", "labels": "Age, Russian", "language": "xx", "languages": "ky, ru, tg, uz", "largest": "1,000,000",
    "last": "39", "least": "2", "line": "7", "longest": "500", "low": "18", "more": "4", "most": "999", "moved": "3",
    "name": "savings_usd", "named": "Age; Savings", "names": "destination, scheme", "nearest": "age", "next": "40",
    "none": "0", "now": "24", "number": "2", "one": "days", "open": "1", "option": "--all", "other": "USD",
    "papers": "passport, photograph", "passed": "120", "people": "350", "place": "the capital", "places": "1,500",
    "points": "12", "priority": "what is left of the pay", "problem": "This is not TOML.", "program": "git",
    "proved": "40", "publisher": "Ministry of Labour", "question": "How old are you?", "refuted": "0", "remaining": "5",
    "required": "name", "revision": "main", "rule": "xx/seasonal/age", "rules": "xx/seasonal/age, xx/work/age",
    "said": "Age: you said 24.", "scheme": "xx/seasonal", "schemes": "40", "seconds": "60", "share": "12%",
    "shock": "The currency falls.", "source": "xx-law-5", "sources": "rules/sources.toml", "standard": "ISO 3166-1",
    "statement": "You are between 18 and 39 years old", "status": "You may qualify", "sum": "500 USD", "table": "[[change]]",
    "title": "Law on foreign workers", "to": "A2", "type": "level", "typical": "500 USD", "unit": "days", "value": "30x",
    "weight": "25", "what": "You are between 18 and 39 years old", "when": "since 5 March 2026",
    "why": "It decides the visa.", "word": "Polnd", "words": "yes, no", "worst": "4", "ways": "3",
    "age": "25", "cases": "CASES", "column": "age", "endings": ".csv, .parquet, .jsonl", "ending": ".html", "few": "<5",
    "left_out": "…", "other_sign": "→", "outcomes": "OUT", "ranked": "350", "reason": "a number from 0 to 120 is expected",
    "rows": "1,000", "shown": "12", "sign": "✓", "tenth": "0.1",
    "prices": "3", "others": "3", "heavy": "3", "falls": "20%, the currency falls", "year": "2024", "years": "2",
}  # fmt: skip
"""What the program fills in, by the name of the placeholder."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Examples:
    """What the sentences of a checkout are filled with: literal values in the program, figures in the rules."""

    def __init__(self, root: Path) -> None:
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
        return message.format_map({**SAMPLES, **known})

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
