"""A made-up language, for finding words that escape translation: English with accents, in brackets, a third longer.

`[Ẃòŕķ ùñţîļ {day}. ~~~]` – placeholders stay, so what has no accent on a screen was never translated.
"""

from __future__ import annotations

import gettext
import re

from destcompare.language.tables import Tables

_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÀƁĆĎÈƑĜĤÌĴĶĹḾŃÒṔɊŔŚŢÙṼẂẌÝŹàƀćďèƒĝĥìĵķĺḿńòṕɋŕśţùṽẃẍýź",
)
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_LONGER = 0.3


def to_pseudo(text: str) -> str:
    """The text with accents, in brackets, and longer."""
    if not text:
        return text
    parts = _PLACEHOLDER.split(text)
    accented = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    return f"[{accented}{'~' * round(len(text) * _LONGER)}]"


class PseudoTranslations(gettext.NullTranslations):
    """A catalogue that has every message."""

    def gettext(self, message: str) -> str:
        """The message with accents."""
        return to_pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One of two forms with accents, as in English."""
        return to_pseudo(msgid1 if n == 1 else msgid2)


def pseudo_tables(english: Tables) -> Tables:
    """The English tables with every word accented."""

    def accented(names: dict[str, str]) -> dict[str, str]:
        return {code: to_pseudo(name) for code, name in names.items()}

    values = {name: getattr(english, name) for name in Tables._fields}
    for name in ("own_name", "and_", "or_"):
        values[name] = to_pseudo(values[name])
    for name in ("months", "months_in_dates"):
        values[name] = tuple(map(to_pseudo, values[name]))
    for name in ("countries", "languages", "currencies"):
        values[name] = accented(values[name])
    return Tables(**values)
