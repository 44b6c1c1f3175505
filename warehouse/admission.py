"""Loading admitted records: each text once, every path it was seen under, and what an earlier reading left behind."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import polars as pl

from warehouse.frames import fetch, temp_table
from warehouse.load import replace_rejects, scalar
from warehouse.store import transaction

_SQL = files("warehouse") / "sql"
_SEEN = """
    CREATE OR REPLACE TEMP TABLE seen_records (source_path VARCHAR, source_record INTEGER, article_id VARCHAR)
"""


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of the records of an admitted batch: records = new + duplicates + known + rejects."""

    records: int = 0
    new: int = 0
    duplicates: int = 0
    known: int = 0
    rejects: int = 0

    def __add__(self, other: Admission) -> Admission:
        """Both together."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Admission(*(mine + theirs for mine, theirs in pairs))


def file_names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Absolute path → the name (source_path) the file has in every table, for all files ever seen."""
    return dict(fetch(connection, "SELECT path, source_path FROM _files").rows())


def file_states(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int, str | None]]:
    """Absolute path → bytes, time of change and fingerprint when the file was last read to its end."""
    rows = fetch(connection, "SELECT path, bytes, modified_ns, fingerprint FROM _files").rows()
    return {path: (size, modified, mark) for path, size, modified, mark in rows}


def begin_reading(connection: duckdb.DuckDBPyConnection, files_to_read: pl.DataFrame, files_gone: pl.DataFrame) -> None:
    """Before the first batch: keeps the names of new files and forgets the rejects of files read again or gone.

    Args:
        connection: the same for all calls of one reading.
        files_to_read: path, source_path, bytes, modified_ns, fingerprint (null: not read yet).
        files_gone: source_path.
    """
    with transaction(connection):
        connection.execute(_SEEN)
        with temp_table(connection, "files_to_read", files_to_read), temp_table(connection, "files_gone", files_gone):
            connection.execute((_SQL / "begin_reading.sql").read_text("utf-8"))


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
        connection.execute((_SQL / "load_admitted.sql").read_text("utf-8"))
        records = scalar(connection, "SELECT count(*) FROM incoming")
        new = scalar(connection, "SELECT count(*) FROM incoming_new")
        known = scalar(connection, "SELECT count(*) FROM incoming_known")
        rejects = replace_rejects(connection, batch / "rejects.parquet")
    return Admission(records + rejects, new, records - new - known, known, rejects)


def end_reading(connection: duckdb.DuckDBPyConnection, files_read: pl.DataFrame, files_replaced: pl.DataFrame) -> int:
    """After the last batch: marks files as read and drops what earlier readings of `files_replaced` gave.

    Args:
        connection: the same for all calls of one reading.
        files_read: path, source_path, bytes, modified_ns, fingerprint.
        files_replaced: source_path of the files whose new reading stands for the file as a whole.

    Returns:
        How many articles were dropped.
    """
    with (
        transaction(connection),
        temp_table(connection, "files_read", files_read),
        temp_table(connection, "files_replaced", files_replaced),
    ):
        connection.execute((_SQL / "end_reading.sql").read_text("utf-8"))
        return scalar(connection, "SELECT count(*) FROM forgotten_articles")


def store_near_duplicates(connection: duckdb.DuckDBPyConnection, links: pl.DataFrame) -> None:
    """Writes `links` (article_id, duplicate_of, similarity) into core_articles; all signatures then count as linked."""
    with transaction(connection), temp_table(connection, "near_duplicates", links):
        connection.execute(
            "UPDATE core_articles SET duplicate_of = n.duplicate_of, duplicate_similarity = n.similarity "
            "FROM near_duplicates AS n WHERE n.article_id = core_articles.article_id"
        )
        connection.execute("UPDATE _signatures SET is_linked = true WHERE NOT is_linked")
