"""Spelling by a hunspell dictionary of the system; words that it lacks stand in `locales/LANG/words.txt`."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/Library/Spelling"))


class NoDictionary(Exception):  # noqa: N818 - it is no error: the check is left out, and its reason said
    """Why words cannot be looked up here."""


def speller(dictionary: str, own_words: Iterable[str]) -> Callable[[str], bool]:
    """Whether a word is spelt well. Raises `NoDictionary` where there is nothing to look it up in."""
    if find_spec("spylls") is None:
        raise NoDictionary('install what reads dictionaries: pip install -e ".[test]"')
    stem = next((folder / dictionary for folder in _FOLDERS if (folder / f"{dictionary}.dic").is_file()), None)
    if stem is None:
        package = f"hunspell-{dictionary.partition('_')[0]}"
        raise NoDictionary(f"no dictionary {dictionary}; on Debian and Ubuntu: apt install {package}")
    from spylls.hunspell import Dictionary

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its files to the garbage collector
        look_up = Dictionary.from_files(str(stem)).lookup
    own = frozenset(word.lower() for word in own_words)
    known: dict[str, bool] = {}

    def spelt_well(word: str) -> bool:
        if word not in known:
            known[word] = word.lower() in own or bool(look_up(word))
        return known[word]

    return spelt_well


def words_of(path: Path) -> list[str]:
    """The words of a list, one a line; what stands behind # is a remark."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [word for line in lines if (word := line.partition("#")[0].strip())]
