"""Where columns are computed: polars in this process, duckdb, or Spark. The expressions are the same; so are the results.

Each engine takes frames of answers piece by piece and gives frames of results in the same order, with bounded memory.
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from destcompare.batch.reading import RECORD
from destcompare.expressions.steps import Steps, Varying
from destcompare.records import Record


class Compute(Record):
    """From a frame of any engine to the columns that are kept and those that are wanted, by name."""

    steps: Steps
    kept: tuple[str, ...]
    wanted: Mapping[str, Varying]

    def __call__(self, native: Any, settled: Callable[[Any], Any] | None = None) -> Any:
        """The results for a native frame; `settled` is done to the frame after each layer of columns."""
        frame = self.steps.add_to(nw.from_native(native).lazy(), self.wanted.values(), settled)
        named = [column.expression.alias(name) for name, column in self.wanted.items()]
        return frame.select(*self.kept, *named).to_native()


Engine = Callable[[Iterator[pl.DataFrame], pl.Schema, Compute, int], Iterator[pl.DataFrame]]


def on_polars(
    pieces: Iterator[pl.DataFrame], schema: pl.Schema, compute: Callable[[Any], Any], rows: int
) -> Iterator[pl.DataFrame]:
    """In this process, on all cores, streamed."""
    from polars.io.plugins import register_io_source

    trouble: list[BaseException] = []

    def source(
        columns: list[str] | None, predicate: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        left = most
        try:
            for piece in pieces:
                piece = piece if columns is None else piece.select(columns)
                piece = piece if predicate is None else piece.filter(predicate)
                piece = piece if left is None else piece.head(left)
                left = None if left is None else left - piece.height
                yield piece
                if left == 0:
                    return
        except BaseException as error:
            trouble.append(error)  # polars would wrap it
            raise

    plan = compute(register_io_source(source, schema=schema, is_pure=False))
    try:
        yield from plan.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming")
    except pl.exceptions.PolarsError:
        if trouble:
            raise trouble[0] from None
        raise


def on_duckdb(pieces: Iterator[pl.DataFrame], schema: pl.Schema, compute: Compute, _: int) -> Iterator[pl.DataFrame]:
    """In DuckDB, piece by piece. Each layer of columns becomes a table: nested queries are bound anew at every level."""
    import duckdb

    with duckdb.connect() as base:
        names = (f"layer_{number}" for number in itertools.count())
        last: list[str] = []

        def settled(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
            name = next(names)
            frame.to_native().create(name)
            for former in last:
                base.execute(f"drop table {former}")
            last[:] = [name]
            return nw.from_native(base.table(name))

        for piece in pieces:
            given = piece.select(schema.names()).to_arrow()
            reader = compute(base.from_arrow(given), settled).to_arrow_table()
            yield pl.DataFrame(pl.from_arrow(reader))


def on_spark(
    pieces: Iterator[pl.DataFrame], schema: pl.Schema, compute: Compute, rows: int, master: str = "local[*]"
) -> Iterator[pl.DataFrame]:
    """On a Spark cluster, or on this machine with `local[*]`; frames pass through Parquet files."""
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory(prefix="destcompare-") as folder, contextlib.ExitStack() as stack:
        given, found = Path(folder, "people"), Path(folder, "results")
        given.mkdir()
        for number, piece in enumerate(pieces):
            piece.select(schema.names()).write_parquet(given / f"{number:06}.parquet")
        builder = SparkSession.builder.master(master).appName("destcompare")
        for key, value in _SPARK.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        stack.callback(session.stop)
        session.sparkContext.setLogLevel("ERROR")
        compute(session.read.parquet(str(given))).write.parquet(str(found))
        ordered = pl.scan_parquet(found / "*.parquet").sort(RECORD)
        yield from ordered.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming")


_SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # methods of thousands of columns grow larger than the JVM compiles
}
