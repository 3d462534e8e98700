"""Statuses of a population as ratios, side by side in one run: these columns, the same by hand in polars, openfisca-core.

    python -m tests.benchmarks.population [PEOPLE]      (default 1,000,000; openfisca-core only where it is installed)

25 schemes with 8 requirements each, the same for all three, on the same people; a checksum of the statuses has to agree. First
the shipped rules over invented people, from a file to a file, each run in a process of its own: growth with people from 10,000 to
PEOPLE, growth with rules, peak memory, money, points and ranks beside statuses alone, and `rules diff` beside one batch of
statuses. Goals: at least 10 times as fast as openfisca-core, at least half as fast as polars by hand; cost that grows no faster
than people and rules; 2 GiB; the full outcome within 5 times the statuses, `rules diff` within 2.5.
"""

from __future__ import annotations

import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from destcompare.batch.engines import Compute, on_polars
from destcompare.batch.population import Caseload, read_population
from destcompare.batch.run import Task, run
from destcompare.batch.statuses import CODE, Plan
from destcompare.batch.writing import write_frames
from destcompare.expressions.parser import parse
from destcompare.expressions.types import Declared
from destcompare.rulebook.cache import load_rulebook
from destcompare.rulebook.model import Condition, Parameter, Requirement, Rulebook, Scheme
from destcompare.upkeep.crowd import Crowd
from destcompare.upkeep.crowdeffect import crowd_effect
from destcompare.upkeep.effectview import effect_document
from destcompare.upkeep.versions import Version
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
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, polars {version('polars')}"
    )
    with tempfile.TemporaryDirectory(prefix="destcompare-") as folder:
        growth(Path(folder), people)  # first: a process begins with the peak memory of the one that started it
    side_by_side(load_rulebook(ROOT / "rules"), people)


def side_by_side(shipped: Rulebook, people: int) -> None:
    """The same requirements by these columns, by hand and by openfisca-core."""
    frame = population(people)
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


def growth(folder: Path, people: int) -> None:
    """The shipped rules over files of invented people."""
    print("shipped rules, from a file to a file: seconds, seconds of both cores, peak memory in MiB")
    sizes = [size for size in (10**4, 10**5, 10**6, 10**7) if size < people] + [people]
    for size in sizes:
        _told(f"batch generate, {size:,} people", "generate", str(folder / f"{size}.parquet"), str(size))
        batch = _told(f"batch, {size:,} people", "batch", str(folder / f"{size}.parquet"), "1")
        if size <= 10**6:
            whole = _told(
                f"with money, points and ranks, {size:,} people", "full", str(folder / f"{size}.parquet"), "1"
            )
            print(f"  the full outcome against statuses alone: {whole / batch:.2f} (goal: at most 5)")
        if size == min(10**6, people):
            change = _told(f"rules diff, {size:,} people", "diff", str(folder / f"{size}.parquet"), "1")
            print(f"  rules diff against one batch: {change / batch:.2f} (goal: at most 2.5)")
    for times in (2, 3, 4):
        size = min(10**5, people)
        _told(f"batch, {size:,} people, rules ×{times}", "batch", str(folder / f"{size}.parquet"), str(times))


def _told(what: str, *arguments: str) -> float:
    """Run one part in a process of its own; seconds of both cores."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.population", *arguments], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - begun
    cores, memory = done.stdout.split()[-2:]
    print(f"  {what:<45}{seconds:>8.1f}{float(cores):>8.1f}{int(memory):>7}", flush=True)
    return float(cores)


def part(action: str, file: str, number: int) -> None:
    """What a process of its own does; it prints its seconds of both cores and its peak memory."""
    shipped = load_rulebook(ROOT / "rules")
    if action == "generate":
        caseload = Caseload(read_population(ROOT / "rules"), shipped, 1)
        write_frames(file, "parquet", caseload.frames(number))
    elif action in ("batch", "full"):
        priority = shipped.priorities[0] if action == "full" else None
        task = Task(file, f"{file}.out.parquet", copied(shipped, number), DAY, True, False, priority)
        run(task, on_polars, lambda _: None, lambda _: None)
    else:
        old, new = Version("old", {}, shipped), Version("new", {}, changed(shipped))
        with Crowd(file, shipped, DAY) as crowd:
            effect_document(crowd_effect(old, new, DAY, crowd, ()), ())
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss // 2**10)


def copied(rules: Rulebook, times: int) -> Rulebook:
    """Every scheme so many times, each with other figures: what two schemes ask for in the same words is worked out once."""

    def copy(scheme: Scheme, number: int) -> Scheme:
        if not number:
            return scheme
        name = f"{scheme.id}-{number}"
        requirements = (rule.replaced(id=f"{name}/{rule.id.rpartition('/')[2]}") for rule in scheme.requirements)
        figures = (_moved(item, number) for item in scheme.parameters)
        return scheme.replaced(id=name, requirements=tuple(requirements), parameters=tuple(figures))

    return rules.replaced(schemes=tuple(copy(scheme, number) for number in range(times) for scheme in rules.schemes))


def changed(rules: Rulebook) -> Rulebook:
    """A year more for E-9, and two years more of a ban after an overstay."""
    e9, korea = rules.scheme("kr/e9"), rules.destinations["KR"]
    assert e9 is not None
    older = e9.replaced(parameters=tuple(_moved(item, 1, "age_max") for item in e9.parameters))
    longer = korea.replaced(parameters=tuple(_moved(item, 2, "unpaid_ban_years") for item in korea.parameters))
    return rules.replaced(
        schemes=tuple(older if scheme is e9 else scheme for scheme in rules.schemes),
        destinations={**rules.destinations, "KR": longer},
    )


def _moved(figure: Parameter, by: int, name: str | None = None) -> Parameter:
    """A figure with every number in it greater."""
    if figure.type.kind != "number" or name not in (None, figure.name):
        return figure
    return figure.replaced(values=tuple(dated.replaced(value=dated.value + by) for dated in figure.values))  # type: ignore[operator]


if __name__ == "__main__":
    if len(sys.argv) > 2:
        part(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    else:
        main()
