"""What must be true of the rules whatever they say, for every possible person; `rules prove` proves it."""

from __future__ import annotations

from destcompare.records import Record
from destcompare.rulebook.condition import Condition


class NeverEligible(Record):
    """What must be true of the rules: no scheme of these kinds (all, when none is named) is eligible for whom `when` holds.

    `when` has a condition for each destination it speaks of, `None` where it speaks of everybody; `answered` narrows it to
    people who gave only these answers.
    """

    id: str
    text: str
    kinds: tuple[str, ...]
    when: dict[str, Condition | None]
    answered: tuple[str, ...]


class NeverShorter(Record):
    """What must be true of the rules: more of this fact of a destination never brings a shorter ban.

    In a destination named by `only_when` it is said only of people for whom its condition holds by the law of its day.
    """

    id: str
    text: str
    fact: str
    only_when: dict[str, tuple[Condition, Condition]]
