"""Sentences of the rules on a day: which are in force, the figures they show, how sure they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from destcompare.decision.result import Figure, Figures, Range
from destcompare.expressions.types import Type
from destcompare.rulebook.model import Condition, Parameter, Price, Provenance, Rulebook, on_day

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Named = Mapping[str, Parameter | Price]
"""Figures and sums by the names that sentences call them."""


def named(*groups: Iterable[Parameter | Price]) -> dict[str, Parameter | Price]:
    """The figures and sums that sentences of one place may show."""
    return {item.name: item for group in groups for item in group}


def figures_in(sentence: str, known: Named, day: date) -> Figures:
    """What fills the placeholders of a sentence by the law of a day."""
    if "{" not in sentence:
        return {}
    return {name: figure_on(known[name], day) for name in _PLACEHOLDER.findall(sentence) if name in known}


def figure_on(item: Parameter | Price, day: date) -> Figure:
    """A figure or a sum on a day."""
    if isinstance(item, Parameter):
        dated = on_day(item.values, day)
        return Figure(dated.value, item.type, dated.provenance) if dated else Figure(None, item.type, None)
    kind = Type("number", unit=item.unit)
    price = on_day(item.values, day)
    if price is None:
        return Figure(None, kind, None)
    return Figure(Range(price.low, price.typical, price.high), kind, price.provenance)


def warnings_of(name: str, provenance: Provenance, rulebook: Rulebook, as_of: date) -> Iterator[str]:
    """`stale:`, `low-confidence:` and `disputed:` with the id of what they are about."""
    if (as_of - provenance.checked).days > rulebook.stale_after_days:
        yield f"stale:{name}"
    if provenance.confidence == "low":
        yield f"low-confidence:{name}"
    if provenance.disputed:
        yield f"disputed:{name}"


def figure_warnings(condition: Condition, known: Named, rulebook: Rulebook, day: date, as_of: date) -> Iterator[str]:
    """Warnings about the figures that a condition rests on; `no-value:` where there is none for the day."""
    names = set(condition.names)
    for derived in rulebook.derived:
        if derived.name in names:
            names |= derived.value.names
    for name in sorted(names):
        parameter = known.get(name)
        if not isinstance(parameter, Parameter):
            continue
        dated = on_day(parameter.values, day)
        if dated is None:
            yield f"no-value:{parameter.id}"
        else:
            yield from warnings_of(parameter.id, dated.provenance, rulebook, as_of)
