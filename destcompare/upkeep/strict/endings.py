"""Ends that nobody follows up: figures, prices, places, openings, entry terms; and versions of one rule that do not join."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from destcompare.problems import N_
from destcompare.rulebook.entry import last_day
from destcompare.rulebook.positions import Path as KeyPath
from destcompare.rulebook.reading import RuleFile
from destcompare.rulebook.schema import DestinationFile
from destcompare.upkeep.strict.scope import SHARED, Owner, Rules, Use, is_open, sees

_NEXT = timedelta(days=1)
_HISTORY = timedelta(days=365)
"""Places that ended longer ago are history."""


def note_endings(rules: Rules, uses: list[Use], before: date) -> None:
    """Note what ends before a day with nothing after it, although a rule still needs it, and no `note` speaks of it."""
    for owner in rules.owners():
        file = rules.file(owner)
        in_scope = [use for use in uses if sees(use.owner, owner)]
        for name, parameter in file.data.get("parameter", {}).items():
            _note_end(file, ("parameter", name), parameter["values"], before, in_scope)
        for name, price in file.data.get("price", {}).items():
            _note_end(file, ("price", name), price["values"], before, owner)
        for index, quota in enumerate(file.data.get("quota", ())):
            if quota["values"][-1].get("until", before) >= before - _HISTORY:
                _note_end(file, ("quota", index), quota["values"], before, owner)
        _note_closing(file, before)
    for name in SHARED:
        if name in rules.files:
            for item, parameter in rules.files[name].data.get("parameter", {}).items():
                _note_end(rules.files[name], ("parameter", item), parameter["values"], before, uses)
    for file in rules.files.values():
        if isinstance(file.shape, DestinationFile):
            _note_entry(file, file.shape, before)


def _note_end(
    file: RuleFile, path: KeyPath, values: list[dict[str, Any]], before: date, needed: Owner | list[Use]
) -> None:
    """Note the end of the last value. A figure is needed by the rules that name it, a price or places by their owner."""
    end = values[-1].get("until")
    if end is None or end >= before or "note" in values[-1]:
        return
    if isinstance(needed, list):
        by = next((use.id for use in needed if path[1] in use.names and use.alive(end + _NEXT)), None)
    else:
        by = getattr(needed, "id", file.name.partition("/")[0]) if is_open(needed, end + _NEXT) else None
    if by is not None:
        file.fault(
            (*path, "values", len(values) - 1, "until"),
            "RULE032",
            N_(
                "This ends, nothing follows, and {id} still needs it. Add the next value, or say in {key} why there is none."
            ),
            id=by,
            key="note",
        )


def _note_closing(file: RuleFile, before: date) -> None:
    openings = file.data.get("open", ())
    if openings and "until" in openings[-1] and "note" not in openings[-1]:
        end = openings[-1]["until"]
        if openings[-1]["checked"] <= end < before:
            file.fault(
                ("open", len(openings) - 1, "until"),
                "RULE032",
                N_("The scheme closes on this day. Look whether it goes on, and say in {key} what was found."),
                key="note",
            )


def _note_entry(file: RuleFile, shape: DestinationFile, before: date) -> None:
    for index, term in enumerate(shape.entry):
        goes_on = any(
            other.start > term.start and set(other.nationalities) & set(term.nationalities) for other in shape.entry
        )
        ends = {last_day(term, code, shape.entry) for code in term.nationalities}
        if term.end is not None and not goes_on and term.note is None and min(e for e in ends if e) < before:
            file.fault(
                ("entry", index, "until"),
                "RULE032",
                N_("These entry terms end and none follow. Add the next ones, or say in {key} why there are none."),
                key="note",
            )


def note_versions(rules: Rules) -> None:
    """Note versions of one requirement or ban that are in force at once, or leave days without any."""
    for file in rules.files.values():
        for group in ("requires", "ban"):
            versions: dict[str, list[tuple[date, date, KeyPath]]] = {}
            items = file.data.get(group, ())
            for index, item in enumerate(items):
                for number, period in enumerate(item.get("in_force", ())):
                    place: KeyPath = (group, index, "in_force", number)
                    time = (period.get("from", date.min), period.get("until", date.max), place)
                    versions.setdefault(item["id"], []).append(time)
            for name, times in versions.items():
                for (_, end, _), (start, _, joint) in pairwise(sorted(times)):
                    _note_joint(file, items[joint[1]], name, end, start, joint)


def _note_joint(file: RuleFile, item: dict[str, Any], name: str, end: date, start: date, place: KeyPath) -> None:
    if end >= start:
        sentence = N_("From this day two versions of {id} are in force at once.")
    elif end + _NEXT < start and "note" not in item:
        sentence = N_("Before this day no version of {id} is in force. If that is so, say it in {key}.")
    else:
        return
    file.fault((*place, "from"), "RULE036", sentence, id=name, key="note")
