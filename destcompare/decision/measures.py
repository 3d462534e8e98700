"""What options are measured by beside money: dangers, waiting, chances, closeness, how much hangs on a destination."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from destcompare.decision.conversion import given
from destcompare.decision.money import Cases
from destcompare.decision.result import ChangeNeeded, EntryTerm
from destcompare.decision.scope import Scope, Scopes
from destcompare.rulebook.model import Condition, Risk, Scheme, Share, holds

_LEVELS = ("high", "medium")
MEASURED = frozenset(
    ("days_before", "odds", "dependence", "language_steps", "relative_here", *(f"{level}_risks" for level in _LEVELS))
)
"""The names of the measures in formulas."""
Three = tuple[object, object, object]
"""At worst, typically, at best; `None` is not known."""


class Measures:
    """Measures of one person's options on one day."""

    def __init__(self, scopes: Scopes, entry: Iterable[EntryTerm]) -> None:
        self._free_entry = {term.destination for term in entry if term.entry.access == "visa_free"}
        self._scopes = scopes
        self._home = scopes.rulebook.homes.get(str(scopes.value("nationality")))
        self._dangers: dict[str, dict[str, tuple[int, int]]] = {}

    def add_to(self, cases: Cases, scheme: Scheme, changes: Iterable[ChangeNeeded]) -> None:
        """Put every measure into the names of an option's three cases."""
        typical = cases[1]
        measured: dict[str, Three] = {
            "days_before": self._days_before(scheme, changes, typical),
            "odds": _same(self._odds(scheme)),
            "dependence": self._dependence(scheme.destination),
            "language_steps": self._language(scheme.destination),
            "relative_here": self._relative(scheme.destination),
            **self._risks(scheme, typical),
        }
        for name, values in measured.items():
            for case, value in zip(cases, values, strict=True):
                case[name] = given(name, value)

    def _days_before(self, scheme: Scheme, changes: Iterable[ChangeNeeded], scope: Scope) -> Three:
        """Days of what is missing and of the steps that follow, one after the other; unknown ones make the worst unknown.

        Where nothing is told of a way that begins with a visa, the time is not known.
        """
        days = [change.days for change in changes]
        steps = (step for step in scheme.steps if step.days and holds(step.in_force, self._scopes.as_of))
        days += [scope[step.days or ""].value for step in steps if applies(step.when, scope) is not False]
        if not days and scheme.destination not in self._free_entry:
            return (None, None, None)
        told = float(sum(day for day in days if day is not None))
        return (None if None in days else told, told, told)

    def _odds(self, scheme: Scheme) -> float | None:
        """The newest share of those who tried and came through; that of the person's citizenship before that of all."""
        nationality = self._scopes.value("nationality")
        for asked in (nationality, None):
            for odds in scheme.odds:
                share = latest(odds.values, self._scopes.as_of) if odds.nationality == asked else None
                if share is not None:
                    return share.share
        return None

    def _dependence(self, destination: str) -> Three:
        """The share of the money sent home that comes from there; without a figure, no more than the others leave."""
        if self._home is None:
            return (None, None, None)
        shares = {
            item.destination: share.share
            for item in self._home.dependence
            if item.destination and (share := latest(item.values, self._scopes.as_of))
        }
        if destination in shares:
            return _same(shares[destination])
        return (max(0.0, 100 - sum(shares.values())), 0.0, 0.0) if shares else (None, None, None)

    def _language(self, destination: str) -> Three:
        """The highest step known of a language that serves there."""
        facts = [
            self._scopes.rulebook.facts[fact] for fact in self._scopes.rulebook.scoring.languages.get(destination, ())
        ]
        steps = []
        for fact in facts:
            words = fact.type.choice.words if fact.type.choice else ()
            value = self._scopes.value(fact.id)
            steps.append(words.index(str(value)) if value is not None else None)
        told = [step for step in steps if step is not None]
        if len(told) == len(steps):
            return _same(max(told, default=0))
        highest = max(len(fact.type.choice.words) - 1 for fact in facts if fact.type.choice)
        return (max(told, default=0), max(told) if told else None, highest)

    def _relative(self, destination: str) -> Three:
        relatives = self._scopes.value("relatives_in")
        return _same(destination in relatives) if isinstance(relatives, frozenset) else (False, None, True)

    def _risks(self, scheme: Scheme, scope: Scope) -> dict[str, Three]:
        """How many dangers of each level concern the person; those that only may count at worst."""
        destination = self._scopes.rulebook.destinations[scheme.destination]
        if destination.code not in self._dangers:
            wide = self._scopes.on(self._scopes.as_of, destination.parameters)
            self._dangers[destination.code] = self._count(destination.risks, wide)
        of_all, own = self._dangers[destination.code], self._count(scheme.risks, scope)
        counts: dict[str, Three] = {}
        for level in _LEVELS:
            sure, maybe = (one + other for one, other in zip(of_all[level], own[level], strict=True))
            counts[f"{level}_risks"] = (sure + maybe, sure, sure)
        return counts

    def _count(self, risks: Iterable[Risk], scope: Scope) -> dict[str, tuple[int, int]]:
        found = {level: [0, 0] for level in _LEVELS}
        for risk in risks:
            if risk.level in found and holds(risk.in_force, self._scopes.as_of):
                applied = applies(risk.when, scope)
                if applied is not False:
                    found[risk.level][0 if applied else 1] += 1
        return {level: (sure, maybe) for level, (sure, maybe) in found.items()}


def applies(when: Condition | None, scope: Scope) -> bool | None:
    """Whether something concerns the person; `None` is not known."""
    value: bool | None = True if when is None else when(scope).value
    return value


def latest(shares: Iterable[Share], day: date) -> Share | None:
    """The newest share that began by the day."""
    begun = [share for share in shares if share.period.start and share.period.start <= day]
    return begun[-1] if begun else None


def _same(value: object) -> Three:
    return (value, value, value)
