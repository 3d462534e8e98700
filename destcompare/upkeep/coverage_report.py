"""Coverage by the rule cases, for people as a table and for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.words import say
from destcompare.problems import N_, Sentence
from destcompare.upkeep.coverage import KINDS, Target

Shares = Mapping[str, Mapping[str, tuple[int, int]]]

_HEADINGS = {
    "requirement": N_("Requirements: met, not met, open"),
    "condition": N_("Conditions"),
    "border": N_("Borders"),
    "ban": N_("Entry bans"),
    "figure": N_("Figures"),
    "day": N_("First and last days"),
    "entry": N_("Entry"),
    "implied": N_("Implied answers"),
}

_WHAT: Mapping[str, Sentence] = {
    "runs": N_("the ban runs"),
    "does not run": N_("the ban does not run"),
    "last day": N_("the last day of the ban"),
    "first day after": N_("the first day after the ban"),
    "implied": N_("follows from another answer"),
    "not implied": N_("does not follow from another answer"),
}
"""What of a rule is not reached, where a word tells it; the rest are days, conditions and their values."""


def as_json(reached: Shares, missing: Sequence[Target]) -> str:
    """One document: for each scheme and destination what is reached of how many, and every gap."""
    counts = [count for kinds in reached.values() for count in kinds.values()]
    return json.dumps(
        {
            "reached": sum(count for count, _ in counts),
            "of": sum(of for _, of in counts),
            "owners": {
                owner: {kind: {"reached": count, "of": of} for kind, (count, of) in kinds.items()}
                for owner, kinds in reached.items()
            },
            "gaps": [target._asdict() for target in missing],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_table(reached: Shares, missing: Sequence[Target], language: Language, console: Console) -> None:
    """A line for each scheme and destination, the kinds by their numbers; then the gaps, each with the number of its kind."""
    for number, kind in enumerate(KINDS, start=1):
        console.print(words(console, f"{number}  {say(language, _HEADINGS[kind])}"))
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("")
    for number in (*range(1, len(KINDS) + 1), "%"):
        table.add_column(str(number), justify="right", no_wrap=True)
    for owner, kinds in reached.items():
        counts = [kinds.get(kind) for kind in KINDS]
        table.add_row(owner, *(f"{count[0]}/{count[1]}" if count else "" for count in counts), _share(kinds))
    whole = _together(reached)
    table.add_row("", *(f"{_floor(*whole[kind])}%" if kind in whole else "" for kind in KINDS), _share(whole))
    console.print(table)
    for target in missing:
        what = say(language, _WHAT[target.what]) if target.what in _WHAT else target.what
        line = f"{KINDS.index(target.kind) + 1}  {target.rule}: {what}"
        console.print(words(console, line), soft_wrap=True)


def _together(reached: Shares) -> dict[str, tuple[int, int]]:
    whole: dict[str, tuple[int, int]] = {}
    for kinds in reached.values():
        for kind, (count, of) in kinds.items():
            before, of_before = whole.get(kind, (0, 0))
            whole[kind] = before + count, of_before + of
    return whole


def _share(kinds: Mapping[str, tuple[int, int]]) -> str:
    """The share of all kinds together; only all of it is 100."""
    return str(_floor(sum(count for count, _ in kinds.values()), sum(of for _, of in kinds.values())))


def _floor(count: int, of: int) -> int:
    return 100 * count // of if of else 100
