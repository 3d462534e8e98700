"""Which single answers, were they otherwise, would lose a scheme: what a caseworker should look at twice.

Only slips that are likely. What people leave out or forget (sensitive questions, days and stays of the past) may be anything
else; a number or a level may be off by one, a sum of money by a tenth. What a person surely knows is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from destcompare.decision.cells import cells, looked_for
from destcompare.decision.decide import decide_scheme
from destcompare.decision.person import make_person
from destcompare.decision.result import WITHIN_REACH, Decision, Option, Status
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.tree import Tree, names_in
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Scheme, Value, holds

_MONEY = re.compile(r"[A-Z]{3}(/|$)")
_PART_OF_MONEY = 0.1

Lost = Callable[[Value], Option | None]
"""What a scheme would be with another answer, where that loses it."""


class Slip(Record):
    """An answer, the nearest other one that would lose the scheme, and what the scheme would be then.

    Of a set of words, `then` holds each word that alone would lose it.
    """

    fact: str
    now: Value
    then: Value
    status: Status
    until: date | None


def slips(option: Option, decision: Decision) -> tuple[Slip, ...]:
    """Single answers that would lose an option within reach: of each fact the nearest on either side, in the order of the
    rules.
    """
    if option.status not in WITHIN_REACH:
        return ()
    found: list[Slip] = []
    trees = list(_conditions(option.scheme, decision))
    names = frozenset().union(*map(names_in, trees))
    for fact in decision.rulebook.facts.values():
        now = decision.person.value(fact.id)
        if fact.id in names and now is not None and not _stands_with_others(fact, option.scheme, decision):
            found += _slips_of(fact, now, trees, option.scheme, decision)
    return tuple(found)


def _stands_with_others(fact: Fact, scheme: Scheme, decision: Decision) -> bool:
    """Whether it follows from the answer that gives the same of this destination too: doubting that one is enough."""
    return fact.id in decision.person.implied and fact.destination not in (None, scheme.destination)


def _conditions(scheme: Scheme, decision: Decision) -> Iterator[Tree]:
    """What decides the scheme, its requirements and the bans of its destination, with derived values written out."""
    meanings = {derived.name: derived.value.tree for derived in decision.rulebook.derived}
    for rule in scheme.requirements:
        if holds(rule.in_force, decision.as_of):
            yield inlined(rule.when.tree, meanings)
    for ban in decision.rulebook.destinations[scheme.destination].bans:
        for part in (ban.when, ban.starts, ban.ends, ban.law_of):
            if part is not None:
                yield inlined(part.tree, meanings)


def _slips_of(fact: Fact, now: Value, trees: list[Tree], scheme: Scheme, decision: Decision) -> Iterator[Slip]:
    scopes = Scopes(decision.rulebook, decision.person, decision.as_of)
    destination = decision.rulebook.destinations[scheme.destination]
    scope = scopes.on(decision.as_of, destination.parameters, scheme.parameters)

    def lost(other: Value) -> Option | None:
        person = make_person({**decision.person.answers, fact.id: other}, decision.rulebook)
        after = decide_scheme(scheme, person, decision.rulebook, decision.as_of)
        return None if after.status in WITHIN_REACH else after

    if isinstance(now, frozenset):
        if _is_left_out(fact):
            yield from _words(fact, now, looked_for(fact, trees, scope), lost)
        return
    for side in _others(fact, now, trees, lambda value: scope.changed({fact.id: value}), decision.as_of):
        for other in side:
            after = lost(other)
            if after is not None:
                yield Slip(fact.id, now, other, after.status, after.until)
                break


def _words(fact: Fact, now: frozenset[str], groups: Iterable[frozenset[str]], lost: Lost) -> Iterator[Slip]:
    """All words each of which alone would lose the scheme, one slip for each outcome."""
    outcomes: dict[tuple[Status, date | None], set[str]] = {}
    for word in sorted(frozenset().union(*groups) - now):
        after = lost(now | {word})
        if after is not None:
            outcomes.setdefault((after.status, after.until), set()).add(word)
    for (status, until), words in outcomes.items():
        yield Slip(fact.id, now, frozenset(words), status, until)


def _is_left_out(fact: Fact) -> bool:
    """Whether people may leave it out or forget it, so that any other answer may be the true one."""
    return fact.sensitive or fact.past or fact.destination is not None


def _others(fact: Fact, now: Value, trees: list[Tree], at: Callable[[Value], Scope], as_of: date) -> list[list[Value]]:
    """Likely other answers, each side of the present one from the nearest on."""
    anything = _is_left_out(fact)
    if isinstance(now, bool):
        return [[not now]] if anything else []
    if isinstance(now, str):
        words = list(fact.type.choice.words) if fact.type.choice else []
        if not (fact.type.choice and fact.type.choice.ordered):
            return []
        place = words.index(now)
        reach = len(words) if anything else 1
        return [list(words[place + 1 : place + 1 + reach]), list(reversed(words[max(place - reach, 0) : place]))]
    found = cells(fact, trees, at, both_ends=True)
    if isinstance(now, date):
        days = [day for day in found if isinstance(day, date) and not (fact.past and day > as_of)]
        return [[day for day in days if day > now], [day for day in reversed(days) if day < now]]
    assert isinstance(now, int | float)
    numbers = [number for number in found if isinstance(number, int | float)]
    if not anything:
        off = now * _PART_OF_MONEY if _MONEY.match(fact.type.unit) else 1
        numbers = [number for number in numbers if abs(number - now) <= off]
    return [[number for number in numbers if number > now], [number for number in reversed(numbers) if number < now]]
