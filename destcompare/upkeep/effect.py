"""The whole answer of `rules diff`: what changed in meaning, whom it moves, in groups, and what of it nobody meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from destcompare.decision.answers import read_mapping
from destcompare.problems import BadInput
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Rulebook
from destcompare.upkeep.cases import read_cases
from destcompare.upkeep.description import Description, describe
from destcompare.upkeep.difference import Move, Outcome, SchemeChange, Someone, compare_rules
from destcompare.upkeep.expected import Expectation, unexpected
from destcompare.upkeep.meaning import Change, changes_in_meaning
from destcompare.upkeep.versions import Version

EXAMPLES = 3
Alike = tuple[str, str, tuple[str, ...]]


class Group(Record):
    """People who moved alike: from and to which status, or with the same one what else differs; what they have in common.

    `because` are the reasons, the most common first; `examples` a few of the people, those with the fewest answers first.
    """

    before: str
    after: str
    aspects: tuple[str, ...]
    people: int
    unexpected: int
    who: Description
    because: tuple[tuple[tuple[str, str, str], int], ...]
    examples: tuple[Move, ...]


class SchemeEffect(Record):
    """One scheme that the change touches: the matrix of statuses, all who moved and the groups of them."""

    scheme: str
    parts: tuple[str, ...]
    people: int
    left_out: int
    matrix: Mapping[tuple[str, str], int]
    who: Description
    groups: tuple[Group, ...]


class Effect(Record):
    """All of it. `unexpected` is how many moves nobody meant; `unmet` what was meant and did not happen."""

    old: str
    new: str
    as_of: date
    meaning: tuple[Change, ...]
    schemes: tuple[SchemeEffect, ...]
    unexpected: int
    unmet: tuple[Expectation, ...]
    affected: tuple[str, ...]


def effect_of(
    old: Version, new: Version, day: date, people: Sequence[Someone] | None, expected: Sequence[Expectation]
) -> Effect:
    """Compare two versions over these people, or without any over the rule cases and people at every threshold."""
    given = people if people is not None else people_of_cases((old, new))
    changes = list(compare_rules(old.rulebook, new.rulebook, given, day, generate=people is None))
    moves = [(change.scheme, move) for change in changes for move in change.moves]
    surprising, unmet = unexpected(moves, expected, both(old.rulebook, new.rulebook))
    facts = both(old.rulebook, new.rulebook).facts
    unmeant = {(scheme, id(move)) for scheme, move in surprising}
    return Effect(
        old=old.name,
        new=new.name,
        as_of=day,
        meaning=tuple(changes_in_meaning(old.rulebook, new.rulebook)),
        schemes=tuple(_scheme_effect(change, facts, unmeant) for change in changes),
        unexpected=len(surprising),
        unmet=tuple(unmet),
        affected=tuple(dict.fromkeys(move.person.id for _, move in moves if move.person.id is not None)),
    )


def both(old: Rulebook, new: Rulebook) -> Rulebook:
    """The new rules with the facts of both versions: answers and conditions may be of either."""
    return new.replaced(facts={**old.facts, **new.facts})


def people_of_cases(versions: Iterable[Version]) -> list[Someone]:
    """The people of the rule cases of either version that a version can read."""
    found: dict[str, Someone] = {}
    for version in versions:
        for case in read_cases(version.files):
            try:
                answers = read_mapping(case.shape.person, version.rulebook, case.shape.as_of)
            except BadInput:  # `rules test` names it
                continue
            known = {fact: value for fact, value in answers.items() if value is not None}
            someone = Someone(known, case.shape.as_of)
            found.setdefault(repr((sorted(known.items()), someone.as_of)), someone)
    return list(found.values())


def _scheme_effect(change: SchemeChange, facts: Mapping[str, Fact], unmeant: set[tuple[str, int]]) -> SchemeEffect:
    alike: dict[Alike, list[Move]] = {}
    for move in change.moves:
        alike.setdefault(alike_as(move.before, move.after), []).append(move)
    own = {name: facts[name] for name in change.facts}
    stayed = [person.answers for person in change.stayed]
    groups = [
        Group(
            *key,
            people=len(moves),
            unexpected=sum((change.scheme, id(move)) in unmeant for move in moves),
            who=describe([move.person.answers for move in moves], stayed, own, change.asked),
            because=tuple(Counter(reason for move in moves for reason in move.because).most_common()),
            examples=tuple(sorted(moves, key=lambda move: len(move.person.answers))[:EXAMPLES]),
        )
        for key, moves in sorted(alike.items(), key=lambda item: -len(item[1]))
    ]
    tried = len(change.moves) + len(change.stayed)
    who = describe([move.person.answers for move in change.moves], stayed, own, change.asked)
    return SchemeEffect(change.scheme, change.parts, tried, change.left_out, change.counts, who, tuple(groups))


def alike_as(before: Outcome, after: Outcome) -> Alike:
    """What people who moved alike share: the statuses, and where these are the same what else differs.

    What follows from another status is not told again.
    """
    if before.status != after.status:
        return before.status, after.status, ()
    differing = (name for name in Outcome._fields if getattr(before, name) != getattr(after, name))
    return before.status, after.status, tuple(differing)
