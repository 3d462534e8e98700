"""Faults of rule files for programs: one JSON document, or the annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterable

from destcompare.language import Language
from destcompare.output.words import say
from destcompare.problems import Sentence
from destcompare.rulebook.faults import Fault


def as_json(faults: Iterable[Fault], language: Language) -> str:
    """Every fault with its place, its code and its sentence."""
    told = [
        {
            "file": fault.file,
            "line": fault.line,
            "column": fault.column,
            "code": fault.code,
            "text": _told(fault, language),
        }
        for fault in faults
    ]
    return json.dumps({"faults": told}, ensure_ascii=False, indent=2)


def as_annotations(faults: Iterable[Fault], language: Language, folder: str, level: str = "error") -> str:
    """A workflow command for each fault: GitHub shows it beside the line."""
    return "\n".join(
        f"::{level} file={folder}/{fault.file},line={fault.line},col={fault.column},title={fault.code}::{_told(fault, language)}"
        for fault in faults
    )


def _told(fault: Fault, language: Language) -> str:
    return say(language, Sentence(fault.sentence, **fault.values))
