"""Changes that are meant: a file that says for which schemes and people which statuses become which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import tomli

from destcompare.decision.person import make_person
from destcompare.decision.result import STATUSES
from destcompare.decision.scope import Scopes
from destcompare.expressions.faults import ExpressionError
from destcompare.expressions.parser import parse
from destcompare.expressions.types import DATE, FLAG, Declared
from destcompare.problems import N_, BadInput, Sentence
from destcompare.records import Record
from destcompare.rulebook.model import Condition, Rulebook
from destcompare.upkeep.difference import ABSENT, Move

_KEYS = ("scheme", "when", "from", "to")
_STATUSES = (*STATUSES, ABSENT)


class Expectation(Record):
    """One change that is meant: without a condition for everyone, without statuses from or to any."""

    number: int
    scheme: str
    when: Condition | None
    before: tuple[str, ...]
    after: tuple[str, ...]

    def meets(self, scheme: str, move: Move, rulebook: Rulebook) -> bool:
        """Whether a person who moved was meant; a condition that is unknown for them does not mean them."""
        if scheme != self.scheme or move.before.status not in self.before or move.after.status not in self.after:
            return False
        if self.when is None:
            return True
        scopes = Scopes(rulebook, make_person(move.person.answers, rulebook), move.person.as_of)
        return self.when(scopes.on(move.person.as_of)).value is True


def read_expected(name: str, content: str, rulebook: Rulebook) -> list[Expectation]:
    """The `[[expect]]` tables of a file. Raises `BadInput` with the number of the table and what is wrong in it."""
    try:
        document = tomli.loads(content)
    except tomli.TOMLDecodeError as error:
        raise BadInput(
            N_("{file}, line {line}: this is not TOML or a name stands twice."), file=name, line=error.lineno
        ) from error
    tables = document.get("expect")
    if set(document) != {"expect"} or not isinstance(tables, list):
        raise BadInput(N_("{file}: changes that are meant stand in tables {table}."), file=name, table="[[expect]]")
    return [_expectation(name, number, table, rulebook) for number, table in enumerate(tables, start=1)]


def read_description(text: str, rulebook: Rulebook) -> Condition:
    """Whom a condition of the condition language describes. Raises `BadInput` with its first fault."""
    names = {fact.id: Declared(fact.id, "fact", fact.type) for fact in rulebook.facts.values()}
    names["as_of"] = Declared("as_of", "day", DATE)
    names |= {item.name: Declared(item.name, "parameter", item.type) for item in rulebook.parameters}
    names |= {item.name: Declared(item.name, "derived", item.value.tree.type) for item in rulebook.derived}
    try:
        return Condition(text, parse(text, names, FLAG))
    except ExpressionError as error:
        fault = error.faults[0]
        raise BadInput(fault.sentence, **dict(fault.values)) from error


def _expectation(name: str, number: int, table: Any, rulebook: Rulebook) -> Expectation:
    def refuse(problem: Sentence) -> BadInput:
        return BadInput(N_("{file}, table {number}: {problem}"), file=name, number=number, problem=problem)

    if not isinstance(table, dict) or not isinstance(table.get("scheme"), str) or set(table) - set(_KEYS):
        raise refuse(N_("The keys are {keys}; {required} must be there.", keys=list(_KEYS), required="scheme"))
    when = table.get("when")
    statuses = []
    for key in ("from", "to"):
        given = table.get(key, list(_STATUSES))
        words = [given] if isinstance(given, str) else given
        if not isinstance(words, list) or not all(word in _STATUSES for word in words):
            raise refuse(N_("{name} is one or more of: {words}", name=key, words=list(_STATUSES)))
        statuses.append(tuple(words))
    try:
        condition = None if when is None else read_description(str(when), rulebook)
    except BadInput as problem:
        raise refuse(problem.sentence) from problem
    return Expectation(number, table["scheme"], condition, *statuses)


def unexpected(
    moves: Iterable[tuple[str, Move]], expectations: Sequence[Expectation], rulebook: Rulebook
) -> tuple[list[tuple[str, Move]], list[Expectation]]:
    """The moves that nobody meant, with their schemes, and the expectations that nobody met."""
    unmet = dict.fromkeys(expectations)
    surprising = []
    for scheme, move in moves:
        meeting = [item for item in expectations if item.meets(scheme, move, rulebook)]
        for item in meeting:
            unmet.pop(item, None)
        if not meeting:
            surprising.append((scheme, move))
    return surprising, list(unmet)
