"""Many people at once come out as they do one by one: every status, every ban's end, every missing requirement."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from destcompare.batch import engines
from destcompare.batch.run import Task, run
from destcompare.decision.decide import decide
from destcompare.decision.person import make_person
from destcompare.rulebook.model import Rulebook
from tests.batch.people import Answers, people, write_people

DAY = date(2026, 11, 28)


def one_by_one(rulebook: Rulebook, everybody: list[Answers], day: date) -> dict[tuple[str, str], tuple[Any, ...]]:
    found = {}
    for number, person in enumerate(everybody):
        for option in decide(make_person(person, rulebook), rulebook, day).options:
            missing = [item.requirement.id.rpartition("/")[2] for item in option.requirements if item.value is False]
            until = option.until if option.status == "banned" else None
            found[f"case-{number}", option.scheme.id] = option.status, until, " ".join(missing)
    return found


def at_once(
    folder: Path, rulebook: Rulebook, everybody: list[Answers], day: date, engine: engines.Engine
) -> dict[tuple[str, str], tuple[Any, ...]]:
    write_people(folder / "people.csv", rulebook, everybody)
    task = Task(str(folder / "people.csv"), str(folder / "out.parquet"), rulebook, day, wide=False, resume=False)
    done = run(task, engine, lambda _: None)
    assert (done.people, done.rejects) == (len(everybody), ())
    rows = pl.read_parquet(folder / "out.parquet").rows(named=True)
    return {(row["case_id"], row["scheme"]): (row["status"], row["until"], row["missing"]) for row in rows}


@pytest.mark.parametrize(("day", "seed"), [(DAY, 1), (date(2024, 3, 1), 2), (date(2025, 10, 10), 3)])
def test_columns_find_what_is_found_one_by_one(rulebook: Rulebook, tmp_path: Path, day: date, seed: int) -> None:
    everybody = people(rulebook, day, 60, seed)
    expected = one_by_one(rulebook, everybody, day)
    found = at_once(tmp_path, rulebook, everybody, day, engines.on_polars)
    assert {key: (found[key], value) for key, value in expected.items() if found[key] != value} == {}


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
    some = ("kr/e9", "gb/seasonal", "ru/patent", "tr/work-permit", "kz/labour-permit")
    rulebook = rulebook.replaced(schemes=tuple(scheme for scheme in rulebook.schemes if scheme.id in some))
    everybody = people(rulebook, DAY, 25, 4)
    (tmp_path / "other").mkdir()
    expected = at_once(tmp_path, rulebook, everybody, DAY, engines.on_polars)
    assert at_once(tmp_path / "other", rulebook, everybody, DAY, engine) == expected
