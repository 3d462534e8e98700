"""Who may come out of a scheme otherwise by another version of the rules: told over columns, for many kinds of people at once.

Nobody who does is missed; who is named in vain is found out when decided. The status and the end of the bans are compared as
they are. What is asked for and what would have to change differ, where the status is the same, only through the requirements
and bans that rest on something changed:

- an open question comes from one of these only where it is unknown itself; of a ban of which no more than the length has
  changed the questions are the same, so long as it is unknown by both versions;
- other changes are needed only where one of these requirements is false, or one that an answer the person can change ties to
  them: sets of changes for requirements without a common answer do not touch one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from destcompare.batch.bans import Bans
from destcompare.batch.engines import Compute, on_polars
from destcompare.batch.reading import RECORD, column_type
from destcompare.batch.statuses import CODE, SEARCHED, Plan
from destcompare.decision.moves import WAITING
from destcompare.expressions.columns import FALSE, TRUE, Column, any_of, is_false, known, negation, operand
from destcompare.expressions.steps import Varying
from destcompare.expressions.tree import Arithmetic, Call, Literal, Name, Negate, reached, walk
from destcompare.expressions.types import FLAG
from destcompare.rulebook.model import Destination, Fact, Parameter, Period
from destcompare.upkeep.difference import Decider
from destcompare.upkeep.reach import Reach

BEFORE, AFTER, MAY = "status before", "status after", "may come out otherwise"
_ROWS = 50_000
_CHANGING = (CODE["reachable"], CODE["unknown"], CODE["banned"])
"""Statuses beside which changes are told."""


class Sieve:
    """Two versions of a scheme on a day."""

    def __init__(self, before: Decider, after: Decider, changed: Iterable[str], day: date) -> None:
        changed = frozenset(changed)
        self._sides: list[_Side] = []
        versions = [decider for decider in (before, after) if decider.side is not None]
        if len(versions) == 2 and not _differ_in_type(before, after):
            tied = frozenset().union(*(_tied(decider, changed) for decider in versions))
            longer = _of_other_length(before, after, changed)
            self._sides = [
                _Side(name, decider, changed, tied, longer, day)
                for name, decider in zip((BEFORE, AFTER), versions, strict=True)
            ]

    def __call__(self, kinds: pl.DataFrame, facts: Mapping[str, Fact]) -> pl.DataFrame:
        """The kinds with the places of their statuses and whether they may come out otherwise; `facts` are those of columns."""
        if not self._sides:
            unknown = pl.lit(SEARCHED, pl.Int8)
            return kinds.with_columns(unknown.alias(BEFORE), unknown.alias(AFTER), pl.lit(True).alias(MAY))
        wanted = {name: fact for side in self._sides for name, fact in side.columns.items()}
        frame = _as_asked(kinds, facts, wanted)

        def compute(native: Any) -> pl.LazyFrame:
            for side in self._sides:
                native = side.compute((*frame.columns, *native.collect_schema().names()))(native)
            told: pl.LazyFrame = native.select(BEFORE, AFTER, self._may().alias(MAY))
            return told

        pieces: Iterator[pl.DataFrame] = (frame.slice(start, _ROWS) for start in range(0, frame.height, _ROWS))
        told = [*on_polars(pieces, frame.schema, compute, _ROWS)]
        return pl.concat([kinds, pl.concat(told)], how="horizontal") if told else kinds

    def _may(self) -> pl.Expr:
        before, after = pl.col(BEFORE), pl.col(AFTER)
        one, other = self._sides
        parts = [
            before != after,
            before == SEARCHED,
            after == SEARCHED,
            (before == CODE["banned"]) & ~pl.col(one.until).eq_missing(pl.col(other.until)),
            (before == CODE["unknown"]) & (pl.col(one.open) | pl.col(other.open)),
            before.is_in(_CHANGING) & (pl.col(one.failing) | pl.col(other.failing)),
        ]
        unlike = [pl.col(one.bans[ban]) != pl.col(other.bans[ban]) for ban in one.bans]
        parts += [(before == CODE["unknown"]) & differs for differs in unlike]
        return reduce(or_, parts).fill_null(True)


class _Side:
    """One version as columns: its status, the end of its bans, and what of the changed is open or has to be mended."""

    def __init__(
        self,
        name: str,
        decider: Decider,
        changed: frozenset[str],
        tied: frozenset[str],
        longer: frozenset[str],
        day: date,
    ) -> None:
        assert decider.side is not None
        self.until, self.open, self.failing = (f"{name}: {what}" for what in ("until", "open", "failing"))
        rulebook = decider.side.rulebook
        plan = Plan(rulebook, day)
        (item,) = plan.schemes
        hit = _resting_on(decider.reach, changed)
        destination = rulebook.destinations[item.scheme.destination]
        bans = {ban.id for ban in destination.bans} & hit
        facts = [_below(decider.reach, ban) & rulebook.facts.keys() for ban in bans - longer]
        banning: frozenset[str] = frozenset().union(*facts)
        failing: list[Column] = [is_false(value) for rule, value in item.requirements if rule.id in tied]
        if tied and any(value == FALSE for _, value in item.requirements):  # everyone waits for a day, by another law
            failing = [TRUE]
        open_still = [negation(known(value)) for rule, value in item.requirements if rule.id in hit]
        open_still += [negation(known(plan.facts.column(fact))) for fact in sorted(banning)]
        if any(rulebook.facts[fact].change is not None for fact in banning):
            open_still += [is_false(value) for _, value in item.requirements]
        self._plan = plan
        self._wanted: dict[str, Varying] = {
            name: item.status,
            self.until: item.bans.until,
            self.open: operand(any_of(open_still), FLAG),
            self.failing: operand(any_of(failing), FLAG),
        }
        self.bans: dict[str, str] = {}
        for ban in destination.bans:
            if ban.id in longer:
                self.bans[ban.id] = f"{name}: {ban.id}"
                running = Bans(rulebook, plan.facts, plan.steps, day).of(destination.replaced(bans=(ban,))).running
                self._wanted[self.bans[ban.id]] = operand(negation(known(running)), FLAG)
        self.columns: Mapping[str, Fact] = plan.facts.columns

    def compute(self, kept: Iterable[str]) -> Compute:
        """What is done to a frame; columns that are there already are `kept`."""
        return Compute(self._plan.steps, tuple(dict.fromkeys(kept)), self._wanted)


def _differ_in_type(before: Decider, after: Decider) -> bool:
    assert before.side is not None
    assert after.side is not None
    old, new = before.side.rulebook.facts, after.side.rulebook.facts
    return any(old[name].type != new[name].type for name in old.keys() & new.keys())


def _of_other_length(before: Decider, after: Decider, changed: frozenset[str]) -> frozenset[str]:
    """Bans that differ in nothing but values of figures, known on the same days, that their end is counted with.

    No answer that moves may touch them.
    """
    assert before.side is not None
    assert after.side is not None
    old, new = ({ban.id: ban for ban in _destination(side).bans} for side in (before, after))
    figures = [{item.name: item for item in _figures(side)} for side in (before, after)]
    found = set()
    for name in old.keys() & new.keys():
        ban = old[name]
        differing = _below(before.reach, name) & changed
        counted = walk(ban.ends.tree) if ban.ends is not None else ()
        elsewhere = (*ban.when.names, *ban.starts.names, *ban.law_of.names)
        plain = all(isinstance(node, Name | Literal | Call | Arithmetic | Negate) for node in counted)
        known_alike = all(
            name in figures[0] and name in figures[1] and _periods(figures[0][name]) == _periods(figures[1][name])
            for name in differing
        )
        named = frozenset().union(*(_below(before.reach, item) for item in elsewhere))
        still = not any(
            name in side.side.rulebook.facts and side.side.rulebook.facts[name].change is not None
            for side in (before, after)
            if side.side is not None
            for name in _below(side.reach, ban.id)
        )
        if differing and plain and known_alike and still and not named & differing:
            found.add(ban.id)
    return frozenset(found)


def _destination(decider: Decider) -> Destination:
    assert decider.side is not None
    return decider.side.rulebook.destinations[decider.side.scheme.destination]


def _figures(decider: Decider) -> tuple[Parameter, ...]:
    assert decider.side is not None
    return (*decider.side.rulebook.parameters, *_destination(decider).parameters, *decider.side.scheme.parameters)


def _periods(figure: Parameter) -> list[Period]:
    return [dated.period for dated in figure.values]


def _below(reach: Reach, name: str) -> frozenset[str]:
    """A part and everything that it rests on, by name."""
    return frozenset(reached((name,), lambda part: reach.parts[part].names if part in reach.parts else ()))


def _resting_on(reach: Reach, changed: frozenset[str]) -> frozenset[str]:
    """Parts that have changed, or rest on something that has."""
    return frozenset(name for name in reach.parts if _below(reach, name) & changed)


def _tied(decider: Decider, changed: frozenset[str]) -> frozenset[str]:
    """Requirements that rest on something changed, and those that a changeable answer ties to them, one by one."""
    assert decider.side is not None
    facts, reach = decider.side.rulebook.facts, decider.reach
    moving = {
        rule.id: {
            name
            for name in _below(reach, rule.id)
            if name == WAITING or (name in facts and facts[name].change is not None)
        }
        for rule in decider.side.scheme.requirements
    }
    tied = _resting_on(reach, changed) & moving.keys()
    while True:
        answers = frozenset().union(*(moving[rule] for rule in tied))
        further = frozenset(rule for rule, own in moving.items() if own & answers) | tied
        if further == tied:
            return tied
        tied = further


def _has(sets: pl.Series, word: str) -> pl.Series:
    found = ("," + sets + ",").str.contains(f",{word},", literal=True)
    return found if word else found & False  # no word is in no set; what is asked is whether the set is known


def _as_asked(kinds: pl.DataFrame, facts: Mapping[str, Fact], wanted: Mapping[str, Fact]) -> pl.DataFrame:
    """The columns that plans ask for; whether a word is in a set from the words that stand in its column."""
    columns = [pl.int_range(kinds.height, dtype=pl.Int64, eager=True).alias(RECORD)]
    for name, fact in wanted.items():
        kind = column_type(name, fact)
        if fact.id not in facts:
            columns.append(pl.Series(name, [None], dtype=kind).new_from_index(0, kinds.height))
        elif fact.type.kind == "set":
            columns.append(_has(kinds[fact.id], name.removeprefix(f"{fact.id}__")).alias(name))
        else:
            columns.append(kinds[name])
    return pl.DataFrame(columns)
