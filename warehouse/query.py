"""Reading a published run: SQL over its tables, in a connection of one's own that locks nobody out."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transforms.text.errors import PipelineError
from warehouse.literals import literal
from warehouse.table_files import rows_of, table_files, table_names

_READING = ([duckdb.StatementType.SELECT], [duckdb.StatementType.EXPLAIN], [duckdb.StatementType.MULTI])


class NothingPublished(PipelineError):
    """There is no published run to read."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"nothing is published under {home}. Run `onrecord run FOLDER --home {home}` first.")


class QueryFailed(PipelineError):
    """DuckDB refused the SQL."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"{detail}\nSee `onrecord tables` for the tables and their columns.")


def latest_run(published: Path) -> Path:
    """The folder `latest` points to now.

    Raises:
        NothingPublished: no run was published yet.
    """
    link = published / "latest"
    if not link.is_dir():
        raise NothingPublished(published.parent)
    return link.resolve()


def open_published(published: Path) -> duckdb.DuckDBPyConnection:
    """A connection with one view per published table, fixed to the run that is the latest now.

    It may read the run's folder and nothing else, and cannot write.

    Raises:
        NothingPublished: no run was published yet.
    """
    folder = latest_run(published)
    connection = duckdb.connect()
    for name in table_names(folder):
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {rows_of(table_files(folder, name))}")
    connection.execute(f"SET allowed_directories = [{literal(f'{folder}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """Column names and rows of one SELECT.

    Raises:
        QueryFailed: the SQL does not parse, names an unknown table or column, or fails on the data.
    """
    try:
        statements = connection.extract_statements(sql)
        if [statement.type for statement in statements] not in _READING:
            raise QueryFailed("`onrecord sql` takes a SELECT, one at a time.")
        relation = connection.sql(sql)
        return relation.columns, relation.fetchall()
    except duckdb.Error as error:
        raise QueryFailed(str(error)) from error
