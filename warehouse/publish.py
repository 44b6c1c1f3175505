"""Publishing: an immutable folder of Parquet files, a data package and a view database; then `latest` moves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import duckdb
import polars as pl

from transforms.schemas.tables import PUBLISHED
from warehouse.bounds import Bounds, check_bounds
from warehouse.checks import run_checks
from warehouse.datapackage import datapackage, package_files, read_package, table_rows
from warehouse.frames import make_temp_table
from warehouse.months import month_marks, months_published, touch
from warehouse.run_folders import PACKAGE
from warehouse.views import DATABASE, write_views
from warehouse.writing import LastRun, write_tables

_SQL = files("warehouse") / "sql" / "out"
# Some read others; this is an order in which each finds what it reads.
_FROM_COPIES = (
    "out_sentences", "out_quotations", "_statements", "out_stances", "out_articles", "out_article_files",
    "out_paragraphs", "out_tokens", "out_speaker_links", "out_speaker_changes", "out_rejects",
)  # fmt: skip
_BY_MONTH = frozenset(table.name for table in PUBLISHED if table.by_month)
_FROM_FRAMES = (
    "out_statements", "out_speakers", "out_speaker_days", "out_speaker_targets", "out_stance_changes",
    "out_who_about_whom", "out_speaker_terms", "out_topics",
)  # fmt: skip


def build_quotations(connection: duckdb.DuckDBPyConnection, wrong: Sequence[tuple[str, str]] = ()) -> None:
    """Makes the temporary table `_quotations`: out_quotations without their statements.

    `wrong` are ids and texts of what people judged to be no quotation; it is in no published table.
    """
    judged = pl.DataFrame(wrong, schema={"quotation_id": pl.String, "text": pl.String}, orient="row")
    make_temp_table(connection, "wrong_quotations", judged)
    _build(connection, ("_wrong", "_uttered", "_quotations"))


def build_tables(connection: duckdb.DuckDBPyConnection, copies: pl.DataFrame) -> None:
    """Makes the `out_` tables of the core tables and `_statements`, temporary; `copies`: quotation_id, statement_id."""
    make_temp_table(connection, "statement_copies", copies.select("quotation_id", "statement_id"))
    _build(connection, _FROM_COPIES)


def build_aggregates(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Makes the others, from the frames that their SQL reads by name (warehouse/sql/out)."""
    for name, frame in frames.items():
        make_temp_table(connection, name, frame)
    _build(connection, _FROM_FRAMES)


def is_published(published: Path) -> bool:
    """Whether there is a latest run."""
    return (published / "latest" / PACKAGE).is_file()


def publish(
    connection: duckdb.DuckDBPyConnection,
    published: Path,
    run_id: str,
    *,
    versions: Mapping[str, str],
    created_at: str,
    keep_runs: int,
    bounds: Bounds,
) -> Path:
    """Checks the tables, writes them as a run and moves `latest` to it; returns the run's folder.

    `build_quotations`, `build_tables` and `build_aggregates` have been called. Files equal to the last run's are
    hard-linked to it.

    Raises:
        ChecksFailed: wrong rows; nothing is written and `latest` does not move.
        OutOfBounds: not what the settings expect; likewise.
        OSError: the disk is full or may not be written; `latest` does not move.
    """
    last = read_package(published / "latest")
    marks = month_marks(connection, json.dumps(dict(versions)))
    unchanged = months_published(last, published / "latest", marks)
    touch(connection, unchanged)
    run_checks(connection)
    check_bounds(connection, bounds, table_rows(last))
    runs = published / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    _drop_unfinished(runs)
    folder = runs / run_id
    unfinished = runs / f"{run_id}.tmp"
    unfinished.mkdir()
    try:
        files_before = {part["path"]: part for part in package_files(last)}
        before = LastRun(published / "latest", files_before, frozenset(unchanged))
        written = write_tables(connection, unfinished, list(marks), before)
        package = datapackage(written, run_id=run_id, created_at=created_at, versions=versions, months=marks)
        (unfinished / PACKAGE).write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")
        unfinished.replace(folder)
        write_views(connection, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        raise
    point_latest(published, run_id)
    _drop_old(runs, keep=keep_runs, latest=run_id)
    return folder


def point_latest(published: Path, run_id: str) -> None:
    """Moves `latest` to the run, in one step: readers see the old run or the new one."""
    link = published / "latest.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("runs") / run_id)
    link.replace(published / "latest")


def _build(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    for name in names:
        # Of the tables that hold all text only some months are read.
        kind = "VIEW" if name in _BY_MONTH else "TABLE"
        connection.execute(f"CREATE OR REPLACE TEMP {kind} {name} AS {(_SQL / f'{name}.sql').read_text('utf-8')}")


def _drop_unfinished(runs: Path) -> None:
    """What a killed run left: nothing points to it."""
    for folder in runs.iterdir():
        if not (folder / DATABASE).is_file():
            shutil.rmtree(folder, ignore_errors=True)


def _drop_old(runs: Path, *, keep: int, latest: str) -> None:
    """Keeps the newest runs by name, and always the one `latest` points to: clocks are set back."""
    finished = sorted(folder for folder in runs.iterdir() if folder.is_dir() and folder.name != latest)
    for folder in finished[: max(0, len(finished) - keep + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
