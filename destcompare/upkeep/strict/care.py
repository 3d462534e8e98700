"""Habits of careful rules: doubt has a note, a figure stands once, what is checked was there to check, all is translated."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from destcompare.problems import N_
from destcompare.rulebook.model import Source
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile
from destcompare.upkeep.sentences import sentences_in
from destcompare.upkeep.strict.scope import Rules

_FIGURES = ("parameter", "price", "entry", "open", "quota", "odds")
_CONDITIONS = ("when", "starts", "ends", "law_of")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)?(?![\w/-]|[.,]\d)")
_ALLOWED = ("0", "1")
_IN_NAME = re.compile(r"[A-Z]{2,} $")
_YEAR = re.compile(r"(?:19|20)\d\d")


def tables_in(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Every table of a file with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from tables_in(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from tables_in(value, (*path, index))


def note_careless(rules: Rules, day: date) -> None:
    """Note low confidence without a reason, numbers outside figures, and days of checking that cannot be."""
    for file in rules.files.values():
        for path, table in tables_in(file.data):
            source = rules.rulebook.sources.get(str(table.get("source")))
            if source is not None and path and path[0] in _FIGURES:
                _note_doubt(file, path, table, source)
            if isinstance(table.get("checked"), date):
                _note_checked(file, path, table["checked"], source, day)
            for key in _CONDITIONS:
                if isinstance(table.get(key), str):
                    _note_numbers(file, (*path, key), table[key])
        for path, sentence in sentences_in(file.name, file.data):
            if path[-1] in ("text", "advice"):
                _note_numbers_said(file, path, sentence)


def _note_doubt(file: RuleFile, path: KeyPath, table: dict[str, Any], source: Source) -> None:
    """A figure that is doubted more than its source says why."""
    if table.get("confidence") == "low" != source.confidence and "note" not in table:
        file.fault((*path, "confidence"), "RULE033", N_("Say in {key} why this is so uncertain."), key="note")


def _note_checked(file: RuleFile, path: KeyPath, checked: date, source: Source | None, day: date) -> None:
    if checked > day:
        file.fault((*path, "checked"), "RULE039", N_("This day is still to come."))
    elif source is not None and source.published is not None and checked < source.published:
        file.fault((*path, "checked"), "RULE039", N_("On this day the source was not published yet."))


def _note_numbers(file: RuleFile, path: KeyPath, condition: str) -> None:
    blank = _QUOTED.sub(lambda found: " " * len(found.group()), condition)
    for found in _NUMBER.finditer(blank):
        if found.group() not in _ALLOWED:
            place = file.positions.inside_string(path, 1, found.start() + 1)
            _note_number(file, place, found.group())


def _note_numbers_said(file: RuleFile, path: KeyPath, sentence: str) -> None:
    for found in _NUMBER.finditer(sentence):
        if not _YEAR.fullmatch(found.group()) and not _IN_NAME.search(sentence[: found.start()]):
            _note_number(file, file.positions.inside_string(path, 1, found.start() + 1), found.group())


def _note_number(file: RuleFile, place: int, number: str) -> None:
    file.fault_at(
        place,
        "RULE037",
        N_("The number {number} stands here. Make it a parameter, dated and sourced."),
        {"number": number},
    )


def note_untranslated(rules: Rules, catalogues: Mapping[str, gettext.NullTranslations]) -> None:
    """Note each sentence that some catalogue lacks, by the tags of its languages."""
    for file in rules.files.values():
        for path, sentence in sentences_in(file.name, file.data):
            missing = [tag for tag, catalogue in catalogues.items() if not catalogue.gettext(sentence)]
            if missing:
                file.fault(
                    path,
                    "RULE034",
                    N_("This sentence is not translated yet: {languages}."),
                    languages=", ".join(missing),
                )
