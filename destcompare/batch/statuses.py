"""Statuses over columns: what `decision.decide` finds for one person, for many at once and by the same rules.

A plan is made for one rulebook and one date. Where a scheme's quickest changes cannot be told by columns (waiting for a day,
answers that count together), the status is left `SEARCHED` and found person by person, each combination of answers once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import narwhals as nw

from destcompare.batch.bans import BanColumns, Bans, turns
from destcompare.batch.changes import ChangeColumns, Changes, Moved, Read
from destcompare.batch.facts import Facts, Names
from destcompare.batch.targets import NotToldError
from destcompare.decision.changes import Search
from destcompare.decision.moves import LONGEST_WAIT_DAYS, WAITING
from destcompare.decision.person import make_person
from destcompare.decision.result import STATUSES, Status
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.columns import (
    FALSE,
    TRUE,
    Column,
    Columns,
    Constant,
    all_of,
    any_of,
    is_false,
    is_true,
    negation,
    operand,
)
from destcompare.expressions.functions import add_days
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Tree, names_in
from destcompare.expressions.types import FLAG
from destcompare.records import Record
from destcompare.rulebook.model import Destination, Fact, Parameter, Requirement, Rulebook, Scheme, Value, holds

CODE = {status: place for place, status in enumerate(STATUSES)}
"""Statuses as numbers, in the order in which they are shown."""
SEARCHED = len(STATUSES)


class SchemeColumns(Record):
    """Columns of one scheme: the place of its status among `STATUSES` (or `SEARCHED`), the bans of its destination, and the
    changes where columns tell them.

    `with_bans` tells that changes may set off a ban, so that a search has to look at the bans too. `requirements` are those in
    force with their values before any change; `wait` is the number of days until the scheme takes people again.
    """

    scheme: Scheme
    status: Varying
    bans: BanColumns
    changes: Changes | None
    requirements: tuple[tuple[Requirement, Column], ...] = ()
    searched: bool = False
    with_bans: bool = False
    wait: int = 0


class Plan:
    """Every scheme of a rulebook on one date, as columns to be added to a frame of people."""

    def __init__(self, rulebook: Rulebook, as_of: date, schemes: Iterable[Scheme] | None = None) -> None:
        self.rulebook, self.as_of = rulebook, as_of
        self.steps = Steps()
        self.facts = Facts(rulebook, self.steps)
        self._bans = Bans(rulebook, self.facts, self.steps, as_of)
        self._by_destination: dict[str, BanColumns] = {}
        self._scopes = Scopes(rulebook, make_person({}, rulebook), as_of)
        self._meanings = {item.name: item.value.tree for item in rulebook.derived}
        self.schemes = tuple(self._scheme(scheme) for scheme in (rulebook.schemes if schemes is None else schemes))

    def _scheme(self, scheme: Scheme) -> SchemeColumns:
        bans = self._bans_of(self.rulebook.destinations[scheme.destination])
        if not holds(scheme.open, self.as_of):
            return self._finished(scheme, bans, _code("closed"), FALSE)
        groups = (self.rulebook.destinations[scheme.destination].parameters, scheme.parameters)
        rules = self._rules(scheme, self.as_of)
        today = self._names(self.facts, groups, self.as_of)
        told = tuple((rule, today.read(tree)) for rule, tree in rules.items())
        stuck = is_false(self.steps.keep_any(all_of(value for rule, value in told if self._is_fixed(rules[rule]))))
        shut = [rule for rule, value in told if value == FALSE and self._is_only_of_time(rules[rule])]
        if not shut:
            return self._on(scheme, self.as_of, stuck, told)
        day = self._reopening(scheme, shut)
        if day is None:
            return self._finished(scheme, bans, _code("ineligible"), FALSE, told)
        if self._is_uncertain(scheme, rules.values(), day):
            return self._finished(scheme, bans, self._either(stuck, "ineligible", _code(None)), TRUE, told)
        return self._on(scheme, day, stuck, told)

    def _on(
        self, scheme: Scheme, day: date, stuck: Column, told: tuple[tuple[Requirement, Column], ...]
    ) -> SchemeColumns:
        """The scheme by the law of a day: today, or the day on which it takes people again."""
        destination = self.rulebook.destinations[scheme.destination]
        groups = (destination.parameters, scheme.parameters)
        rules = list(self._rules(scheme, day).values())
        plain = self._names(self.facts, groups, day)

        def read(tree: Tree, moved: Moved) -> Column:
            if names_in(tree).isdisjoint(moved):
                return plain.read(tree)
            return self._names(self.facts.after(moved, kept=True), groups, day).read(tree)

        waits = any_of(is_false(plain.read(rule)) for rule in rules if WAITING in names_in(rule))
        if day != self.as_of:
            stuck = any_of((stuck, is_false(all_of(plain.read(rule) for rule in rules if self._is_fixed(rule)))))
        bans = self._bans_of(destination)
        wait = (day - self.as_of).days
        try:
            changes = self._changes(scheme, groups, day, read).quickest(rules)
        except NotToldError:
            holding = self.steps.keep_any(all_of(plain.read(rule) for rule in rules))
            status = self._status(Constant(wait > 0), holding, bans)
            status = self._either(any_of((waits, is_false(holding))), None, status)
            status = self._either(stuck, "ineligible", status)
            return self._finished(scheme, bans, status, TRUE, told, with_bans=True, wait=wait)
        after = self._after(changes)
        final = self._names(after, groups, day)
        holding = self.steps.keep_any(all_of(final.read(rule) for rule in rules))
        with_bans = self._touches(destination, changes)
        outcome_bans = Bans(self.rulebook, after, self.steps, self.as_of).of(destination) if with_bans else bans
        status = self._status(Constant(True) if wait else changes.moving, holding, outcome_bans)
        status = self._either(waits, None, self._either(is_false(changes.possible), "ineligible", status))
        status = self._either(stuck, "ineligible", status)
        return self._finished(
            scheme, outcome_bans, status, waits, told, changes=changes, with_bans=with_bans, wait=wait
        )

    def _after(self, changes: Changes) -> Facts:
        """The answers after the changes. One that could move and does not is implied anew by those that do."""
        gated = {name for name in changes.moved if self.facts.is_gated_by(name, changes.moved)}
        moved = {name: value for name, value in changes.moved.items() if name not in gated}
        columns = Columns(lambda name: self.facts.column(name.name), self.steps)
        while gated:
            name = next(
                (name for name in sorted(gated) if not self.facts.is_gated_by(name, gated - {name})), min(gated)
            )
            unmoved = self.facts.after(moved).column(name)
            kind = self.rulebook.facts[name].type
            moved[name] = columns.chosen(changes.moves[name], changes.moved[name], unmoved, kind)
            gated.remove(name)
        return self.facts.after(moved)

    def _rules(self, scheme: Scheme, day: date) -> dict[Requirement, Tree]:
        """The requirements in force on a day, derived values written out."""
        return {
            rule: inlined(rule.when.tree, self._meanings) for rule in scheme.requirements if holds(rule.in_force, day)
        }

    def _facts_in(self, tree: Tree) -> frozenset[str]:
        return names_in(tree) & self.rulebook.facts.keys()

    def _is_fixed(self, tree: Tree) -> bool:
        """Whether nothing the person does changes it, nor time."""
        return WAITING not in names_in(tree) and not any(map(self._can_change, names_in(tree)))

    def _is_only_of_time(self, tree: Tree) -> bool:
        return WAITING in names_in(tree) and not self._facts_in(tree)

    def _reopening(self, scheme: Scheme, shut: list[Requirement]) -> date | None:
        """The first day on which requirements that are the same for everyone hold again."""
        changes = next(Search(scheme, self._scopes).sets(shut), None)
        day = next((change.to for change in changes or () if change.fact == WAITING), None)
        assert day is None or isinstance(day, date)
        return day

    def _is_uncertain(self, scheme: Scheme, trees: Iterable[Tree], day: date) -> bool:
        """Whether a longer wait than until this day may help, or what grows by itself grows a step meanwhile."""
        names = frozenset().union(*(names_in(tree) for tree in trees if self._is_fixed(tree)))
        destination = self.rulebook.destinations[scheme.destination]
        figures = (*self.rulebook.parameters, *destination.parameters, *scheme.parameters)
        used = [value.period for item in figures if item.name in names for value in item.values]
        periods = (*used, *(period for rule in scheme.requirements for period in rule.in_force))
        last = add_days(self.as_of, LONGEST_WAIT_DAYS)
        changes = [fact.change for fact in self.rulebook.facts.values() if fact.change is not None]
        grown = min((item.days for item in changes if item.direction == "grows" and item.days), default=None)
        return any(day < turn <= last for turn in turns(periods)) or (
            grown is not None and (day - self.as_of).days >= grown
        )

    def _changes(
        self, scheme: Scheme, groups: tuple[tuple[Parameter, ...], ...], day: date, read: Read
    ) -> ChangeColumns:
        law = self._scopes.on(day, *groups)

        def at(name: str, value: Value) -> Scope:
            return law.changed({name: value, WAITING: day})

        return ChangeColumns(self.facts, self.rulebook.facts, self.steps, read, at, scheme.destination)

    def _names(self, facts: Facts, groups: tuple[tuple[Parameter, ...], ...], day: date) -> Names:
        return Names(facts, self.rulebook, day, day, groups, self.steps)

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

    def _status(self, moving: Column, holding: Column, bans: BanColumns) -> Varying:
        """The status of who has nothing left that cannot be changed."""
        status = self._either(moving, "reachable", _code("eligible"))
        settled = all_of((is_true(holding), is_false(bans.running)))
        status = self._either(negation(settled), "unknown", status)
        return self._either(is_true(bans.running), "banned", status)

    def _finished(
        self,
        scheme: Scheme,
        bans: BanColumns,
        status: Varying,
        searched: Column,
        told: tuple[tuple[Requirement, Column], ...] = (),
        *,
        changes: Changes | None = None,
        with_bans: bool = False,
        wait: int = 0,
    ) -> SchemeColumns:
        named = self.steps.keep(status, scheme_column(scheme.id, "status"))
        return SchemeColumns(scheme, named, bans, changes, told, searched != FALSE, with_bans, wait)

    def _either(self, test: Column, status: Status | None, otherwise: Varying) -> Varying:
        code = _code(status)
        if test == TRUE:
            return code
        if test == FALSE:
            return otherwise
        return made(
            lambda here, code, other: nw.when(here).then(code).otherwise(other), operand(test, FLAG), code, otherwise
        )


def scheme_column(scheme: str, what: str) -> str:
    """The name of a column of a scheme, without letters that an engine may mind."""
    return f"{scheme.replace('/', '__').replace('-', '_')}__{what}"


def _code(status: Status | None) -> Varying:
    """A status as a number; without one it is to be searched."""
    return Varying(nw.lit(CODE[status] if status else SEARCHED, dtype=nw.Int8), sure=True)
