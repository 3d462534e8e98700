"""Entry terms: how citizens of some countries may enter, each until the next term for the same citizenship."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from destcompare.rulebook import model, schema
from destcompare.rulebook.figures import Sources, check_period, provenance
from destcompare.rulebook.reading import RuleFile


def build_entry(file: RuleFile, shapes: Sequence[schema.EntryShape], sources: Sources) -> tuple[model.Entry, ...]:
    """Entry terms with their periods; citizenships of one term that end on different days become terms of their own."""
    terms = []
    for index, shape in enumerate(shapes):
        check_period(file, ("entry", index), shape.start, shape.end)
        comes_from = provenance(file, ("entry", index), shape, sources)
        together: dict[date | None, list[str]] = {}
        for nationality in shape.nationalities:
            together.setdefault(last_day(shape, nationality, shapes), []).append(nationality)
        terms += [
            model.Entry(
                nationalities=tuple(nationalities),
                access=shape.access,
                limits=tuple(model.Limit(limit.days, limit.counted) for limit in shape.limits),
                period=model.Period(shape.start, end),
                provenance=comes_from,
            )
            for end, nationalities in together.items()
        ]
    return tuple(terms)


def last_day(shape: schema.EntryShape, nationality: str, shapes: Sequence[schema.EntryShape]) -> date | None:
    """Last day of a term for one citizenship: its own `until`, or the day before the next term; `None` when it goes on."""
    if shape.end is not None:
        return shape.end
    later = [other.start for other in shapes if other.start > shape.start and nationality in other.nationalities]
    return min(later) - timedelta(days=1) if later else None
