"""What each name in a condition stands for: a person's answers, and the figures in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from destcompare.decision.person import Person
from destcompare.expressions.evaluation import Outcome
from destcompare.rulebook.model import Parameter, Rulebook, Value, on_day

Scope = dict[str, Outcome]


class Scopes:
    """Scopes for one person on one date; the date asked about and the day whose law applies are two things."""

    def __init__(self, rulebook: Rulebook, person: Person, as_of: date) -> None:
        self.rulebook = rulebook
        self.as_of = as_of
        self._person = person
        facts = {fact: Outcome(person.value(fact), frozenset((fact,))) for fact in rulebook.facts}
        self._answers: Scope = {**facts, "as_of": Outcome(as_of, frozenset(("as_of",)))}
        self._figures: dict[tuple[date | None, int], Scope] = {}
        self._shared: dict[date | None, Scope] = {}

    def value(self, fact: str) -> Value | None:
        """What is known of a fact, or `None`."""
        return self._person.value(fact)

    def on(self, law_day: date | None, *groups: tuple[Parameter, ...]) -> Scope:
        """Names by the law of a day, with the parameters of a destination and a scheme; with the day unknown, every
        figure is unknown.
        """
        scope = self._shared.get(law_day)
        if scope is None:
            shared = {**self._answers, **figures(self.rulebook.parameters, law_day)}
            scope = self._shared[law_day] = self._derived(shared)
        scope = dict(scope)
        for group in groups:
            key = (law_day, id(group))  # the groups live as long as the rulebook does
            if key not in self._figures:
                self._figures[key] = figures(group, law_day)
            scope.update(self._figures[key])
        return scope

    def changed(self, scope: Scope, changes: dict[str, object]) -> Scope:
        """The scope with some answers changed, derived values included."""
        moved = {name: Outcome(value, frozenset((name,))) for name, value in changes.items()}
        return self._derived({**scope, **moved})

    def _derived(self, scope: Scope) -> Scope:
        for derived in self.rulebook.derived:
            scope[derived.name] = derived.value(scope)
        return scope


def figures(parameters: Iterable[Parameter], day: date | None) -> Scope:
    """The value of each parameter on a day. No period, no answer."""
    scope: Scope = {}
    for parameter in parameters:
        dated = on_day(parameter.values, day) if day is not None else None
        scope[parameter.name] = Outcome(dated.value if dated else None, frozenset((parameter.id,)))
    return scope
