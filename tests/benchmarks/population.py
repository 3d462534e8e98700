"""Statuses of a population as ratios, side by side in one run: these columns, the same by hand in polars, openfisca-core.

    python tests/benchmarks/population.py [PEOPLE]      (default 1,000,000; openfisca-core only where it is installed)

25 schemes with 8 requirements each, the same for all three, on the same people; a checksum of the statuses has to agree. Then the
shipped rules: growth with people, and the memory of a run from a file to a file. Goals: at least 10 times as fast as
openfisca-core, at least half as fast as polars by hand.
"""

from __future__ import annotations

import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import narwhals as nw
import polars as pl

from destcompare.batch.engines import Compute
from destcompare.batch.statuses import CODE, Plan
from destcompare.expressions.parser import parse
from destcompare.expressions.types import Declared
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Condition, Requirement, Rulebook, Scheme
from tests.conftest import ROOT

DAY = date(2026, 11, 28)
SCHEMES = 25
FACTS = ("age", "experience_years", "months_away", "savings_usd", "school_age_children", "passport_valid_months")
_RUNS = 3


def limits(scheme: int) -> list[tuple[str, str, int]]:
    """The requirements of a scheme: fact, comparison, number."""
    return [
        ("age", ">=", 18 + scheme % 5),
        ("age", "<=", 39 + scheme % 12),
        ("experience_years", ">=", scheme % 6),
        ("months_away", ">=", scheme % 9),
        ("months_away", "<=", 30 + scheme),
        ("savings_usd", ">=", 100 * (scheme % 7)),
        ("school_age_children", "<=", 1 + scheme % 4),
        ("passport_valid_months", ">=", 3 + scheme % 10),
    ]


def made_rules(shipped: Rulebook) -> Rulebook:
    """The shipped facts, none of them changeable, and made schemes without bans."""
    facts = {name: fact.replaced(change=None) for name, fact in shipped.facts.items()}
    names = {name: Declared(name, "fact", facts[name].type) for name in FACTS}
    pattern, code = shipped.schemes[0], next(iter(shipped.destinations))
    provenance = pattern.requirements[0].provenance

    def scheme(number: int) -> Scheme:
        rules = []
        for place, (fact, sign, limit) in enumerate(limits(number)):
            text = f"{fact} {sign} {limit}"
            rules.append(
                Requirement(f"made/{number}/{place}", text, provenance, None, (), Condition(text, parse(text, names)))
            )
        return Scheme(f"made/{number}", code, "work", "", "", (), (), requirements=tuple(rules))

    return shipped.replaced(
        facts=facts,
        destinations={code: shipped.destinations[code].replaced(bans=())},
        schemes=tuple(map(scheme, range(SCHEMES))),
    )


def population(people: int) -> pl.DataFrame:
    """Numbers spread evenly by their row; some unknown."""
    row = pl.int_range(people, eager=True).cast(pl.UInt64)
    columns = {}
    for place, (name, most) in enumerate(zip(FACTS, (60, 20, 60, 3000, 6, 60), strict=True)):
        spread = (row * (2654435761 + 97 * place) + 12345 * place) % 1_000_003
        values = (spread % most + (15 if name == "age" else 0)).cast(pl.Float64)
        columns[name] = pl.select(pl.when(spread % 50 > 0).then(values)).to_series()
    return pl.DataFrame(columns)


def by_columns(plan: Plan, frame: pl.DataFrame) -> int:
    """A checksum of the statuses by this project."""
    wanted = {f"s{number}": item.status for number, item in enumerate(plan.schemes)}
    return _checksum(Compute(plan.steps, (), wanted)(frame.lazy()).select(pl.all().sum()))


def by_hand(frame: pl.DataFrame) -> int:
    """The same, written by hand."""
    signs: dict[str, Callable[[pl.Expr, int], pl.Expr]] = {">=": pl.Expr.ge, "<=": pl.Expr.le}
    statuses = {}
    for number in range(SCHEMES):
        met = pl.lit(True)
        for fact, sign, limit in limits(number):
            met = met & signs[sign](pl.col(fact), limit)
        statuses[f"s{number}"] = (
            pl.when(met).then(CODE["eligible"]).when(~met).then(CODE["ineligible"]).otherwise(CODE["unknown"])
        ).cast(pl.Int8)
    return _checksum(frame.lazy().select(**statuses).select(pl.all().sum()))


def _checksum(sums: pl.LazyFrame) -> int:
    row = sums.collect(engine="streaming").row(0)
    return sum((place + 1) * int(value) for place, value in enumerate(row))


def by_openfisca(people: int, frame: pl.DataFrame) -> Callable[[], int]:
    """The same as openfisca-core variables, one a requirement; unknown is -1, the convention of the made population."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])

    def variable(name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        body: dict[str, Any] = {"value_type": kind, "entity": person, "definition_period": DateUnit.YEAR, "label": name}
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), body))

    def requirement(fact: str, sign: str, limit: int) -> Callable[..., Any]:
        def formula(persons: Any, period: Any) -> Any:
            value = persons(fact, period)
            met = value >= limit if sign == ">=" else value <= limit
            return np.where(value == -1, 1, np.where(met, 2, 0))  # Kleene as numbers: the least decides

        return formula

    def status(names: list[str]) -> Callable[..., Any]:
        def formula(persons: Any, period: Any) -> Any:
            least = np.minimum.reduce([persons(name, period) for name in names])
            return np.choose(least, [CODE["ineligible"], CODE["unknown"], CODE["eligible"]])

        return formula

    for fact in FACTS:
        variable(fact, float)
    for number in range(SCHEMES):
        names = []
        for place, (fact, sign, limit) in enumerate(limits(number)):
            names.append(f"r{number}_{place}")
            variable(names[-1], int, requirement(fact, sign, limit))

        variable(f"s{number}", int, status(names))

    values = {fact: frame[fact].fill_null(-1).to_numpy() for fact in FACTS}

    def run() -> int:
        simulation = SimulationBuilder().build_default_simulation(system, people)
        for fact in FACTS:
            simulation.set_input(fact, str(DAY.year), values[fact])
        return sum((n + 1) * int(simulation.calculate(f"s{n}", str(DAY.year)).sum()) for n in range(SCHEMES))

    return run


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The median of some runs, in seconds, and the result."""
    found, times = None, []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times), found


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    shipped = load_rulebook(ROOT / "rules")
    frame = population(people)
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, polars {version('polars')}"
    )
    plan = Plan(made_rules(shipped), DAY)
    ours, checksum = timed(lambda: by_columns(plan, frame))
    hand, expected = timed(lambda: by_hand(frame))
    assert checksum == expected, (checksum, expected)
    print(f"{people:,} people, {SCHEMES} schemes of 8 requirements, seconds")
    print(f"  these columns {ours:.3f}   polars by hand {hand:.3f}   ratio of speeds {hand / ours:.2f} (goal 0.5)")
    if find_spec("openfisca_core") is not None:
        theirs, found = timed(by_openfisca(people, frame))
        assert found == expected, (found, expected)
        print(
            f"  openfisca-core {version('openfisca-core')} {theirs:.3f}   ratio of speeds {theirs / ours:.1f} (goal 10)"
        )
    growth(shipped, people)


def growth(shipped: Rulebook, people: int) -> None:
    """The shipped rules over made people: time for a tenth of them and for all."""
    plan = Plan(shipped, DAY)
    wanted = {f"s{number}": item.status for number, item in enumerate(plan.schemes)}
    times = []
    for share in (people // 10, people):
        frame = population(share)
        kinds = {name: pl.Boolean if fact.type.kind == "set" else None for name, fact in plan.facts.columns.items()}
        missing = [name for name in kinds if name not in frame.columns]
        schema = nw.from_native(frame).schema
        filled = frame.with_columns(
            pl.lit(None, dtype=_dtype(plan, name)).alias(name) for name in missing if name not in schema
        )
        begun = time.perf_counter()
        _checksum(Compute(plan.steps, (), wanted)(filled.lazy()).select(pl.all().cast(pl.Int64).sum()))
        times.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"shipped rules, {len(plan.schemes)} schemes with their bans and changes, seconds")
    print(
        f"  {people // 10:,} people {times[0]:.2f}   {people:,} people {times[1]:.2f}"
        f"   {times[1] / times[0]:.1f} times for 10 times"
    )
    print(f"  peak memory {memory:.1f} GiB, the people themselves included")


def _dtype(plan: Plan, name: str) -> Any:
    fact = plan.facts.columns[name]
    return {"flag": pl.Boolean, "number": pl.Float64, "set": pl.Boolean}.get(fact.type.kind, pl.Int64)


if __name__ == "__main__":
    main()
