"""Where each key and value of a TOML text stands: tomli reads values without places, and faults need both.

The text is already known to be TOML, so this walks it with few checks. Only used when there is a fault to show.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\s#]+(?: \d\d:[^,\]}\s#]+)?")


class Positions:
    """Places in one TOML text, by path: `("requires", 0, "when")` is the third level of keys and list indices."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at: dict[Path, int] = {}
        self._keys: dict[Path, int] = {}
        self._walk()

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a place in the text."""
        line = self._text.count("\n", 0, offset) + 1
        return line, offset - (self._text.rfind("\n", 0, offset) + 1) + 1

    def value(self, path: Path) -> int:
        """Offset of the value at the path, or of the nearest table or list around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._at:
                return self._at[path[:length]]
        return 0

    def key(self, path: Path) -> int:
        """Offset of the key at the path; of the value where it has no key of its own."""
        return self._keys.get(path, self.value(path))

    def inside_string(self, path: Path, line: int, column: int) -> int:
        """Offset of a place within the string at the path; escapes in it are rare and make this approximate."""
        start = self.value(path)
        opened = next((mark for mark in ('"""', "'''", '"', "'") if self._text.startswith(mark, start)), "")
        start += len(opened)
        if len(opened) == 3 and self._text.startswith("\n", start):
            start += 1
        for _ in range(line - 1):
            start = self._text.find("\n", start) + 1
        return start + column - 1

    def excerpt(self, offset: int) -> str:
        """The whole line around a place."""
        start = self._text.rfind("\n", 0, offset) + 1
        end = self._text.find("\n", offset)
        return self._text[start : end if end >= 0 else None].rstrip("\r")

    def _walk(self) -> None:
        place = 0
        table: Path = ()
        lists: dict[Path, int] = {}
        toml = self._text
        while True:
            place = _match_end(_BLANK, toml, place)
            if place >= len(toml):
                return
            if toml.startswith("[[", place):
                opened = place
                keys, place = self._keys_at(place + 2)
                base = _resolve(tuple(keys[:-1]), lists)
                path = (*base, keys[-1])
                lists[path] = lists.get(path, -1) + 1
                table = (*path, lists[path])
                self._at.setdefault(path, opened)
                self._at[table] = self._keys[table] = opened
                place = toml.index("]]", place) + 2
            elif toml[place] == "[":
                opened = place
                keys, place = self._keys_at(place + 1)
                table = _resolve(tuple(keys), lists)
                self._at[table] = self._keys[table] = opened
                place = toml.index("]", place) + 1
            else:
                place = self._pair(place, table)

    def _keys_at(self, place: int) -> tuple[list[str], int]:
        keys: list[str] = []
        while True:
            place = _match_end(_SPACE, self._text, place)
            found = _STRING.match(self._text, place) or _BARE.match(self._text, place)
            if found is None:
                return keys or [""], place + 1
            keys.append(found.group().strip("\"'"))
            place = _match_end(_SPACE, self._text, found.end())
            if not self._text.startswith(".", place):
                return keys, place
            place += 1

    def _pair(self, place: int, table: Path) -> int:
        start = place
        keys, place = self._keys_at(place)
        path = (*table, *keys)
        self._keys[path] = start
        place = _match_end(_SPACE, self._text, self._text.find("=", place) + 1)
        return self._value(place, path)

    def _value(self, place: int, path: Path) -> int:
        toml = self._text
        self._at[path] = place
        if toml[place] == "{":
            return self._items(place, "}", lambda at, _: self._pair(at, path))
        if toml[place] == "[":
            return self._items(place, "]", lambda at, index: self._value(at, (*path, index)))
        found = _STRING.match(toml, place) or _PLAIN.match(toml, place)
        return found.end() if found else place + 1

    def _items(self, place: int, closing: str, read: Callable[[int, int], int]) -> int:
        place, index = place + 1, 0
        while True:
            place = _match_end(_BLANK, self._text, place)
            if place >= len(self._text):
                return place
            if self._text[place] == closing:
                return place + 1
            if self._text[place] == ",":
                place += 1
                continue
            place = read(place, index)
            index += 1


def _match_end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


def _resolve(keys: Path, lists: dict[Path, int]) -> Path:
    """Full path of a table header: a key that names a list of tables means its last element."""
    path: Path = ()
    for key in keys:
        path = (*path, key)
        if path in lists:
            path = (*path, lists[path])
    return path
