"""Entry bans: each by the law of the day that caused it, running until the first day it is lifted."""

from __future__ import annotations

from datetime import date

from destcompare.decision.result import RunningBan
from destcompare.decision.scope import Scopes
from destcompare.decision.statements import figures_in, named
from destcompare.expressions.evaluation import Outcome
from destcompare.records import Record
from destcompare.rulebook.model import Ban, Destination, holds


class Bans(Record):
    """The bans of one destination for one person: those that run, and what would decide the open ones."""

    running: tuple[RunningBan, ...]
    open_facts: frozenset[str]

    @property
    def until(self) -> date | None:
        """The first day on which the last ban is lifted; `None` when one of them has no end."""
        ends = [ban.until for ban in self.running if ban.until is not None]
        return max(ends) if len(ends) == len(self.running) and ends else None


class DecidedBan(Record):
    """One ban rule for one person: its value (`None` is unknown), the names it rests on, the ban where it runs.

    `asks` are the names of an unknown one that are worth asking first.
    """

    value: bool | None
    uses: frozenset[str]
    asks: frozenset[str] = frozenset()
    running: RunningBan | None = None


def find_bans(destination: Destination, scopes: Scopes) -> Bans:
    """Decide every ban rule of a destination."""
    running: list[RunningBan] = []
    open_facts: frozenset[str] = frozenset()
    for ban in destination.bans:
        decided = decide_ban(ban, destination, scopes)
        open_facts |= decided.asks
        if decided.running is not None:
            running.append(decided.running)
    return Bans(tuple(running), open_facts)


def decide_ban(ban: Ban, destination: Destination, scopes: Scopes) -> DecidedBan:
    """Decide one ban rule by the law of its own day."""
    law_day = ban.law_of(scopes.on(scopes.as_of, destination.parameters))
    if law_day.value is not None and not holds(ban.in_force, law_day.value):
        return DecidedBan(False, law_day.uses)
    scope = scopes.on(law_day.value, destination.parameters)
    applies, starts = ban.when(scope), ban.starts(scope)
    ends = ban.ends(scope) if ban.ends is not None else Outcome(date.max, frozenset())
    begun = None if starts.value is None else starts.value <= scopes.as_of
    lasts = None if ends.value is None else scopes.as_of < ends.value
    uses = law_day.uses | applies.uses | starts.uses | ends.uses
    parts = (applies.value, begun, lasts)
    if False in parts:
        return DecidedBan(False, uses)
    if None in parts or law_day.value is None:
        return DecidedBan(None, uses, applies.uses if _asks(applies, scopes) else uses)
    facts = scopes.facts(uses)
    until = ends.value if ban.ends is not None else None
    known = named(scopes.rulebook.parameters, destination.parameters, destination.prices)
    figures = figures_in(ban.text, known, law_day.value)
    return DecidedBan(True, uses, running=RunningBan(ban, starts.value, until, facts, figures))


def _asks(applies: Outcome, scopes: Scopes) -> bool:
    """Whether an answer may still rule the ban out; only then its days are not asked for yet."""
    return applies.value is None and any(
        fact in scopes.rulebook.facts and scopes.value(fact) is None for fact in applies.uses
    )
