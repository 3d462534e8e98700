"""What would have to change: for false requirements, answers the person can change, how far and how long it takes.

Only facts that the rules declare changeable move, and only in their direction. Waiting is the fact `as_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations

from destcompare.decision.result import ChangeNeeded
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.functions import add_days
from destcompare.rulebook.model import Fact, Requirement, Value

_LONGEST_WAIT_DAYS = 3660
_LARGEST_SET = 3
_STEPS_ONE_BY_ONE = 400

Moves = dict[str, Value]
Holds = Callable[[Moves], bool]
"""Whether what must hold no longer fails with these answers changed."""


def find_changes(
    failed: Iterable[Requirement],
    all_requirements: Iterable[Requirement],
    scope: Scope,
    scopes: Scopes,
    destination: str,
) -> tuple[ChangeNeeded, ...] | None:
    """Changes after which no requirement is false; `None` when there are none that the person can make."""
    moves: Moves = {}
    for requirement in failed:
        found = _repair(requirement, scope, scopes, destination)
        if found is None:
            return None
        for fact, value in found.items():
            moves[fact] = _further(moves.get(fact, value), value)
    changed = scope.changed(moves)
    if any(requirement.when(changed).value is False for requirement in all_requirements):
        return None
    needed = [_needed(fact, value, scope, scopes) for fact, value in moves.items()]
    return tuple(sorted(needed, key=_effort))


def _effort(change: ChangeNeeded) -> tuple[bool, int, str]:
    """What takes the fewest days first; what takes nobody knows how long last."""
    return change.days is None, change.days or 0, change.fact


def _repair(requirement: Requirement, scope: Scope, scopes: Scopes, destination: str) -> Moves | None:
    """The smallest set of answers to change so that one requirement is no longer false."""

    def holds(moves: Moves) -> bool:
        return requirement.when(scope.changed(moves)).value is not False

    uses = requirement.when(scope).uses
    movable = [
        fact
        for fact in scopes.rulebook.facts.values()
        if fact.id in uses and fact.change is not None and scope[fact.id].value is not None
    ]
    single = []
    for fact in movable:
        now = scope[fact.id].value
        enough = next((value for value in _steps(fact, now, destination) if holds({fact.id: value})), None)
        if enough is not None:
            single.append(_needed(fact.id, _least(fact.id, now, enough, holds), scope, scopes))
    if single:
        quickest = min(single, key=_effort)
        return {quickest.fact: quickest.to}
    if "as_of" in uses:
        for days in range(1, _LONGEST_WAIT_DAYS):
            day = add_days(scopes.as_of, days)
            if holds({"as_of": day}):
                return {"as_of": day}
    for size in range(2, _LARGEST_SET + 1):
        for facts in combinations(movable, size):
            furthest = {fact.id: list(_steps(fact, scope[fact.id].value, destination)) for fact in facts}
            if not all(furthest.values()):
                continue
            moves = {fact: values[-1] for fact, values in furthest.items()}
            if holds(moves):
                for fact in facts:  # then each no further than it must
                    moves[fact.id] = next(v for v in furthest[fact.id] if holds({**moves, fact.id: v}))
                return moves
    return None


def _steps(fact: Fact, value: object, destination: str) -> Iterator[Value]:
    """The values an answer can move to, nearest first."""
    assert fact.change is not None
    if isinstance(value, bool):
        if value == (fact.change.direction == "falls"):
            yield not value
    elif isinstance(value, frozenset):
        if fact.change.direction == "gains" and destination not in value:
            yield value | {destination}
    elif isinstance(value, str):
        words = fact.type.choice.words if fact.type.choice else ()
        place = words.index(value)
        yield from words[place + 1 :] if fact.change.direction == "rises" else reversed(words[:place])
    elif isinstance(value, int | float):
        yield from _number_steps(fact, value)


def _number_steps(fact: Fact, value: float) -> Iterator[float]:
    """One by one where the range is short, else by doubling: `_least` then comes back to the exact value."""
    assert fact.change is not None
    if fact.change.direction == "falls":
        low = fact.minimum or 0
        step = 1.0
        while value - step > low:
            yield value - step
            step *= 2
        if value > low:
            yield low
        return
    high = fact.maximum if fact.maximum is not None else value + 1e9
    if high - value <= _STEPS_ONE_BY_ONE:
        yield from range(int(value) + 1, int(high) + 1)
        return
    step = 1.0
    while value + step < high:
        yield int(value + step)
        step *= 2
    yield high


def _least(fact: str, start: object, enough: Value, holds: Holds) -> Value:
    """The nearest whole number that is enough, between the present answer and one that is enough."""
    if isinstance(enough, bool) or not isinstance(enough, int | float) or not isinstance(start, int | float):
        return enough
    near, far = int(start), int(enough)
    while abs(far - near) > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if holds({fact: middle}) else (middle, far)
    return far


def _further(one: Value, other: Value) -> Value:
    """The greater of two moves of the same answer."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return max(one, other)


def _needed(fact_id: str, value: Value, scope: Scope, scopes: Scopes) -> ChangeNeeded:
    if fact_id == "as_of" and isinstance(value, date):
        return ChangeNeeded(fact_id, value, (value - scopes.as_of).days, 0)
    fact = scopes.rulebook.facts[fact_id]
    now = scope[fact_id].value
    assert fact.change is not None
    steps: float = 1
    days = fact.change.days
    if isinstance(value, str) and isinstance(now, str) and fact.type.choice:
        words = fact.type.choice.words
        passed = words[words.index(now) + 1 : words.index(value) + 1]
        steps = len(passed)
        by_step = dict(fact.change.step_days)
        if by_step:
            known = [by_step[word] for word in passed if word in by_step]
            days = sum(known) if len(known) == len(passed) else None
            return ChangeNeeded(fact_id, value, days, _times(fact.change.cost_usd, steps))
    elif isinstance(value, int | float) and not isinstance(value, bool) and isinstance(now, int | float):
        steps = abs(value - now)
    total = _times(days, steps)
    return ChangeNeeded(fact_id, value, None if total is None else int(total), _times(fact.change.cost_usd, steps))


def _times(amount: float | None, steps: float) -> float | None:
    return None if amount is None else amount * steps
