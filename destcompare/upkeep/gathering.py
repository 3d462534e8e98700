"""Every message of program and rules: where it shows, and how it looks once it is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import tomli
from babel.messages.extract import extract_from_file

from destcompare.upkeep.examples import Examples
from destcompare.upkeep.sentences import place_in, sentences_in

_KEYWORDS = {
    "N_": None,
    "Sentence": None,
    "text": None,
    "plural": (1, 2),
    "BadInput": None,
    "Unreadable": None,
    "Problem": None,
}

Key = str | tuple[str, str]
"""The English sentence, or its singular and plural."""

Messages = dict[Key, list[str]]
"""Message → where it shows."""


def gather(root: Path) -> Messages:
    """Every message of a checkout, in the order of the files."""
    found: Messages = {}
    for place, key in (*_in_program(root), *_in_rules(root)):
        places = found.setdefault(key, [])
        if place not in places:
            places.append(place)
    return found


def comments(root: Path, messages: Messages) -> Mapping[Key, str]:
    """What a translator reads above each message: where it shows, and an example where something is filled in."""
    examples = Examples(root)
    told = {}
    for key, places in messages.items():
        example = examples.example(key if isinstance(key, str) else key[1], places[0])
        told[key] = "\n".join([*places, f"Example: {example}"] if example else places)
    return told


def _in_program(root: Path) -> Iterator[tuple[str, Key]]:
    for path in sorted((root / "destcompare").rglob("*.py")):
        place = path.relative_to(root).as_posix()
        for _, message, _, _ in extract_from_file("python", path, keywords=_KEYWORDS):
            texts = (message,) if isinstance(message, str) else tuple(message)
            if texts and texts[0]:
                yield place, texts[0] if len(texts) == 1 else (texts[0], texts[1])


def _in_rules(root: Path) -> Iterator[tuple[str, Key]]:
    for path in sorted((root / "rules").rglob("*.toml")):
        place, data = path.relative_to(root).as_posix(), tomli.loads(path.read_text("utf-8"))
        for where, message in sentences_in(place, data):
            yield f"{place}: {place_in(data, where)}", message
