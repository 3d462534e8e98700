"""`batch` as it is run: a file of people into a file of outcomes, bad rows told, nothing left half done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
PEOPLE = "case_id,nationality,age,sex,trouble_in\na,KG,24,female,none\nb,UZ,thirty,male,none\nc,TJ,30,male,\n"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


def test_everybody_is_decided_and_a_bad_row_is_told(cli: Run, people: Path, tmp_path: Path) -> None:
    output, rejects = tmp_path / "out.csv", tmp_path / "rejects.csv"
    ran = cli("batch", str(people), "-o", str(output), "--rejects", str(rejects), "--lang", "ru")
    assert (ran.code, ran.out) == (0, "")
    assert "Не удалось прочитать строк: 1." in ran.err
    frame = pl.read_csv(output)
    assert set(frame["case_id"]) == {"a", "c"}
    assert (
        dict(frame.filter(pl.col("case_id") == "a").select("scheme", "status").iter_rows())["ru/patent"] == "ineligible"
    )
    (row,) = pl.read_csv(rejects).rows(named=True)
    assert (row["line"], row["case_id"]) == (3, "b")
    assert "age=thirty" in row["reason"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "people.csv", "rejects.csv"]


def test_without_a_file_for_them_the_reasons_stand_on_the_screen(cli: Run, people: Path, tmp_path: Path) -> None:
    ran = cli("batch", str(people), "-o", str(tmp_path / "out.parquet"), "--wide", "--lang", "en")
    assert ran.code == 0
    assert "line: 3. " in ran.err or "line 3: " in ran.err
    assert pl.read_parquet(tmp_path / "out.parquet").height == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("people.csv", "-o", "out.xlsx"), 2, ".csv, .parquet"),
        (("nobody.csv", "-o", "out.csv"), 3, "nobody.csv"),
        (("people.csv", "-o", "out.csv", "--engine", "sqlite"), 2, "polars"),
        (("people.csv", "-o", "out.csv", "--master", "local"), 2, "--master"),
        (("people.csv", "-o", "out.csv", "--as-of", "as_of"), 2, "as_of"),
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
