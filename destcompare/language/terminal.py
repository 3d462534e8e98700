"""Terminals that cannot show every letter: readable instead of broken."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Any

_HANDLER = "destcompare-readable"
_NEAR = {
    "ʻ": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
    "✓": "+", "✗": "x", "→": ">", "▲": "!", "•": "*", "◦": "-", "·": "-", "─": "-", "№": "No.",
    "қ": "к", "ғ": "г", "ҳ": "х", "ҷ": "ч", "ӣ": "и", "ӯ": "у", "ң": "н", "ө": "о", "ү": "у", "ў": "у", "ё": "е",
}  # fmt: skip
_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch ' y ' e yu ya".split(),
        strict=True,
    )
)


def make_readable(stream: Any) -> None:
    """Let a text stream write a near letter where its encoding has none, instead of failing."""
    if not hasattr(stream, "reconfigure"):
        return
    encoding = stream.encoding

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return "".join(_near(letter, encoding) for letter in error.object[error.start : error.end]), error.end

    codecs.register_error(f"{_HANDLER}-{encoding}", replace)
    stream.reconfigure(errors=f"{_HANDLER}-{encoding}")


def _near(letter: str, encoding: str) -> str:
    """The letter itself, a near one, its base, its Latin spelling: the first that the encoding has."""
    lower = letter.lower()
    near = _NEAR.get(lower, unicodedata.normalize("NFKD", lower)[:1])
    for candidate in (near, _LATIN.get(near, ""), _LATIN.get(lower, "")):
        cased = candidate.capitalize() if letter != lower else candidate
        if cased and _has(cased, encoding):
            return cased
    return "?"


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
