"""Parts of options as tables, a row a class: filled by the decision itself, for one person of each class that is met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from destcompare.batch.classes import Key
from destcompare.batch.search import answer_in
from destcompare.decision.decide import entry_terms
from destcompare.decision.measures import Measures
from destcompare.decision.money import Accounts, Cases
from destcompare.decision.person import make_person
from destcompare.decision.result import ChangeNeeded
from destcompare.decision.scope import Scopes
from destcompare.rulebook.model import Fact, Rulebook, Scheme, Value

PLACE, ROW = "place", "row"
"""Of an option: the place of its scheme in the rules, and the row of its person in the frame."""
DAYS, OPEN_DAYS, COST = "days", "open_days", "changes_once"
"""Of its changes: the days that are known (null where nothing changes), whether those of one are not known, and the cost."""
_MOST_PEOPLE = 500


class Appraiser:
    """The names of the money and scoring formulas, for one person at a time."""

    def __init__(self, rulebook: Rulebook, as_of: date) -> None:
        self._rulebook, self._as_of = rulebook, as_of
        self._people: dict[frozenset[tuple[str, Value]], tuple[Scopes, Measures]] = {}
        self._accounts: dict[frozenset[tuple[str, Value]], Accounts] = {}

    def cases(
        self, scheme: Scheme, answers: Mapping[str, Value | None], changes: tuple[ChangeNeeded, ...], *, money: bool
    ) -> Cases:
        """What each name stands for at worst, typically, at best; without `money` the measures alone, which is sooner done."""
        known = {name: value for name, value in answers.items() if value is not None}
        key = frozenset(known.items())
        if key not in self._people:
            if len(self._people) >= _MOST_PEOPLE:
                self._people.clear()
                self._accounts.clear()
            scopes = Scopes(self._rulebook, make_person(known, self._rulebook), self._as_of)
            self._people[key] = scopes, Measures(scopes, entry_terms(scopes))
        scopes, measures = self._people[key]
        if money:
            if key not in self._accounts:
                self._accounts[key] = Accounts(scopes)
            cases, _ = self._accounts[key].cases(scheme, changes)
        else:
            groups = self._rulebook.destinations[scheme.destination].parameters, scheme.parameters
            plain = scopes.on(self._as_of, *groups)
            cases = plain.changed({}), plain.changed({}), plain.changed({})
        measures.add_to(cases, scheme, changes)
        return cases


class Table:
    """One part of the options of all `schemes`, with a key for each. `values` are its columns, `read` from the names of formulas;
    where these are not of `money`, measures are enough.
    """

    def __init__(
        self,
        name: str,
        schemes: Sequence[Scheme],
        keys: Sequence[Key],
        values: Mapping[str, Any],
        read: Callable[[Scheme, Cases], Iterable[Any]],
        *,
        money: bool,
    ) -> None:
        self.name, self.keys = name, keys
        self._read, self._schemes, self._money = read, schemes, money
        codes = max((len(key.codes) for key in keys), default=0)
        amounts = max((len(key.amounts) for key in keys), default=0)
        self.names = (
            *((f"{name}_code_{place}", pl.Int64) for place in range(codes)),
            *((f"{name}_amount_{place}", pl.Float64) for place in range(amounts)),
        )
        self._with_changes = any(key.with_changes for key in keys)
        self.on = (PLACE, *(name for name, _ in self.names), *(_OF_CHANGES if self._with_changes else ()))
        self.has_nulls = bool(amounts) or self._with_changes
        self._values = dict(values)
        self.found: pl.DataFrame | None = None

    def fill(
        self, options: pl.DataFrame, people: pl.DataFrame, facts: Mapping[str, Fact], appraiser: Appraiser
    ) -> None:
        """Add every class that is met among these options of these people; `facts` are those of the columns of answers."""
        met = options.group_by(self.on).agg(pl.col(ROW).first())
        if self.found is not None:
            met = met.join(self.found, on=self.on, how="anti", nulls_equal=True)
        if not met.height:
            return
        met = met.sort(PLACE, ROW)  # whoever is alike stands together, and the order is the same every time
        part = people[met[ROW].to_list()]
        columns = {column: part[column].to_list() for column in facts if column in part.columns}
        by_id = {fact.id: fact for fact in facts.values()}
        values: dict[str, list[Any]] = {name: [] for name in self._values}
        for index, row in enumerate(met.iter_rows(named=True)):
            scheme, key = self._schemes[row[PLACE]], self.keys[row[PLACE]]
            answers = {name: answer_in(by_id[name], columns, index) for name in key.facts if name in by_id}
            changes = _changes(row) if self._with_changes else ()
            read = self._read(scheme, appraiser.cases(scheme, answers, changes, money=self._money))
            for found, value in zip(values.values(), read, strict=True):
                found.append(value)
        series = [pl.Series(name, values[name], dtype=kind) for name, kind in self._values.items()]
        met = met.drop(ROW).with_columns(series)
        self.found = met if self.found is None else pl.concat([self.found, met])


_OF_CHANGES = (DAYS, OPEN_DAYS, COST)


def _changes(row: Mapping[str, Any]) -> tuple[ChangeNeeded, ...]:
    """Changes that take so many days and cost so much."""
    if row[DAYS] is None:
        return ()
    known = ChangeNeeded("", True, int(row[DAYS]), row[COST])
    return (known, ChangeNeeded("", True, None, None)) if row[OPEN_DAYS] else (known,)
