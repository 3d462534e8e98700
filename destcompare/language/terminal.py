"""Terminals that cannot show every letter: readable instead of broken."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Any

_HANDLER = "destcompare-readable"
_NEAR = {
    "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
    "…": "...", "\u00a0": " ", "✓": "+", "✗": "x", "→": ">", "▲": "!", "•": "*", "◦": "-", "·": "-", "─": "-",
    "№": "No.", "☎": "*", "▸": ">", "↔": "=", "■": "#", "□": ".", "×": "x", "−": "-", "€": "EUR",
    "қ": "к", "ғ": "г", "ҳ": "х", "ҷ": "ч", "ӣ": "и", "ӯ": "у", "ң": "н", "ө": "о", "ү": "у", "ў": "у", "ё": "е",
}  # fmt: skip
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "'", "ы": "y", "ь": "'", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


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
    for candidate in (near, _LATIN.get(lower, ""), _LATIN.get(near, "")):
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
