"""The strict check as a whole: reads the rules once and gathers what each part notes."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import date, timedelta

from destcompare.language.catalogue import load_catalogue
from destcompare.language.choice import SCRIPT_VARIANTS, SOURCE, available_languages
from destcompare.places import data_folder
from destcompare.problems import N_
from destcompare.rulebook.building import build_from
from destcompare.rulebook.cache import digest_of
from destcompare.rulebook.cases import CasesFile, PaperFile
from destcompare.rulebook.faults import BrokenRules, Fault, set_by_place
from destcompare.rulebook.reading import read_files
from destcompare.upkeep.strict.care import note_careless, note_untranslated
from destcompare.upkeep.strict.cases import note_barred_places, note_missing_cases
from destcompare.upkeep.strict.endings import note_endings, note_versions
from destcompare.upkeep.strict.scope import Rules
from destcompare.upkeep.strict.usage import note_unused


class Unfinished(BrokenRules):
    """Sound rules with something to mend before they are merged (exit code 1)."""

    summary = N_("To mend before merging: {count}.")


def strict_check(
    contents: Mapping[str, bytes], day: date, days: int, catalogues: Mapping[str, gettext.NullTranslations]
) -> Rules:
    """The rules, when the strict check finds nothing in them; ends within so many days of the day are told.

    Catalogues give empty text for what they lack. Raises `BrokenRules` for plain faults, else `Unfinished`.
    """
    files = read_files(contents)
    rules = Rules(files, build_from(files, digest_of(contents)))
    uses = rules.uses()
    note_unused(rules, uses)
    note_endings(rules, uses, day + timedelta(days=days))
    note_versions(rules)
    note_careless(rules, day)
    note_untranslated(rules, catalogues)
    cases = [
        case for file in files.values() if isinstance(file.shape, CasesFile | PaperFile) for case in file.shape.case
    ]
    note_missing_cases(rules, cases)
    note_barred_places(rules)
    found: list[Fault] = set_by_place(fault for file in files.values() for fault in file.faults)
    if found:
        raise Unfinished(found)
    return rules


class _Absent(gettext.NullTranslations):
    """Stands behind a catalogue and answers for what it lacks."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - the contract of gettext
        return ""


def translations() -> dict[str, gettext.NullTranslations]:
    """The catalogue of each language that is translated, giving empty text for what it lacks."""
    tags = [tag for tag in available_languages() if tag != SOURCE and tag not in SCRIPT_VARIANTS]
    catalogues = {tag: load_catalogue(data_folder("locales"), tag) for tag in tags}
    for catalogue in catalogues.values():
        catalogue.add_fallback(_Absent())
    return catalogues
