"""Many people at once come out as they do one by one: every status, ban's end, missing requirement, sum, score and rank."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from destcompare.batch import engines
from destcompare.batch.reading import Reject
from destcompare.batch.run import Task, run
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.decision.result import WITHIN_REACH, Option
from destcompare.decision.weigh import weigh
from destcompare.expressions.parser import parse
from destcompare.expressions.types import Declared
from destcompare.rulebook.model import Condition, Rulebook
from tests.batch.people import Answers, people, write_people

DAY = date(2026, 11, 28)
SUMS = ("net_month_usd_low", "net_month_usd", "net_month_usd_high", "sent_month_usd")
Found = dict[tuple[str, str], dict[str, Any]]


def one_by_one(rulebook: Rulebook, everybody: list[Answers], day: date, priority: str) -> Found:
    found: Found = {}
    for number, person in enumerate(everybody):
        decision = weigh(decide(make_person(person, rulebook), rulebook, day), priority)
        for option in decision.options:
            missing = [item.requirement.id.rpartition("/")[2] for item in option.requirements if item.value is False]
            found[f"case-{number}", option.scheme.id] = {
                "status": option.status,
                "until": option.until if option.status == "banned" else None,
                "missing": " ".join(missing),
                **weighed(option),
            }
    return found


def weighed(option: Option) -> dict[str, Any]:
    if option.status not in WITHIN_REACH:
        return dict.fromkeys((*SUMS, "score", "rank"))
    assert option.money is not None
    assert option.standing is not None
    sums = (*option.money.sums["net_month"], option.money.sums["sent_month"][1])
    return {**dict(zip(SUMS, sums, strict=True)), "score": option.standing.score, "rank": option.rank}


def at_once(
    folder: Path,
    rulebook: Rulebook,
    everybody: list[Answers],
    day: date,
    engine: engines.Engine = engines.on_polars,
    priority: str | None = "balanced",
) -> Found:
    write_people(folder / "people.csv", rulebook, everybody)
    task = Task(str(folder / "people.csv"), str(folder / "out.parquet"), rulebook, day, False, False, priority)
    rejects: list[Reject] = []
    assert run(task, engine, lambda _: None, rejects.append) == len(everybody)
    assert rejects == []
    return {(row["case_id"], row["scheme"]): row for row in pl.read_parquet(folder / "out.parquet").rows(named=True)}


def differences(expected: Found, found: Found) -> dict[tuple[str, str], dict[str, tuple[Any, Any]]]:
    """What is not the same: sums to the cent, all else exactly."""
    assert expected.keys() == found.keys()
    differing: dict[tuple[str, str], dict[str, tuple[Any, Any]]] = {}
    for key, values in expected.items():
        for name, value in values.items():
            other = found[key][name]
            same = value == other
            if name in SUMS and value is not None and other is not None:
                same = abs(value - other) <= 0.005 + 1e-9 * abs(value)
            if not same:
                differing.setdefault(key, {})[name] = value, other
    return differing


@pytest.mark.parametrize(
    ("day", "seed", "priority"),
    [(DAY, 1, "balanced"), (date(2024, 3, 1), 2, "money"), (date(2025, 10, 10), 3, "speed")],
)
def test_columns_find_what_is_found_one_by_one(
    rulebook: Rulebook, tmp_path: Path, day: date, seed: int, priority: str
) -> None:
    everybody = people(rulebook, day, 40, seed)
    expected = one_by_one(rulebook, everybody, day, priority)
    assert sum(values["rank"] is not None for values in expected.values()) > 300
    assert differences(expected, at_once(tmp_path, rulebook, everybody, day, priority=priority)) == {}


def test_rules_that_ask_more_of_the_person_are_weighed_alike(rulebook: Rulebook, tmp_path: Path) -> None:
    """Stays, floors, prices and dangers that hang on answers, changes that cost: the shipped rules have few of these."""
    some = ("kr/e9", "de/skilled-worker", "ru/patent", "tr/work-permit", "kz/labour-permit", "gb/seasonal")
    names = {name: Declared(name, "fact", fact.type) for name, fact in rulebook.facts.items()}

    def condition(text: str) -> Condition:
        return Condition(text, parse(text, names, None))

    priced = {
        name: fact.replaced(change=fact.change.replaced(cost_usd=12.5 if fact.change.step_days else 3.0))
        for name, fact in rulebook.facts.items()
        if fact.change is not None
    }
    schemes = []
    for number, scheme in enumerate(item for item in rulebook.schemes if item.id in some):
        twice = tuple(
            price.replaced(when=condition("savings_usd > 2000 and not overlaps(relatives_in, ['DE', 'RU'])"))
            for price in scheme.prices[: 1 + number % 2]
        )
        schemes.append(
            scheme.replaced(
                stay=condition("9 if age < 30 else min(experience_years, 30)" if number % 2 else "24"),
                gap=condition("3 if 'KZ' in other_citizenships else 2"),
                unpaid=condition("1 if sex == 'female' else 0"),
                prices=(*twice, *scheme.prices[len(twice) :]),
                risks=tuple(risk.replaced(when=condition("debt_usd > 500 or age > 40")) for risk in scheme.risks),
            )
        )
    rulebook = rulebook.replaced(schemes=tuple(schemes), facts={**rulebook.facts, **priced})
    everybody = people(rulebook, DAY, 60, 6)
    expected = one_by_one(rulebook, everybody, DAY, "balanced")
    assert sum(values["rank"] is not None for values in expected.values()) > 50
    assert differences(expected, at_once(tmp_path, rulebook, everybody, DAY)) == {}


def only(rulebook: Rulebook, *schemes: str) -> Rulebook:
    return rulebook.replaced(schemes=tuple(scheme for scheme in rulebook.schemes if scheme.id in schemes))


def test_without_a_priority_there_are_statuses_alone(rulebook: Rulebook, tmp_path: Path) -> None:
    rulebook = only(rulebook, "kr/e9", "gb/seasonal", "ru/patent", "tr/work-permit", "kz/labour-permit")
    everybody = people(rulebook, DAY, 10, 5)
    whole = at_once(tmp_path, rulebook, everybody, DAY)
    alone = at_once(tmp_path, rulebook, everybody, DAY, priority=None)
    weighed_names = {*SUMS, "score", "rank"}
    assert {key: {n: v for n, v in row.items() if n not in weighed_names} for key, row in whole.items()} == alone
    assert weighed_names <= set(next(iter(whole.values())))


def spark(*arguments: Any) -> Any:
    return engines.on_spark(*arguments, master="local[2]")


@pytest.mark.parametrize(
    ("package", "engine"), [("duckdb", engines.on_duckdb), ("pyspark", spark)], ids=["duckdb", "spark"]
)
@pytest.mark.filterwarnings("ignore")  # of the engines' own
def test_every_engine_finds_the_same(
    rulebook: Rulebook, tmp_path: Path, package: str, engine: Callable[..., Any]
) -> None:
    pytest.importorskip(package)
    if package == "pyspark" and shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not found here")
    rulebook = only(rulebook, "kr/e9", "gb/seasonal", "ru/patent")
    everybody = people(rulebook, DAY, 25, 4)
    (tmp_path / "other").mkdir()
    expected = at_once(tmp_path, rulebook, everybody, DAY)
    assert at_once(tmp_path / "other", rulebook, everybody, DAY, engine) == expected
