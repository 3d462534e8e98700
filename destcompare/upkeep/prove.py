"""`rules prove`: statements about the rules over all possible people, not a sample: proved, refuted by a person, or left open.

Every statement is put to the solver as its opposite, or as the wish for a witness. A person that the solver finds is decided as
any other before being believed, so a fault of the terms can never pass for one of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import z3

from destcompare.decision.bans import Bans, find_bans
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Option
from destcompare.decision.scope import Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.logic import both, compare_numbers, either, negation
from destcompare.expressions.solver import constant, is_false, is_true
from destcompare.expressions.tree import names_in
from destcompare.problems import N_, CountryCode
from destcompare.rulebook.invariants import NeverEligible, NeverShorter
from destcompare.rulebook.model import Destination, Requirement, Rulebook, Scheme
from destcompare.upkeep.people_terms import PeopleTerms, SchemeTerms
from destcompare.upkeep.proof import Answers, Proof
from destcompare.upkeep.solving import Confirms, Solver, with_witness, without_counterexample

NATIONALITY = "nationality"


class Prover:
    """Puts statements about one rulebook to the solver, each for at most so many seconds."""

    def __init__(self, rulebook: Rulebook, first: date, last: date, seconds: int) -> None:
        self.rulebook = rulebook
        self.first, self.last = first, last
        self._solver = Solver(seconds)

    def everything(self, only: str = "") -> Iterator[Proof]:
        """Every statement about every scheme and destination with this text in its id."""
        for scheme in self.rulebook.schemes:
            if only not in scheme.id:
                continue
            people = PeopleTerms(self.rulebook, self.first, self.last)
            terms = people.scheme(scheme)
            if self._solver.search(people, [terms.opened, *self._of_the_day(terms)]).found != z3.unsat:
                possible = list(self._possible(people, terms))
                yield from possible
                if possible:  # a way that is closed to all citizenships needs no other requirement
                    yield from self._needed(people, terms)
                yield from self._never_eligible(people, terms)
        for destination in self.rulebook.destinations.values():
            if only in destination.code.lower():
                for invariant in self.rulebook.never_shorter:
                    yield self._never_shorter(invariant, destination)

    def _possible(self, people: PeopleTerms, terms: SchemeTerms) -> Iterator[Proof]:
        """For every citizenship that the scheme does not exclude by itself, someone is eligible."""
        nationality = people.fact(NATIONALITY)
        alone = [is_true(term) for rule, term in terms.requirements if self._facts(rule) == {NATIONALITY}]
        rules = {requirement.id: is_true(term) for requirement, term in terms.requirements}
        rules |= {ban.ban.id: negation(either(ban.runs, ban.is_open)) for ban in terms.bans}
        for word in self.rulebook.facts[NATIONALITY].among:
            chosen = both(nationality.known, people.terms.same(nationality, constant(word, nationality.type)))
            if self._solver.search(people, [terms.opened, chosen, *alone]).found == z3.unsat:
                continue
            statement = N_("There can be someone who is eligible: {country}", country=CountryCode(word))
            answer = self._solver.search(people, [terms.opened, chosen], rules, self._is_eligible(people, terms.scheme))
            yield with_witness(terms.scheme.id, statement, answer)

    def _needed(self, people: PeopleTerms, terms: SchemeTerms) -> Iterator[Proof]:
        """No requirement follows from the others: each keeps someone out whom the others let in.

        A list of citizenships that has all the rules speak of keeps nobody out, and is no fault.
        """
        for requirement, term in terms.requirements:
            if self._facts(requirement):
                others = {rule.id: is_true(other) for rule, other in terms.requirements if rule is not requirement}
                statement = N_("This requirement keeps someone out whom all others let in: {id}", id=requirement.id)
                alone = self._keeps_out(people, terms.scheme, requirement)
                answer = self._solver.search(people, [terms.opened, is_false(term)], others, alone)
                if answer.found == z3.unsat and not answer.because and self._facts(requirement) == {NATIONALITY}:
                    continue
                yield with_witness(terms.scheme.id, statement, answer)

    def _never_eligible(self, people: PeopleTerms, terms: SchemeTerms) -> Iterator[Proof]:
        scheme = terms.scheme
        for invariant in self.rulebook.never_eligible:
            if scheme.destination in invariant.when and (not invariant.kinds or scheme.kind in invariant.kinds):
                confirms = self._is_eligible(people, scheme)
                claims = [terms.eligible, *self._described(people, invariant, scheme)]
                answer = self._solver.search(people, claims, confirms=confirms)
                yield without_counterexample(scheme.id, N_(invariant.text), answer, people)

    def _never_shorter(self, invariant: NeverShorter, destination: Destination) -> Proof:
        """Two people alike but for one answer: who has more of it is not free sooner."""
        fact = f"{destination.code.lower()}_{invariant.fact}"
        less = PeopleTerms(self.rulebook, self.first, self.last)
        short = less.bans(destination)
        more = PeopleTerms(self.rulebook, self.first, self.last, less, fact)
        long = more.bans(destination)
        one, other = less.answer(fact), more.answer(fact)
        claims = [
            both(one.known, other.known, compare_numbers("<", one.value, other.value)),
            *(negation(ban.is_open) for ban in (*short, *long)),
        ]
        if destination.code in invariant.only_when:
            law_of, only_when = invariant.only_when[destination.code]
            law_day = less.read(law_of, less.on(less.as_of, destination.parameters))
            claims.append(is_true(less.read(only_when, less.on(law_day, destination.parameters))))

        def confirms(model: Any) -> bool:
            day = less.day(model)
            return _is_free_sooner(*(self._bans(who.told(model), day, destination) for who in (less, more)))

        proofs = [
            without_counterexample(
                destination.code.lower(),
                N_(invariant.text),
                self._solver.search(
                    more,
                    [*claims, ban.runs, *(negation(less.outlasts(ban, rival)) for rival in long)],
                    confirms=confirms,
                ),
                less,
                more,
            )
            for ban in short
        ]
        return min(proofs, key=lambda proof: ("refuted", "open", "proved").index(proof.verdict))

    def _described(self, people: PeopleTerms, invariant: NeverEligible, scheme: Scheme) -> Iterator[Any]:
        """Whom an invariant speaks of."""
        condition = invariant.when[scheme.destination]
        if condition is not None:
            lookup = people.on(people.as_of, self.rulebook.destinations[scheme.destination].parameters)
            yield is_true(people.read(condition, lookup))
        if invariant.answered:
            spoken = {*invariant.answered, "as_of"}
            yield from [negation(term.known) for name, term in people.answers.items() if name not in spoken]

    def _facts(self, requirement: Requirement) -> set[str]:
        """The facts that a requirement asks for, through derived values too."""
        meanings = {derived.name: derived.value.tree for derived in self.rulebook.derived}
        return {name for name in names_in(inlined(requirement.when.tree, meanings)) if name in self.rulebook.facts}

    def _of_the_day(self, terms: SchemeTerms) -> list[Any]:
        """Requirements that ask nothing of the person, such as a season."""
        return [is_true(term) for requirement, term in terms.requirements if not self._facts(requirement)]

    def _is_eligible(self, people: PeopleTerms, scheme: Scheme) -> Confirms:
        return lambda model: self._option(people, model, scheme).status == "eligible"

    def _keeps_out(self, people: PeopleTerms, scheme: Scheme, requirement: Requirement) -> Confirms:
        def confirms(model: Any) -> bool:
            checked = self._option(people, model, scheme).requirements
            return all(item.value is (item.requirement.id != requirement.id) for item in checked)

        return confirms

    def _option(self, people: PeopleTerms, model: Any, scheme: Scheme) -> Option:
        """What the decision says of the person whom the solver found."""
        alone = self.rulebook.replaced(schemes=(scheme,))
        (option,) = decide(make_person(people.told(model), alone), alone, people.day(model)).options
        return option

    def _bans(self, answers: Answers, day: date, destination: Destination) -> Bans:
        return find_bans(destination, Scopes(self.rulebook, make_person(answers, self.rulebook), day))


def _is_free_sooner(less: Bans, more: Bans) -> bool:
    """Whether the second person's bans end before the first one's."""
    if not less.running or less.open_facts or more.open_facts:
        return False
    if not more.running:
        return True
    return more.until is not None and (less.until is None or more.until < less.until)
