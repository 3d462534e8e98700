"""Coverage by the rule cases, for people as a table and for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from destcompare.language import Language
from destcompare.output.console import words
from destcompare.output.words import say
from destcompare.problems import N_
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
    """A line for each scheme and destination, the kinds in columns by their numbers; then the gaps."""
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
        console.print(words(console, f"{target.kind}: {target.rule}: {target.what}"), soft_wrap=True)


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
