"""What the schemes of a rulebook share while questions are open: what answers imply, which facts a condition rests on.

A fact still to be answered is *awaited*; one that the person cannot answer is known to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from destcompare.decision.barring import Barring
from destcompare.decision.person import Person
from destcompare.decision.scope import Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.tree import names_in
from destcompare.rulebook.model import Ban, Condition, Requirement, Rulebook, Value

AWAITED = object()
"""Stands for an awaited fact where something must."""


class Known(NamedTuple):
    """Values of facts; `None` is "cannot be known", a fact that is missing is awaited. Some are implied by others."""

    values: Mapping[str, Value | None]
    implied: frozenset[str] = frozenset()


NOTHING_KNOWN = Known({})


class Part(NamedTuple):
    """A requirement or a ban, the facts that its value rests on, those that may imply them, and what was found so far."""

    rule: Requirement | Ban
    facts: tuple[str, ...]
    gates: tuple[str, ...]
    seen: dict[tuple[Any, ...], Any]
    barring: Barring | None = None

    @property
    def reach(self) -> tuple[str, ...]:
        """The facts whose change may move it."""
        return self.facts + self.gates

    def key(self, known: Known) -> tuple[Any, ...]:
        """What is known of its facts."""
        values = known.values
        return tuple([values.get(fact, AWAITED) for fact in self.facts])

    def open_key(self, known: Known) -> tuple[Any, ...]:
        """What is known of its facts and of the answers that may imply them."""
        return (*self.key(known), *[known.values.get(gate, AWAITED) for gate in self.gates])


class Ground:
    """One rulebook on one day."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self.rulebook = rulebook
        self.as_of = as_of
        self._scopes = Scopes(rulebook, Person({}, {}), as_of)
        self.meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
        self.gates = {
            fact.id: self.facts_of(*(item.when for item in fact.implied_by))
            for fact in rulebook.facts.values()
            if fact.implied_by
        }
        self._implied: dict[tuple[Any, ...], Value | None] = {}
        self._bans: dict[str, tuple[Part, ...]] = {}
        self._last: tuple[Known, Scopes] | None = None

    def scopes(self, known: Known) -> Scopes:
        """What names stand for; the awaited ones will be known."""
        if self._last is None or self._last[0] is not known:  # one state is looked at part by part
            self._last = known, self._scopes.awaiting(known.values, known.implied)
        return self._last[1]

    def facts_of(self, *conditions: Condition | None) -> tuple[str, ...]:
        """The facts that conditions rest on, in the order of the rules."""
        trees = (item.tree for item in conditions if item is not None)
        return self._scopes.facts(frozenset().union(*(names_in(inlined(tree, self.meanings)) for tree in trees)))

    def part(self, rule: Requirement | Ban, *conditions: Condition | None) -> Part:
        """A rule and the facts of its conditions."""
        facts = self.facts_of(*conditions)
        return Part(rule, facts, tuple(name for name in self.with_gates(facts) if name not in facts), {})

    def bans(self, code: str) -> tuple[Part, ...]:
        """The bans of a destination."""
        if code not in self._bans:
            destination = self.rulebook.destinations[code]
            self._bans[code] = tuple(
                self.part(ban, ban.when, ban.starts, ban.ends, ban.law_of)._replace(
                    barring=Barring(ban, destination, self.rulebook, self.as_of)
                )
                for ban in destination.bans
            )
        return self._bans[code]

    def with_gates(self, facts: Iterable[str]) -> tuple[str, ...]:
        """The facts and those whose answers may imply them, these first."""
        ordered: dict[str, None] = {}

        def add(fact: str, above: tuple[str, ...]) -> None:
            for gate in self.gates.get(fact, ()):
                if gate not in above:
                    add(gate, (*above, fact))
            ordered[fact] = None

        for fact in facts:
            add(fact, ())
        return tuple(ordered)

    def first_awaited(self, facts: Iterable[str], known: Known) -> str:
        """The first of these that is awaited, or the first that may imply it and is."""
        return next(gate for gate in self.with_gates(facts) if gate not in known.values)

    def known(
        self,
        facts: Iterable[str],
        answers: Mapping[str, Value | None],
        assumed: Mapping[str, Value | None],
        start: Known,
    ) -> Known:
        """What was known from the start, answers to further facts (gates first), what these imply, and assumed answers where
        none says anything.
        """
        values = dict(start.values)
        implied = []
        for fact in facts:
            if fact in values:
                continue
            if fact in answers:
                values[fact] = answers[fact]
            elif (found := self.implied(fact, values)) is not None:
                values[fact] = found
                implied.append(fact)
            elif fact in assumed:
                values[fact] = assumed[fact]
        return Known(values, start.implied.union(implied))

    def implied(self, fact: str, values: Mapping[str, Value | None]) -> Value | None:
        """What the values of its gates already say of a fact."""
        gates = self.gates.get(fact)
        if not gates:
            return None
        key = (fact, *[values.get(gate, AWAITED) for gate in gates])
        if key not in self._implied:
            scope = self._scopes.awaiting({gate: values[gate] for gate in gates if gate in values}).on(self.as_of)
            found = (item.value for item in self.rulebook.facts[fact].implied_by if item.when(scope).value is True)
            self._implied[key] = next(found, None)
        return self._implied[key]
