"""The view database of a published run: every table and column with its description, for whatever speaks DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from transforms.schemas.tables import PUBLISHED, Table
from warehouse.literals import literal
from warehouse.store import transaction
from warehouse.table_files import rows_of, table_files

DATABASE = "onrecord.duckdb"


def write_views(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """A database of views over the files of the run in `folder`, in a format that DuckDB 1.2 and later open.

    Written last, under another name until it is whole: a run folder with it is complete. Views can only be made over
    files in their final place.
    """
    unfinished = folder / f"{DATABASE}.tmp"
    connection.execute(f"ATTACH {literal(unfinished)} AS published (STORAGE_VERSION 'v1.2.0')")
    try:
        # Each on its own, the hundreds of comments would be hundreds of transactions.
        with transaction(connection):
            for table in PUBLISHED:
                connection.execute(";\n".join(_view(table, folder)))
    finally:
        connection.execute("DETACH published")
    unfinished.replace(folder / DATABASE)


def _view(table: Table, folder: Path) -> Iterator[str]:
    yield f"CREATE VIEW published.{table.name} AS SELECT * FROM {rows_of(table_files(folder.absolute(), table.name))}"
    yield f"COMMENT ON VIEW published.{table.name} IS {literal(table.description)}"
    for column, description in table.column_descriptions.items():
        yield f'COMMENT ON COLUMN published.{table.name}."{column}" IS {literal(description)}'
