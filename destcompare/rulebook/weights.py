"""How money is counted and options are weighed, as the decision reads it: frozen values, standard library only."""

from __future__ import annotations

from destcompare.records import Record
from destcompare.rulebook.condition import Condition, Derived


class MoneySum(Derived):
    """A sum of money of one option; `text` says it to people, where it is shown."""

    text: str | None


class MoneyRules(Record):
    """How prices come together: of `one_of` items one price counts, all other items add up. `needed` ones without a price
    leave what rests on them unknown, `expected` ones are told to be missing. `gains` are better when they are higher.
    `inputs` are the names of prices in the sums, `figures` those of shared parameters.
    """

    one_of: frozenset[str]
    needed: frozenset[str]
    expected: tuple[str, ...]
    gains: frozenset[str]
    inputs: tuple[str, ...]
    figures: tuple[str, ...]
    sums: tuple[MoneySum, ...]


class Grade(Record):
    """What schemes or destinations of one kind are worth by a criterion, from 0 to 1, and why."""

    worth: float
    text: str
    of: tuple[str, ...]


class Criterion(Record):
    """What options are ranked by: the value of a measure by the `points` of a piecewise linear function, or a grade."""

    id: str
    text: str
    measure: Condition | None
    points: tuple[tuple[float, float], ...]
    grades: tuple[Grade, ...]


class Scoring(Record):
    """Criteria, their weights under each priority, the language facts of each destination, and how doubt is tried."""

    labels: dict[str, str]
    criteria: tuple[Criterion, ...]
    weights: dict[str, dict[str, float]]
    languages: dict[str, tuple[str, ...]]
    draws: int
    spread: float
    apart: float
    unknown: float
