"""All possible people at once: every fact as a solver variable, every scheme as solver terms over them.

What `decision` works out for one person stands here for all: implied answers, figures by the law of a day, requirements, entry
bans. The day asked about is one day, or any day of a span.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Self

import z3

from destcompare.expressions.calendar_terms import Calendar, Day
from destcompare.expressions.functions import NO_DAY
from destcompare.expressions.logic import both, either, expression, negation
from destcompare.expressions.solver import (
    Term,
    Terms,
    constant,
    is_false,
    is_true,
    unknown,
)
from destcompare.expressions.tree import Literal, Tree, walk
from destcompare.expressions.types import DATE, FLAG
from destcompare.records import Record
from destcompare.rulebook.model import (
    Ban,
    Condition,
    Destination,
    Fact,
    Parameter,
    Period,
    Requirement,
    Rulebook,
    Scheme,
    Value,
)

EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
"""Between these days lies every day of a person's life that the proofs speak of."""


class BanTerms(Record):
    """A ban for all people: where it runs, where that is open, and where it runs, its end."""

    ban: Ban
    runs: Any
    is_open: Any
    ends: Day | None


class SchemeTerms(Record):
    """A scheme for all people."""

    scheme: Scheme
    opened: Any
    requirements: tuple[tuple[Requirement, Term], ...]
    bans: tuple[BanTerms, ...]

    @property
    def eligible(self) -> Any:
        """Open, every requirement met, no ban that runs or may run."""
        return both(
            self.opened,
            *(is_true(term) for _, term in self.requirements),
            *(negation(either(ban.runs, ban.is_open)) for ban in self.bans),
        )


class PeopleTerms:
    """One person of the solver, who may be anyone; or anyone who answers `like` another one `but` for one fact."""

    def __init__(
        self,
        rulebook: Rulebook,
        first: date,
        last: date,
        like: Self | None = None,
        but: str | None = None,
        also: Rulebook | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.first, self.last = first, last
        self.terms: Terms = like.terms if like else Terms(Calendar())
        self.calendar = self.terms.calendar
        self.limits: list[Any] = like.limits if like else []
        self.answers: dict[str, Term] = like.answers if like else {}
        if but is not None:
            self.answers = {name: term for name, term in self.answers.items() if name != but}
        self._tag = "other." if like else ""
        self._facts: dict[str, Term] = {}
        self._words = _words(rulebook, also or rulebook)
        self._derived = {derived.name: derived.value.tree for derived in rulebook.derived}
        if first == last:
            self.as_of = constant(first, DATE)
        else:
            self.as_of = like.as_of if like else self._any_day("as_of", first, last)
        self.answers["as_of"] = self.as_of

    def moved(self, rulebook: Rulebook, moves: Mapping[str, Term]) -> PeopleTerms:
        """The same person by one of the rulebooks, with some answers changed."""
        there = PeopleTerms(rulebook, self.first, self.last, self)
        there.answers = {**self.answers, **moves}
        return there

    def scheme(self, scheme: Scheme) -> SchemeTerms:
        """Openings, requirements and bans of a scheme."""
        opened = self.within(scheme.open, self.as_of.value)
        bans = self.bans(self.rulebook.destinations[scheme.destination])
        return SchemeTerms(scheme, opened, self.requirements(scheme), bans)

    def requirements(self, scheme: Scheme) -> tuple[tuple[Requirement, Term], ...]:
        """Every requirement that is or may be in force; true on days when it is not."""
        destination = self.rulebook.destinations[scheme.destination]
        lookup = self.on(self.as_of, destination.parameters, scheme.parameters)
        requirements = []
        for requirement in scheme.requirements:
            in_force = self.within(requirement.in_force, self.as_of.value)
            if in_force is not False:
                term = self.terms.either(in_force, self.read(requirement.when, lookup), constant(True, FLAG))
                requirements.append((requirement, term))
        return tuple(requirements)

    def bans(self, destination: Destination) -> tuple[BanTerms, ...]:
        """Every ban of a destination."""
        return tuple(self._ban(ban, destination) for ban in destination.bans)

    def read(self, condition: Condition, lookup: Callable[[str], Term]) -> Term:
        """A condition of the rules over all people."""
        return self.terms.read(condition.tree, lookup)

    def on(self, law_day: Term, *groups: tuple[Parameter, ...]) -> Callable[[str], Term]:
        """Names by the law of a day; with the day unknown, every figure is unknown."""
        figures = {item.name: item for group in (self.rulebook.parameters, *groups) for item in group}
        kept: dict[str, Term] = {}

        def lookup(name: str) -> Term:
            if name not in kept:
                if name in self._derived:
                    kept[name] = self.terms.read(self._derived[name], lookup)
                elif name in figures:
                    kept[name] = self._figure(figures[name], law_day)
                else:
                    kept[name] = self.fact(name)
            return kept[name]

        return lookup

    def fact(self, name: str) -> Term:
        """What is known of a fact: its answer, or what other answers imply."""
        if name == "as_of":
            return self.as_of
        if name not in self._facts:
            fact = self.rulebook.facts[name]
            answer = self._facts[name] = self.answer(name)
            implied = unknown(fact.type)
            for implication in reversed(fact.implied_by):  # the first that holds counts
                holds = is_true(self.terms.read(implication.when.tree, self.fact))
                implied = self.terms.either(holds, constant(implication.value, fact.type), implied)
            self._facts[name] = self.terms.either(answer.known, answer, implied)
        return self._facts[name]

    def answer(self, name: str) -> Term:
        """The answer that the person gives, or none."""
        if name not in self.answers:
            self.answers[name] = self._any_answer(self.rulebook.facts[name])
        return self.answers[name]

    def whole_numbers(self) -> list[Any]:
        """The wish that every number is whole: nobody says that she saved a third of a dollar."""
        numbers = [term.value for term in self.answers.values() if term.type.kind == "number"]
        return [z3.IsInt(number) for number in numbers if number.is_real()]

    def no_days(self) -> list[Any]:
        """The wish that no day of the past is given: such a person is found soon, and reads well."""
        return [expression(self.calendar.compare("==", day, Day.of(NO_DAY))) for day in self._days()]

    def new_years(self) -> list[Any]:
        """The wish that every day is a first of January."""
        return [part == 1 for day in self._days() for part in (day.parts or ())[1:]]

    def _days(self) -> list[Day]:
        return [term.value for name, term in self.answers.items() if term.type.kind == "date" and name != "as_of"]

    def told(self, model: Any) -> dict[str, Value]:
        """The person of a solution: fact id → answer."""
        found: dict[str, Value] = {}
        for name, term in self.answers.items():
            if name != "as_of" and z3.is_true(model.eval(expression(term.known), model_completion=True)):
                found[name] = _plain(term, model)
        return found

    def day(self, model: Any) -> date:
        """The day asked about in a solution."""
        return _plain(self.as_of, model)  # type: ignore[return-value]  # a day

    def outlasts(self, ban: BanTerms, rival: BanTerms) -> Any:
        """The rival runs and ends no sooner than the ban."""
        if rival.ends is None or ban.ends is None:
            return rival.runs if rival.ends is None else False
        return both(rival.runs, self.calendar.compare(">=", rival.ends, ban.ends))

    def within(self, periods: Iterable[Period], day: Day) -> Any:
        """Whether any period contains the day; no period at all means always."""
        compare = self.calendar.compare
        found = [
            both(
                period.start is None or compare(">=", day, Day.of(period.start)),
                period.end is None or compare("<=", day, Day.of(period.end)),
            )
            for period in periods
        ]
        return either(*found) if found else True

    def _figure(self, parameter: Parameter, day: Term) -> Term:
        """A parameter on a day. No period, no answer."""
        found = unknown(parameter.type)
        for dated in reversed(parameter.values):
            holds = both(day.known, self.within((dated.period,), day.value))
            value = constant(dated.value, parameter.type)
            if found.known is False:
                found = value.replaced(known=holds)
            elif holds is not False:
                found = self.terms.either(holds, value, found)
        return found

    def _ban(self, ban: Ban, destination: Destination) -> BanTerms:
        law_day = self.read(ban.law_of, self.on(self.as_of, destination.parameters))
        lookup = self.on(law_day, destination.parameters)
        applies, starts = self.read(ban.when, lookup), self.read(ban.starts, lookup)
        begun = Term(FLAG, starts.known, self.calendar.compare("<=", starts.value, self.as_of.value))
        ends = self.read(ban.ends, lookup) if ban.ends is not None else None
        parts = [applies, begun]
        if ends is not None:
            parts.append(Term(FLAG, ends.known, self.calendar.compare("<", self.as_of.value, ends.value)))
        in_force = either(negation(law_day.known), self.within(ban.in_force, law_day.value))
        runs = both(in_force, law_day.known, *map(is_true, parts))
        ruled_out = either(negation(in_force), *map(is_false, parts))
        return BanTerms(ban, runs, both(negation(runs), negation(ruled_out)), ends.value if ends is not None else None)

    def _any_answer(self, fact: Fact) -> Term:
        name = f"{self._tag}{fact.id}"
        known = z3.Bool(f"{name}?")
        match fact.type.kind:
            case "flag":
                return Term(fact.type, known, z3.Bool(name))
            case "date":
                last = self.last if fact.past else LATEST
                day = self._any_day(name, EARLIEST, last)
                if fact.past:
                    self.limits.append(expression(self.calendar.compare("<=", day.value, self.as_of.value)))
                return Term(fact.type, known, day.value)
            case "set":
                assert fact.type.choice is not None
                words = fact.among or self._words[fact.type.choice.name]
                return Term(fact.type, known, {word: z3.Bool(f"{name}={word}") for word in words})
            case "choice":
                assert fact.type.choice is not None
                place = z3.Int(name)
                allowed = fact.among or fact.type.choice.words
                places = sorted(fact.type.choice.words.index(word) for word in allowed)
                self.limits.append(z3.Or([place == number for number in places]))
                return Term(fact.type, known, place)
            case _:
                number = z3.Int(name) if fact.integer else z3.Real(name)
                self.limits.append(number >= (fact.minimum or 0))
                if fact.maximum is not None:
                    self.limits.append(number <= fact.maximum)
                return Term(fact.type, known, number)

    def _any_day(self, name: str, first: date, last: date) -> Term:
        day = self.calendar.named(name, first, last)
        if name == "as_of":
            self.limits.append(expression(self.calendar.compare(">=", day, Day.of(first))))
        return Term(DATE, True, day)


def _words(*rulebooks: Rulebook) -> dict[str, list[str]]:
    """The words of each choice that any rule names, and one that none does: all others are like it."""
    named: dict[str, set[str]] = {name: set() for rulebook in rulebooks for name in rulebook.choices}
    for rulebook in rulebooks:
        for tree in _trees(rulebook):
            for node in walk(tree):
                if isinstance(node, Literal) and node.type.choice is not None:
                    named[node.type.choice.name] |= _as_set(node.value)
        for parameter in rulebook.all_parameters():
            if parameter.type.choice is not None:
                for dated in parameter.values:
                    named[parameter.type.choice.name] |= _as_set(dated.value)
    found = {}
    for name, choice in rulebooks[0].choices.items():
        unnamed = [word for word in choice.words if word not in named[name]]
        found[name] = [word for word in choice.words if word in named[name]] + unnamed[:1]
    return found


def _as_set(value: Value) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset((str(value),))


def _trees(rulebook: Rulebook) -> Iterator[Tree]:
    """Every condition that decides."""
    for fact in rulebook.facts.values():
        yield from (item.when.tree for item in fact.implied_by)
    yield from (derived.value.tree for derived in rulebook.derived)
    for destination in rulebook.destinations.values():
        yield from (ban.when.tree for ban in destination.bans)
    for scheme in rulebook.schemes:
        yield from (requirement.when.tree for requirement in scheme.requirements)


def _plain(term: Term, model: Any) -> Value:
    """The value of a term in a solution."""

    def value(part: Any) -> Any:
        return model.eval(expression(part), model_completion=True)

    match term.type.kind:
        case "flag":
            return bool(z3.is_true(value(term.value)))
        case "set":
            return frozenset(word for word, there in term.value.items() if z3.is_true(value(there)))
        case "choice":
            assert term.type.choice is not None
            return term.type.choice.words[int(value(term.value).as_long())]
        case "date":
            year, month, day = (value(part).as_long() for part in term.value.parts)
            return date(year, month, min(day, monthrange(year, month)[1]))  # an inexact calendar has a 31 February
        case _:
            number = value(term.value)
            if z3.is_int_value(number):
                return int(number.as_long())
            fraction = number.as_fraction()
            return int(fraction) if fraction.denominator == 1 else float(fraction)
