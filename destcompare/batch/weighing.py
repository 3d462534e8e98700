"""Money, points and ranks of everybody's options: what `decision.weigh` finds for one person, for many at once.

An option is a row here: a person and a scheme that is eligible or reachable. So every formula is worked out once for all schemes
together. Columns of the people tell to which class an option belongs; tables tell what is alike for its class; the rest is
compiled from the formulas of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from destcompare.batch.appraisal import COST, DAYS, OPEN_DAYS, PLACE, ROW, Appraiser, Table
from destcompare.batch.classes import Classes, Key
from destcompare.batch.money import (
    SIDES,
    Formulas,
    Given,
    low_to_high,
    own_names,
    side_of,
)
from destcompare.batch.scores import points_of, ranks, score_of, worth
from destcompare.batch.statuses import CODE, Plan, SchemeColumns, scheme_column
from destcompare.decision.measures import MEASURED
from destcompare.decision.money import NET, Cases
from destcompare.decision.result import WITHIN_REACH, ChangeNeeded
from destcompare.decision.score import Scores, weights_of
from destcompare.expressions.columns import (
    TRUE,
    UNKNOWN,
    Column,
    Constant,
    Words,
    any_of,
    is_true,
    operand,
)
from destcompare.expressions.steps import Steps, Varying, made
from destcompare.expressions.tree import Name
from destcompare.expressions.types import FLAG, Type
from destcompare.records import Record
from destcompare.rulebook.model import Fact, Scheme
from destcompare.rulebook.weights import Criterion

NET_LOW, NET_TYPICAL, NET_HIGH = "net_month_usd_low", "net_month_usd", "net_month_usd_high"
SENT, SCORE, RANK = "sent_month_usd", "score", "rank"
VALUES = {
    NET_LOW: pl.Float64,
    NET_TYPICAL: pl.Float64,
    NET_HIGH: pl.Float64,
    SENT: pl.Float64,
    SCORE: pl.Float64,
    RANK: pl.Int64,
}
"""What an option comes to: left each month from low to high, what could be sent home, points and rank."""
_SENT = "sent_month"
_STATUS = "status"
_SUMS = "sums"
_DAYS_TYPE = Type("number", "days")
_PEOPLE = 2**13
"""So many people's options are worked out together."""


class Weighing:
    """The options of a plan on one date by one priority."""

    def __init__(self, plan: Plan, priority: str) -> None:
        rulebook = plan.rulebook
        self._rulebook, self._plan = rulebook, plan
        self._scores = Scores(rulebook.scoring, weights_of(rulebook.scoring, priority, {}))
        self._appraiser = Appraiser(rulebook, plan.as_of)
        self._changes = {item.scheme.id: _Moves.of(item) for item in plan.schemes}
        costly = any(fact.change is not None and fact.change.cost_usd for fact in rulebook.facts.values())
        self._own = own_names(rulebook, frozenset((COST,)) if costly else frozenset())
        self._criteria = {item.id: self._is_own(item) for item in rulebook.scoring.criteria}
        self._answers: dict[str, Varying] = {}
        names = self._needed()
        self._tables = self._make_tables(names)
        self._wanted: dict[str, Varying] = {}
        self._names: dict[str, str] = {}
        self._columns = {item.scheme.id: dict(self._columns_of(place, item)) for place, item in enumerate(plan.schemes)}
        for name, column in self._answers.items():
            self._wanted[name] = column
        self._compiled: tuple[int, tuple[Steps, dict[str, Varying], frozenset[str]]] | None = None

    @property
    def wanted(self) -> Mapping[str, Varying]:
        """The columns of people that are needed, beside those of the statuses."""
        return self._wanted

    @property
    def facts(self) -> frozenset[str]:
        """The answers that are needed as they were given."""
        return frozenset().union(*(key.facts for table in self._tables for key in table.keys))

    def searched(
        self, scheme: Scheme, changes: Mapping[int, tuple[ChangeNeeded, ...]], frame: pl.DataFrame
    ) -> list[pl.Series]:
        """The columns of the changes of a scheme, with those of some rows that were found one by one."""
        found = []
        for what, kind, read in _READ_CHANGES:
            name = self._columns[scheme.id].get(what)
            assert name is not None
            values = frame[name].to_list()
            for row, told in changes.items():
                values[row] = read(told)
            found.append(pl.Series(name, values, dtype=kind))
        return found

    def of(self, people: pl.DataFrame, facts: Mapping[str, Fact]) -> pl.DataFrame:
        """The options within reach of these people: the row of the person, the place of the scheme, and `VALUES`."""
        parts = []
        for start in range(0, people.height, _PEOPLE):
            some = people.slice(start, _PEOPLE)
            options = self._options(some)
            if options.height:
                for table in self._tables:
                    table.fill(options, some, facts, self._appraiser)
                parts.append(self._weighed(options).with_columns(pl.col(ROW) + start))
        return pl.concat(parts) if parts else pl.DataFrame(schema={ROW: pl.Int64, PLACE: pl.Int64, **VALUES})

    def _is_own(self, criterion: Criterion) -> bool:
        """Whether its measure differs within a class."""
        return criterion.measure is not None and not self._own.isdisjoint(criterion.measure.names)

    def _needed(self) -> dict[str, Name]:
        """Names that are the same for a class and that the formulas compiled here ask for."""
        found: dict[str, Name] = {}

        def given(name: Name, side: str) -> Column:
            found[name.name] = name
            return Varying(nw.col(side_of(name.name, side)), single=True)

        self._read_all(Formulas(self._rulebook, self._plan.as_of, self._own, given, self._own_column))
        return found

    def _read_all(self, formulas: Formulas) -> dict[str, tuple[Column, Column, Column]]:
        """All formulas that are compiled here: the sums that are told, and the measures of criteria."""

        def three(tree: Any) -> tuple[Column, Column, Column]:
            worst, typical, best = (formulas(tree, side) for side in SIDES)
            return worst, typical, best

        sums = {item.name for item in self._rulebook.money.sums}
        told = {
            name: (formulas.sum(name, SIDES[0]), formulas.sum(name, SIDES[1]), formulas.sum(name, SIDES[2]))
            if name in sums
            else (UNKNOWN, UNKNOWN, UNKNOWN)
            for name in (NET, _SENT)
        }
        for item in self._rulebook.scoring.criteria:
            if self._criteria[item.id]:
                assert item.measure is not None
                told[item.id] = three(item.measure.tree)
        return told

    def _own_column(self, name: str) -> Column:
        """An answer, or what the changes cost, as a column of the options."""
        if name == COST:
            return Varying(nw.col(COST), sure=True, single=True)
        column = self._plan.facts.column(name)
        if isinstance(column, Words):
            words = column
            return Words(lambda word: self._passed(f"{name}__{word}", words.has(word)))
        assert isinstance(column, Varying)
        return self._passed(name, column)

    def _passed(self, name: str, column: Varying) -> Varying:
        self._answers.setdefault(f"answer__{name}", column)
        return Varying(nw.col(f"answer__{name}"), single=True)

    def _make_tables(self, names: Mapping[str, Name]) -> list[Table]:
        classes = Classes(self._rulebook, self._plan.facts, self._plan.steps, self._plan.as_of)
        schemes = [item.scheme for item in self._plan.schemes]
        scoring = self._rulebook.scoring

        def sums(scheme: Scheme, cases: Cases) -> Iterator[Any]:
            for name in names:
                yield from (case[name].value for case in cases)
            for item in scoring.criteria:
                if self._criteria[item.id]:
                    grade = self._scores.grade(item, scheme)
                    yield grade.worth if grade else None

        columns: dict[str, Any] = {
            side_of(name, side): pl.Boolean if told.type.kind == "flag" else pl.Float64
            for name, told in names.items()
            for side in SIDES
        }
        columns |= {_grade(item.id): pl.Float64 for item in scoring.criteria if self._criteria[item.id]}
        tables = [Table(_SUMS, schemes, [classes.key(scheme, names) for scheme in schemes], columns, sums, money=True)]
        for item in scoring.criteria:
            if not self._criteria[item.id]:
                measured = item.measure.names if item.measure else frozenset()
                keys = [classes.key(scheme, measured) for scheme in schemes]

                def points(scheme: Scheme, cases: Cases, item: Criterion = item) -> Iterator[float]:
                    yield self._scores.points(item.id, self._scores.worth(item, scheme, cases))

                money = not measured <= MEASURED
                tables.append(Table(item.id, schemes, keys, {_points(item.id): pl.Float64}, points, money=money))
        return tables

    def _columns_of(self, place: int, item: SchemeColumns) -> Iterator[tuple[str, str | None]]:
        """For the columns of options the columns of people that they come from, for one scheme; `None` is null."""
        for table in self._tables:
            key = table.keys[place]
            for (name, _), part in zip(table.names, _padded(key, table), strict=True):
                yield name, None if part is None else self._asked(part)
        moves = self._changes[item.scheme.id]
        told: dict[str, tuple[Column, Type]] = {DAYS: (moves.days, _DAYS_TYPE), OPEN_DAYS: (moves.open_days, FLAG)}
        told[COST] = moves.cost, _DAYS_TYPE
        for name, (column, kind) in told.items():
            if item.searched or isinstance(column, Varying):
                own = scheme_column(item.scheme.id, name)
                self._wanted[own] = operand(column, kind)
                yield name, own

    def _asked(self, column: Varying) -> str:
        """The name of a column that tells classes apart; many schemes have the same."""
        text = repr(column.expression)
        if text not in self._names:
            self._names[text] = f"class_{len(self._names)}"
            self._wanted[self._names[text]] = column
        return self._names[text]

    def _options(self, people: pl.DataFrame) -> pl.DataFrame:
        """The options within reach, scheme by scheme, with what tells their classes and with the answers that formulas use."""
        codes = [CODE[status] for status in WITHIN_REACH]
        numbered = people.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW))
        parts = []
        for place, item in enumerate(self._plan.schemes):
            status = scheme_column(item.scheme.id, "status")
            columns = [pl.col(ROW), pl.lit(place, pl.Int64).alias(PLACE), pl.col(status).alias(_STATUS)]
            parts.append(
                numbered.lazy()
                .filter(pl.col(status).is_in(codes))
                .select(*columns, *self._told(item.scheme), *self._answers)
            )
        return pl.concat(pl.collect_all(parts))

    def _told(self, scheme: Scheme) -> Iterator[pl.Expr]:
        own, moves = self._columns[scheme.id], self._changes[scheme.id]
        constants = {DAYS: moves.days, OPEN_DAYS: moves.open_days, COST: moves.cost}
        kinds = {name: kind for table in self._tables for name, kind in table.names} | _KINDS
        for name, kind in kinds.items():
            column = own.get(name)
            if column is not None:
                yield pl.col(column).cast(kind).alias(name)
            else:
                constant = constants.get(name)
                value = constant.value if isinstance(constant, Constant) else 0 if kind == pl.Int64 else None
                yield pl.lit(value, kind).alias(name)

    def _weighed(self, options: pl.DataFrame) -> pl.DataFrame:
        steps, columns, used = self._compile()
        frame = options.lazy()
        for table in self._tables:
            assert table.found is not None
            found = table.found.lazy()
            if table.name == _SUMS:
                found = found.select(*table.on, *sorted(used))
            frame = frame.join(found, on=table.on, how="left", nulls_equal=table.has_nulls)
        added = steps.add_to(nw.from_native(frame), columns.values())
        named = [column.expression.alias(name) for name, column in columns.items()]
        weighed = added.select(ROW, PLACE, _STATUS, *named).to_native().collect()
        ranked = ranks(weighed, SCORE, _STATUS, RANK)
        return ranked.select(ROW, PLACE, *(pl.col(name).cast(kind) for name, kind in VALUES.items()))

    def _compile(self) -> tuple[Steps, dict[str, Varying], frozenset[str]]:
        """The formulas, with what is the same for all classes so far as constants."""
        sums = self._tables[0].found
        assert sums is not None
        if self._compiled is None or self._compiled[0] != sums.height:
            self._compiled = sums.height, self._read_columns(sums)
        return self._compiled[1]

    def _read_columns(self, sums: pl.DataFrame) -> tuple[Steps, dict[str, Varying], frozenset[str]]:
        """The formulas in steps, what they come to, and the columns of the table that they use."""
        given = Given(sums)
        formulas = Formulas(self._rulebook, self._plan.as_of, self._own, given, self._own_column)
        told, steps = self._read_all(formulas), formulas.steps
        low, typical, high = low_to_high(*told[NET])
        sent = operand(told[_SENT][1], _DAYS_TYPE)
        points: list[Varying] = []
        scoring = self._rulebook.scoring
        for item in scoring.criteria:
            if self._criteria[item.id]:
                grade = Varying(nw.col(_grade(item.id)), single=True)
                found = worth(told[item.id], item.points, grade, scoring.unknown, steps)
                points.append(points_of(steps.keep(found), self._scores.weights[item.id], steps))
            else:
                points.append(Varying(nw.col(_points(item.id)), sure=True, single=True))
        score = score_of(points, steps)
        grades = (_grade(item.id) for item in scoring.criteria if self._criteria[item.id])
        used = given.used.union(grades)
        return steps, {NET_LOW: low, NET_TYPICAL: typical, NET_HIGH: high, SENT: sent, SCORE: score}, used


class _Moves(Record):
    """The changes of a scheme as the decision counts them."""

    days: Column
    open_days: Column
    cost: Column

    @classmethod
    def of(cls, item: SchemeColumns) -> _Moves:
        """What is known of the changes that its columns tell, the wait until it takes people again among them."""
        changes, wait = item.changes, float(item.wait)
        if changes is None:
            return cls(Constant(wait) if wait else UNKNOWN, Constant(False), Constant(0.0))
        moving = TRUE if wait else changes.moving
        days = [changes.working_days, changes.growing_days]
        if isinstance(moving, Constant) and all(isinstance(part, Constant) for part in days):
            known: Column = Constant(wait + sum(part.value for part in days)) if moving.value else UNKNOWN
        else:
            known = made(
                lambda moves, one, other: nw.when(moves).then(one + other + wait),
                operand(is_true(moving), FLAG),
                *(operand(part, _DAYS_TYPE) for part in days),
                sure=False,
            )
        return cls(known, is_true(any_of((changes.open_days,))), changes.cost)


_KINDS: dict[str, Any] = {DAYS: pl.Float64, OPEN_DAYS: pl.Boolean, COST: pl.Float64}
_READ_CHANGES: tuple[tuple[str, Any, Any], ...] = (
    (DAYS, pl.Float64, lambda changes: float(sum(item.days or 0 for item in changes)) if changes else None),
    (OPEN_DAYS, pl.Boolean, lambda changes: any(item.days is None for item in changes)),
    (COST, pl.Float64, lambda changes: sum(item.cost_usd or 0.0 for item in changes)),
)


def _padded(key: Key, table: Table) -> Iterator[Varying | None]:
    """The columns of a key, as many as the table has."""
    for columns, kind in ((key.codes, pl.Int64), (key.amounts, pl.Float64)):
        number = sum(has == kind for _, has in table.names)
        yield from (*columns, *[None] * (number - len(columns)))


def _points(criterion: str) -> str:
    return f"{criterion}__points"


def _grade(criterion: str) -> str:
    return f"{criterion}__grade"
