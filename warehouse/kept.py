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
from warehouse.staging import is_staged, keep_only, stage, staged
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


def keep_tables(connection: duckdb.DuckDBPyConnection, staging: Path) -> None:
    """Stages the small tables as they are now; what steps stage themselves is not among them."""
    folder = staging / _TABLES
    numbers = [int(batch.name) for batch in _copies(folder)]
    name = f"{max(numbers, default=0) + 1:08}"
    stage(
        folder / name,
        {table: fetch(connection, select) for table, select in _KEPT.items()}
        | {"_migrations": fetch(connection, "SELECT max(number) AS number FROM _migrations")},
    )
    keep_only(folder, {name, *(f"{number:08}" for number in sorted(numbers)[1 - _COPIES :])})


def restore(database: Path, staging: Path) -> Restored:
    """Makes the database at `database`, where there is none, of what is kept below `staging`; empty if nothing is.

    It appears complete or not at all. The results of the other steps are loaded by their next run.
    """
    unfinished = database.with_name(f"{database.name}.tmp")
    for leftover in (unfinished, wal_of(unfinished), wal_of(database)):
        leftover.unlink(missing_ok=True)
    kept = next((batch for batch in reversed(_copies(staging / _TABLES)) if is_staged(batch)), None)
    with open_store(unfinished, schema=_schema(kept)) as store:
        restored = _fill(store, kept, staging / TEXTS) if kept else Restored(0, 0)
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


def is_lost(database: Path, staging: Path) -> bool:
    """Whether there is nothing where a database was, or only the file of one that was never written."""
    if database.exists():
        return database.stat().st_size == 0
    return bool(_copies(staging / _TABLES))


def wal_of(database: Path) -> Path:
    """Where DuckDB writes what is not yet in the database's file."""
    return database.with_name(f"{database.name}.wal")


def _copies(folder: Path) -> list[Path]:
    return sorted(batch for batch in folder.glob("*/") if batch.name.isdigit())


def _schema(kept: Path | None) -> int | None:
    return int(staged(kept, "_migrations")["number"][0]) if kept else None


def _fill(store: duckdb.DuckDBPyConnection, kept: Path, texts: Path) -> Restored:
    whole = [batch / "texts.parquet" for batch in sorted(texts.glob("*/")) if is_staged(batch)]
    with transaction(store):
        for table in _KEPT:
            if table != "core_articles":
                store.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {rows_of([kept / f'{table}.parquet'])}")
        store.execute(f"CREATE TEMP VIEW kept_articles AS SELECT * FROM {rows_of([kept / 'core_articles.parquet'])}")
        if whole:
            store.execute(f"CREATE TEMP VIEW texts AS {_texts(whole)}")
            store.execute(
                "INSERT INTO core_articles BY NAME SELECT * EXCLUDE (signature) "
                "FROM kept_articles JOIN texts USING (article_id, text_sha256)"
            )
            store.execute(
                "INSERT INTO _signatures SELECT article_id, signature, true FROM texts "
                "SEMI JOIN core_articles USING (article_id, text_sha256)"
            )
        articles, lost = (
            scalar(store, f"SELECT count(*) FROM kept_articles {kind} JOIN core_articles USING (article_id)")
            for kind in ("SEMI", "ANTI")
        )
        if lost:
            store.execute((_SQL / "forget_lost.sql").read_text("utf-8"))
    return Restored(articles, lost)


def _texts(whole: Sequence[Path]) -> str:
    """Each text from the one batch that is noted for it."""
    return (
        f"SELECT t.article_id, t.text_sha256, t.text, t.signature FROM {rows_of(whole)} AS t "
        f"JOIN _fingerprints AS f ON f.step = '{TEXTS}' AND f.article_id = t.article_id "
        "AND f.fingerprint = t.text_sha256 AND f.batch = parse_path(t.filename)[-2]"
    )
