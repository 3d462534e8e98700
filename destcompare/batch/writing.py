"""Frames → files that people are read from: CSV, Parquet and JSON Lines, piece by piece, written beside and renamed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import polars as pl

from destcompare.problems import N_, Unreadable


def write_frames(name: str, form: str, frames: Iterable[pl.DataFrame]) -> None:
    """Write all frames into one file, so that nobody finds half of it. Raises `Unreadable`."""
    path = Path(name)
    beside: str | None = None
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            _WRITERS[form](file, frames)
        Path(beside).replace(path)
    except BaseException as error:
        if beside is not None:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
        if isinstance(error, OSError | ValueError):
            raise Unreadable(N_("The file {file} cannot be written."), file=name) from error
        raise


def _csv(file: BinaryIO, frames: Iterable[pl.DataFrame]) -> None:
    for place, frame in enumerate(frames):
        frame.write_csv(file, include_header=place == 0)


def _json_lines(file: BinaryIO, frames: Iterable[pl.DataFrame]) -> None:
    for frame in frames:
        frame.write_ndjson(file)


def _parquet(file: BinaryIO, frames: Iterable[pl.DataFrame]) -> None:
    import pyarrow.parquet

    writer = None
    for frame in frames:
        table = frame.to_arrow()
        writer = writer or pyarrow.parquet.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


_WRITERS = {"csv": _csv, "jsonl": _json_lines, "parquet": _parquet}
