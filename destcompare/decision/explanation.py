"""One scheme opened up for one person: why, why not, what would change it, and what to look at twice."""

from __future__ import annotations

from datetime import date

from destcompare.decision.changes import Search
from destcompare.decision.decide import after_changes
from destcompare.decision.fragile import Slip, slips
from destcompare.decision.moves import cost_together, days_together
from destcompare.decision.particulars import Particulars, SchemeParticulars
from destcompare.decision.reasons import Closing, Reasons, closing, reasons
from destcompare.decision.result import ChangeNeeded, Decision, Impossible, Option, RunningBan, Status
from destcompare.decision.scope import Scopes
from destcompare.expressions.borders import inlined
from destcompare.records import Record

_SOON_DAYS = 3 * 365


class ChangeSet(Record):
    """A smallest set of changes, the days and US dollars it takes where known, and what the scheme is then."""

    changes: tuple[ChangeNeeded, ...]
    days: int | None
    cost_usd: float | None
    status: Status
    until: date | None
    asks: tuple[str, ...]


class BanReason(Record):
    """A running ban, and the day whose law decides it."""

    running: RunningBan
    law_day: date


class Explanation(Record):
    """Everything behind the status of one scheme. `reasons` has the false requirements by their ids."""

    decision: Decision
    option: Option
    reasons: dict[str, Reasons]
    bans: tuple[BanReason, ...]
    sets: tuple[ChangeSet, ...]
    impossible: Impossible | None
    closings: tuple[Closing, ...]
    slips: tuple[Slip, ...]
    told: SchemeParticulars


def explain(decision: Decision, scheme_id: str) -> Explanation:
    """Open up a scheme of a decision."""
    option = next(option for option in decision.options if option.scheme.id == scheme_id)
    rulebook, day = decision.rulebook, decision.as_of
    scopes = Scopes(rulebook, decision.person, day)
    destination = rulebook.destinations[option.scheme.destination]
    scope = scopes.on(day, destination.parameters, option.scheme.parameters)
    meanings = {derived.name: derived.value.tree for derived in rulebook.derived}
    why: dict[str, Reasons] = {}
    closings: list[Closing] = []
    for item in option.requirements:
        tree = inlined(item.requirement.when.tree, meanings)
        if item.value is False:
            why[item.requirement.id] = reasons(tree, scope, rulebook.facts)
        else:
            closings += closing(item.requirement.id, tree, scope, rulebook.facts, _SOON_DAYS)
    search = Search(option.scheme, scopes)
    changes = search.all() if why else ()
    return Explanation(
        decision=decision,
        option=option,
        reasons=why,
        bans=tuple(_ban(running, scopes, option) for running in option.bans),
        sets=tuple(_set(found, option, scopes) for found in changes),
        impossible=search.impossible() if why and not changes else None,
        closings=tuple(closings),
        slips=slips(option, decision),
        told=Particulars(decision).scheme(option.scheme),
    )


def _ban(running: RunningBan, scopes: Scopes, option: Option) -> BanReason:
    destination = scopes.rulebook.destinations[option.scheme.destination]
    law_day = running.ban.law_of(scopes.on(scopes.as_of, destination.parameters)).value
    return BanReason(running, law_day or scopes.as_of)


def _set(changes: tuple[ChangeNeeded, ...], option: Option, scopes: Scopes) -> ChangeSet:
    facts = scopes.rulebook.facts
    status, until, asks = after_changes(option, changes, scopes)
    if status == "reachable":  # once they are made
        status = "eligible"
    return ChangeSet(changes, days_together(changes, facts), cost_together(changes), status, until, asks)
