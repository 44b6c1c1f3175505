"""What a lost database is rebuilt from: the small tables, staged as they are, and the texts, staged once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb

from warehouse.frames import fetch
from warehouse.load import scalar
from warehouse.staging import StagedBatch, Staging, staged_frame
from warehouse.store import open_store, transaction
from warehouse.table_files import rows_of

# The step, in _fingerprints, whose batches hold the texts and their signatures.
TEXTS: Final = "texts"
_TABLES: Final = "tables"
# If the newest is damaged, the one before it is right for all but the last run.
_COPIES = 2
_KEPT: Final = {
    "core_articles": "SELECT * EXCLUDE (text) FROM core_articles",
    "core_article_files": "SELECT * FROM core_article_files",
    "core_rejects": "SELECT * FROM core_rejects WHERE step = 'admit'",
    "core_speakers": "SELECT * FROM core_speakers",
    "core_speaker_links": "SELECT * FROM core_speaker_links",
    "core_speaker_changes": "SELECT * FROM core_speaker_changes",
    "core_runs": "SELECT * FROM core_runs",
    "_files": "SELECT * FROM _files",
    "_fingerprints": f"SELECT * FROM _fingerprints WHERE step = '{TEXTS}'",
    "_state": "SELECT * FROM _state WHERE name = 'link'",
}
_SQL = files("warehouse") / "sql"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: articles, and those whose text was damaged; their files count as unread."""

    articles: int
    lost: int


def keep_tables(connection: duckdb.DuckDBPyConnection, staging: Staging) -> None:
    """Stages the small tables as they are now; what steps stage themselves is not among them."""
    names = [batch.name for batch in _copies(staging)]
    name = f"{int(max(names, default='0')) + 1:08}"
    staging.batch(_TABLES, name).stage(
        {table: fetch(connection, select) for table, select in _KEPT.items()}
        | {"_migrations": fetch(connection, "SELECT max(number) AS number FROM _migrations")}
    )
    staging.keep_only(_TABLES, {name, *names[1 - _COPIES :]})


def restore(database: Path, staging: Staging) -> Restored:
    """Makes the database at `database`, where there is none, of what is kept in `staging`; empty if nothing is.

    It appears complete or not at all. The results of the other steps are loaded by their next run.
    """
    unfinished = database.with_name(f"{database.name}.tmp")
    for leftover in (unfinished, wal_of(unfinished), wal_of(database)):
        leftover.unlink(missing_ok=True)
    kept = next((batch for batch in reversed(_copies(staging)) if batch.is_staged()), None)
    if kept:
        with kept.folder() as folder, open_store(unfinished, schema=_schema(folder)) as store:
            restored = _fill(store, folder, staging.batches(TEXTS))
    else:
        with open_store(unfinished):
            restored = Restored(0, 0)
    unfinished.replace(database)
    return restored


def set_aside(database: Path) -> Path | None:
    """Moves a damaged database, and what was not yet written into it, out of the way; returns where to."""
    if not database.exists():
        return None
    number = 1
    while (aside := database.with_name(f"{database.name}.damaged-{number}")).exists():
        number += 1
    if wal_of(database).exists():
        wal_of(database).replace(wal_of(aside))
    database.replace(aside)
    return aside


def is_lost(database: Path, staging: Staging) -> bool:
    """Whether there is nothing where a database was, or only the file of one that was never written."""
    if database.exists():
        return database.stat().st_size == 0
    return bool(_copies(staging))


def wal_of(database: Path) -> Path:
    """Where DuckDB writes what is not yet in the database's file."""
    return database.with_name(f"{database.name}.wal")


def _copies(staging: Staging) -> list[StagedBatch]:
    return [batch for batch in staging.batches(_TABLES) if batch.name.isdigit()]


def _schema(kept: Path) -> int:
    return int(staged_frame(kept, "_migrations")["number"][0])


def _fill(store: duckdb.DuckDBPyConnection, kept: Path, texts: Sequence[StagedBatch]) -> Restored:
    with transaction(store):
        for table in _KEPT:
            if table != "core_articles":
                store.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {rows_of([kept / f'{table}.parquet'])}")
        store.execute(f"CREATE TEMP TABLE kept_articles AS SELECT * FROM {rows_of([kept / 'core_articles.parquet'])}")
        for batch in texts:
            if batch.is_staged():
                _fill_texts(store, batch)
        articles, lost = (
            scalar(store, f"SELECT count(*) FROM kept_articles {kind} JOIN core_articles USING (article_id)")
            for kind in ("SEMI", "ANTI")
        )
        if lost:
            store.execute((_SQL / "forget_lost.sql").read_text("utf-8"))
    return Restored(articles, lost)


def _fill_texts(store: duckdb.DuckDBPyConnection, batch: StagedBatch) -> None:
    """The articles of one batch: each text comes from the one batch that is noted for it."""
    with batch.folder() as folder:
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE texts AS SELECT t.* FROM {rows_of([folder / 'texts.parquet'])} AS t "
            "JOIN _fingerprints AS f ON f.article_id = t.article_id AND f.fingerprint = t.text_sha256 "
            "WHERE f.step = ? AND f.batch = ?",
            [TEXTS, batch.name],
        )
    store.execute(
        "INSERT INTO core_articles BY NAME SELECT * EXCLUDE (signature) "
        "FROM kept_articles JOIN texts USING (article_id, text_sha256)"
    )
    store.execute(
        "INSERT INTO _signatures SELECT article_id, signature, true FROM texts "
        "SEMI JOIN kept_articles USING (article_id, text_sha256)"
    )
