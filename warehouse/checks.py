"""What must hold before `latest` moves: SQL that selects wrong rows, plus keys and types from the schemas."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import duckdb
import polars as pl

from transforms.schemas.tables import PUBLISHED, TABLES, Table
from transforms.text.errors import PipelineError

_CHECKS = files("warehouse") / "sql" / "checks"
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that found wrong rows."""

    check: str
    rows: int
    examples: str


class ChecksFailed(PipelineError):
    """The tables are wrong; nothing was published and `latest` still points to the run before."""

    def __init__(self, failures: list[Failure]) -> None:
        listed = "; ".join(f"{failure.check}: {failure.rows} rows, e.g. {failure.examples}" for failure in failures)
        super().__init__(
            f"not published, {len(failures)} checks failed: {listed}. This is a fault of onrecord, not of the "
            "articles: please report it with this message; the last published run is untouched."
        )
        self.failures = failures


def run_checks(connection: duckdb.DuckDBPyConnection) -> None:
    """Runs every check on the core tables and on the `out_` tables; of unchanged articles none that cannot change.

    `touched` (article_id) has the others.

    Raises:
        ChecksFailed: at least one check selects a row.
    """
    checks = [(entry.name.removesuffix(".sql"), entry.read_text("utf-8")) for entry in sorted_checks()]
    # The tables by month have the rows of core tables, which are checked.
    checks += [(f"key_of_{table.name}_is_unique", _repeated_keys(table)) for table in TABLES if not table.by_month]
    checks += [(f"columns_of_{table.name}_as_described", _nulls(table)) for table in PUBLISHED]
    failures = [failure for name, sql in checks if (failure := _run(connection, name, sql))]
    failures += [failure for table in PUBLISHED if (failure := _columns_differ(connection, table))]
    if failures:
        raise ChecksFailed(failures)


def sorted_checks() -> list:  # type: ignore[type-arg]  # Traversable is not generic over its files
    """The SQL files of this package's checks, by name."""
    return sorted((entry for entry in _CHECKS.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)


def sql_type(dtype: pl.DataType) -> str:
    """DuckDB's name for the type of a schema's column."""
    if isinstance(dtype, pl.Datetime):
        return "TIMESTAMP"
    return {
        pl.String: "VARCHAR",
        pl.Int32: "INTEGER",
        pl.Int64: "BIGINT",
        pl.Float64: "DOUBLE",
        pl.Boolean: "BOOLEAN",
        pl.Date: "DATE",
    }[type(dtype)]


def _run(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> Failure | None:
    rows = connection.execute(f"SELECT *, count(*) OVER () AS n FROM ({sql}) LIMIT {_EXAMPLES}").fetchall()
    if not rows:
        return None
    return Failure(name, int(rows[0][-1]), ", ".join(str(row[:-1]) for row in rows))


def _repeated_keys(table: Table) -> str:
    key = ", ".join(f'"{column}"' for column in table.key)
    return f"SELECT {key} FROM {_rows(table)} GROUP BY {key} HAVING count(*) > 1"


def _nulls(table: Table) -> str:
    required = [name for name, column in table.schema.columns().items() if not column.nullable]
    wrong = " OR ".join(f'"{name}" IS NULL' for name in required)
    return f"SELECT '{table.name}' AS name FROM {_rows(table)} WHERE {wrong}"


def _rows(table: Table) -> str:
    return f"{table.name} SEMI JOIN touched USING (article_id)" if table.by_article else table.name


def _columns_differ(connection: duckdb.DuckDBPyConnection, table: Table) -> Failure | None:
    described = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {table.name}").fetchall()}
    expected = {name: sql_type(column.dtype) for name, column in table.schema.columns().items()}
    wrong = {name for name in described.keys() | expected.keys() if described.get(name) != expected.get(name)}
    return Failure(f"types_of_{table.name}", len(wrong), ", ".join(sorted(wrong))) if wrong else None
