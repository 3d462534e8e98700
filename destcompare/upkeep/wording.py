"""Checks of one translated text: placeholders, letters, words. Each gives the kind of mistake and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli

from destcompare.upkeep.writing import Writing

Mistake = tuple[str, str]
"""Its kind, and what to do."""

_KEPT_LATIN = re.compile(
    r"https?://\S*|\{[^{}]*\}|\S+=\S*|\S+\.(?:md|toml)\b|\b[a-z0-9-]+(?:\.[a-z]{2,})+\b|--?[a-z-]*|date\([^)]*\)|\b(?:none|true|false|in|id|uz|tg|ky|ru|en|Cyrl)\b"
    r"|\.(?:html|pdf)\b|\b(?:TOML|JSON(?: Lines)?|CSV|Parquet|Spark|HTML|PDF|Schema|UTF|README|EPS|TOPIK|XSD)\b"
    r"|\b[A-Z](?:-\d)?\b|\b[A-Z]\d\b"
)
_GLUED = re.compile(r"\}-?\w")
_SAME_EVERYWHERE = re.compile(r"[A-Z]\d|№|Bratislava|Riga")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Wordlists:
    """What holds in every language: `terms.toml`, `names.toml` and `limits.toml`.

    `terms` is English term → language → stems, one of which the translation must have; `names` stay as they are;
    `limits` is message id → the most letters that its place on the screen has.
    """

    terms: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)


def load_wordlists(locales: Path) -> Wordlists:
    """The lists of a folder of locales; a file that is not there is an empty list."""
    limits = _table(locales / "limits.toml").get("limit", [])
    return Wordlists(
        terms=_table(locales / "terms.toml").get("term", {}),
        names=tuple(sorted(_table(locales / "names.toml").get("kept", []), key=len, reverse=True)),
        limits={message: limit["letters"] for limit in limits for message in limit["messages"]},
    )


def _table(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text("utf-8")) if path.is_file() else {}


def mistakes(msgid: str, text: str, language: str, writing: Writing, lists: Wordlists) -> Iterator[Mistake]:
    """Everything to mend in a translation."""
    yield from _form(msgid, text)
    yield from _length(msgid, text, lists)
    yield from _words(text, writing, lists)
    yield from _terms(msgid, text, language, lists)
    yield from _letters(text, writing, lists)


def own_words(text: str, writing: Writing, lists: Wordlists) -> list[str]:
    """The words that are written in the language's own letters."""
    return [word for word in _WORD.findall(_without_kept(text, lists)) if set(word.lower()) <= writing.alphabet]


def _form(msgid: str, text: str) -> Iterator[Mistake]:
    if text == msgid and not _SAME_EVERYWHERE.fullmatch(_PLACEHOLDER.sub("", msgid).strip(" .:;,–")):
        yield "untranslated", f"the same as the English: {text}"
    wanted, given = sorted(set(_PLACEHOLDER.findall(msgid))), sorted(set(_PLACEHOLDER.findall(text)))
    if wanted != given:
        yield (
            "placeholders",
            f"the English has {' '.join(wanted) or 'none'}, the translation {' '.join(given) or 'none'}",
        )
    if _GLUED.search(text):
        yield "glued", f"nothing may stand directly behind a placeholder: {text}"
    if unicodedata.normalize("NFC", text) != text:
        yield "not-nfc", "write composed letters (Unicode NFC)"
    if "!" in _KEPT_LATIN.sub("", text).replace("!=", "") and "!" not in msgid:
        yield "exclamation", "no exclamation marks"


def _length(msgid: str, text: str, lists: Wordlists) -> Iterator[Mistake]:
    most = lists.limits.get(msgid)
    if most is not None and len(text) > most:
        yield "too-long", f"its place on the screen has {most} letters, these are {len(text)}: {text}"


def _words(text: str, writing: Writing, lists: Wordlists) -> Iterator[Mistake]:
    lower = text.lower()
    if writing.apostrophes and re.search("['’‘`´]", text):
        yield "apostrophe", writing.apostrophes
    for word in writing.forbidden:
        if re.search(rf"(?<!\w){word}", lower.replace(f"({word})", "")):
            yield "forbidden", f"not this word: {word}; see the style guide"
    for word in _WORD.findall(_without_kept(text, lists).lower()):
        if word in writing.foreign or (writing.foreign_endings and word.endswith(writing.foreign_endings)):
            yield "foreign", f"looks like a word of another language, write one of this language: {word}"


def _terms(msgid: str, text: str, language: str, lists: Wordlists) -> Iterator[Mistake]:
    english, lower = msgid.lower(), text.lower()
    for term, stems in lists.terms.items():
        asked = language in stems and re.search(rf"(?<!\w){term}s?(?!\w)", english)
        if asked and not any(stem in lower for stem in stems[language]):
            yield "term", f"the glossary has for {term}: {', '.join(stems[language])}"


def _letters(text: str, writing: Writing, lists: Wordlists) -> Iterator[Mistake]:
    for word in _WORD.findall(_without_kept(text, lists)):
        strange = sorted(set(word.lower()) - writing.alphabet)
        if strange:
            yield "alphabet", f"letters that this language does not have: {' '.join(strange)} in {word}"


def _without_kept(text: str, lists: Wordlists) -> str:
    for name in lists.names:
        text = text.replace(name, " ")
    return _KEPT_LATIN.sub(" ", text)
