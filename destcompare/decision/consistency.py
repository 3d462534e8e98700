"""Answers that do not fit together."""

from __future__ import annotations

from collections.abc import Mapping

from destcompare.decision.scope import Scopes
from destcompare.rulebook.model import Consistency, Value


def misfits(scopes: Scopes) -> tuple[Consistency, ...]:
    """The rules of consistency that the person's own answers break; what is implied or unknown breaks none."""
    answers: Mapping[str, Value] = scopes.person.answers
    scope = scopes.on(scopes.as_of)
    return tuple(
        rule for rule in scopes.rulebook.consistency if _may_break(rule, answers) and rule.when(scope).value is True
    )


def _may_break(rule: Consistency, answers: Mapping[str, Value]) -> bool:
    """Whether enough was answered: conditions are read from the cache only then."""
    return any(fact in answers for fact in rule.facts[1:] or rule.facts)
