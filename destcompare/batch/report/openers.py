"""Which requirements one language course alone makes true: whatever else is unknown, with the highest level they hold."""

from __future__ import annotations

from datetime import date

from destcompare.batch.report.counting import Openers
from destcompare.decision.person import Person
from destcompare.decision.scope import Scopes
from destcompare.rulebook.model import Rulebook, holds

_LEVELS = "level"


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
