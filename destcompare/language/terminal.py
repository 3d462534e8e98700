"""Terminals that cannot show every letter: readable instead of broken."""

from __future__ import annotations

import codecs
import re
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


_ADDRESS = re.compile(r"https?://\S+")
_SPELT = re.compile(r"(?:HANGUL SYLLABLE|HIRAGANA LETTER(?: SMALL)?|KATAKANA LETTER(?: SMALL)?) (\w+)")
"""Letters whose Unicode name tells how they sound."""


def make_readable(stream: Any) -> None:
    """Let a text stream write a near letter where its encoding has none, instead of failing."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=_handler(stream.encoding))


def readable(text: str, encoding: str) -> str:
    """The text as a stream of this encoding will show it: lines are broken by the letters that are written in the end.

    An address keeps working: letters that are missing are written by their numbers.
    """
    if _has(text, encoding):
        return text
    text = _ADDRESS.sub(lambda found: _address(found.group(), encoding), text)
    return text.encode(encoding, _handler(encoding)).decode(encoding)


def _handler(encoding: str) -> str:
    """The name of the error handler that writes near letters of this encoding."""

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return "".join(_near(letter, encoding) for letter in error.object[error.start : error.end]), error.end

    name = f"{_HANDLER}-{encoding}"
    codecs.register_error(name, replace)
    return name


def _address(address: str, encoding: str) -> str:
    from urllib.parse import quote

    return "".join(letter if _has(letter, encoding) else quote(letter) for letter in address)


def _near(letter: str, encoding: str) -> str:
    """The letter itself, a near one, its base, its Latin spelling: the first that the encoding has."""
    lower = letter.lower()
    near = _NEAR.get(lower, unicodedata.normalize("NFKD", lower)[:1])
    spelt = _SPELT.match(unicodedata.name(letter, ""))
    for candidate in (near, _LATIN.get(lower, ""), _LATIN.get(near, ""), spelt[1].lower() if spelt else ""):
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
