"""What the rule cases reach of the rules: every value of a requirement, every atom of a condition, every border, ban, figure.

A case counts only for the schemes whose status, end of a ban, questions or changes it expects. Atoms, borders, figures and
days count only where the outcome rests on them: a requirement's while no other one is false already, a ban's while no
requirement is false and no other ban runs longer. What cannot be reached (an atom that another one repeats, a day before
there was any scheme) keeps the share under a hundred; days and figures that ended before the first scheme are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from destcompare.decision.answers import read_mapping
from destcompare.decision.bans import find_bans
from destcompare.decision.person import Person, make_person
from destcompare.decision.scope import Scope, Scopes
from destcompare.expressions.evaluation import Outcome
from destcompare.expressions.tree import names_in
from destcompare.rulebook.cases import CaseShape
from destcompare.rulebook.model import Ban, Period, Requirement, Rulebook, Scheme, holds
from destcompare.upkeep.atoms import Atoms
from destcompare.upkeep.cases import figure_on_day

KINDS = ("requirement", "condition", "border", "ban", "figure", "day", "entry", "implied")
_DAY = timedelta(days=1)


class Target(NamedTuple):
    """One thing that a case can reach: of what kind, of which scheme or destination, in which rule, and what of it."""

    kind: str
    owner: str
    rule: str
    what: str


class Coverage:
    """All targets of a rulebook, and which of them one case reaches."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
        self._parameters = {item.id: item for item in rulebook.all_parameters()}
        self._atoms = {
            rule.id: Atoms(rule.when.tree, rulebook.facts, self.meanings)
            for scheme in rulebook.schemes
            for rule in self._rules(scheme)
        }
        self._owners = dict(self._figure_owners())
        self._begins = dict(self._first_days())
        self.targets = tuple(dict.fromkeys(self._all()))
        self._wanted = frozenset(self.targets)

    def schemes_of(self, case: CaseShape) -> list[Scheme]:
        """The schemes of which a case expects something."""
        named = {*case.expect, *case.until, *case.asks, *case.changes}
        return [scheme for scheme in self.rulebook.schemes if scheme.id in named]

    def reached(self, case: CaseShape) -> set[Target]:
        """The targets that a case reaches. Raises `BadInput` when its person cannot be read."""
        person = make_person(read_mapping(case.person, self.rulebook, case.as_of), self.rulebook)
        scopes = Scopes(self.rulebook, person, case.as_of)
        found = set(self._of_figures(case))
        found.update(self._of_entry(case, person))
        for scheme in self.schemes_of(case):
            found.update(self._of_scheme(scheme, scopes))
        return found & self._wanted

    def rule(self, target: Target) -> Requirement | Ban | None:
        """The requirement or ban that a target belongs to."""
        rules = (rule for scheme in self.rulebook.schemes for rule in self._rules(scheme))
        return next((rule for rule in rules if rule.id == target.rule), None)

    def _rules(self, scheme: Scheme) -> Iterator[Requirement | Ban]:
        yield from scheme.requirements
        yield from self.rulebook.destinations[scheme.destination].bans

    def names(self, rule: Requirement | Ban) -> frozenset[str]:
        """The facts and figures that a rule rests on."""
        return self._atoms[rule.id].names | _names_beside(rule)

    def scope(self, rule: Requirement | Ban, scheme: Scheme, scopes: Scopes) -> Scope:
        """What the names of a rule of a scheme, or of a ban of its destination, stand for."""
        parameters = self.rulebook.destinations[scheme.destination].parameters
        if isinstance(rule, Requirement):
            return scopes.on(scopes.as_of, parameters, scheme.parameters)
        return scopes.on(rule.law_of(scopes.on(scopes.as_of, parameters)).value, parameters)

    def end_of(self, ban: Ban, case: CaseShape) -> date | None:
        """The first day after a ban, were this person under it. Raises `BadInput`."""
        person = make_person(read_mapping(case.person, self.rulebook, case.as_of), self.rulebook)
        (scheme,) = self.schemes_of(case)[:1]
        scope = self.scope(ban, scheme, Scopes(self.rulebook, person, case.as_of))
        return None if ban.ends is None else ban.ends(scope).value

    # --- What there is -------------------------------------------------------------------------------------------------

    def _first_days(self) -> Iterator[tuple[str, date]]:
        """For each scheme, each destination and what all share: the first day on which there is a scheme."""
        opened = {
            scheme: min((period.start or date.min for period in scheme.open), default=date.min)
            for scheme in self.rulebook.schemes
        }
        yield "facts", min(opened.values(), default=date.min)
        for code in self.rulebook.destinations:
            days = [day for scheme, day in opened.items() if scheme.destination == code]
            yield code.lower(), min(days, default=date.min)
        yield from ((scheme.id, day) for scheme, day in opened.items())

    def _all(self) -> Iterator[Target]:
        for destination in self.rulebook.destinations.values():
            owner = destination.code.lower()
            for ban in destination.bans:
                yield from (Target("ban", owner, ban.id, what) for what in ("runs", "does not run"))
                if ban.ends is not None:
                    yield from (Target("ban", owner, ban.id, what) for what in ("last day", "first day after"))
                yield from self._of_condition(owner, ban)
                yield from (
                    Target("day", owner, ban.id, str(day)) for day in _edges(ban.in_force) if day >= self._begins[owner]
                )
            for entry in destination.entry:
                for nationality in entry.nationalities:
                    yield Target("entry", owner, nationality, f"{entry.period.start} {entry.access}")
        for scheme in self.rulebook.schemes:
            yield from (Target("day", scheme.id, scheme.id, str(day)) for day in _edges(scheme.open))
            for requirement in scheme.requirements:
                for value in ("true", "false", "unknown"):
                    if value != "unknown" or self._rests_on_answers(requirement):
                        yield Target("requirement", scheme.id, requirement.id, value)
                yield from self._of_condition(scheme.id, requirement)
                for day in _edges(requirement.in_force):
                    if holds(scheme.open, day):
                        yield Target("day", scheme.id, requirement.id, str(day))
        for figure, owner in self._owners.items():
            for dated in self._parameters[figure].values:
                if dated.period.end is None or dated.period.end >= self._begins[owner]:
                    yield Target("figure", owner, figure, str(dated.period.start))
        used = {name for atoms in self._atoms.values() for name in atoms.names}
        for fact in self.rulebook.facts.values():
            if fact.implied_by and fact.id in used:
                owner = (fact.destination or "facts").lower()
                yield from (Target("implied", owner, fact.id, what) for what in ("implied", "not implied"))

    def _rests_on_answers(self, rule: Requirement) -> bool:
        return any(name in self.rulebook.facts for name in self._atoms[rule.id].names)

    def _of_condition(self, owner: str, rule: Requirement | Ban) -> Iterator[Target]:
        atoms = self._atoms[rule.id]
        for place, text in enumerate(atoms.texts):
            for value in ("true", "false"):
                yield Target("condition", owner, rule.id, f"{text}: {value}")
                if atoms.has_border(place):
                    yield Target("border", owner, rule.id, f"{text}: {value}")

    def _figure_owners(self) -> Iterator[tuple[str, str]]:
        """Each parameter that conditions of requirements and bans name, and where it counts."""
        shared = {item.name: item for item in self.rulebook.parameters}
        for scheme in self.rulebook.schemes:
            destination = self.rulebook.destinations[scheme.destination]
            above = {item.name: item for item in destination.parameters}
            own = {item.name: item for item in scheme.parameters}
            for rule in self._rules(scheme):
                for name in self._atoms[rule.id].names | _names_beside(rule):
                    for group, owner in ((own, scheme.id), (above, destination.code.lower()), (shared, "facts")):
                        if name in group and (isinstance(rule, Requirement) or group is not own):
                            yield group[name].id, owner
                            break

    # --- What one case reaches -----------------------------------------------------------------------------------------

    def _of_figures(self, case: CaseShape) -> Iterator[Target]:
        for figure in case.figures:
            if figure in self._owners and figure_on_day(self.rulebook, figure, case) is not None:
                yield from self._figures((figure,), case.as_of)

    def _figures(self, uses: Iterable[str], day: date | None) -> Iterator[Target]:
        for name in uses:
            if name in self._owners and day is not None:
                for dated in self._parameters[name].values:
                    if day in dated.period:
                        yield Target("figure", self._owners[name], name, str(dated.period.start))
                        break

    def _of_entry(self, case: CaseShape, person: Person) -> Iterator[Target]:
        nationality = person.value("nationality")
        for code in case.entry:
            for entry in self.rulebook.destinations[code].entry if code in self.rulebook.destinations else ():
                if nationality in entry.nationalities and case.as_of in entry.period:
                    yield Target("entry", code.lower(), str(nationality), f"{entry.period.start} {entry.access}")

    def _of_scheme(self, scheme: Scheme, scopes: Scopes) -> Iterator[Target]:
        day = str(scopes.as_of)
        yield Target("day", scheme.id, scheme.id, day)
        if not holds(scheme.open, scopes.as_of):
            return
        destination = self.rulebook.destinations[scheme.destination]
        scope = scopes.on(scopes.as_of, destination.parameters, scheme.parameters)
        outcomes = {requirement: requirement.when(scope) for requirement in scheme.requirements}
        in_force = [requirement for requirement in outcomes if holds(requirement.in_force, scopes.as_of)]
        false = [requirement for requirement in in_force if outcomes[requirement].value is False]
        for requirement in in_force:
            value = {True: "true", False: "false", None: "unknown"}[outcomes[requirement].value]
            yield Target("requirement", scheme.id, requirement.id, value)
        for requirement, outcome in outcomes.items():
            if any(other is not requirement for other in false):
                continue
            if outcome.value is False:
                yield Target("day", scheme.id, requirement.id, day)
            if requirement in in_force:
                yield from self._decided(scheme.id, requirement, scope)
                yield from self._figures(outcome.uses, scopes.as_of)
                yield from self._implied(outcome.uses, scopes.person)
        if not false:
            yield from self._of_bans(scheme.destination, scopes)

    def _decided(self, owner: str, rule: Requirement | Ban, scope: Scope) -> Iterator[Target]:
        texts = self._atoms[rule.id].texts
        for atom, value, at_border in self._atoms[rule.id].deciding(scope):
            what = f"{texts[atom]}: {'true' if value else 'false'}"
            yield Target("condition", owner, rule.id, what)
            if at_border:
                yield Target("border", owner, rule.id, what)

    def _implied(self, uses: Iterable[str], person: Person) -> Iterator[Target]:
        for name in uses:
            fact = self.rulebook.facts.get(name)
            if fact is not None and fact.implied_by:
                owner = (fact.destination or "facts").lower()
                yield Target("implied", owner, name, "implied" if name in person.implied else "not implied")

    def _of_bans(self, code: str, scopes: Scopes) -> Iterator[Target]:
        destination, owner = self.rulebook.destinations[code], code.lower()
        running = {item.ban.id: item for item in find_bans(destination, scopes).running}
        longest = {
            name for name, item in running.items() if all(_not_before(item.until, o.until) for o in running.values())
        }
        for ban in destination.bans:
            if running and ban.id not in longest:
                continue
            law_day = ban.law_of(scopes.on(scopes.as_of, destination.parameters)).value
            yield Target("day", owner, ban.id, str(law_day))
            if law_day is not None and not holds(ban.in_force, law_day):
                continue
            scope = scopes.on(law_day, destination.parameters)
            applies = ban.when(scope)
            ends = ban.ends(scope) if ban.ends is not None else Outcome(date.max, frozenset())
            concerned = applies.value is True or "as_of" in self._atoms[ban.id].names
            if concerned and ban.ends is not None and scopes.as_of in _ends(ends.value):
                over = scopes.as_of == ends.value
                yield Target("ban", owner, ban.id, "first day after" if over else "last day")
            if applies.value is not None:
                yield Target("ban", owner, ban.id, "runs" if ban.id in running else "does not run")
            if applies.value is True and ban.id not in running:
                continue
            yield from self._decided(owner, ban, scope)
            yield from self._figures(applies.uses | (ends.uses if ban.id in running else frozenset()), law_day)
            yield from self._implied(applies.uses, scopes.person)


def _names_beside(rule: Requirement | Ban) -> frozenset[str]:
    """The names of a ban's days."""
    if isinstance(rule, Requirement):
        return frozenset()
    parts = (rule.starts, rule.ends, rule.law_of)
    return frozenset().union(*(names_in(part.tree) for part in parts if part is not None))


def _edges(periods: tuple[Period, ...]) -> Iterator[date]:
    """The first and the last day of each period, and the days beside them."""
    for period in periods:
        if period.start is not None:
            yield from (period.start - _DAY, period.start)
        if period.end is not None:
            yield from (period.end, period.end + _DAY)


def _ends(end: date | None) -> tuple[date, ...]:
    return (end - _DAY, end) if end is not None and date.min < end < date.max else ()


def _not_before(one: date | None, other: date | None) -> bool:
    """Whether one end of a ban is not earlier than another; no end is the last."""
    return (one or date.max) >= (other or date.max)


def gaps(coverage: Coverage, cases: Iterable[CaseShape]) -> list[Target]:
    """The targets that no case reaches, in the order of the rules."""
    reached: set[Target] = set()
    for case in cases:
        reached |= coverage.reached(case)
    return [target for target in coverage.targets if target not in reached]


def shares(targets: Iterable[Target], missing: Iterable[Target]) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """For each owner and kind: how many targets are reached, of how many."""
    left = set(missing)
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for target in targets:
        kinds = found.setdefault(target.owner, {})
        reached, of = kinds.get(target.kind, (0, 0))
        kinds[target.kind] = reached + (target not in left), of + 1
    return found
