"""Shapes → how money is counted and options are weighed: names of prices in scope, sums, criteria, weights."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import get_args

from destcompare.expressions.tree import names_in
from destcompare.expressions.types import FLAG, Declared, Type
from destcompare.problems import N_
from destcompare.rulebook import weighing_shapes
from destcompare.rulebook.conditions import Names, read_condition
from destcompare.rulebook.model import Fact
from destcompare.rulebook.reading import RuleFile
from destcompare.rulebook.schema import PriceItem
from destcompare.rulebook.weights import Criterion, Grade, MoneyRules, MoneySum, Scoring

_ITEM_FORMS = {"month": "USD/month", "once": "USD", "share": "count"}
"""How a price reaches a formula: dollars a month, dollars once, a share of the wage."""

_ABOUT_OPTION = {
    "advance_month": "USD/month",
    "ahead_month": "USD/month",
    "hours_week": "hours/week",
    "home_wage_month": "USD/month",
    "pay_floor_month": "USD/month",
    "longest_stay": "months",
    "gap_months": "months",
    "unpaid_months": "months",
    "changes_once": "USD",
    "doubt": "count",
    "shock_share": "count",
}
_MEASURED = {
    "days_before": "days",
    "odds": "percent",
    "dependence": "percent",
    "high_risks": "count",
    "medium_risks": "count",
    "language_steps": "count",
}
_FLAGS = ("offered_here", "study")
_MEASURED_FLAGS = ("relative_here",)


class Weighing:
    """Reads sums and criteria; a sum is seen by the sums after it and by every criterion."""

    def __init__(self, names: Names) -> None:
        self._priced = _declared(
            {f"{item}_{form}": unit for item in get_args(PriceItem) for form, unit in _ITEM_FORMS.items()}
        )
        self.names = {**names, **_declared(_ABOUT_OPTION), **_flags(_FLAGS)}

    def money(self, file: RuleFile, shape: weighing_shapes.DerivedFile) -> MoneyRules:
        """The sums in their order, each read with the ones before it in scope."""
        sums: list[MoneySum] = []
        for name, item in shape.money.items():
            path = ("money", name)
            if name in self.names:
                file.fault(
                    path,
                    "RULE014",
                    N_("The name {name} is already taken by something in scope."),
                    at_key=True,
                    name=name,
                )
            value = read_condition(file, (*path, "value"), item.value, {**self.names, **self._priced}, None)
            if value is not None:
                sums.append(MoneySum(name, value, item.text))
                self.names = {**self.names, name: Declared(name, "derived", value.tree.type)}
        used = frozenset[str]().union(*(names_in(item.value.tree) for item in sums))
        return MoneyRules(
            one_of=frozenset(shape.items.one_of),
            needed=frozenset(shape.items.needed),
            expected=tuple(shape.items.expected),
            gains=frozenset(shape.items.gains),
            inputs=tuple(sorted(used & self._priced.keys())),
            figures=tuple(sorted(name for name in used if name in self.names and self.names[name].role == "parameter")),
            sums=tuple(sums),
        )

    def scoring(
        self,
        file: RuleFile,
        shape: weighing_shapes.ScoringFile,
        places: Container[str],
        facts: Mapping[str, Fact],
    ) -> Scoring:
        """Criteria with their measures and grades, and the weights of each priority."""
        names = {**self.names, **_declared(_MEASURED), **_flags(_MEASURED_FLAGS)}
        criteria = tuple(self._criterion(file, name, item, names, places) for name, item in shape.criterion.items())
        for priority, weights in shape.weights.items():
            if priority not in shape.priorities:
                _unknown(file, ("weights", priority), priority)
            for criterion in sorted(set(weights) - set(shape.criterion)):
                _unknown(file, ("weights", priority, criterion), criterion)
        for priority in shape.priorities if criteria else ():
            if not sum(shape.weights.get(priority, {}).values()):
                file.fault(("priorities",), "RULE003", N_("The key {key} is missing here."), key=f"weights.{priority}")
        for code, levels in shape.languages.items():
            if code not in places:
                _unknown(file, ("languages", code), code)
            for index, level in enumerate(levels):
                if level not in facts:
                    _unknown(file, ("languages", code, index), level)
        return Scoring(
            labels=dict(shape.labels),
            criteria=criteria,
            weights={
                name: {item: float(weight) for item, weight in group.items()} for name, group in shape.weights.items()
            },
            languages={code: tuple(levels) for code, levels in shape.languages.items()},
            draws=shape.doubt.draws,
            spread=float(shape.doubt.spread),
            apart=float(shape.doubt.apart),
            unknown=float(shape.doubt.unknown),
        )

    def _criterion(
        self,
        file: RuleFile,
        name: str,
        shape: weighing_shapes.CriterionShape,
        names: Names,
        places: Container[str],
    ) -> Criterion:
        path = ("criterion", name)
        measure = read_condition(file, (*path, "measure"), shape.measure, names, None) if shape.measure else None
        if measure is not None and measure.tree.type.kind != "number":
            file.fault((*path, "measure"), "RULE024", N_("This value does not fit its unit."))
        if bool(shape.measure) != bool(shape.points) or not (shape.points or shape.grades):
            file.fault(path, "RULE003", N_("A criterion has a measure with points, or grades, or both."), at_key=True)
        rising = all(one[0] < other[0] for one, other in zip(shape.points, shape.points[1:], strict=False))
        if not rising or any(not 0 <= worth <= 1 for _, worth in shape.points):
            file.fault((*path, "points"), "RULE016", N_("The sums are not in order: {keys}."), keys="points")
        seen: set[str] = set()
        for index, grade in enumerate(shape.grades):
            for place, item in enumerate(grade.of):
                if item not in places or item in seen:
                    _unknown(file, (*path, "grades", index, "of", place), item)
                seen.add(item)
        return Criterion(
            name,
            shape.text,
            measure,
            tuple((float(x), float(y)) for x, y in shape.points),
            tuple(Grade(float(grade.worth), grade.text, tuple(grade.of)) for grade in shape.grades),
        )


def _declared(units: Mapping[str, str]) -> dict[str, Declared]:
    return {name: Declared(name, "derived", Type("number", unit=unit)) for name, unit in units.items()}


def _flags(names: Iterable[str]) -> dict[str, Declared]:
    return {name: Declared(name, "derived", FLAG) for name in names}


def _unknown(file: RuleFile, path: tuple[str | int, ...], word: str) -> None:
    file.fault(path, "RULE022", N_("Unknown word: {word}."), word=word)
