"""`.po` → `.mo`: reads gettext's text catalogues and writes its compiled ones. Fuzzy and empty entries are left out."""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass, field

_MAGIC = 0x950412DE
_KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+(?=\")")


@dataclass
class _Entry:
    fuzzy: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    current: str = ""


def compile_po(content: bytes) -> bytes:
    """The `.mo` of a `.po`. Raises `ValueError` where the text is not a catalogue."""
    messages: dict[str, str] = {}
    for entry in _entries(content.decode("utf-8-sig")):
        forms = [entry.texts[key] for key in sorted(entry.texts) if key.startswith("msgstr")]
        if "msgid" not in entry.texts or not all(forms) or not forms or (entry.fuzzy and entry.texts["msgid"]):
            continue
        name = entry.texts["msgid"]
        if "msgctxt" in entry.texts:
            name = f"{entry.texts['msgctxt']}\x04{name}"
        if "msgid_plural" in entry.texts:
            name = f"{name}\0{entry.texts['msgid_plural']}"
        messages[name] = "\0".join(forms)
    return _pack(messages)


def _entries(text: str) -> list[_Entry]:
    entries = [_Entry()]
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if entries[-1].texts:
                entries.append(_Entry())
            if line.startswith("#~"):  # the mark above was the obsolete message's, not the next one's
                entries[-1].fuzzy = False
            if line.startswith("#,") and "fuzzy" in line:
                entries[-1].fuzzy = True
            continue
        if not line.startswith('"'):
            found = _KEYWORD.match(line)
            if found is None:
                raise ValueError(f"line {number} is not part of a catalogue")
            keyword, line = found[1], line[found.end() :]
            if keyword in ("msgid", "msgctxt") and any(key.startswith("msgstr") for key in entries[-1].texts):
                entries.append(_Entry())
            entries[-1].current = keyword
            entries[-1].texts[keyword] = ""
        try:
            entries[-1].texts[entries[-1].current] += str(ast.literal_eval(line.strip()))
        except (SyntaxError, KeyError, ValueError) as error:
            raise ValueError(f"line {number} is not part of a catalogue") from error
    return entries


def _pack(messages: dict[str, str]) -> bytes:
    """GNU's binary format: two tables of lengths and offsets, then the texts, sorted by message id."""
    names = sorted(messages, key=str.encode)
    originals = [name.encode() for name in names]
    translations = [messages[name].encode() for name in names]
    count = len(names)
    place = 28 + count * 16
    tables: list[bytes] = []
    for texts in (originals, translations):
        for text in texts:
            tables.append(struct.pack("<2I", len(text), place))
            place += len(text) + 1
    header = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + count * 8, 0, 28 + count * 16)
    return header + b"".join(tables) + b"".join(text + b"\0" for text in (*originals, *translations))
