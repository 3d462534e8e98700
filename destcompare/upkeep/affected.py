"""Whom a change of the rules affects, over all possible people: nobody but those described, or here is somebody else.

Two versions of a scheme are read over one and the same solver person. A status comes from the requirements, the bans and, where
a requirement is false, from whether the person can mend it: for that every answer that may change is tried at each place where
a condition of either version can tell a difference. Where a condition weighs several such answers together, or waits for a
day, what can be mended is not decided here, and the statement is left open rather than called proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

import z3

from destcompare.decision.cells import cells
from destcompare.decision.decide import decide
from destcompare.decision.moves import COUNTRIES
from destcompare.decision.person import make_person
from destcompare.decision.scope import Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.logic import both, compare_numbers, either, expression, negation
from destcompare.expressions.solver import Term, constant, is_false, is_true
from destcompare.expressions.tree import Compare, Tree, names_in, walk
from destcompare.problems import N_
from destcompare.rulebook.model import Condition, Fact, Rulebook, Scheme, Value, holds
from destcompare.upkeep.people_terms import PeopleTerms, SchemeTerms
from destcompare.upkeep.proof import Proof
from destcompare.upkeep.reach import changed_parts, reach
from destcompare.upkeep.solving import Answer, Solver, without_counterexample

MOST_COMBINATIONS = 4096
_WORST_FIRST = (z3.sat, z3.unknown, z3.unsat)
_AS_OF = "as_of"


class Affected:
    """Two versions of the rules on one day, and the people who are meant to be affected."""

    def __init__(self, before: Rulebook, after: Rulebook, day: date, described: Condition, seconds: int) -> None:
        self.before, self.after = before, after
        self.day, self.described = day, described
        self._solver = Solver(seconds)

    def proofs(self) -> Iterator[Proof]:
        """For every scheme that the change can touch: nobody else is affected, and somebody who is described is."""
        for new in self.after.schemes:
            old = self.before.scheme(new.id)
            if old is not None and changed_parts(reach(self.before, old), reach(self.after, new)):
                yield from self._scheme(old, new)

    def _scheme(self, old: Scheme, new: Scheme) -> Iterator[Proof]:
        people = PeopleTerms(self.before, self.day, self.day, also=self.after)
        other = PeopleTerms(self.after, self.day, self.day, people)
        one, two = people.scheme(old), other.scheme(new)
        meant = is_true(other.read(self.described, other.on(other.as_of)))

        def differs(model: Any) -> bool:
            told = people.told(model)
            return self._outcome(self.before, old, told) != self._outcome(self.after, new, told)

        unlike = list(self._unlike(people, one, two))
        ask = self._solver.search
        others = [
            Answer(z3.unknown) if way is None else ask(people, [*way, negation(meant)], confirms=differs)
            for way in unlike
        ]
        worst = min(others, key=lambda answer: _WORST_FIRST.index(answer.found))
        yield without_counterexample(new.id, N_("Nobody but those described is affected"), worst, people)
        named = [ask(people, [*way, meant], confirms=differs) for way in unlike if way is not None]
        someone = next((answer for answer in named if answer.found == z3.sat), None)
        statement = N_("Somebody who is described is affected")
        if someone is not None:
            yield Proof(new.id, statement, "proved", (people.told(someone.model),), self.day)
        else:
            yield Proof(new.id, statement, "refuted" if all(answer.found == z3.unsat for answer in named) else "open")

    def _outcome(self, rulebook: Rulebook, scheme: Scheme, answers: Mapping[str, Value]) -> tuple[str, date | None]:
        alone = rulebook.replaced(schemes=(scheme,))
        (option,) = decide(make_person(answers, alone), alone, self.day).options
        return option.status, option.until

    def _unlike(self, people: PeopleTerms, one: SchemeTerms, two: SchemeTerms) -> Iterator[list[Any] | None]:
        """The ways in which two versions can judge a person otherwise; nothing where one of them is not decided here."""
        fails = [either(*(is_false(term) for _, term in terms.requirements)) for terms in (one, two)]
        meets = [both(terms.opened, negation(failed)) for terms, failed in zip((one, two), fails, strict=True)]
        unlike = self._later_unlike(people, one, two)
        yield [either(_differ(one.opened, two.opened), both(one.opened, _differ(*fails)), both(*meets, unlike))]
        lost = [both(terms.opened, failed) for terms, failed in zip((one, two), fails, strict=True)]
        if both(*lost) is False:
            return
        mended = [self._mended(people, *version) for version in ((self.before, one), (self.after, two))]
        if None in mended:
            yield None
            return
        yield [*lost, _differ(*mended)]
        yield [*lost, *mended, unlike]

    def _later_unlike(self, people: PeopleTerms, one: SchemeTerms, two: SchemeTerms) -> Any:
        """Whether those who meet all, or can come to, are otherwise banned, or have otherwise something open."""
        banned = [self._banned(terms) for terms in (one, two)]
        unknown = [both(negation(bars), self._unknown(terms)) for bars, terms in zip(banned, (one, two), strict=True)]
        return either(_differ(*banned), _differ(*unknown), self._ends(people, one, two))

    def _unknown(self, terms: SchemeTerms) -> Any:
        unknown = [negation(term.known) for _, term in terms.requirements]
        return either(*unknown, *(ban.is_open for ban in terms.bans))

    def _banned(self, terms: SchemeTerms) -> Any:
        return either(*(ban.runs for ban in terms.bans))

    def _ends(self, people: PeopleTerms, one: SchemeTerms, two: SchemeTerms) -> Any:
        """Some ban of the one version outlasts all bans of the other."""
        return either(
            *(
                both(ban.runs, *(negation(people.outlasts(ban, rival)) for rival in theirs.bans))
                for own, theirs in ((one, two), (two, one))
                for ban in own.bans
            )
        )

    def _mended(self, people: PeopleTerms, rulebook: Rulebook, terms: SchemeTerms) -> Any | None:
        """Whether some change of answers leaves no requirement false; `None` where that is not decided here."""
        meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
        rules = [rule for rule in terms.scheme.requirements if holds(rule.in_force, self.day)]
        trees = [inlined(rule.when.tree, meanings) for rule in rules]
        movable = [
            fact
            for fact in rulebook.facts.values()
            if fact.change is not None and any(fact.id in names_in(tree) for tree in trees)
        ]
        if any(_AS_OF in names_in(tree) for tree in trees) or any(self._is_involved(fact, trees) for fact in movable):
            return None
        places = {fact.id: self._places(rulebook, terms.scheme, fact, trees, people) for fact in movable}
        ways = 1
        for places_of_one in places.values():
            ways *= len(places_of_one)
        if ways > MOST_COMBINATIONS:
            return None
        found = []
        for moved in product(*places.values()):
            allowed = both(*(may for may, _ in moved))
            if allowed is not False:
                answers = {fact: term for fact, (_, term) in zip(places, moved, strict=True)}
                there = people.moved(rulebook, answers)
                fails = [is_false(term) for _, term in there.requirements(terms.scheme)]
                found.append(both(allowed, negation(either(*fails))))
        return either(*found)

    def _is_involved(self, fact: Fact, trees: list[Tree]) -> bool:
        """Whether some condition weighs the fact together with another answer, or it is a set of other words than countries."""
        if fact.type.kind == "set":
            return fact.type.choice is None or fact.type.choice.name != COUNTRIES
        weighed = [
            node for tree in trees for node in walk(tree) if isinstance(node, Compare) and fact.id in names_in(node)
        ]
        return any(name in self.after.facts for node in weighed for name in names_in(node) - {fact.id})

    def _places(
        self, rulebook: Rulebook, scheme: Scheme, fact: Fact, trees: list[Tree], people: PeopleTerms
    ) -> list[tuple[Any, Term]]:
        """Where an answer can move, each with whether it may: it stays, or goes where conditions tell a difference."""
        now = people.fact(fact.id)
        stays = [(True, now)]
        assert fact.change is not None
        if fact.change.direction == "gains":
            gained = now.replaced(value={**now.value, scheme.destination: True})
            return [*stays, (now.known, gained)]
        destination = rulebook.destinations[scheme.destination]

        def at(value: Value) -> Any:
            scopes = Scopes(rulebook, make_person({fact.id: value}, rulebook), self.day)
            return scopes.on(self.day, destination.parameters, scheme.parameters)

        sign = ">" if fact.change.direction in ("rises", "grows") else "<"
        both_ends = fact.change.direction == "falls"
        targets = [constant(value, fact.type) for value in cells(fact, trees, at, both_ends=both_ends)]
        return [*stays, *((both(now.known, _moves(sign, now, target)), target) for target in targets)]


def _moves(sign: str, now: Term, target: Term) -> Any:
    if now.type.kind == "flag":
        return both(target.value is (sign == ">"), _differ(now.value, target.value))
    return compare_numbers(sign, target.value, now.value)


def _differ(one: Any, other: Any) -> Any:
    if isinstance(one, bool) and isinstance(other, bool):
        return one != other
    return expression(one) != expression(other)
