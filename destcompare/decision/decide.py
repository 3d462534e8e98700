"""The decision: one status for every scheme, in the order of precedence of the six statuses.

closed → ineligible → banned → unknown → reachable → eligible: the first that is true of the scheme and the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from destcompare.decision.bans import Bans, find_bans
from destcompare.decision.changes import Search
from destcompare.decision.consistency import misfits
from destcompare.decision.person import Person, implied_anew
from destcompare.decision.result import (
    STATUSES,
    WITHIN_REACH,
    ChangeNeeded,
    CheckedRequirement,
    Decision,
    EntryTerm,
    Option,
    Status,
)
from destcompare.decision.scope import Scope, Scopes
from destcompare.decision.statements import Named, figure_warnings, figures_in, named, warnings_of
from destcompare.expressions.tree import reached
from destcompare.rulebook.model import Destination, Fact, Rulebook, Scheme, Value, holds, on_day


def decide(person: Person, rulebook: Rulebook, as_of: date) -> Decision:
    """Every scheme of the rulebook for one person on one date."""
    scopes = Scopes(rulebook, person, as_of)
    bans = {code: find_bans(destination, scopes) for code, destination in rulebook.destinations.items()}
    options = [_decide_scheme(scheme, bans[scheme.destination], scopes) for scheme in rulebook.schemes]
    return Decision(rulebook, person, as_of, entry_terms(scopes), in_order(options, rulebook), misfits(scopes))


def in_order(options: Iterable[Option], rulebook: Rulebook) -> tuple[Option, ...]:
    """The options by status, then as the rules declare them; only what is eligible or reachable is ranked."""
    declared = {scheme.id: place for place, scheme in enumerate(rulebook.schemes)}
    ordered = sorted(options, key=lambda option: (STATUSES.index(option.status), declared[option.scheme.id]))
    return tuple(
        option.replaced(rank=place) if option.status in WITHIN_REACH else option
        for place, option in enumerate(ordered, start=1)
    )


def decide_scheme(scheme: Scheme, person: Person, rulebook: Rulebook, as_of: date) -> Option:
    """One scheme alone; it has no rank."""
    scopes = Scopes(rulebook, person, as_of)
    return _decide_scheme(scheme, find_bans(rulebook.destinations[scheme.destination], scopes), scopes)


def _decide_scheme(scheme: Scheme, bans: Bans, scopes: Scopes) -> Option:
    destination = scopes.rulebook.destinations[scheme.destination]
    known = named(
        scopes.rulebook.parameters, destination.parameters, scheme.parameters, destination.prices, scheme.prices
    )
    scope = scopes.on(scopes.as_of, destination.parameters, scheme.parameters)
    is_open = holds(scheme.open, scopes.as_of)
    checked = _check_requirements(scheme, known, scope, scopes) if is_open else ()
    changes: tuple[ChangeNeeded, ...] | None = ()
    if any(item.value is False for item in checked):
        changes = Search(scheme, scopes).quickest()
    bans, status, asks = _outcome(scheme, bans, checked, changes, scopes) if is_open else (bans, "closed", ())
    return Option(
        scheme=scheme,
        status=status,
        rank=None,
        until=bans.until if status == "banned" else None,
        asks=asks,
        requirements=checked,
        bans=bans.running if is_open else (),
        changes=changes or () if status in ("reachable", "unknown", "banned") else (),
        warnings=_warnings(scheme, checked, bans, known, scopes),
    )


def after_changes(
    option: Option, changes: tuple[ChangeNeeded, ...], scopes: Scopes
) -> tuple[Status, date | None, tuple[str, ...]]:
    """The status of an open scheme once these changes are made, the end of its bans, and the answers it still asks for."""
    bans = find_bans(scopes.rulebook.destinations[option.scheme.destination], scopes)
    bans, status, asks = _outcome(option.scheme, bans, option.requirements, changes, scopes)
    return status, bans.until if status == "banned" else None, asks


def _outcome(
    scheme: Scheme,
    bans: Bans,
    checked: tuple[CheckedRequirement, ...],
    changes: tuple[ChangeNeeded, ...] | None,
    scopes: Scopes,
) -> tuple[Bans, Status, tuple[str, ...]]:
    """The bans, the status and the open questions of a scheme once these changes are made; `None` when there are none."""
    if changes is None:
        return bans, "ineligible", ()
    after = scopes
    if changes:
        destination = scopes.rulebook.destinations[scheme.destination]
        moves = {change.fact: change.to for change in changes}
        implying = _scopes_after(moves, scheme, destination, scopes)
        if implying is not None:
            bans, after = find_bans(destination, implying), implying
        day = moves.get("as_of", scopes.as_of)
        assert isinstance(day, date)
        scope = after.on(day, destination.parameters, scheme.parameters).changed(moves)
        checked = _check_requirements(scheme, {}, scope, after, day)
    status: Status = "reachable" if changes else "eligible"
    if bans.open_facts or any(item.value is None for item in checked):
        status = "unknown"
    if bans.running:
        status = "banned"
    return bans, status, _open_facts(checked, bans, after) if status == "unknown" else ()


def _scopes_after(
    moves: Mapping[str, Value], scheme: Scheme, destination: Destination, scopes: Scopes
) -> Scopes | None:
    """The person after the needed changes, where these can set off a ban or open a question that an answer had spared."""
    moved = {fact: to for fact, to in moves.items() if fact != "as_of"}
    # what a moved answer had spared, or spares now, may spare more
    touched = reached(moved, lambda name: [fact.id for fact in scopes.spares.get(name, ())])
    barring = [part for ban in destination.bans for part in (ban.when, ban.starts, ban.ends) if part is not None]
    if all(touched.isdisjoint(condition.names) for condition in (*barring, *scopes.derived)) and all(
        touched.isdisjoint(requirement.when.names - moved.keys()) for requirement in scheme.requirements
    ):
        return None
    person = scopes.person
    implied = {fact: value for fact, value in person.implied.items() if fact not in touched}
    implied.update(implied_anew(moved, person, scopes.spares))
    return Scopes(scopes.rulebook, Person({**person.answers, **moved}, implied), scopes.as_of)


def _check_requirements(
    scheme: Scheme, known: Named, scope: Scope, scopes: Scopes, day: date | None = None
) -> tuple[CheckedRequirement, ...]:
    checked = []
    for requirement in scheme.requirements:
        if not holds(requirement.in_force, day or scopes.as_of):
            continue
        outcome = requirement.when(scope)
        facts = scopes.facts(outcome.uses)
        figures = figures_in(requirement.text, known, scopes.as_of)
        checked.append(CheckedRequirement(requirement, outcome.value, facts, figures))
    return tuple(checked)


def _open_facts(checked: tuple[CheckedRequirement, ...], bans: Bans, scopes: Scopes) -> tuple[str, ...]:
    """Unanswered facts that still decide: plain ones first, sensitive ones last."""
    uses = set(bans.open_facts)
    for item in checked:
        if item.value is None:
            uses.update(item.facts)
    known = scopes.rulebook.facts
    for name in scopes.facts(uses):  # one answer to a gate question may spare several others
        uses |= gates_of(known[name])
    facts = [known[name] for name in scopes.facts(uses) if scopes.value(name) is None]
    return tuple(fact.id for fact in sorted(facts, key=lambda fact: fact.sensitive))


def gates_of(fact: Fact) -> frozenset[str]:
    """The facts whose answers may imply this one."""
    return frozenset().union(*(implication.when.names for implication in fact.implied_by))


def with_gates(names: Iterable[str], rulebook: Rulebook) -> frozenset[str]:
    """Facts, with those that may imply them."""
    return frozenset(reached(names, lambda name: gates_of(rulebook.facts[name])))


def foremost(asks: Iterable[str], facts: Mapping[str, Fact]) -> list[str]:
    """Open questions; while a gate question is among them, it stands for those it may spare."""
    asks = list(asks)
    return [fact for fact in asks if gates_of(facts[fact]).isdisjoint(asks)]


def _warnings(
    scheme: Scheme,
    checked: tuple[CheckedRequirement, ...],
    bans: Bans,
    known: Named,
    scopes: Scopes,
) -> tuple[str, ...]:
    rulebook, as_of = scopes.rulebook, scopes.as_of
    found: list[str] = []
    for period, provenance in zip(scheme.open, scheme.open_provenance, strict=True):
        if as_of in period:
            found += warnings_of(scheme.id, provenance, rulebook, as_of)
    for item in checked:
        found += warnings_of(item.requirement.id, item.requirement.provenance, rulebook, as_of)
        found += figure_warnings(item.requirement.when, known, rulebook, as_of, as_of)
    for running in bans.running:
        found += warnings_of(running.ban.id, running.ban.provenance, rulebook, as_of)
    return tuple(dict.fromkeys(found))


def entry_terms(scopes: Scopes) -> tuple[EntryTerm, ...]:
    """How the person may enter each destination; nothing where the citizenship or the term of the day is unknown."""
    nationality = scopes.value("nationality")
    terms = []
    for destination in scopes.rulebook.destinations.values():
        own = [entry for entry in destination.entry if nationality in entry.nationalities]
        entry = on_day(own, scopes.as_of)
        if entry is not None:
            terms.append(EntryTerm(destination.code, entry))
    return tuple(terms)
