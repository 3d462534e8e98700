"""Small files of outcomes that tests write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from destcompare.rulebook.model import Rulebook

COLUMNS = {
    "case_id": pl.String, "nationality": pl.String, "sex": pl.String, "age": pl.Int64, "scheme": pl.String,
    "destination": pl.String, "status": pl.String, "until": pl.String, "missing": pl.String, "bans": pl.String,
}  # fmt: skip
MONEY = {
    "net_month_usd_low": pl.Float64, "net_month_usd": pl.Float64, "net_month_usd_high": pl.Float64,
    "sent_month_usd": pl.Float64, "score": pl.Float64, "rank": pl.Int64,
}  # fmt: skip

Way = dict[str, Any]


def person(number: int, ways: dict[str, Way], **described: Any) -> list[dict[str, Any]]:
    """One row a scheme; what is not said is ineligible for two reasons."""
    plain = {"status": "ineligible", "missing": "one other", "bans": "", "until": ""}
    about = {"case_id": f"c{number}", "nationality": "UZ", "sex": "male", "age": 30, **described}
    return [
        {**about, **plain, "scheme": scheme, "destination": scheme.partition("/")[0].upper(), **way}
        for scheme, way in ways.items()
    ]


def outcomes(rows: Iterable[Iterable[dict[str, Any]]], *, money: bool = False) -> pl.DataFrame:
    """The outcomes of several people."""
    return pl.DataFrame([row for one in rows for row in one], schema={**COLUMNS, **(MONEY if money else {})})


def write(frame: pl.DataFrame, file: Path) -> Path:
    """The outcomes in a file of the format that its name tells."""
    {".csv": frame.write_csv, ".parquet": frame.write_parquet, ".jsonl": frame.write_ndjson}[file.suffix](file)
    return file


def first_requirement(rulebook: Rulebook, scheme: str, fact: str) -> str:
    """The short id of the first requirement of a scheme that looks at a fact."""
    found = rulebook.scheme(scheme)
    assert found is not None
    return next(rule.id for rule in found.requirements if fact in rule.when.names).rpartition("/")[2]
