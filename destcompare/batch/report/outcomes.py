"""The outcomes that `batch` writes, read in pieces of whole cases, so that a file of any size needs little memory."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from destcompare.batch.reading import CASE_ID, format_of
from destcompare.problems import N_, BadInput, Unreadable
from destcompare.records import Record

CASE, AGE_GROUP = "case", "age_group"
AGES = (25, 35, 45)
"""Where the second age group begins, and each later one."""
_WORDS = ("nationality", "sex", "scheme", "destination", "status", "missing", "bans")
_NEEDED = (CASE_ID, *_WORDS, "age")
RANK, SENT = "rank", "sent_month_usd"
_ROWS = 1 << 16
_LONGEST = 200


class Outcomes(Record):
    """A file of outcomes: one row a case and scheme."""

    name: str
    rows: pl.LazyFrame
    has_money: bool

    def pieces(self) -> Iterator[pl.DataFrame]:
        """Rows of whole cases, numbered by `case`. Raises `BadInput` where the rows of a case do not stand together."""
        rest: pl.DataFrame | None = None
        begun = 0
        try:
            for batch in self.rows.collect_batches(chunk_size=_ROWS, maintain_order=True, engine="streaming"):
                piece = batch if rest is None else pl.concat([rest, batch])
                runs = piece[CASE_ID].rle_id()
                last = runs == runs[-1]
                rest = piece.filter(last)
                yield _numbered(piece.filter(~last), begun)
                begun += int(runs[-1]) if len(runs) else 0
        except (OSError, pl.exceptions.PolarsError) as error:
            raise _unreadable(self.name) from error
        if rest is not None:
            yield _numbered(rest, begun)


def open_outcomes(name: str) -> Outcomes:
    """The outcomes in a file. Raises `BadInput` when it holds something else, `Unreadable`."""
    form = format_of(name)
    try:
        if form == "csv":
            found = pl.scan_csv(name, infer_schema=False)
        else:
            found = pl.scan_parquet(name) if form == "parquet" else pl.scan_ndjson(name, infer_schema_length=None)
        columns = found.collect_schema().names()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(name) from error
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise BadInput(
            N_(
                "{file} holds no outcomes with one row for each case and scheme: the column {column} is missing. They are "
                "written by {command}."
            ),
            file=name[:_LONGEST], column=missing[0], command="destcompare batch CASES -o OUT",
        )  # fmt: skip
    has_money = RANK in columns and SENT in columns
    numbers = ["age", *((RANK, SENT) if has_money else ())]
    rows = found.select(
        pl.col(CASE_ID).cast(pl.String).fill_null(""),
        *(pl.col(column).cast(pl.String).replace("", None) for column in _WORDS),
        *(pl.col(column).cast(pl.String).replace("", None).cast(pl.Float64, strict=False) for column in numbers),
    )
    return Outcomes(name, rows, has_money)


def _unreadable(name: str) -> Unreadable:
    return Unreadable(
        N_("The file {file} cannot be read. Check its name and that you may read it."), file=name[:_LONGEST]
    )


def _numbered(rows: pl.DataFrame, begun: int) -> pl.DataFrame:
    group = sum(((pl.col("age") >= age).cast(pl.Int8) for age in AGES), pl.lit(0, pl.Int8))
    return rows.with_columns(
        (rows[CASE_ID].rle_id().cast(pl.Int64) + begun).alias(CASE),
        group.alias(AGE_GROUP),
        pl.col("missing").fill_null(""),
        pl.col("bans").is_not_null(),
    )
