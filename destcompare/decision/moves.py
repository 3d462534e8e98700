"""How an answer can move: the next answers in its direction that a condition can tell apart, and what the way there takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping

from destcompare.decision.cells import looked_for
from destcompare.decision.result import ChangeNeeded
from destcompare.decision.scope import Scope
from destcompare.expressions.borders import borders
from destcompare.expressions.tree import (
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Member,
    Name,
    Not,
    Tree,
    children,
    walk,
)
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Value

Moves = Mapping[str, Value]
"""Answers that have moved, and where to; the fact `as_of` is the day waited for."""

COUNTRIES = "country"
WAITING = "as_of"
LONGEST_WAIT_DAYS = 3660
_HIGHEST = 10**9


def next_values(fact: Fact, now: Value, words_of: Callable[[], list[str]], grid: Callable[[], Grid]) -> list[Value]:
    """The nearest further answers that a condition may tell from the present one; none when it is at its end.

    A flag, a level and a number have one; a set has one for each word it can gain. `words_of` and `grid` are asked for the
    words to gain and for the cells of a number.
    """
    assert fact.change is not None
    rises = fact.change.direction != "falls"
    if isinstance(now, bool):
        return [rises] if now != rises else []
    if isinstance(now, frozenset):
        return [now | {word} for word in words_of()]
    if isinstance(now, str):
        words = fact.type.choice.words if fact.type.choice else ()
        place = words.index(now) + (1 if rises else -1)
        return [words[place]] if 0 <= place < len(words) else []
    if isinstance(now, int | float):
        return _numbers(now, grid(), rises=rises)
    return []


def gains(fact: Fact, now: frozenset[str], tree: Tree, scope: Scope, destination: str) -> list[str]:
    """Words that a set can gain; of words that the condition treats alike, the first. Of countries only the destination."""
    assert fact.type.choice is not None
    words = fact.type.choice.words
    if fact.type.choice.name == COUNTRIES:
        return [destination] if destination in words and destination not in now else []
    groups = looked_for(fact, [tree], scope)
    alike: dict[tuple[bool, ...], str] = {}
    for word in words:
        if word not in now and any(word in group for group in groups):
            alike.setdefault(tuple(word in group for group in groups), word)
    return list(alike.values())


class Grid(Record):
    """The cells of a number from one end of its range to the other: the first number of each, the present answer's first.

    `counts_with_others`: a comparison adds it to another answer that can move, so that the cells hold for one state only.
    """

    starts: tuple[int, ...]
    low: int
    high: int
    counts_with_others: bool


def grid_of(fact: Fact, start: float, tree: Tree, at: Callable[[Value], Scope], movable: Callable[[str], bool]) -> Grid:
    """The cells that the number can still move to from its first answer."""
    assert fact.change is not None
    falls = fact.change.direction == "falls"
    low = int(fact.minimum or 0) if falls else math.floor(start)
    high = math.ceil(start) if falls else int(fact.maximum if fact.maximum is not None else _HIGHEST)
    high = max(low, high)
    starts = borders(tree, fact.id, at, low, high)
    together = any(
        fact.id in free and any(movable(name) for name in free if name != fact.id)
        for node in walk(tree)
        if isinstance(node, Compare)
        for free in (counted(node.left) | counted(node.right),)
    )
    return Grid(tuple(starts), low, high, together)


def _numbers(now: float, grid: Grid, *, rises: bool) -> list[Value]:
    if rises:
        further = [start for start in grid.starts if start > now]
        nearest, end = min(further, default=None), grid.high
    else:
        further = [start - 1 for start in grid.starts if grid.low < start <= now]
        nearest, end = max(further, default=None), grid.low
    if nearest is not None:
        return [nearest]
    return [end] if grid.counts_with_others and end != now else []


def counted(tree: Tree) -> frozenset[str]:
    """The names whose amount counts in a value, not those that a test inside it only compares."""
    match tree:
        case Name():
            return frozenset((tree.name,))
        case Compare() | Member() | Not() | AllOf() | AnyOf():
            return frozenset()
        case Choose():
            return counted(tree.then) | counted(tree.otherwise)
        case _:
            return frozenset().union(*map(counted, children(tree)))


def as_far(one: Moves, other: Moves, facts: Mapping[str, Fact]) -> bool:
    """Whether every move of `one` goes at least as far as that of `other`."""
    return all(fact in one and _reaches(one[fact], value, facts.get(fact)) for fact, value in other.items())


def _reaches(one: Value, other: Value, fact: Fact | None) -> bool:
    if one == other:
        return True
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one >= other
    falls = fact is not None and fact.change is not None and fact.change.direction == "falls"
    if isinstance(one, str) and isinstance(other, str) and fact is not None and fact.type.choice is not None:
        place = fact.type.choice.words.index
        return (place(one) < place(other)) if falls else (place(one) > place(other))
    return (one < other) if falls else (one > other)  # type: ignore[operator]  # answers to one question


def needed(fact: Fact, now: object, to: Value) -> ChangeNeeded:
    """A move with the days it takes and its cost in US dollars, where the rules know them."""
    assert fact.change is not None
    steps: float = 1
    days: float | None = fact.change.days
    if isinstance(to, str) and isinstance(now, str) and fact.type.choice:
        words = fact.type.choice.words
        passed = words[words.index(now) + 1 : words.index(to) + 1]
        steps = len(passed)
        by_step = dict(fact.change.step_days)
        if by_step:
            known = [by_step[word] for word in passed if word in by_step]
            total = sum(known) if len(known) == len(passed) else None
            return ChangeNeeded(fact.id, to, total, _times(fact.change.cost_usd, steps))
    elif isinstance(to, int | float) and not isinstance(to, bool) and isinstance(now, int | float):
        steps = abs(to - now)
    elif isinstance(to, frozenset) and isinstance(now, frozenset):
        steps = len(to - now)
    found = _times(days, steps)
    return ChangeNeeded(fact.id, to, None if found is None else math.ceil(found), _times(fact.change.cost_usd, steps))


def _times(amount: float | None, steps: float) -> float | None:
    return None if amount is None else amount * steps


def days_together(changes: Collection[ChangeNeeded], facts: Mapping[str, Fact]) -> int | None:
    """Days for all changes of a set: what needs the person's effort one after the other, what only needs time meanwhile.

    `None` where the days of one are not known.
    """
    if any(change.days is None for change in changes):
        return None
    return _known_days(changes, facts)


def _known_days(changes: Collection[ChangeNeeded], facts: Mapping[str, Fact]) -> int:
    effort, time = 0, 0
    for change in changes:
        fact = facts.get(change.fact)
        if fact is None or (fact.change is not None and fact.change.direction == "grows"):
            time = max(time, change.days or 0)
        else:
            effort += change.days or 0
    return max(effort, time)


def cost_together(changes: Collection[ChangeNeeded]) -> float | None:
    """US dollars for all changes of a set; `None` where the cost of one is not known."""
    if any(change.cost_usd is None for change in changes):
        return None
    return math.fsum(change.cost_usd or 0 for change in changes)


Effort = tuple[object, ...]
"""What orders sets of changes; moving further is never less."""


def effort(changes: Collection[ChangeNeeded], facts: Mapping[str, Fact]) -> Effort:
    """The quickest first, changes nobody knows the time of later, what takes more than ten years last; then the cheapest."""
    days = _known_days(changes, facts)
    return (
        days > LONGEST_WAIT_DAYS,
        sum(change.days is None for change in changes),
        days,
        sum(change.cost_usd is None for change in changes),
        math.fsum(change.cost_usd or 0 for change in changes),
        len(changes),
    )


def in_order(changes: Collection[ChangeNeeded]) -> Iterator[ChangeNeeded]:
    """What takes the fewest days first; what takes nobody knows how long last."""
    yield from sorted(changes, key=lambda change: (change.days is None, change.days or 0, change.fact))
