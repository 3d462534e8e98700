"""What is left of a ban while answers are awaited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from destcompare.expressions.borders import inlined
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.rest import Open, Rest, awaited, prepare_rest
from destcompare.expressions.tree import names_in
from destcompare.rulebook.model import Ban, Destination, Fact, Rulebook, Value, holds, on_day

FOR_LIFE = date.max
"""The end of a ban that has none."""


class Barring:
    """One ban rule on one day."""

    def __init__(self, ban: Ban, destination: Destination, rulebook: Rulebook, as_of: date) -> None:
        meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
        law_of, when, starts, ends = (
            None if condition is None else inlined(condition.tree, meanings)
            for condition in (ban.law_of, ban.when, ban.starts, ban.ends)
        )
        trees = [tree for tree in (law_of, when, starts, ends) if tree is not None]
        names = frozenset().union(*map(names_in, trees))
        self._in_force, self._as_of = ban.in_force, as_of
        self._law_of, self._when, self._starts = map(prepare_rest, trees[:3])
        self._ends = prepare_rest(ends) if ends is not None else lambda _: FOR_LIFE
        self._awaited = {name: _awaited(rulebook.facts[name], as_of) for name in names if name in rulebook.facts}
        parameters = {item.name: item for item in (*rulebook.parameters, *destination.parameters)}
        self._figures = {name: parameters[name] for name in names if name in parameters}

    def rest(self, known: Mapping[str, Value | None]) -> Rest:
        """False where it does not run, else the day it ends on; or what the awaited answers can still make of it."""
        law_day = self._law_of(self._by_law(self._as_of, known))
        if isinstance(law_day, date) and not holds(self._in_force, law_day):
            return False
        names = self._by_law(law_day, known)
        ends = self._ends(names)
        lasts = _if_known(ends, lambda day: self._as_of < day)
        if lasts is False:
            return False
        applies = self._when(names)
        if applies is False:
            return False
        begun = _if_known(self._starts(names), lambda day: day <= self._as_of)
        if begun is False:
            return False
        parts = [part if part is None or isinstance(part, Open) else True for part in (law_day, applies, begun, lasts)]
        end = None if None in parts else ends  # what cannot be known to run has no end to tell
        waiting = [part for part in parts if isinstance(part, Open)]
        return Open((*parts, end), frozenset().union(*(part.names for part in waiting))) if waiting else end

    def _by_law(self, day: Rest, known: Mapping[str, Value | None]) -> Mapping[str, Rest]:
        """What names stand for by the law of a day."""
        values: dict[str, Rest] = {fact: known.get(fact, rest) for fact, rest in self._awaited.items()}
        values["as_of"] = self._as_of
        for name, parameter in self._figures.items():
            if isinstance(day, Open):
                values[name] = Open(("figure", name), day.names)
            else:
                dated = on_day(parameter.values, day) if day is not None else None
                values[name] = dated.value if dated is not None else None
        return values


def _awaited(fact: Fact, as_of: date) -> Open:
    if fact.type.kind == "date":
        return awaited(fact.id, NO_DAY, as_of if fact.past else date.max)
    return awaited(fact.id, False, True) if fact.type.kind == "flag" else awaited(fact.id)


def _if_known(day: Rest, test: Any) -> Rest:
    """A test of a day, or as much of it as is known."""
    return day if day is None or isinstance(day, Open) else test(day)


def that_count(rests: list[Rest]) -> list[Rest]:
    """The bans of a destination without those that cannot count beside one that runs in any case."""
    until = max((rest for rest in rests if isinstance(rest, date)), default=None)
    return rests if until is None else [rest if rest == until or _may_outlast(rest, until) else False for rest in rests]


def _may_outlast(rest: Rest, until: date) -> bool:
    if not isinstance(rest, Open):
        return False
    end = rest.form[-1]
    return isinstance(end, Open) or (end is not None and end > until)
