"""The publications that the page rests on, what weighs most first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from destcompare.output.handout.choice import Choice
from destcompare.rulebook.model import Provenance, Source

_MOST = 8


def sources_of(choice: Choice) -> list[tuple[Source, date]]:
    """Each source with the day on which it was last compared, the oldest day where there are several."""
    checked: dict[str, date] = {}
    for provenance in _provenances(choice):
        known = checked.get(provenance.source, provenance.checked)
        checked[provenance.source] = min(known, provenance.checked)
    sources = choice.decision.rulebook.sources
    return [(sources[name], day) for name, day in checked.items()][:_MOST]


def _provenances(choice: Choice) -> Iterator[Provenance]:
    yield from (item.running.ban.provenance for item in choice.bans)
    yield from (item.noted.risk.provenance for item in choice.dangers)
    near = {option.scheme.destination for option in choice.cards}
    yield from (term.entry.provenance for term in choice.decision.entry if term.destination in near)
    for option in choice.cards:
        yield from (item.requirement.provenance for item in option.requirements)
    for option in choice.cards:
        yield from (item.dated.provenance for item in (option.money.counted if option.money else ()))
        yield from (noted.step.provenance for noted in choice.told.scheme(option.scheme).steps)
