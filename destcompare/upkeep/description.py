"""What some people have in common that others do not: the narrowest description in answers, as a condition of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, Self

from destcompare.expressions.functions import NO_DAY
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Value

Answered = Mapping[str, Value]


class Description(Record):
    """A condition that holds for all of them; `exact` when it holds for none of the others, which are `besides`."""

    condition: str
    besides: int

    @property
    def exact(self) -> bool:
        """Whether nobody else fits it."""
        return self.besides == 0


class Trait(Record):
    """What they all answer to one question: these values, or numbers and days from the first to the last."""

    fact: str
    values: frozenset[Value | None]
    span: tuple[float | date, float | date] | None

    def fits(self, person: Answered) -> bool:
        """Whether a person answers so."""
        value = person.get(self.fact)
        if self.span is None or value is None or value == NO_DAY:
            return value in self.values
        return self.span[0] <= value <= self.span[1]  # type: ignore[operator]  # of the kind of the span


class Others(Protocol):
    """People whom a description should not fit."""

    def __len__(self) -> int: ...

    def fitting(self, traits: Sequence[Trait]) -> Sequence[int]:
        """How many of them have each of these traits."""

    def only(self, trait: Trait) -> Self:
        """Those of them who have it."""


class _Listed:
    def __init__(self, people: Sequence[Answered]) -> None:
        self._people = people

    def __len__(self) -> int:
        return len(self._people)

    def fitting(self, traits: Sequence[Trait]) -> Sequence[int]:
        return [sum(map(trait.fits, self._people)) for trait in traits]

    def only(self, trait: Trait) -> Self:
        return type(self)([person for person in self._people if trait.fits(person)])


def describe(
    people: Sequence[Answered], others: Iterable[Answered], facts: Mapping[str, Fact], asked: Iterable[str] = ()
) -> Description:
    """The fewest answers that set the people apart from the others: those to what is asked first, then the most telling."""
    traits = [trait_of(fact, frozenset(person.get(fact.id) for person in people)) for fact in facts.values()]
    return narrowest(traits, _Listed(list(others)), asked)


def narrowest(traits: Sequence[Trait], left: Others, asked: Iterable[str]) -> Description:
    """The description that these traits make."""
    chosen: list[Trait] = []
    asked = frozenset(asked)
    for pool in ([trait for trait in traits if trait.fact in asked], traits):
        while len(left) and pool:
            fitting = zip(left.fitting(pool), pool, strict=True)
            kept, best = min(fitting, key=lambda item: (item[0], len(item[1].values)))
            if kept == len(left):
                break
            chosen.append(best)
            left = left.only(best)
    return Description(" and ".join(_written(trait) for trait in chosen), len(left))


def trait_of(fact: Fact, values: frozenset[Value | None]) -> Trait:
    """What those who give these answers to a fact have in common."""
    known = [value for value in values if isinstance(value, int | float | date) and value != NO_DAY]
    if fact.type.kind in ("number", "date") and known:
        return Trait(fact.id, values, (min(known), max(known)))
    return Trait(fact.id, values, None)


def _written(trait: Trait) -> str:
    alternatives = []
    if trait.span is not None:
        low, high = trait.span
        same = f"{trait.fact} == {_literal(low)}"
        alternatives.append(same if low == high else f"{_literal(low)} <= {trait.fact} <= {_literal(high)}")
        known: list[Value] = [NO_DAY] if NO_DAY in trait.values else []
    else:
        known = [value for value in trait.values if value is not None]
    words = sorted(value for value in known if isinstance(value, str))
    if len(words) > 1:
        alternatives.append(f"{trait.fact} in [{', '.join(map(_literal, words))}]")
        known = [value for value in known if not isinstance(value, str)]
    alternatives += sorted(_equals(trait.fact, value) for value in known)
    if None in trait.values:
        alternatives.append(f"not known({trait.fact})")
    written = " or ".join(alternatives)
    return f"({written})" if len(alternatives) > 1 else written


def _equals(fact: str, value: Value) -> str:
    if isinstance(value, bool):
        return fact if value else f"not {fact}"
    if isinstance(value, frozenset):
        return f"{fact} == [{', '.join(map(_literal, sorted(value)))}]"
    return f"{fact} == {_literal(value)}"


def _literal(value: object) -> str:
    return f'date("{value.isoformat()}")' if isinstance(value, date) else repr(value)
