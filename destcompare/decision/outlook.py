"""What one scheme will turn out to be, whatever the answers still to come: settled, or what it hangs on.

A completion gives every awaited fact a value, save those that other answers imply. What `decide` says of it is its verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from destcompare.decision.barring import FOR_LIFE, that_count
from destcompare.decision.changes import Search
from destcompare.decision.ground import AWAITED, NOTHING_KNOWN, Ground, Known, Part
from destcompare.decision.result import ChangeNeeded, Status
from destcompare.decision.scope import Scopes
from destcompare.expressions.borders import inlined
from destcompare.expressions.rest import Open, Rest
from destcompare.expressions.tree import names_in
from destcompare.rulebook.model import Requirement, Scheme, Value, holds

_NOTHING: frozenset[str] = frozenset()
Changes = frozenset[tuple[str, Value]]


class Verdict(NamedTuple):
    """What a person is told of a scheme: its status, the end of a ban, the answers that must change."""

    status: Status
    until: date | None = None
    changes: Changes = frozenset()


class Look(NamedTuple):
    """A scheme as far as it is known: its verdict once no awaited fact can change it, else the awaited facts it hangs on.

    `parts` says, requirement by requirement and ban by ban, all that later answers can still meet: what is equal in
    all of them ends alike. `faults` counts what stands against the person by now. `best` is the best status that the bans
    leave: one runs in any case, or one cannot be known.
    """

    verdict: Verdict | None
    hangs_on: frozenset[str]
    parts: tuple[Any, ...]
    faults: int
    best: Status = "eligible"


class _Checked(NamedTuple):
    """A requirement for some answers, the awaited facts of an unknown one, the changes that repair a false one by itself."""

    value: bool | None
    awaited: frozenset[str]
    repair: Changes | None


class Outlook:
    """One scheme on one day, before all its questions are answered; or its requirements alone, or its bans alone."""

    def __init__(self, scheme: Scheme, ground: Ground, requirements: tuple[Part, ...], bans: tuple[Part, ...]) -> None:
        self.scheme = scheme
        self.ground = ground
        self.destination = ground.rulebook.destinations[scheme.destination]
        self.is_open = holds(scheme.open, ground.as_of)
        self.requirements, self.bans = requirements, bans
        parts = (*self.requirements, *self.bans)
        self.facts = ground.with_gates(dict.fromkeys(fact for part in parts for fact in part.facts))
        asked = [fact for part in self.requirements for fact in part.facts]
        self._barring = {fact for part in self.bans for fact in part.facts}.union(
            *(ground.gates.get(fact, ()) for fact in self.facts)
        )
        self._shared = {fact for fact in asked if asked.count(fact) > 1} | self._barring | {"as_of"}
        self._dated = [
            part for part in requirements if "as_of" in names_in(inlined(part.rule.when.tree, ground.meanings))
        ]
        self._changing = {fact for fact in self.facts if ground.rulebook.facts[fact].change is not None}
        self._reaching = [fact for fact in dict.fromkeys(asked) if fact in self._shared & self._changing]
        self.searches = 0  # for changes, so far: they take longer than all else
        self._looks: dict[tuple[Any, ...], Look] = {}
        self._changes: dict[tuple[Any, ...], tuple[ChangeNeeded, ...] | None] = {}

    def known(
        self,
        answers: Mapping[str, Value | None],
        assumed: Mapping[str, Value | None] = NOTHING_KNOWN.values,
        start: Known = NOTHING_KNOWN,
    ) -> Known:
        """What was known from the start, answers, what these imply, and assumed answers where none says anything."""
        return self.ground.known(self.facts, answers, assumed, start)

    def key(self, known: Known) -> tuple[Any, ...]:
        """All that is known of its facts."""
        return (*[known.values.get(fact, AWAITED) for fact in self.facts], known.implied)

    def look(self, known: Known) -> Look:
        """The scheme with what is known."""
        key = self.key(known)
        if key not in self._looks:
            closed = Look(Verdict("closed"), _NOTHING, (), 0)
            self._looks[key] = self._look(known) if self.is_open else closed
        return self._looks[key]

    def _look(self, known: Known) -> Look:
        checked = [self._requirement(part, known) for part in self.requirements]
        failed = sum(item.value is False for item in checked)
        impossible = any(item.value is False and item.repair is None for item in checked)
        changes = () if not failed else None if impossible else self._all_changes(known, checked)
        if changes is None:
            return Look(Verdict("ineligible"), _NOTHING, (), failed)
        bans = [self._ban(part, known) for part in self.bans]
        parts = self._parts(checked, bans, known)
        faults = failed + sum(isinstance(rest, date) for rest in bans)
        moves = {change.fact: change.to for change in changes}
        later = checked
        if moves:
            later, bans = self._after(moves, known, bans)
        bans = that_count(bans)
        until = max((rest for rest in bans if isinstance(rest, date)), default=None)
        awaited = frozenset().union(*(item.awaited for item in (*checked, *later)))
        if until != FOR_LIFE:
            awaited = awaited.union(*(rest.names for rest in bans if isinstance(rest, Open)))
        awaited -= known.values.keys()  # what an answer spares now, though not after a change, is not asked
        if awaited:
            return Look(None, awaited, parts, faults, "banned" if until else "unknown" if None in bans else "eligible")
        verdict = Verdict("reachable" if changes else "eligible", None, frozenset(moves.items()))
        if until is not None:
            verdict = Verdict("banned", until if until != FOR_LIFE else None)
        elif any(item.value is None for item in later) or any(rest is not False for rest in bans):
            verdict = Verdict("unknown")
        return Look(verdict, _NOTHING, parts, faults)

    def _requirement(self, part: Part, known: Known) -> _Checked:
        key = part.key(known)
        if key not in part.seen:
            assert isinstance(part.rule, Requirement)
            scopes = self.ground.scopes(known)
            checked = self._check(part.rule, self._names(scopes, {}), known)
            if checked.value is False:
                self.searches += 1
                changes = next(Search(self.scheme, scopes).sets((part.rule,)), None)
                checked = checked._replace(repair=None if changes is None else _targets(changes))
            part.seen[key] = checked
        found: _Checked = part.seen[key]
        return found

    def _check(self, rule: Requirement, scope: Mapping[str, Any], known: Known) -> _Checked:
        value, uses = rule.when(scope)
        return _Checked(value, self._awaited(known, uses) if value is None else _NOTHING, None)

    def _names(self, scopes: Scopes, moves: Mapping[str, Value]) -> Mapping[str, Any]:
        day = moves.get("as_of", self.ground.as_of)
        assert isinstance(day, date)
        return scopes.on(day, self.destination.parameters, self.scheme.parameters).changed(moves)

    def _awaited(self, known: Known, uses: frozenset[str]) -> frozenset[str]:
        facts = self.ground.rulebook.facts
        return frozenset(name for name in uses if name in facts and name not in known.values)

    def _ban(self, part: Part, known: Known) -> Rest:
        key = part.key(known)
        if key not in part.seen:
            assert part.barring is not None
            part.seen[key] = part.barring.rest(known.values)
        return part.seen[key]

    def _all_changes(self, known: Known, checked: list[_Checked]) -> tuple[ChangeNeeded, ...] | None:
        """The changes that `decide` would name; kept for what they can rest on. A requirement that is not false counts by its
        facts only where a change that repairs another may reach it.
        """
        failed = [part for part, item in zip(self.requirements, checked, strict=True) if item.value is False]
        waits = any(part is dated for part in failed for dated in self._dated)
        moving = frozenset(fact for part in failed for fact in part.facts if fact in self._changing)
        states = tuple(
            part.key(known) if waits or item.value is False or not moving.isdisjoint(part.reach) else item.value
            for part, item in zip(self.requirements, checked, strict=True)
        )
        key = (states, known.implied)
        if key not in self._changes:
            self.searches += 1
            self._changes[key] = Search(self.scheme, self.ground.scopes(known)).quickest()
        return self._changes[key]

    def _after(self, moves: Mapping[str, Value], known: Known, bans: list[Rest]) -> tuple[list[_Checked], list[Rest]]:
        """Requirements and bans once these answers have changed."""
        if not self._barring.isdisjoint(moves):
            moved = {fact: to for fact, to in moves.items() if fact != "as_of"}
            told = {fact: value for fact, value in known.values.items() if fact not in known.implied}
            gates = self.ground.gates
            answers = {
                fact: value
                for fact, value in told.items()
                if value is not None or moved.keys().isdisjoint(gates.get(fact, ()))
            }
            known = self.known({**answers, **moved}, told)
            bans = [self._ban(part, known) for part in self.bans]
        day = moves.get("as_of", self.ground.as_of)
        assert isinstance(day, date)
        scope = self._names(self.ground.scopes(known), moves)
        rules = [rule for rule in self.scheme.requirements if holds(rule.in_force, day)]
        return [self._check(rule, scope, known) for rule in rules], bans

    def _parts(self, checked: list[_Checked], bans: list[Rest], known: Known) -> tuple[Any, ...]:
        """What later answers can still meet. A false requirement counts by what repairs it, where that touches nothing else,
        and where a ban runs in any case not at all; for an unknown requirement all is kept that is known of its facts, and
        for one that a change of another may reach, or that may be another on a day waited for. Of an open ban counts what
        is left of it.
        """
        barred = any(isinstance(rest, date) for rest in bans)
        moving = {fact for fact in self._reaching if self.can_move(fact, known)}
        parts: list[Any] = []
        waits = any(
            part in self._dated and item.value is not True
            for part, item in zip(self.requirements, checked, strict=True)
        )
        for part, item in zip(self.requirements, checked, strict=True):
            alone = self._shared.isdisjoint(fact for fact, _ in item.repair or ())
            if (item.value is None and item.awaited) or not moving.isdisjoint(part.reach):
                parts.append(part.open_key(known))
            elif item.value is False:
                parts.append((True if barred else item.repair) if alone else part.key(known))
            else:
                parts.append(part.key(known) if waits else item.value)
        for part, rest in zip(self.bans, bans if moving else that_count(bans), strict=True):
            if not moving.isdisjoint(part.reach):
                parts.append(part.open_key(known))
            elif isinstance(rest, Open):
                parts.append((rest, *[known.values.get(gate, AWAITED) for gate in self.ground.with_gates(rest.names)]))
            else:
                parts.append(rest)
        return tuple(parts)

    def can_move(self, fact: str, known: Known) -> bool:
        """Whether a requirement may come to ask for another answer than the one known, or awaited."""
        change, value = self.ground.rulebook.facts[fact].change, known.values.get(fact, AWAITED)
        if change is None or value is None:
            return False
        return not isinstance(value, bool) or value is (change.direction == "falls")


def _targets(changes: tuple[ChangeNeeded, ...]) -> Changes:
    return frozenset((change.fact, change.to) for change in changes)
