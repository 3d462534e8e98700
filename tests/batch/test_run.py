"""A run over a file: formats, bad rows, days of their own, going on after an interruption."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from destcompare.batch import engines, run
from destcompare.batch.reading import Reject
from destcompare.batch.run import Task
from destcompare.problems import BadInput, Unreadable
from destcompare.rulebook.model import Rulebook
from tests.batch.people import people, write_people

DAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def few(rulebook: Rulebook) -> Rulebook:
    """The shipped rules with a few schemes, which are decided sooner."""
    some = ("kr/e9", "kr/h2", "gb/seasonal", "ru/patent", "kz/labour-permit")
    return rulebook.replaced(schemes=tuple(scheme for scheme in rulebook.schemes if scheme.id in some))


def decided(
    cases: Path, output: Path, rulebook: Rulebook, *, day: date | None = DAY, **options: bool
) -> tuple[int, list[Reject]]:
    """How many people were decided, and the rows put aside."""
    task = Task(str(cases), str(output), rulebook, day, **{"wide": False, "resume": False, **options})
    rejects: list[Reject] = []
    return run.run(task, engines.on_polars, lambda _: None, rejects.append), rejects


def test_a_bad_row_is_put_aside_with_its_line_and_reason(few: Rulebook, tmp_path: Path) -> None:
    cases = tmp_path / "people.csv"
    cases.write_text("case_id,nationality,age\na,UZ,30\nb,UZ,three\nc,ZZ,30\nd,KG,25,extra\ne,TJ,\n", encoding="utf-8")
    count, rejects = decided(cases, tmp_path / "out.csv", few)
    assert [(reject.line, reject.case_id) for reject in rejects] == [(3, "b"), (4, "c"), (5, "d")]
    assert count == 2
    assert set(pl.read_csv(tmp_path / "out.csv")["case_id"]) == {"a", "e"}


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_each_format_goes_in_and_comes_out(few: Rulebook, tmp_path: Path, ending: str) -> None:
    everybody = people(few, DAY, 5, 8)
    source = tmp_path / "people.csv"
    write_people(source, few, everybody)
    frame = pl.read_csv(source, infer_schema=False)
    cases = tmp_path / f"people.{ending}"
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "jsonl": frame.write_ndjson}[ending](cases)
    decided(cases, tmp_path / f"out.{ending}", few)
    decided(source, tmp_path / "expected.parquet", few)
    read: dict[str, Any] = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "jsonl": partial(pl.read_ndjson, infer_schema_length=None),
    }
    found = read[ending](tmp_path / f"out.{ending}")
    expected = pl.read_parquet(tmp_path / "expected.parquet")
    assert found["status"].to_list() == expected["status"].to_list()
    assert [str(day or "") for day in found["until"]] == [str(day or "") for day in expected["until"]]


def test_answers_in_json_keep_their_types(few: Rulebook, tmp_path: Path) -> None:
    cases = tmp_path / "people.jsonl"
    person = {
        "case_id": "a",
        "nationality": "KG",
        "age": 30,
        "job_offers": ["GB"],
        "trouble_in": [],
        "tr_inside": False,
    }
    cases.write_text(json.dumps(person) + "\n[1]\n", encoding="utf-8")
    count, rejects = decided(cases, tmp_path / "out.jsonl", few)
    assert (count, [reject.line for reject in rejects]) == (1, [2])


def test_wide_has_one_row_a_case(few: Rulebook, tmp_path: Path) -> None:
    write_people(tmp_path / "people.csv", few, people(few, DAY, 4, 8))
    decided(tmp_path / "people.csv", tmp_path / "out.csv", few, wide=True)
    frame = pl.read_csv(tmp_path / "out.csv")
    assert frame.height == 4
    assert {f"{scheme.id}.status" for scheme in few.schemes} <= set(frame.columns)


def test_the_day_can_stand_in_the_file(few: Rulebook, tmp_path: Path) -> None:
    cases = tmp_path / "people.csv"
    cases.write_text("case_id,nationality,as_of\na,UZ,2024-03-01\nb,UZ,2026-11-28\nc,UZ,soon\n", encoding="utf-8")
    _, rejects = decided(cases, tmp_path / "out.csv", few, day=None)
    frame = pl.read_csv(tmp_path / "out.csv").filter(pl.col("scheme") == "kr/h2")
    assert dict(zip(frame["as_of"], frame["status"] == "closed", strict=True)) == {
        "2024-03-01": False,
        "2026-11-28": True,
    }
    assert [reject.case_id for reject in rejects] == ["c"]


def test_a_row_is_judged_by_its_own_day_and_put_aside_once(few: Rulebook, tmp_path: Path) -> None:
    cases = tmp_path / "people.csv"
    cases.write_text(
        "case_id,as_of,ru_left_on\na,2025-01-01,2024-05-01\nb,2026-06-01,2026-05-01\nc,2025-01-01,2026-05-01\nd,,\n",
        encoding="utf-8",
    )
    count, rejects = decided(cases, tmp_path / "out.csv", few, day=None, wide=True)
    assert sorted((reject.line, reject.case_id) for reject in rejects) == [(4, "c"), (5, "d")]
    assert (count, pl.read_csv(tmp_path / "out.csv")["case_id"].to_list()) == (2, ["a", "b"])


def test_where_no_row_has_a_day_all_are_put_aside(few: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("case_id,as_of\na,soon\nb,\n", encoding="utf-8")
    count, rejects = decided(tmp_path / "people.csv", tmp_path / "out.csv", few, day=None)
    assert (count, [reject.case_id for reject in rejects]) == (0, ["a", "b"])


def test_an_unknown_column_is_named_with_the_nearest_question(few: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("case_id,nationalty\na,UZ\n", encoding="utf-8")
    with pytest.raises(BadInput) as found:
        decided(tmp_path / "people.csv", tmp_path / "out.csv", few)
    assert "nationality" in str(found.value.sentence.values["reason"].values)


def test_a_file_that_is_not_there_is_unreadable(few: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        decided(tmp_path / "people.csv", tmp_path / "out.csv", few)
    assert list(tmp_path.iterdir()) == []


def interrupted(pieces: Iterator[pl.DataFrame], schema: pl.Schema, compute: engines.Compute, rows: int) -> Any:
    results = engines.on_polars(pieces, schema, compute, rows)
    yield next(results)
    raise KeyboardInterrupt


@pytest.mark.parametrize("resume", [True, False])
def test_an_interrupted_run_goes_on_only_when_asked_to(
    few: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resume: bool
) -> None:
    monkeypatch.setattr(run, "ROWS", 10)
    cases, output = tmp_path / "people.csv", tmp_path / "out.csv"
    write_people(cases, few, people(few, DAY, 35, 5))
    decided(cases, tmp_path / "expected.csv", few)
    task = Task(str(cases), str(output), few, DAY, wide=False, resume=resume)
    rejects: list[Reject] = []
    with pytest.raises(KeyboardInterrupt):
        run.run(task, interrupted, lambda _: None, rejects.append)
    assert not output.exists()
    assert any(path.name.endswith(".parts") for path in tmp_path.iterdir()) is resume
    counts: list[int] = []
    assert run.run(task, engines.on_polars, counts.append, rejects.append) == 35
    assert (counts[0] > 10) is resume
    assert output.read_text("utf-8") == (tmp_path / "expected.csv").read_text("utf-8")
    assert not any(path.name.endswith(".parts") for path in tmp_path.iterdir())
