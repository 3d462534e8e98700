"""`batch` as it is run: a file of people into a file of outcomes, bad rows told, nothing left half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
PEOPLE = "case_id,nationality,age,sex,trouble_in\na,KG,24,female,none\nb,UZ,thirty,male,none\nc,TJ,30,male,\n"

MONEY = ("net_month_usd_low", "net_month_usd", "net_month_usd_high", "sent_month_usd", "score", "rank")
BY_MONEY = ("--priority", "money", "--as-of", "2026-11-28")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def whole(cli: Run, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    assert cli("batch", str(folder / "people.csv"), "-o", str(folder / "out.parquet"), *BY_MONEY).code == 0
    return pl.read_parquet(folder / "out.parquet")


def test_everybody_is_decided_and_a_bad_row_is_told(
    cli: Run, people: Path, tmp_path: Path, whole: pl.DataFrame
) -> None:
    output, rejects = tmp_path / "out.parquet", tmp_path / "rejects.csv"
    statuses = ("--statuses-only", "--as-of", "2026-11-28")
    ran = cli("batch", str(people), "-o", str(output), "--rejects", str(rejects), *statuses, "--lang", "ru")
    assert (ran.code, ran.out) == (0, "")
    assert "Не удалось прочитать строк: 1." in ran.err
    frame = pl.read_parquet(output)
    assert whole.drop(MONEY).equals(frame)
    assert set(frame["case_id"]) == {"a", "c"}
    assert (
        dict(frame.filter(pl.col("case_id") == "a").select("scheme", "status").iter_rows())["ru/patent"] == "ineligible"
    )
    (row,) = pl.read_csv(rejects).rows(named=True)
    assert (row["line"], row["case_id"]) == (3, "b")
    assert "age=thirty" in row["reason"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "people.csv", "rejects.csv"]


def test_without_a_file_for_them_the_reasons_stand_on_the_screen(cli: Run, people: Path, tmp_path: Path) -> None:
    ran = cli("batch", str(people), "-o", str(tmp_path / "out.parquet"), "--wide", "--statuses-only", "--lang", "en")
    assert ran.code == 0
    assert "line: 3. " in ran.err or "line 3: " in ran.err
    assert pl.read_parquet(tmp_path / "out.parquet").height == 2


def test_sums_points_and_ranks_are_those_of_compare(cli: Run, whole: pl.DataFrame) -> None:
    answers = ("nationality=KG", "age=24", "sex=female", "trouble_in=none")
    shown = cli("compare", *answers, *BY_MONEY, "--all", "--format", "json")
    rows = {row["scheme"]: row for row in whole.rows(named=True) if row["case_id"] == "a"}
    ranked = {
        item["scheme"]: (
            *item["money"]["net_month_usd"],
            item["money"]["sent_month_usd"][1],
            item["score"],
            item["rank"],
        )
        for item in json.loads(shown.out)["options"]
        if item["rank"] is not None
    }
    assert len(ranked) > 1
    assert {scheme: tuple(rows[scheme][name] for name in MONEY) for scheme in ranked} == ranked
    assert all(rows[scheme][name] is None for scheme in rows.keys() - ranked for name in MONEY)


def test_one_row_a_person_holds_the_typical_sum_the_score_and_the_rank_of_each_way(
    cli: Run, people: Path, tmp_path: Path, whole: pl.DataFrame
) -> None:
    output = tmp_path / "wide.parquet"
    assert cli("batch", str(people), "-o", str(output), "--wide", *BY_MONEY).code == 0
    wide = {row["case_id"]: row for row in pl.read_parquet(output).rows(named=True)}
    for row in whole.rows(named=True):
        for name in ("status", "net_month_usd", "score", "rank"):
            assert wide[row["case_id"]][f"{row['scheme']}.{name}"] == row[name]


def test_a_report_tells_the_money_that_batch_has_written(cli: Run, tmp_path: Path) -> None:
    people, output = tmp_path / "people.parquet", tmp_path / "out.parquet"
    assert cli("batch", "generate", "60", "-o", str(people)).code == 0
    assert cli("batch", str(people), "-o", str(output)).code == 0
    told = cli("batch", "report", str(output), "--lang", "en").out
    assert "Sum a month" in told
    assert "sent_month_usd" not in told  # no sentence about columns that are missing


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("people.csv", "-o", "out.xlsx"), 2, ".csv, .parquet"),
        (("nobody.csv", "-o", "out.csv"), 3, "nobody.csv"),
        (("people.csv", "-o", "out.csv", "--engine", "sqlite"), 2, "polars"),
        (("people.csv", "-o", "out.csv", "--master", "local"), 2, "--master"),
        (("people.csv", "-o", "out.csv", "--as-of", "as_of"), 2, "as_of"),
        (("people.csv", "-o", "out.csv", "--statuses-only", "--priority", "money"), 2, "--statuses-only"),
        (("people.csv", "-o", "out.csv", "--priority", "monny"), 2, "money"),
        (("people.csv",), 2, "-o FILE"),
    ],
)
def test_a_mistake_is_one_sentence_and_an_exit_code(
    cli: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    placed = [str(tmp_path / word) if "." in word else word for word in arguments]
    ran = cli("batch", *placed, "--lang", "en")
    assert ran.code == code
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
