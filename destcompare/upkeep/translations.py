"""Checks of the catalogues: each finding names file and line, what is wrong, and what to do.

python -m destcompare.upkeep.translations
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from destcompare.upkeep.spelling import NoDictionary, speller, words_of
from destcompare.upkeep.wording import Mistake, Wordlists, load_wordlists, mistakes, own_words
from destcompare.upkeep.writing import Writing, load_writing

Speller = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend in a catalogue."""

    file: str
    line: int
    code: str
    told: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.told}"


def findings(locales: Path, left_out: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Everything to mend in the catalogues of a folder; a check that cannot be made here is told to `left_out`."""
    lists = load_wordlists(locales)
    found: list[Finding] = []
    for path in sorted(locales.glob("*/LC_MESSAGES/destcompare.po")):
        language, name = path.parent.parent.name, path.relative_to(locales.parent).as_posix()
        writing = load_writing(locales, language)
        if writing is None:
            tables = f"{locales.name}/{language}/tables.toml"
            found.append(Finding(tables, 1, "no-writing", "say how it is written: plural and alphabet under [writing]"))
            continue
        catalogue = polib.pofile(str(path))
        if catalogue.metadata.get("Plural-Forms") != writing.plural:
            found.append(Finding(name, 1, "plural-header", f"write exactly: {writing.plural}"))
        spelt_well = _speller(locales, language, writing, left_out)
        for entry in catalogue:
            told = _check(entry, language, writing, lists, spelt_well)
            found += (Finding(name, entry.linenum, code, what) for code, what in told)
    return found


def _speller(locales: Path, language: str, writing: Writing, left_out: Callable[[str], None]) -> Speller | None:
    if not writing.dictionary:
        return None
    try:
        return speller(writing.dictionary, words_of(locales / language / "words.txt"))
    except NoDictionary as reason:
        left_out(f"{locales.name}/{language}: spelling not checked: {reason}")
        return None


def _check(
    entry: polib.POEntry, language: str, writing: Writing, lists: Wordlists, spelt_well: Speller | None
) -> Iterator[Mistake]:
    if entry.obsolete:
        yield "obsolete", "no longer used; run python -m destcompare.upkeep.messages"
        return
    if "fuzzy" in entry.flags:
        yield "fuzzy", f"the English changed; read the translation again and take the mark away: {entry.msgid}"
        return
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        if not writing.falls_back:
            yield "missing", f"not translated yet: {entry.msgid}"
        return
    if entry.msgid_plural and len(texts) != writing.forms:
        yield "plural-forms", f"write {writing.forms} forms, not {len(texts)}: {entry.msgid}"
    for text in texts:
        yield from mistakes(entry.msgid, text, language, writing, lists)
        if spelt_well is not None:
            for word in own_words(text, writing, lists):
                if not spelt_well(word):
                    yield "spelling", f"the dictionary has no such word: {word}; mend it, or add a name to words.txt"


def main() -> int:
    """Print the findings, and which check was left out; exit code 1 when there are findings."""
    found = findings(Path(__file__).parent.parent.parent / "locales", lambda reason: print(reason, file=sys.stderr))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
