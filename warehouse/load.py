"""The loader: puts one staged batch into the core tables in one transaction; loading it again changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from warehouse.frames import temp_table
from warehouse.store import transaction


def load_step(
    connection: duckdb.DuckDBPyConnection,
    batch: Path,
    *,
    step: str,
    tables: Sequence[str],
    only: pl.DataFrame | None = None,
) -> int:
    """Replaces, in `tables`, the rows of the batch's articles by the staged ones; returns the rejects.

    Args:
        connection: in no transaction.
        batch: one Parquet file per table, `rejects`, and `fingerprints` (article_id, fingerprint): the articles the
            batch is about, also those without any row.
        step: whose result it is.
        tables: what the step fills.
        only: article_id; the other articles of the batch are left alone.
    """
    with transaction(connection):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE batch_articles AS SELECT article_id, fingerprint FROM read_parquet(?)",
            [str(batch / "fingerprints.parquet")],
        )
        if only is not None:
            with temp_table(connection, "wanted", only):
                connection.execute("DELETE FROM batch_articles WHERE article_id NOT IN (SELECT article_id FROM wanted)")
        # Rows come and go with their fingerprint: for new articles whole tables would be read in vain, in every batch.
        known = scalar(
            connection,
            "SELECT count(*) FROM _fingerprints SEMI JOIN batch_articles USING (article_id) WHERE step = ?",
            [step],
        )
        # Without `only` all rows of the batch are of its articles.
        mine = "" if only is None else "WHERE article_id IN (SELECT article_id FROM batch_articles)"
        for table in tables:
            if known:
                connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM batch_articles)")
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet(?) {mine}",
                [str(batch / f"{table}.parquet")],
            )
        connection.execute(
            "DELETE FROM core_rejects WHERE step = ? AND key IN (SELECT article_id FROM batch_articles)", [step]
        )
        rejects = replace_rejects(
            connection, batch / "rejects.parquet", "key IN (SELECT article_id FROM batch_articles)"
        )
        connection.execute(
            "DELETE FROM _fingerprints WHERE step = ? AND article_id IN (SELECT article_id FROM batch_articles)", [step]
        )
        connection.execute(
            "INSERT INTO _fingerprints SELECT ?, article_id, fingerprint, ? FROM batch_articles", [step, batch.name]
        )
    return rejects


def batches_in_use(connection: duckdb.DuckDBPyConnection, step: str) -> set[str]:
    """Names of the staged batches whose rows are in the tables."""
    rows = connection.execute("SELECT DISTINCT batch FROM _fingerprints WHERE step = ?", [step]).fetchall()
    return {str(row[0]) for row in rows}


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """All rows of `table` become those of `frame`; the caller holds the transaction."""
    connection.execute(f"DELETE FROM {table}")
    with temp_table(connection, "replacement", frame):
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM replacement")


def append_rows(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """The rows of `frame` behind those of `table`; the caller holds the transaction."""
    with temp_table(connection, "addition", frame):
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM addition")


def set_state(connection: duckdb.DuckDBPyConnection, name: str, fingerprint: str) -> None:
    """Remembers from which state of its inputs the corpus-wide result `name` was made."""
    connection.execute("DELETE FROM _state WHERE name = ?", [name])
    connection.execute("INSERT INTO _state VALUES (?, ?)", [name, fingerprint])


def state(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What `set_state` remembered, if anything."""
    rows = connection.execute("SELECT fingerprint FROM _state WHERE name = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def replace_rejects(connection: duckdb.DuckDBPyConnection, path: Path, condition: str = "true") -> int:
    """Stores the rejects of a staged file that fulfil `condition`, each once; returns how many."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE batch_rejects AS SELECT * FROM read_parquet(?) WHERE {condition}", [str(path)]
    )
    connection.execute(
        "DELETE FROM core_rejects WHERE (step, key, reason) IN (SELECT (step, key, reason) FROM batch_rejects)"
    )
    connection.execute("INSERT INTO core_rejects BY NAME SELECT * FROM batch_rejects")
    return scalar(connection, "SELECT count(*) FROM batch_rejects")


def scalar(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> int:
    """The one number a SELECT gives."""
    return int(connection.execute(sql, list(parameters)).fetchall()[0][0])
