"""People with an answer to every question: what the tests and the benchmark of the interview ask."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from destcompare.decision.person import make_person
from destcompare.expressions.functions import NO_DAY
from destcompare.rulebook.model import Fact, Rulebook, Value


def whole_person(
    rulebook: Rulebook, as_of: date, draw: random.Random, given: Mapping[str, Value | None]
) -> dict[str, Value | None]:
    """An answer to every fact that the answers to others do not imply: those given, the rest drawn at random."""
    answers: dict[str, Value | None] = {}
    gates = [fact for fact in rulebook.facts.values() if not fact.implied_by]
    others = [fact for fact in rulebook.facts.values() if fact.implied_by]
    while others or gates:
        for fact in gates:
            answers[fact.id] = given[fact.id] if fact.id in given else answer_to(rulebook, fact, as_of, draw)
        implied = make_person(answers, rulebook).implied
        others = [fact for fact in others if fact.id not in implied and fact.id not in answers]
        gates = [fact for fact in others if not _waits(fact, others)]
        others = [fact for fact in others if fact not in gates]
    return answers


def _waits(fact: Fact, others: list[Fact]) -> bool:
    """Whether a fact that may imply this one is not answered yet."""
    names = {name for item in fact.implied_by for name in item.when.text.replace("(", " ").replace(")", " ").split()}
    return any(other.id in names for other in others)


def answer_to(rulebook: Rulebook, fact: Fact, as_of: date, draw: random.Random) -> Value:
    """A random answer; bounds and zero come often."""
    words = fact.among or (fact.type.choice.words if fact.type.choice else ())
    match fact.type.kind:
        case "flag":
            return draw.random() < 0.5
        case "choice":
            return draw.choice(words)
        case "set":
            pool = tuple(rulebook.destinations) if len(words) > 50 else words
            return frozenset(draw.sample(pool, draw.choice((0, 0, 1, 1, 2, 3))))
        case "date":
            day = as_of + timedelta(days=draw.randint(-4500, 0 if fact.past else 2000))
            return NO_DAY if draw.random() < 0.4 else day
    low, high = int(fact.minimum or 0), int(fact.maximum or 100)
    return draw.choice((low, draw.randint(low, min(high, low + 70)), draw.randint(low, min(high, 3000)), high))
