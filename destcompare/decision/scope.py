"""What each name in a condition stands for: a person's answers, and the figures in force on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property

from destcompare.decision.person import Person
from destcompare.expressions.evaluation import Awaited, Outcome
from destcompare.rulebook.model import Condition, Derived, Fact, Parameter, Rulebook, Value, on_day


class Figures(dict[str, Outcome]):
    """Named figures by the law of a day, whoever asks; each is looked up once."""

    def __init__(self, parameters: Mapping[str, Parameter], day: date | None) -> None:
        super().__init__()
        self._parameters, self._day = parameters, day

    def __missing__(self, name: str) -> Outcome:
        found = self[name] = figure(self._parameters[name], self._day)
        return found


class Scope(dict[str, Outcome]):
    """Names and what they stand for by the law of a day; each is worked out when a condition first asks for it."""

    __slots__ = ("_answers", "_derived", "_figures")

    def __init__(self, answers: Mapping[str, Outcome], figures: Figures, derived: Mapping[str, Derived]) -> None:
        super().__init__()
        self._answers, self._figures, self._derived = answers, figures, derived

    def __missing__(self, name: str) -> Outcome:
        found = self._answers.get(name)
        if found is None:
            derived = self._derived.get(name)
            found = derived.value(self) if derived else self._figures[name]
        self[name] = found
        return found

    def changed(self, changes: Mapping[str, object]) -> Scope:
        """The same names with some answers changed, derived values included."""
        scope = Scope(self._answers, self._figures, self._derived)
        scope.update({name: Outcome(value, frozenset((name,))) for name, value in changes.items()})
        return scope

    def with_sums(self, sums: Mapping[str, Derived], given: Mapping[str, Outcome]) -> Scope:
        """The same names and more: some given, others (`sums`, the derived values among them) worked out when asked for."""
        scope = Scope(self._answers, self._figures, sums)
        scope.update(given)
        return scope


class Scopes:
    """Scopes for one person on one date; the date asked about and the day whose law applies are two things."""

    def __init__(self, rulebook: Rulebook, person: Person, as_of: date) -> None:
        self.rulebook = rulebook
        self.as_of = as_of
        self.person = person
        self._answers = {fact: Outcome(person.value(fact), frozenset((fact,))) for fact in rulebook.facts}
        self._answers["as_of"] = Outcome(as_of, frozenset(("as_of",)))
        self._places = {fact: place for place, fact in enumerate(rulebook.facts)}
        self._derived = {derived.name: derived for derived in rulebook.derived}
        self._figures: dict[tuple[date | None, tuple[int, ...]], Figures] = {}
        self._kept: dict[tuple[date | None, tuple[int, ...]], Scope] = {}
        self._spares: dict[str, list[Fact]] = {}  # one for all copies, filled when first asked for

    def awaiting(self, values: Mapping[str, Value | None], implied: frozenset[str] = frozenset()) -> Scopes:
        """The same rules and day for these values (`None`: cannot be known); every other fact will be answered."""
        scopes = copy(self)
        known = {fact: value for fact, value in values.items() if value is not None}
        answers = {fact: value for fact, value in known.items() if fact not in implied}
        scopes.person = Person(answers, {fact: known[fact] for fact in implied})
        now = {fact: Outcome(value, self._awaited[fact].uses) for fact, value in values.items()}
        scopes._answers = {**self._awaited, **now}
        scopes._kept = {}
        return scopes

    @cached_property
    def _awaited(self) -> dict[str, Outcome]:
        awaited: dict[str, Outcome] = {fact: Awaited(None, frozenset((fact,))) for fact in self.rulebook.facts}
        return {**awaited, "as_of": self._answers["as_of"]}

    def value(self, fact: str) -> Value | None:
        """What is known of a fact, or `None`."""
        return self.person.value(fact)

    @property
    def gates(self) -> Collection[str]:
        """The facts whose answers may imply others."""
        return self.spares.keys()

    @property
    def spares(self) -> Mapping[str, Sequence[Fact]]:
        """For each gate the facts that its answer may imply."""
        if not self._spares:
            for fact in self.rulebook.facts.values():
                for gate in sorted(frozenset().union(*(item.when.names for item in fact.implied_by))):
                    self._spares.setdefault(gate, []).append(fact)
        return self._spares

    @property
    def derived(self) -> Collection[Condition]:
        """What the derived values stand for."""
        return [item.value for item in self._derived.values()]

    def facts(self, uses: Iterable[str]) -> tuple[str, ...]:
        """The facts among the names that a value rests on, in the order of the rules."""
        return tuple(sorted((name for name in uses if name in self._places), key=self._places.__getitem__))

    def on(self, law_day: date | None, *groups: tuple[Parameter, ...]) -> Scope:
        """Names by the law of a day, with the parameters of a destination and a scheme; with the day unknown, every
        figure is unknown.
        """
        groups = (self.rulebook.parameters, *groups)
        key = law_day, tuple(map(id, groups))  # the groups live as long as the rulebook does
        if key not in self._kept:
            if key not in self._figures:
                self._figures[key] = Figures({item.name: item for group in groups for item in group}, law_day)
            self._kept[key] = Scope(self._answers, self._figures[key], self._derived)
        return self._kept[key]


def figure(parameter: Parameter, day: date | None) -> Outcome:
    """The value of a parameter on a day. No period, no answer."""
    dated = on_day(parameter.values, day) if day is not None else None
    return Outcome(dated.value if dated else None, frozenset((parameter.id,)))
