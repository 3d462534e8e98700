"""Questions to the solver about all possible people, and what becomes of a statement by its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import z3

from destcompare.expressions.logic import expression
from destcompare.problems import Sentence
from destcompare.records import Record
from destcompare.upkeep.people_terms import PeopleTerms
from destcompare.upkeep.proof import Proof, Verdict


class Answer(Record):
    """What the solver says: someone (its model), nobody (the rules that leave room for none), or it does not know."""

    found: Any
    model: Any = None
    because: tuple[str, ...] = ()


Confirms = Callable[[Any], bool]
"""Whether what the solver found is so by the decision, too."""


class Solver:
    """Asks each question for at most so many seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def search(
        self,
        people: PeopleTerms,
        claims: list[Any],
        rules: Mapping[str, Any] | None = None,
        confirms: Confirms | None = None,
    ) -> Answer:
        """Whether someone fulfils all of it; `confirms` is asked about everyone who is found.

        Nobody by the limits of the calendar alone is nobody at all; a plain life is looked for before an involved one.
        """
        calendar = people.calendar
        plain = [*people.whole_numbers(), *people.no_days()]
        simple = [*people.whole_numbers(), *people.new_years(), *calendar.exact]
        must = [*people.limits, *calendar.limits, *map(expression, claims)]
        rules = {name: expression(rule) for name, rule in (rules or {}).items()}
        for wishes, limits in ((plain, []), ([], []), (simple, []), ([], calendar.exact)):
            solver = z3.Then("simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "smt").solver()
            solver.set("timeout", 1000 * self.seconds // (4 if wishes else 1))
            solver.add(*must, *wishes, *limits, *rules.values())
            found = solver.check()
            if found == z3.unsat and not wishes:
                return Answer(found, because=_core([*must, *limits], rules))
            if found == z3.sat and (confirms is None or confirms(solver.model())):
                return Answer(found, solver.model())
        return Answer(z3.unknown)


def with_witness(about: str, statement: Sentence, answer: Answer) -> Proof:
    """A statement that someone exists."""
    verdict: Verdict = "proved" if answer.found == z3.sat else "refuted" if answer.found == z3.unsat else "open"
    return Proof(about, statement, verdict, because=answer.because)


def without_counterexample(about: str, statement: Sentence, answer: Answer, *people: PeopleTerms) -> Proof:
    """A statement that nobody exists."""
    if answer.found != z3.sat:
        return Proof(about, statement, "proved" if answer.found == z3.unsat else "open")
    told = tuple(who.told(answer.model) for who in people)
    return Proof(about, statement, "refuted", told, people[0].day(answer.model))


def _core(must: list[Any], rules: Mapping[str, Any]) -> tuple[str, ...]:
    """The rules that together leave room for nobody."""
    if not rules:
        return ()
    solver = z3.Solver()
    solver.add(*must)
    for name, rule in rules.items():
        solver.assert_and_track(rule, name)
    solver.check()
    return tuple(sorted(map(str, solver.unsat_core())))
