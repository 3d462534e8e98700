"""What a change of the rules does to a crowd: the same answer as for a few people, found over columns.

For each scheme that the change touches, the kinds of people by the answers that it rests on pass a sieve of columns; those who
may come out otherwise are decided by both versions, each kind once, as one person is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from destcompare.batch.reading import AS_OF, CASE_ID, RECORD
from destcompare.decision.decide import with_gates
from destcompare.decision.result import STATUSES
from destcompare.expressions.borders import inlined
from destcompare.expressions.tree import names_in
from destcompare.records import Record
from destcompare.rulebook.model import Rulebook
from destcompare.upkeep.crowd import ANSWERED, FIRST, WEIGHT, Crowd, someone
from destcompare.upkeep.crowddescription import describe_kinds
from destcompare.upkeep.difference import Decider, Move, Someone, reasons, touched_schemes
from destcompare.upkeep.effect import EXAMPLES, Alike, Effect, Group, SchemeEffect, alike_as, both
from destcompare.upkeep.expected import Expectation
from destcompare.upkeep.meaning import changes_in_meaning
from destcompare.upkeep.sieve import BEFORE, MAY, Sieve
from destcompare.upkeep.versions import Version

_WAY, _STAYED = "way", -1
_KEPT = (AS_OF, WEIGHT, FIRST)


class _Way(Record):
    """One way to come out otherwise: what those who do share, the reasons, and whether nobody meant it."""

    alike: Alike
    because: tuple[tuple[str, str, str], ...]
    unexpected: bool


def crowd_effect(old: Version, new: Version, day: date, crowd: Crowd, expected: Sequence[Expectation]) -> Effect:
    """Compare two versions over a crowd."""
    known = both(old.rulebook, new.rulebook)
    schemes: list[SchemeEffect] = []
    ids: list[pl.Series] = []
    met: set[int] = set()
    for scheme, before, after, changed in touched_schemes(old.rulebook, new.rulebook):
        judged = _Judged(scheme, before, after, changed, known, [item for item in expected if item.scheme == scheme])
        effect, moved = judged.effect(crowd)
        schemes.append(effect)
        ids.append(moved)
        met |= judged.met
    return Effect(
        old=old.name,
        new=new.name,
        as_of=day,
        meaning=tuple(changes_in_meaning(old.rulebook, new.rulebook)),
        schemes=tuple(schemes),
        unexpected=sum(group.unexpected for scheme in schemes for group in scheme.groups),
        unmet=tuple(item for item in expected if item.number not in met),
        affected=tuple(pl.concat(ids).unique(maintain_order=True)) if ids else (),
    )


class _Judged:
    """Kinds of people before one scheme by two versions; `met` are the numbers of expectations that somebody met."""

    def __init__(
        self,
        scheme: str,
        before: Decider,
        after: Decider,
        changed: tuple[str, ...],
        known: Rulebook,
        meant: Sequence[Expectation],
    ) -> None:
        self._scheme, self._before, self._after, self._changed = scheme, before, after, changed
        self._known, self._meant = known, meant
        self.met: set[int] = set()
        self._sieves: dict[date, Sieve] = {}
        self._ways: dict[_Way, int] = {}
        self._people: Counter[int] = Counter()
        """How many came out in each way."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def effect(self, crowd: Crowd) -> tuple[SchemeEffect, pl.Series]:
        """What the change does, and the ids of all who come out otherwise in the order of the file."""
        own = {name: self._known.facts[name] for name in dict.fromkeys((*self._before.facts, *self._after.facts))}
        names = dict.fromkeys((*own, *_facts_meant(self._meant, self._known)))
        self._columns = {name: crowd.facts[name] for name in names if name in crowd.facts}
        kinds = pl.concat([self._judged(block) for block in crowd.kinds([*self._columns])])
        moved, stayed = kinds.filter(pl.col(_WAY) != _STAYED), kinds.filter(pl.col(_WAY) == _STAYED)
        asked = {fact for side in (self._before, self._after) for fact in side.reach.facts_behind(self._changed)}
        alike: dict[Alike, list[int]] = {}
        for way, number in self._ways.items():
            alike.setdefault(way.alike, []).append(number)
        rows = crowd.rows_of(moved.select(AS_OF, *self._columns, _WAY), [*self._columns])
        groups = [
            Group(
                *key,
                people=self._weight(ways),
                unexpected=self._weight(
                    number for way, number in self._ways.items() if number in ways and way.unexpected
                ),
                who=describe_kinds(moved.filter(pl.col(_WAY).is_in(ways)), stayed, own, self._columns, asked),
                because=self._because(key),
                examples=self._examples(rows.filter(pl.col(_WAY).is_in(ways)), crowd),
            )
            for key, ways in sorted(alike.items(), key=lambda item: -self._weight(item[1]))
        ]
        who = describe_kinds(moved, stayed, own, self._columns, asked)
        people = int(kinds[WEIGHT].sum())
        effect = SchemeEffect(self._scheme, self._changed, people, 0, self._counts, who, tuple(groups))
        return effect, rows[CASE_ID]

    def _judged(self, kinds: pl.DataFrame) -> pl.DataFrame:
        """The kinds with the way in which each comes out otherwise."""
        sieved = pl.concat(
            [self._sieve(day)(own, self._columns) for (day,), own in kinds.group_by(AS_OF, maintain_order=True)]
        ).sort(FIRST)
        may = sieved.filter(MAY)
        sure = sieved.filter(~pl.col(MAY))
        for place, weight in sure.group_by(BEFORE).agg(pl.col(WEIGHT).sum()).iter_rows():
            self._counts[STATUSES[place], STATUSES[place]] += weight
        ways = [self._way(row[WEIGHT], someone(row, self._columns)) for row in may.iter_rows(named=True)]
        return pl.concat(
            [
                part.select(*_KEPT, *self._columns, way.alias(_WAY))
                for part, way in ((may, pl.Series(ways, dtype=pl.Int32)), (sure, pl.lit(_STAYED, pl.Int32)))
            ]
        )

    def _sieve(self, day: object) -> Sieve:
        assert isinstance(day, date)
        if day not in self._sieves:
            self._sieves[day] = Sieve(self._before, self._after, self._changed, day)
        return self._sieves[day]

    def _way(self, weight: int, person: Someone) -> int:
        """The number of the way in which people of a kind come out otherwise."""
        move = self._move(person)
        self._counts[move.before.status, move.after.status] += weight
        if move.before == move.after:
            return _STAYED
        meeting = [item.number for item in self._meant if item.meets(self._scheme, move, self._known)]
        self.met.update(meeting)
        way = _Way(alike_as(move.before, move.after), move.because, not meeting)
        number = self._ways.setdefault(way, len(self._ways))
        self._people[number] += weight
        return number

    def _move(self, person: Someone) -> Move:
        (was, was_values), (now, now_values) = self._before(person), self._after(person)
        return Move(person, was, now, reasons(was_values, now_values))

    def _weight(self, ways: Iterable[int]) -> int:
        return sum(self._people[number] for number in ways)

    def _because(self, alike: Alike) -> tuple[tuple[tuple[str, str, str], int], ...]:
        found: Counter[tuple[str, str, str]] = Counter()
        for way, number in self._ways.items():
            if way.alike == alike:
                for reason in way.because:
                    found[reason] += self._people[number]
        return tuple(found.most_common())

    def _examples(self, rows: pl.DataFrame, crowd: Crowd) -> tuple[Move, ...]:
        """Those with the fewest answers."""
        records = rows.sort(ANSWERED, RECORD)[RECORD].head(EXAMPLES).to_list()
        people = crowd.people(records)
        return tuple(self._move(people[record]) for record in records)


def _facts_meant(meant: Iterable[Expectation], known: Rulebook) -> frozenset[str]:
    """Facts that the conditions of expectations ask for, with those that may imply them."""
    meanings = {item.name: item.value.tree for item in known.derived}
    names = (name for item in meant if item.when for name in names_in(inlined(item.when.tree, meanings)))
    return with_gates((name for name in names if name in known.facts), known)
