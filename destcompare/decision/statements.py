"""Sentences of the rules on a day: which are in force, the figures they show, how sure they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from destcompare.decision.result import Figure, Figures
from destcompare.expressions.tree import names_in
from destcompare.rulebook.model import Condition, Parameter, Provenance, Rulebook, on_day

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def figures_in(sentence: str, parameters: Iterable[Parameter], day: date) -> Figures:
    """What fills the placeholders of a sentence by the law of a day."""
    names = set(_PLACEHOLDER.findall(sentence))
    found = {}
    for parameter in parameters:
        if parameter.name in names:
            dated = on_day(parameter.values, day)
            found[parameter.name] = Figure(dated.value if dated else None, parameter.type)
    return found


def warnings_of(name: str, provenance: Provenance, rulebook: Rulebook, as_of: date) -> Iterator[str]:
    """`stale:`, `low-confidence:` and `disputed:` with the id of what they are about."""
    if (as_of - provenance.checked).days > rulebook.stale_after_days:
        yield f"stale:{name}"
    if provenance.confidence == "low":
        yield f"low-confidence:{name}"
    if provenance.disputed:
        yield f"disputed:{name}"


def figure_warnings(
    condition: Condition, parameters: Iterable[Parameter], rulebook: Rulebook, day: date, as_of: date
) -> Iterator[str]:
    """Warnings about the figures that a condition rests on; `no-value:` where there is none for the day."""
    names = set(names_in(condition.tree))
    for derived in rulebook.derived:
        if derived.name in names:
            names |= names_in(derived.value.tree)
    for parameter in parameters:
        if parameter.name not in names:
            continue
        dated = on_day(parameter.values, day)
        if dated is None:
            yield f"no-value:{parameter.id}"
        else:
            yield from warnings_of(parameter.id, dated.provenance, rulebook, as_of)
