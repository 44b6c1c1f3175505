"""Frames out of DuckDB over Arrow's C interface, and in through a Parquet file: registering one needs pyarrow."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from warehouse.arrow_stream import ArrowStream


def fetch(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """The rows of a SELECT, in its order."""
    return pl.DataFrame(ArrowStream(connection.sql(sql, params=list(parameters))))


@contextmanager
def temp_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """`frame` as the temporary table `name`, dropped at the end."""
    make_temp_table(connection, name, frame)
    try:
        yield
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def make_temp_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """`frame` as the temporary table `name`, for as long as the connection lives."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        path = Path(folder) / "frame.parquet"
        frame.write_parquet(path, compression="lz4")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM read_parquet(?)", [str(path)])
