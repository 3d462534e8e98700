"""What is due for another look: the most decisive first, then what was compared longest ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from destcompare.decision.answers import read_mapping
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import Option
from destcompare.expressions.tree import names_in
from destcompare.records import Record
from destcompare.rulebook.cases import CaseShape
from destcompare.rulebook.model import (
    Ban,
    Parameter,
    Price,
    Provenance,
    Requirement,
    Rulebook,
    Scheme,
    Statement,
    holds,
    on_day,
)
from destcompare.upkeep.lookup import everything


class Due(Record):
    """A figure or sentence that someone should compare with its source again, and how many people of the cases it decides."""

    id: str
    provenance: Provenance
    people: int


def due(rulebook: Rulebook, cases: Iterable[CaseShape], day: date, after_days: int) -> list[Due]:
    """Everything in force on the day that was last compared longer ago than so many days."""
    old = {
        name: provenance
        for name, provenance in _in_force(rulebook, day)
        if (day - provenance.checked).days > after_days
    }
    people = _people(rulebook, cases) if old else Counter()
    found = [Due(name, provenance, people[name]) for name, provenance in old.items()]
    return sorted(found, key=lambda item: (-item.people, item.provenance.checked, item.id))


def _in_force(rulebook: Rulebook, day: date) -> Iterator[tuple[str, Provenance]]:
    """Every figure and sentence that holds on the day."""
    for name, thing in everything(rulebook):
        match thing:
            case Parameter():
                if dated := on_day(thing.values, day):
                    yield name, dated.provenance
            case Price():
                if price := on_day(thing.values, day):
                    yield name, price.provenance
            case Statement():
                if holds(thing.in_force, day):
                    yield name, thing.provenance
            case _:
                pass


def _people(rulebook: Rulebook, cases: Iterable[CaseShape]) -> Counter[str]:
    """How many people of the rule cases have an answer that rests on a rule or a figure."""
    people: Counter[str] = Counter()
    for case in cases:
        person = make_person(read_mapping(case.person, rulebook, case.as_of), rulebook)
        schemes = set(case.expect)
        narrowed = rulebook.replaced(schemes=tuple(scheme for scheme in rulebook.schemes if scheme.id in schemes))
        people.update(
            {name for option in decide(person, narrowed, case.as_of).options for name in _rests_on(option, rulebook)}
        )
    return people


def _rests_on(option: Option, rulebook: Rulebook) -> Iterator[str]:
    """What decides an option: what is not met or open, or all of it when all is met; and the bans that run."""
    open_or_false = [item.requirement for item in option.requirements if item.value is not True]
    deciding: list[Requirement | Ban] = [running.ban for running in option.bans]
    deciding += open_or_false or [item.requirement for item in option.requirements]
    figures = _figures(option.scheme, rulebook)
    for rule in deciding:
        yield rule.id
        yield from (figures[name] for name in names_in(rule.when.tree) if name in figures)


def _figures(scheme: Scheme, rulebook: Rulebook) -> dict[str, str]:
    """The parameters that the conditions of a scheme and its bans may name, by their short names."""
    groups = (rulebook.parameters, rulebook.destinations[scheme.destination].parameters, scheme.parameters)
    return {parameter.name: parameter.id for group in groups for parameter in group}
