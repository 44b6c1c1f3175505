"""The DuckDB file behind the pipeline: opened by one writer, migrated before use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from transforms.text.errors import PipelineError

_MIGRATIONS = files("warehouse") / "migrations"


class WarehouseBusy(PipelineError):
    """Another process has the database open."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} is in use by another process ({detail}). Wait for that run to end, or stop it, then run again; "
            "to read while a run writes, use `onrecord sql` or the published run."
        )


class WarehouseUnreadable(PipelineError):
    """The database file cannot be opened."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} cannot be opened: {detail}. Move the file away and run again: "
            "the tables are rebuilt from the staged batches beside it."
        )


class WarehouseTooNew(PipelineError):
    """The database was written by a later version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}, this version knows {known}. Install the onrecord that wrote it or a later one."
        )


@contextmanager
def open_store(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path` for writing, with every migration applied.

    Raises:
        WarehouseBusy: another process has it open.
        WarehouseUnreadable: it is damaged or may not be read or written.
        WarehouseTooNew: a later version has migrated it.
    """
    try:
        connection = duckdb.connect(path)
    except duckdb.IOException as error:
        detail = str(error).splitlines()[0]
        if "lock" in detail.lower():
            raise WarehouseBusy(path, detail) from error
        raise WarehouseUnreadable(path, detail) from error
    except (duckdb.Error, OSError) as error:
        raise WarehouseUnreadable(path, str(error).splitlines()[0]) from error
    try:
        connection.execute("SET enable_progress_bar = false")
        _migrate(connection, path)
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All statements inside take effect together or not at all."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def migrations() -> list[tuple[int, str]]:
    """Number and SQL of every migration, in order."""
    found = [entry for entry in _MIGRATIONS.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_")[0]), entry.read_text("utf-8")) for entry in found)


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS _migrations (number INTEGER NOT NULL)")
    row = connection.execute("SELECT coalesce(max(number), 0) FROM _migrations").fetchall()
    applied = int(row[0][0])
    known = migrations()
    if applied > known[-1][0]:
        raise WarehouseTooNew(path, applied, known[-1][0])
    for number, sql in known:
        if number > applied:
            with transaction(connection):
                connection.execute(sql)
                connection.execute("INSERT INTO _migrations VALUES (?)", [number])
