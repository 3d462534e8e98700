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

_EXAMPLES = 3


class Group(Record):
    """People who moved alike: from and to which status, or with the same one what else differs; what they have in common."""

    before: str
    after: str
    aspects: tuple[str, ...]
    moves: tuple[Move, ...]
    who: Description
    because: tuple[tuple[tuple[str, str, str], int], ...]

    @property
    def examples(self) -> tuple[Move, ...]:
        """A few of them, those with the fewest answers first."""
        return tuple(sorted(self.moves, key=lambda move: len(move.person.answers))[:_EXAMPLES])


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
    """All of it. `surprising` are moves, with their schemes, that nobody meant; `unmet` what was meant and did not happen."""

    old: str
    new: str
    as_of: date
    meaning: tuple[Change, ...]
    schemes: tuple[SchemeEffect, ...]
    surprising: tuple[tuple[str, Move], ...]
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
    return Effect(
        old=old.name,
        new=new.name,
        as_of=day,
        meaning=tuple(changes_in_meaning(old.rulebook, new.rulebook)),
        schemes=tuple(_scheme_effect(change, facts) for change in changes),
        surprising=tuple(surprising),
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


def _scheme_effect(change: SchemeChange, facts: Mapping[str, Fact]) -> SchemeEffect:
    alike: dict[tuple[str, str, tuple[str, ...]], list[Move]] = {}
    for move in change.moves:
        key = move.before.status, move.after.status, _aspects(move.before, move.after)
        alike.setdefault(key, []).append(move)
    own = {name: facts[name] for name in change.facts}
    stayed = [person.answers for person in change.stayed]
    groups = [
        Group(
            *key,
            tuple(moves),
            describe([move.person.answers for move in moves], stayed, own, change.asked),
            tuple(Counter(reason for move in moves for reason in move.because).most_common()),
        )
        for key, moves in sorted(alike.items(), key=lambda item: -len(item[1]))
    ]
    tried = len(change.moves) + len(change.stayed)
    who = describe([move.person.answers for move in change.moves], stayed, own, change.asked)
    return SchemeEffect(change.scheme, change.parts, tried, change.left_out, change.counts, who, tuple(groups))


def _aspects(before: Outcome, after: Outcome) -> tuple[str, ...]:
    """What differs where the status is the same; what follows from another status is not told again."""
    if before.status != after.status:
        return ()
    return tuple(name for name in Outcome._fields if getattr(before, name) != getattr(after, name))
