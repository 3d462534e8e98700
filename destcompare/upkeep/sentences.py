"""Sentences of rule files that are shown to people, and so are messages to translate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from destcompare.rulebook.positions import Path as KeyPath

_KEYS = ("text", "advice", "title", "about", "label", "question", "why", "place")
_WORDS = ("labels", "meanings")
_NONE = ("sources.toml", "cases.toml", "rates.toml")


def sentences_in(file: str, data: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Every sentence of a rule file with its path, in the order of the file."""
    if file.rpartition("/")[2] not in _NONE:
        yield from _within(data, ())


def _within(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _WORDS:
                yield from (((*path, key, word), label) for word, label in value.items())
            elif key in _KEYS and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from _within(value, (*path, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _within(item, (*path, index))


def place_in(data: dict[str, Any], path: KeyPath) -> str:
    """Where a sentence stands, for translators: tables by their names and ids, without numbers."""
    words = [data["id"]] if isinstance(data.get("id"), str) else []
    node: Any = data
    for step in path:
        node = node[step]
        if isinstance(step, str):
            words.append(step)
        elif isinstance(node, dict) and isinstance(node.get("id"), str):
            words.append(node["id"])
    return " ".join(words)
