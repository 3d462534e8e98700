"""What would have to change: every smallest set of changes after which no requirement of a scheme is false.

Only facts that the rules declare changeable move, and only in their direction. Waiting is the fact `as_of`: for the days
that a condition itself asks for, ten years ahead at most, and by the law of the day waited for. Other changes are judged
by the law of the date.

The search goes by effort, from no change on. A requirement that is false rests on some answers, and nothing makes it hold
unless one of these moves on to where its condition can tell a difference. So no smallest set is missed, and the first one
found is the quickest. Numbers are whole; amounts that one comparison adds up move one after the other.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations, islice, pairwise

from destcompare.decision.moves import (
    LONGEST_WAIT_DAYS,
    WAITING,
    Effort,
    Grid,
    Moves,
    as_far,
    effort,
    gains,
    grid_of,
    in_order,
    needed,
    next_values,
)
from destcompare.decision.person import implied_anew
from destcompare.decision.result import ChangeNeeded, Impossible
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.borders import borders, inlined
from destcompare.expressions.functions import add_days
from destcompare.expressions.tree import Tree, names_in
from destcompare.rulebook.model import Fact, Period, Requirement, Scheme, Value, holds

MOST_SETS = 12
_MOST_STATES = 2**14
_LARGEST_CONFLICT = 3


class Search:
    """The changes of one person for one scheme on one date."""

    def __init__(self, scheme: Scheme, scopes: Scopes) -> None:
        self._scheme, self._scopes = scheme, scopes
        self._facts = scopes.rulebook.facts
        destination = scopes.rulebook.destinations[scheme.destination]
        self._groups = (destination.parameters, scheme.parameters)
        self._parameters = {item.name: item for group in (scopes.rulebook.parameters, *self._groups) for item in group}
        self._meanings = {derived.name: derived.value for derived in scopes.rulebook.derived}
        self._today = scopes.on(scopes.as_of, *self._groups)
        self._last_day = add_days(scopes.as_of, LONGEST_WAIT_DAYS)
        self._trees: dict[str, Tree] = {}
        self._law_days: dict[str, tuple[bool, list[date]]] = {}
        self._grids: dict[tuple[str, str, date], Grid] = {}
        self._implied_by: dict[frozenset[tuple[str, Value]], Moves] = {}
        self._needed: dict[tuple[str, Value], ChangeNeeded] = {}

    def quickest(self) -> tuple[ChangeNeeded, ...] | None:
        """The first set; `None` when there is none."""
        return next(self.sets(), None)

    def all(self) -> tuple[tuple[ChangeNeeded, ...], ...]:
        """Every smallest set, the quickest first: at most a dozen."""
        return tuple(islice(self.sets(), MOST_SETS))

    def impossible(self) -> Impossible:
        """Where there is no set: the requirements that nothing changes, each alone; or the fewest that exclude one another."""
        rules = self._scheme.requirements
        alone = tuple(rule for rule in rules if next(self.sets((rule,)), None) is None)
        if alone:
            return Impossible(alone, together=False)
        for size in range(2, _LARGEST_CONFLICT + 1):
            for several in combinations(rules, size):
                if next(self.sets(several), None) is None:
                    return Impossible(several, together=True)
        return Impossible(rules, together=True)

    def sets(self, requirements: Iterable[Requirement] | None = None) -> Iterator[tuple[ChangeNeeded, ...]]:
        """Every smallest set that makes these requirements (or all) no longer false, in the order of effort."""
        rules = tuple(self._scheme.requirements if requirements is None else requirements)
        if any(self._is_stuck(rule) for rule in rules):
            return
        rules = tuple(sorted(rules, key=self._ways))
        found: list[Moves] = []
        seen: set[frozenset[tuple[str, Value]]] = set()
        queue: list[tuple[Effort, int, tuple[str, ...], int, Moves, Requirement | None]] = [((), 0, (), 0, {}, None)]
        while queue and len(seen) < _MOST_STATES:
            _, steps, _, _, moves, last = heapq.heappop(queue)
            if any(as_far(moves, less, self._facts) for less in found):
                continue
            scope = self._scope(moves)
            obstacle = self._obstacle(rules, moves, scope, last)
            if obstacle is None:
                found.append(moves)
                yield tuple(in_order(self._changes(moves)))
                continue
            rule, uses = obstacle
            for fact, value in self._further(rule, uses, moves, scope):
                further = {**moves, fact: value}
                key = frozenset(further.items())
                if key not in seen:
                    seen.add(key)
                    cost = effort(self._changes(further), self._facts)
                    # the steps keep what goes further behind; the names keep the order the same everywhere
                    heapq.heappush(queue, (cost, steps + 1, tuple(sorted(further)), len(seen), further, rule))

    def _is_stuck(self, rule: Requirement) -> bool:
        """Whether a requirement is false on the date whatever moves: found without a search, as most are."""
        if not holds(rule.in_force, self._scopes.as_of):
            return False
        value, uses = rule.when(self._today)
        return (
            value is False
            and not any(self._can_move(fact, self._today) for fact in uses)
            and next(self._days_of_change(rule, self._scopes.as_of), None) is None
        )

    def _ways(self, rule: Requirement) -> int:
        """How many answers may repair it: first what asks for a day, since waiting moves the law for the others too; then
        what only one answer repairs, so that less is tried in vain.
        """
        value, uses = rule.when(self._today)
        if value is not False:
            return len(self._facts)
        return -1 if WAITING in uses else sum(self._can_move(fact, self._today) for fact in uses)

    def _can_move(self, name: str, scope: Scope) -> bool:
        fact = self._facts.get(name)
        return fact is not None and fact.change is not None and scope[name].value is not None

    def _changes(self, moves: Moves) -> list[ChangeNeeded]:
        for move in moves.items():
            if move not in self._needed:
                self._needed[move] = self._change(*move)
        return [self._needed[move] for move in moves.items()]

    def _change(self, fact: str, to: Value) -> ChangeNeeded:
        if fact == WAITING:
            assert isinstance(to, date)
            return ChangeNeeded(WAITING, to, (to - self._scopes.as_of).days, 0)
        return needed(self._facts[fact], self._today[fact].value, to)

    def _day(self, moves: Moves) -> date:
        day = moves.get(WAITING, self._scopes.as_of)
        assert isinstance(day, date)
        return day

    def _scope(self, moves: Moves, grown: Moves | None = None) -> Scope:
        """Names after these moves."""
        return self._scopes.on(self._day(moves), *self._groups).changed(
            {**self._implied(moves), **moves, **(grown or {})}
        )

    def _implied(self, moves: Moves) -> Moves:
        """What the moved answers imply. What other answers had implied stays so, unless these now imply something else."""
        gates = frozenset((fact, to) for fact, to in moves.items() if fact in self._scopes.gates)
        if not gates:
            return {}
        if gates not in self._implied_by:
            self._implied_by[gates] = implied_anew(dict(gates), self._scopes.person, self._scopes.spares)
        return self._implied_by[gates]

    def _obstacle(
        self, rules: Collection[Requirement], moves: Moves, scope: Scope, last: Requirement | None
    ) -> tuple[Requirement | None, frozenset[str]] | None:
        """A requirement that still fails and the names it rests on, the one last worked on first; no requirement where the
        scheme itself is closed on the day waited for.
        """
        day = self._day(moves)
        grown = self._grown(moves, scope)
        for rule in rules if last is None else (last, *(rule for rule in rules if rule is not last)):
            if not holds(rule.in_force, day):
                continue
            value, uses = rule.when(scope)
            if value is False:
                return rule, uses
            if day == self._scopes.as_of:
                continue
            if value is None and self._gaps(uses) - self._gaps_today(rule):
                return rule, uses  # no figure of that day is no answer
            if grown is not None and rule.when(grown).value is False:
                return rule, rule.when(grown).uses | {WAITING}
        return None if holds(self._scheme.open, day) else (None, frozenset((WAITING,)))

    def _gaps(self, uses: Collection[str]) -> frozenset[str]:
        """The figures among what an unknown value rests on: those that have no value for the day."""
        return frozenset(name for name in uses if name not in self._facts and name != WAITING)

    def _gaps_today(self, rule: Requirement) -> frozenset[str]:
        value, uses = rule.when(self._today)
        return self._gaps(uses) if value is None else frozenset()

    def _grown(self, moves: Moves, scope: Scope) -> Scope | None:
        """After a wait, what grows by itself has grown: a way that age has closed meanwhile is no way."""
        wait = (self._day(moves) - self._scopes.as_of).days
        if not wait:
            return None
        grown = {}
        for fact in self._facts.values():
            if fact.change is not None and fact.change.direction == "grows" and fact.change.days:
                now, steps = self._today[fact.id].value, wait // fact.change.days
                if now is not None and steps:
                    grown[fact.id] = max(scope[fact.id].value, now + steps)
        return self._scope(moves, grown) if grown else None

    def _further(
        self, rule: Requirement | None, uses: frozenset[str], moves: Moves, scope: Scope
    ) -> Iterator[tuple[str, Value]]:
        """Each single next move that may make the requirement hold."""
        day = next(self._days_of_change(rule, self._day(moves), moves), None)
        if day is not None:
            yield WAITING, day
        if rule is None:
            return
        tree = self._tree(rule)
        for name in sorted(name for name in uses if self._can_move(name, scope)):
            fact, now = self._facts[name], scope[name].value
            steps = next_values(
                fact,
                now,
                lambda fact=fact, now=now: gains(fact, now, tree, scope, self._scheme.destination),  # type: ignore[misc]
                lambda fact=fact: self._grid(rule, fact, moves),  # type: ignore[misc]
            )
            for value in steps:
                yield name, value

    def _grid(self, rule: Requirement, fact: Fact, moves: Moves) -> Grid:
        """The cells of a number in a requirement; kept, where other moves leave them as they are."""
        day = self._day(moves)
        key = rule.id, fact.id, day
        if key not in self._grids:
            law, other = self._scopes.on(day, *self._groups), {**self._implied(moves), **moves}
            grid = grid_of(
                fact,
                self._today[fact.id].value,
                self._tree(rule),
                lambda value: law.changed({**other, fact.id: value}),
                lambda name: self._can_move(name, self._today),
            )
            if grid.counts_with_others:
                return grid
            self._grids[key] = grid
        return self._grids[key]

    def _tree(self, rule: Requirement) -> Tree:
        """The condition with derived values written out."""
        if rule.id not in self._trees:
            names = names_in(rule.when.tree)
            used = {name: condition.tree for name, condition in self._meanings.items() if name in names}
            if used:
                used = {name: condition.tree for name, condition in self._meanings.items()}
            self._trees[rule.id] = inlined(rule.when.tree, used)
        return self._trees[rule.id]

    def _days_of_change(self, rule: Requirement | None, day: date, moves: Moves | None = None) -> Iterator[date]:
        """Days after this one, within the longest wait, on which time may change the requirement (or open the scheme)."""
        if rule is None:
            yield from self._within(self._turns(self._scheme.open), day)
            return
        if rule.id not in self._law_days:
            names = names_in(self._tree(rule))
            figures = [self._parameters[name] for name in names if name in self._parameters]
            turns = self._turns((*rule.in_force, *(value.period for item in figures for value in item.values)))
            self._law_days[rule.id] = WAITING in names, list(self._within(turns, self._scopes.as_of))
        by_calendar, law_days = self._law_days[rule.id]
        law_days = [found for found in law_days if found > day]
        if not by_calendar:
            if day > self._scopes.as_of:  # nobody waits for the law to change, but who waits finds another law
                yield from law_days
            return
        tree = self._tree(rule)
        for start, end in pairwise([day, *law_days, self._last_day]):
            scope = self._scopes.on(start, *self._groups).changed(moves or {})
            first, last = start.toordinal(), max(end.toordinal() - 1, start.toordinal())
            on = borders(tree, WAITING, lambda number, scope=scope: _on(scope, number, moves or {}), first, last)  # type: ignore[misc]
            yield from (date.fromordinal(number) for number in on if number > first)
            if end != self._last_day:
                yield end

    def _turns(self, periods: Iterable[Period]) -> set[date]:
        """Days on which a period begins, or is over."""
        starts = {period.start for period in periods if period.start is not None}
        return starts | {add_days(period.end, 1) for period in periods if period.end is not None}

    def _within(self, days: Iterable[date], day: date) -> Iterator[date]:
        yield from sorted(found for found in days if day < found <= self._last_day)


def _on(scope: Scope, number: object, moves: Moves) -> Scope:
    assert isinstance(number, int)
    return scope.changed({**moves, WAITING: date.fromordinal(number)})
