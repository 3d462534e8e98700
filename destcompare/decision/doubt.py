"""How firm a ranking is: it is drawn again and again with other weights and other sums within what is known.

Each draw moves every weight by up to its `spread` and puts every option somewhere between its worst and its best. The draws come
from a fixed sequence of square roots of primes (evenly spread, the same on every machine), not from chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import mul

from destcompare.decision.result import Standing
from destcompare.records import Record

_OUTER = 0.05
"""A rank interval leaves out this share of the draws on either side."""


class Firmness(Record):
    """Of one option: the share of draws in which it is first, and the ranks it takes in nine of ten draws."""

    first_share: float
    rank_interval: tuple[int, int]


class Drawn(Record):
    """The outcome of all draws: each option's firmness, and how often the first beats the second."""

    firmness: dict[str, Firmness]
    first_beats_second: float


def draw(
    standings: Mapping[str, Standing],
    weights: Mapping[str, float],
    places: Mapping[str, int],
    draws: int,
    spread: float,
) -> Drawn:
    """Draw the ranking of these options (in rank order); `places` numbers every scheme, so that each keeps its own draws."""
    names = list(standings)
    if len(names) == 1:
        return Drawn({names[0]: Firmness(1.0, (1, 1))}, 1.0)
    criteria = list(weights)
    vectors = [_Vectors(standings[name], criteria) for name in names]
    steps = _steps(len(criteria) + len(places))
    own = [steps[len(criteria) + places[name]] for name in names]
    ranks: list[list[int]] = [[] for _ in names]
    wins = 0
    for number in range(1, draws + 1):
        drawn = [
            weights[name] * (1 + spread * (2 * _fraction(number * step) - 1))
            for name, step in zip(criteria, steps, strict=False)
        ]
        scores = [vector.score(drawn, _fraction(number * step)) for vector, step in zip(vectors, own, strict=True)]
        for rank, index in enumerate(sorted(range(len(names)), key=lambda place: -scores[place]), start=1):
            ranks[index].append(rank)
        wins += scores[0] >= scores[1]
    return Drawn(
        {name: Firmness(taken.count(1) / draws, _interval(taken)) for name, taken in zip(names, ranks, strict=True)},
        wins / draws,
    )


class _Vectors:
    """An option's worths in the order of the criteria, and how far they reach to the worst and to the best."""

    def __init__(self, standing: Standing, criteria: Sequence[str]) -> None:
        worths = [standing.worths[name] for name in criteria]
        self._typical = [worth.typical for worth in worths]
        self._down = [worth.typical - worth.low for worth in worths]
        self._up = [worth.high - worth.typical for worth in worths]

    def score(self, weights: Sequence[float], where: float) -> float:
        """Its score with these weights, `where` between the worst (0) and the best (1)."""
        reach = 2 * where - 1
        side = self._up if reach > 0 else self._down
        typical: float = sum(map(mul, weights, self._typical))
        moved: float = sum(map(mul, weights, side))
        return typical + reach * moved


def _interval(ranks: list[int]) -> tuple[int, int]:
    ordered = sorted(ranks)
    left_out = int(len(ordered) * _OUTER)
    return ordered[left_out], ordered[-1 - left_out]


def _steps(count: int) -> list[float]:
    """Square roots of the first primes, without their whole part."""
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % prime for prime in found):
            found.append(number)
        number += 1
    return [_fraction(math.sqrt(prime)) for prime in found]


def _fraction(value: float) -> float:
    return value - int(value)
