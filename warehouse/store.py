"""The DuckDB file behind the pipeline: opened by one writer, migrated before use."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import duckdb

from transforms.text.errors import PipelineError

# What the database may keep in memory; what is more goes to files beside it until it is needed. Faster with more, but
# a run shares its machine.
MEMORY_MB = 640
_LOCK_WAIT_S = 5
_TRIES_PER_S = 5
_MIGRATIONS = files("warehouse") / "migrations"
# How DuckDB says that a block is not what it wrote; its errors have no class for it.
_DAMAGE = re.compile(r"[Cc]orrupt|checksum|Could not read enough bytes")


class WarehouseBusy(PipelineError):
    """Another process has the database open."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} is in use by another process ({detail}). Wait for that run to end, or stop it, then run again; "
            "to read while a run writes, use `onrecord sql` or the published run."
        )


class WarehouseUnreadable(PipelineError):
    """The database file cannot be opened, or what it holds is damaged."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path} cannot be read: {detail}. If the right to read and write it is missing, give it; if the file is "
            "damaged, `onrecord rebuild` makes a new one of the staged batches and keeps the damaged one beside it."
        )


class WarehouseTooNew(PipelineError):
    """The database was written by a later version."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema {found}, this version knows {known}. Install the onrecord that wrote it or a later one."
        )


@contextmanager
def open_store(
    path: Path, *, memory_mb: int = MEMORY_MB, threads: int | None = None, schema: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path` for writing, in at most `memory_mb` of memory, every migration applied or up to `schema`.

    `threads` is one per core unless given. Whoever loads batches needs one: they are too small to be shared out, waking
    the others for them takes a sixth of the time, and the cores are the workers'.

    Raises:
        WarehouseBusy: another process has it open and keeps it for seconds.
        WarehouseUnreadable: it is damaged, also where only its use shows it, or may not be read or written.
        WarehouseTooNew: a later version has migrated it.
    """
    connection = _connect(path, read_only=False)
    try:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET memory_limit = '{memory_mb}MB'")
        if threads:
            connection.execute(f"SET threads = {threads}")
        # Kept, it would hold whole tables in memory; whoever needs an order asks for it.
        connection.execute("SET preserve_insertion_order = false")
        _migrate(connection, path, schema)
        yield connection
    except duckdb.Error as error:
        if _DAMAGE.search(str(error)):
            raise WarehouseUnreadable(path, str(error).splitlines()[0]) from error
        raise
    finally:
        connection.close()


@contextmanager
def open_store_read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database at `path` as it is, for a look at it.

    Raises:
        WarehouseBusy: a run has it open and keeps it for seconds.
        WarehouseUnreadable: it is damaged or may not be read.
    """
    connection = _connect(path, read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """A connection; a look by `onrecord status` must not stop a run, so a lock is waited for."""
    tries = _LOCK_WAIT_S * _TRIES_PER_S
    for attempt in range(tries + 1):
        try:
            return duckdb.connect(path, read_only=read_only)
        except duckdb.IOException as error:
            detail = str(error).splitlines()[0]
            if "lock" not in detail.lower():
                raise WarehouseUnreadable(path, detail) from error
            if attempt == tries:
                raise WarehouseBusy(path, detail) from error
            time.sleep(1 / _TRIES_PER_S)
        except (duckdb.Error, OSError) as error:
            raise WarehouseUnreadable(path, str(error).splitlines()[0]) from error
    raise WarehouseBusy(path, "lock")


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


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path, schema: int | None) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS _migrations (number INTEGER NOT NULL)")
    row = connection.execute("SELECT coalesce(max(number), 0) FROM _migrations").fetchall()
    applied = int(row[0][0])
    known = migrations()
    newest = known[-1][0]
    if max(applied, schema or 0) > newest:
        raise WarehouseTooNew(path, max(applied, schema or 0), newest)
    for number, sql in known:
        if applied < number <= (schema or newest):
            with transaction(connection):
                connection.execute(sql)
                connection.execute("INSERT INTO _migrations VALUES (?)", [number])
