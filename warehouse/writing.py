"""The Parquet files of a run: written, or shared with the last run where they are the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.schemas.tables import PUBLISHED, Table
from warehouse.datapackage import Json, PublishedFile, PublishedTable
from warehouse.literals import literal
from warehouse.months import UNDATED
from warehouse.table_files import file_name, is_whole

# Rows of one article stand together: a look-up by key reads one group. Against DuckDB's 122,880 an article of 100,000
# quotations is found four times faster, for files 5 % larger (docs/decisions/0010-the-local-page.md).
_ROW_GROUP = 16_384


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run published before: its folder, its files as in the data package by path, and the months to be as there."""

    folder: Path
    files: Mapping[str, Json]
    months: frozenset[str] = frozenset()


def write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, months: list[str], last: LastRun
) -> list[PublishedTable]:
    """Writes every published table into `folder`. Files equal to the last run's are hard-linked to it.

    Args:
        connection: with the `out_` tables built, `_months` and `touched`.
        folder: empty.
        months: all months that have articles, in order.
        last: the run before.
    """
    return [
        PublishedTable(
            table,
            list(_month_files(connection, table, folder, months, last))
            if table.by_month
            else [_write_file(connection, table, folder, file_name(table.name), table.name, last)],
        )
        for table in PUBLISHED
    ]


def _month_files(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, months: list[str], last: LastRun
) -> Iterator[PublishedFile]:
    """The files of the months that have rows; where none has there still is one, and the columns with it."""
    (folder / table.name).mkdir()
    # Put together once for all months that are written: each of them alone would read the whole tables again.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _touched_rows AS SELECT t.*, m.month FROM {table.name} AS t "
        "SEMI JOIN touched USING (article_id) JOIN _months AS m USING (article_id)"
    )
    found = 0
    for month in months:
        name = file_name(table.name, month)
        if month in last.months:
            if name in last.files:
                found += 1
                yield _take(last.files[name], last.folder, folder)
            continue
        # A table of its own: the bytes depend on what is known of the table, as whether a column has nulls anywhere.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE _month_rows AS SELECT * FROM _touched_rows WHERE month = {literal(month)}"
        )
        file = _write_file(connection, table, folder, name, "_month_rows", last)
        if file.rows:
            found += 1
            yield file
        else:
            (folder / name).unlink()
    if not found:
        yield _write_file(connection, table, folder, file_name(table.name, UNDATED), f"{table.name} WHERE false", last)
    connection.execute("DROP TABLE IF EXISTS _month_rows; DROP TABLE _touched_rows")


def _write_file(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, name: str, rows_from: str, last: LastRun
) -> PublishedFile:
    path = folder / name
    columns = ", ".join(f'"{column}"' for column in table.schema.columns())
    order = ", ".join(f'"{column}"' for column in table.key)
    described = {"description": table.description, "columns": table.column_descriptions}
    metadata = json.dumps(described, ensure_ascii=False)
    ((rows,),) = connection.execute(
        f"COPY (SELECT {columns} FROM {rows_from} ORDER BY {order}) TO {literal(path)} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}, "
        f"KV_METADATA {{onrecord: {literal(metadata)}}})"
    ).fetchall()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    written = PublishedFile(name, int(rows), path.stat().st_size, digest)
    if name in last.files and last.files[name]["hash"] == written.hash and is_whole(last.folder / name, written.bytes):
        _link(last.folder / name, path)
    return written


def _take(part: Json, last: Path, folder: Path) -> PublishedFile:
    """A file of the last run, as it is there."""
    source, target = last / part["path"], folder / part["path"]
    try:
        os.link(source.resolve(), target)
    except OSError:  # the file system has no hard links
        shutil.copy2(source, target)
    return PublishedFile(part["path"], part["rows"], part["bytes"], part["hash"].removeprefix("sha256:"))


def _link(source: Path, target: Path) -> None:
    """Makes `target` the same file as `source`, whose bytes are equal."""
    unfinished = target.with_name(f"{target.name}.tmp")
    # Where the source is gone, or the file system has no hard links, the new copy stays.
    with suppress(OSError):
        os.link(source.resolve(), unfinished)
        unfinished.replace(target)
