"""What the rules say of requirements: which ask the same, and which one language course alone makes true."""

from __future__ import annotations

from datetime import date

from destcompare.batch.report.counting import Openers, Reasons
from destcompare.decision.person import Person
from destcompare.decision.scope import Scopes
from destcompare.decision.statements import Named, figures_in, named
from destcompare.rulebook.model import Rulebook, Scheme, holds

_LEVELS = "level"


def same_reasons(rulebook: Rulebook, day: date) -> Reasons:
    """For each requirement the first one that has its sentence with its figures."""
    first: dict[tuple[str, str], str] = {}
    reasons = {}
    for scheme in rulebook.schemes:
        known = figures_of(scheme, rulebook)
        for rule in scheme.requirements:
            figures = figures_in(rule.text, known, day)
            told = rule.text, repr(sorted((name, figure.value) for name, figure in figures.items()))
            if holds(rule.in_force, day):
                reasons[scheme.id, rule.id.rpartition("/")[2]] = first.setdefault(told, rule.id)
    return reasons


def figures_of(scheme: Scheme, rulebook: Rulebook) -> Named:
    """The figures that the sentences of a scheme may show."""
    place = rulebook.destinations[scheme.destination]
    return named(rulebook.parameters, place.parameters, scheme.parameters, place.prices, scheme.prices)


def language_openers(rulebook: Rulebook, day: date) -> Openers:
    """For each requirement of each scheme the language facts that can make it true by themselves."""
    languages = {
        fact.id: fact.type.choice.words[-1]
        for fact in rulebook.facts.values()
        if fact.type.choice is not None and fact.type.choice.name == _LEVELS
    }
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for fact, highest in languages.items():
        scopes = Scopes(rulebook, Person({fact: highest}, {}), day)
        for scheme in rulebook.schemes:
            scope = scopes.on(day, rulebook.destinations[scheme.destination].parameters, scheme.parameters)
            for rule in scheme.requirements:
                if fact in rule.when.names and holds(rule.in_force, day) and rule.when(scope).value is True:
                    way = scheme.id, rule.id.rpartition("/")[2]
                    found[way] = (*found.get(way, ()), fact)
    return found
