"""Statuses over columns: what `decision.decide` finds for one person, for many at once and by the same rules.

A plan is made for one rulebook and one date. Where a scheme's quickest changes cannot be told by columns (waiting for a day, answers
that count together), the status is left `SEARCHED` and found person by person, each combination of answers once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

import narwhals as nw

from destcompare.batch.bans import BanColumns, Bans
from destcompare.batch.changes import ChangeColumns, Changes, Moved
from destcompare.batch.facts import Facts, Names
from destcompare.batch.targets import NotTold
from destcompare.decision.moves import WAITING
from destcompare.decision.person import make_person
from destcompare.decision.result import STATUSES
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.columns import (
    FALSE,
    TRUE,
    Column,
    Constant,
    all_of,
    any_of,
    is_false,
    is_true,
    known,
    negation,
    operand,
)
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Tree, names_in
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record
from destcompare.rulebook.model import Destination, Fact, Parameter, Rulebook, Scheme, Value, holds

CODE = {status: place for place, status in enumerate(STATUSES)}
SEARCHED = len(STATUSES)
NO_END = 0
_NUMBER = Type("number")


class SchemeColumns(Record):
    """Columns of one scheme: the place of its status among `STATUSES` (or `SEARCHED`), the first day its bans are lifted, and
    the changes where columns tell them.
    """

    scheme: Scheme
    status: Varying
    until: Varying
    changes: Changes | None


class Plan:
    """Every scheme of a rulebook on one date, as columns to be added to a frame of people."""

    def __init__(
        self, rulebook: Rulebook, as_of: date, schemes: Iterable[Scheme] | None = None, *, details: bool = False
    ) -> None:
        self.rulebook, self.as_of, self._details = rulebook, as_of, details
        self.steps = Steps()
        self.facts = Facts(rulebook, self.steps)
        self._bans = Bans(rulebook, self.facts, self.steps, as_of)
        self._by_destination: dict[str, BanColumns] = {}
        self._scopes = Scopes(rulebook, make_person({}, rulebook), as_of)
        self._meanings = {item.name: item.value.tree for item in rulebook.derived}
        self.schemes = tuple(self._scheme(scheme) for scheme in (rulebook.schemes if schemes is None else schemes))

    def _scheme(self, scheme: Scheme) -> SchemeColumns:
        if not holds(scheme.open, self.as_of):
            closed = Varying(nw.lit(CODE["closed"]), sure=True)
            return self._named(scheme, closed, _no_day(), None)
        destination = self.rulebook.destinations[scheme.destination]
        rules = [rule.when.tree for rule in scheme.requirements if holds(rule.in_force, self.as_of)]
        rules = [inlined(rule, self._meanings) for rule in rules]
        groups = (destination.parameters, scheme.parameters)
        plain = self._names(self.facts, groups)

        def read(tree: Tree, moved: Moved) -> Column:
            if names_in(tree).isdisjoint(moved):
                return plain.read(tree)
            return self._names(self.facts.after(moved, kept=True), groups).read(tree)

        timed = [rule for rule in rules if WAITING in names_in(rule)]
        fixed = [rule for rule in rules if rule not in timed and not any(map(self._can_change, names_in(rule)))]
        stuck = any_of(is_false(plain.read(rule)) for rule in fixed)
        waits = any_of(is_false(plain.read(rule)) for rule in timed)
        bans = self._bans_of(destination)
        try:
            changes = self._changes(scheme, groups, read).quickest(rules, details=self._details)
        except NotTold:
            false = is_false(all_of(plain.read(rule) for rule in rules))
            status = self._before_changes(all_of(plain.read(rule) for rule in rules), bans)
            return self._finished(scheme, stuck, any_of((waits, false)), status, bans, None)
        after = self.facts.after(changes.moved)
        final = self._names(after, groups)
        holding = all_of(any_of((final.read(rule), changes.held.get(rule, FALSE))) for rule in rules)
        untold = [  # which changes are made tells whether a repaired requirement is known to hold
            all_of((moving, negation(all_of(known(after.column(name)) for name in sorted(names_in(rule) & self.rulebook.facts.keys())))))
            for rule, moving in changes.held.items()
        ]
        if self._touches(destination, changes):
            bans = Bans(self.rulebook, after, self.steps, self.as_of).of(destination)
        status = self._after_changes(changes, holding, bans)
        return self._finished(scheme, stuck, any_of((waits, *untold)), status, bans, changes)

    def _changes(self, scheme: Scheme, groups: tuple[tuple[object, ...], ...], read: object) -> ChangeColumns:
        today = self._scopes.on(self.as_of, *groups)  # type: ignore[arg-type]

        def at(name: str, value: Value) -> Scope:
            return today.changed({name: value})

        return ChangeColumns(
            self.facts, self.rulebook.facts, self.steps, read, at, scheme.destination  # type: ignore[arg-type]
        )

    def _names(self, facts: Facts, groups: tuple[tuple[Parameter, ...], ...]) -> Names:
        return Names(facts, self.rulebook, self.as_of, self.as_of, groups, self.steps)

    def _can_change(self, name: str) -> bool:
        fact: Fact | None = self.rulebook.facts.get(name)
        return fact is not None and fact.change is not None

    def _bans_of(self, destination: Destination) -> BanColumns:
        if destination.code not in self._by_destination:
            self._by_destination[destination.code] = self._bans.of(destination)
        return self._by_destination[destination.code]

    def _touches(self, destination: Destination, changes: Changes) -> bool:
        conditions = [part for ban in destination.bans for part in (ban.when, ban.starts, ban.ends) if part is not None]
        names = frozenset().union(*(condition.names for condition in conditions))
        return any(
            name in changes.moved or (name in self.rulebook.facts and self.facts.is_gated_by(name, changes.moved))
            for name in names
        )

    def _before_changes(self, holding: Column, bans: BanColumns) -> Varying:
        return self._status(Constant(False), holding, bans)

    def _after_changes(self, changes: Changes, holding: Column, bans: BanColumns) -> Varying:
        status = self._status(changes.moving, holding, bans)
        return self._either(is_false(changes.possible), CODE["ineligible"], status)

    def _status(self, moving: Column, holding: Column, bans: BanColumns) -> Varying:
        status = self._either(moving, CODE["reachable"], Varying(nw.lit(CODE["eligible"]), sure=True))
        settled = all_of((is_true(holding), is_false(bans.running)))
        status = self._either(negation(settled), CODE["unknown"], status)
        return self._either(is_true(bans.running), CODE["banned"], status)

    def _finished(
        self, scheme: Scheme, stuck: Column, searched: Column, status: Varying, bans: BanColumns, changes: Changes | None
    ) -> SchemeColumns:
        status = self._either(searched, SEARCHED, status)
        status = self._either(stuck, CODE["ineligible"], status)
        return self._named(scheme, status, bans.until, changes)

    def _named(self, scheme: Scheme, status: Varying, until: Varying, changes: Changes | None) -> SchemeColumns:
        name = scheme_column(scheme.id, "status")
        status = self.steps.keep(made(lambda code: code.cast(nw.Int8), status), name)
        return SchemeColumns(scheme, status, until, changes)

    def _either(self, test: Column, code: int, otherwise: Varying) -> Varying:
        if test == TRUE:
            return Varying(nw.lit(code), sure=True)
        if test == FALSE:
            return otherwise
        where = operand(test, FLAG)
        return made(lambda here, other: nw.when(here).then(nw.lit(code)).otherwise(other), where, otherwise)


def scheme_column(scheme: str, what: str) -> str:
    """The name of a column of a scheme, without letters that an engine may mind."""
    return f"{scheme.replace('/', '__').replace('-', '_')}__{what}"


def _no_day() -> Varying:
    return Varying(nw.lit(NO_END), sure=True)


__all__ = ["CODE", "SEARCHED", "Plan", "SchemeColumns", "scheme_column"]
_ = partial, Mapping, _NUMBER
