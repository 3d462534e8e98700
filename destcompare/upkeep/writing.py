"""How a language is written, as its `tables.toml` says: plural rule, alphabet, words that do not belong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import tomli


@dataclass(frozen=True, slots=True)
class Writing:
    """What the translations into one language are held against.

    `forbidden` are beginnings of words, `foreign` whole words and `foreign_endings` endings of another language;
    `apostrophes` says which ones to write where others are wrong; `dictionary` is the name of a hunspell dictionary.
    A language that `falls_back` on another is under way: what it lacks is no mistake.
    """

    plural: str
    alphabet: frozenset[str]
    apostrophes: str = ""
    forbidden: tuple[str, ...] = ()
    foreign: frozenset[str] = frozenset()
    foreign_endings: tuple[str, ...] = ()
    dictionary: str = ""
    falls_back: str = ""

    @property
    def forms(self) -> int:
        """How many forms a noun has after a number."""
        found = re.match(r"nplurals=(\d)", self.plural)
        return int(found[1]) if found else 1


def load_writing(locales: Path, language: str) -> Writing | None:
    """How a language is written; nothing where its tables do not say."""
    path = locales / language / "tables.toml"
    data = tomli.loads(path.read_text("utf-8")) if path.is_file() else {}
    told = data.get("writing")
    if told is None:
        return None
    return Writing(
        plural=told["plural"],
        alphabet=frozenset(told["alphabet"]),
        apostrophes=told.get("apostrophes", ""),
        forbidden=tuple(told.get("forbidden", ())),
        foreign=frozenset(told.get("foreign", ())),
        foreign_endings=tuple(told.get("foreign_endings", ())),
        dictionary=told.get("dictionary", ""),
        falls_back=data.get("falls_back", ""),
    )
