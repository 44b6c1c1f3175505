"""The loader: puts one staged batch into the core tables in one transaction; loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import polars as pl

from warehouse.frames import temp_table
from warehouse.store import transaction

_SQL = files("warehouse") / "sql"


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of the records of an admitted batch: records = new + duplicates + known + rejects."""

    records: int
    new: int
    duplicates: int
    known: int
    rejects: int

    def __add__(self, other: Admission) -> Admission:
        """Both together."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Admission(*(mine + theirs for mine, theirs in pairs))


def load_admitted(connection: duckdb.DuckDBPyConnection, batch: Path) -> Admission:
    """Stores the new articles of a staged `admit` batch, exact duplicates as further paths of the first.

    `batch` holds `articles` (core_articles without what is added here, plus `revision_id`), `signatures`
    (text_sha256, signature) and `rejects`. Near-duplicates are linked afterwards, by `store_near_duplicates`.
    """
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE incoming AS SELECT *, file_row_number AS row_no "
            "FROM read_parquet(?, file_row_number = true)",
            [str(batch / "articles.parquet")],
        )
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE incoming_signatures AS SELECT * FROM read_parquet(?)",
            [str(batch / "signatures.parquet")],
        )
        records = _scalar(connection, "SELECT count(*) FROM incoming")
        connection.execute((_SQL / "load_admitted.sql").read_text("utf-8"))
        new = _scalar(connection, "SELECT count(*) FROM incoming_new")
        known = _scalar(connection, "SELECT count(*) FROM incoming WHERE is_known")
        rejects = _replace_rejects(connection, batch / "rejects.parquet")
    return Admission(records + rejects, new, records - new - known, known, rejects)


def load_step(connection: duckdb.DuckDBPyConnection, batch: Path, *, step: str, tables: Sequence[str]) -> int:
    """Replaces, in `tables`, the rows of the batch's articles by the staged ones; returns the rejects.

    `batch` holds one Parquet file per table, `rejects`, and `fingerprints` (article_id, fingerprint): the articles
    the batch is about, also those without any row.
    """
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE batch_articles AS SELECT article_id, fingerprint FROM read_parquet(?)",
            [str(batch / "fingerprints.parquet")],
        )
        for table in tables:
            connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM batch_articles)")
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet(?)", [str(batch / f"{table}.parquet")]
            )
        connection.execute(
            "DELETE FROM core_rejects WHERE step = ? AND key IN (SELECT article_id FROM batch_articles)", [step]
        )
        rejects = _replace_rejects(connection, batch / "rejects.parquet")
        connection.execute(
            "DELETE FROM _fingerprints WHERE step = ? AND article_id IN (SELECT article_id FROM batch_articles)", [step]
        )
        connection.execute("INSERT INTO _fingerprints SELECT ?, article_id, fingerprint FROM batch_articles", [step])
    return rejects


def store_near_duplicates(connection: duckdb.DuckDBPyConnection, links: pl.DataFrame) -> None:
    """Writes `links` (article_id, duplicate_of, similarity) into core_articles; all signatures then count as linked."""
    with transaction(connection), temp_table(connection, "near_duplicates", links):
        connection.execute(
            "UPDATE core_articles SET duplicate_of = n.duplicate_of, duplicate_similarity = n.similarity "
            "FROM near_duplicates AS n WHERE n.article_id = core_articles.article_id"
        )
        connection.execute("UPDATE _signatures SET is_linked = true WHERE NOT is_linked")


def remember_files(connection: duckdb.DuckDBPyConnection, files: pl.DataFrame) -> None:
    """Marks `files` (path, bytes, modified_ns, fingerprint) as read in this state."""
    with transaction(connection), temp_table(connection, "files_read", files):
        connection.execute("DELETE FROM _files WHERE path IN (SELECT path FROM files_read)")
        connection.execute("INSERT INTO _files BY NAME SELECT * FROM files_read")


def drop_superseded(connection: duckdb.DuckDBPyConnection, source_paths: pl.DataFrame) -> int:
    """Removes what an earlier reading of unchanged files (column source_path) gave and this one did not.

    To be called after `load_admitted` of every batch, on the same connection. Returns how many articles went.
    """
    with transaction(connection), temp_table(connection, "files_again", source_paths):
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS seen_records "
            "(source_path VARCHAR, source_record INTEGER, article_id VARCHAR)"
        )
        connection.execute((_SQL / "drop_superseded.sql").read_text("utf-8"))
        return _scalar(connection, "SELECT count(*) FROM orphans")


def forget_rejects(connection: duckdb.DuckDBPyConnection, source_paths: pl.DataFrame) -> None:
    """Removes the rejects of files (column source_path) that are read again."""
    with transaction(connection), temp_table(connection, "files_again", source_paths):
        connection.execute(
            "DELETE FROM core_rejects WHERE step = 'admit' "
            "AND regexp_replace(key, '#[0-9]+$', '') IN (SELECT source_path FROM files_again)"
        )


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """All rows of `table` become those of `frame`; the caller holds the transaction."""
    connection.execute(f"DELETE FROM {table}")
    with temp_table(connection, "replacement", frame):
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM replacement")


def set_state(connection: duckdb.DuckDBPyConnection, name: str, fingerprint: str) -> None:
    """Remembers from which state of its inputs the corpus-wide result `name` was made."""
    connection.execute("DELETE FROM _state WHERE name = ?", [name])
    connection.execute("INSERT INTO _state VALUES (?, ?)", [name, fingerprint])


def state(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What `set_state` remembered, if anything."""
    rows = connection.execute("SELECT fingerprint FROM _state WHERE name = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def _replace_rejects(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    connection.execute("CREATE OR REPLACE TEMP TABLE batch_rejects AS SELECT * FROM read_parquet(?)", [str(path)])
    connection.execute(
        "DELETE FROM core_rejects WHERE (step, key, reason) IN (SELECT (step, key, reason) FROM batch_rejects)"
    )
    connection.execute("INSERT INTO core_rejects BY NAME SELECT * FROM batch_rejects")
    return _scalar(connection, "SELECT count(*) FROM batch_rejects")


def _scalar(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
