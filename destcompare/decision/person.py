"""The person: what was answered, and what those answers already imply about other questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from destcompare.expressions.evaluation import Outcome
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Rulebook, Value


class Person(Record):
    """Answers and implied answers, fact id → value; what stands in neither is unknown."""

    answers: Mapping[str, Value]
    implied: Mapping[str, Value]

    def value(self, fact: str) -> Value | None:
        """What is known of a fact, or `None`."""
        return self.answers.get(fact, self.implied.get(fact))


def make_person(answers: Mapping[str, Value | None], rulebook: Rulebook) -> Person:
    """The person of these answers, with every implication the rules declare. An answer always outranks an implied one."""
    given = {name: value for name, value in answers.items() if value is not None}
    implied: dict[str, Value] = {}
    open_facts = [fact for fact in rulebook.facts.values() if fact.implied_by and fact.id not in answers]
    scope = {fact: Outcome(given.get(fact), frozenset((fact,))) for fact in rulebook.facts}
    settled = True
    while settled:  # an implied answer may imply the next one
        settled = False
        for fact in open_facts:
            for implication in fact.implied_by:
                if fact.id not in implied and implication.when(scope).value is True:
                    implied[fact.id] = implication.value
                    scope[fact.id] = Outcome(implication.value, frozenset((fact.id,)))
                    settled = True
    return Person(given, implied)


def implied_anew(
    changed: Mapping[str, Value], person: Person, spares: Mapping[str, Sequence[Fact]]
) -> Mapping[str, Value]:
    """What a person's answers imply by these changed ones; `spares` are the facts that each answer may spare."""
    implied: dict[str, Value] = {}
    new = list(changed)
    while new:
        for fact in spares.get(new.pop(), ()):
            if fact.id in person.answers or fact.id in changed or fact.id in implied:
                continue
            for implication in fact.implied_by:
                values = {
                    name: implied.get(name, changed.get(name, person.value(name))) for name in implication.when.names
                }
                scope = {name: Outcome(value, frozenset((name,))) for name, value in values.items()}
                if implication.when(scope).value is True:
                    implied[fact.id] = implication.value
                    new.append(fact.id)
                    break
    return implied
