"""What differs between two published runs, by primary key: SQL over the Parquet files, in memory that is bounded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from transforms.schemas.tables import PUBLISHED, Table
from warehouse.datapackage import file_hashes, read_package, table_rows
from warehouse.literals import literal
from warehouse.table_files import rows_of, table_files

# A row is compared by a 64-bit hash first, so that a join holds keys and not texts; columns are only compared where
# the hashes differ.
_CHANGES = """
    CREATE OR REPLACE TEMP TABLE changes AS
    SELECT {key}, CASE WHEN o.row_hash IS NULL THEN 'added' WHEN n.row_hash IS NULL THEN 'removed' ELSE 'changed' END
        AS change
    FROM (SELECT {key}, hash({columns}) AS row_hash FROM before) AS o
    FULL JOIN (SELECT {key}, hash({columns}) AS row_hash FROM after) AS n USING ({key})
    WHERE o.row_hash IS DISTINCT FROM n.row_hash
"""
_CHANGED_PAIRS = (
    "(SELECT {key} FROM changes WHERE change = 'changed') JOIN before AS o USING ({key}) JOIN after AS n USING ({key})"
)


@dataclass(frozen=True, slots=True)
class TableDiff:
    """One table in two runs. `columns`: in how many of the changed rows each column differs, most first."""

    table: str
    key: list[str]
    rows_before: int
    rows_after: int
    added: int = 0
    removed: int = 0
    changed: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    columns_added: list[str] = field(default_factory=list)
    columns_removed: list[str] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether both runs hold the same rows and columns."""
        return not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)


@dataclass(frozen=True, slots=True)
class CellDiff:
    """One added or removed row, or one cell of a changed one (its values as text)."""

    change: str
    key: dict[str, object]
    column: str | None = None
    before: str | None = None
    after: str | None = None


def diff_runs(before: Path, after: Path) -> list[TableDiff]:
    """Every published table of the runs in the folders `before` and `after`; files that are equal are not read."""
    packages = read_package(before), read_package(after)
    rows_before, rows_after = (table_rows(package) for package in packages)
    diffs = []
    with _connection() as connection:
        for table in PUBLISHED:
            rows = rows_before.get(table.name, 0), rows_after.get(table.name, 0)
            if file_hashes(packages[0], table.name) == file_hashes(packages[1], table.name):
                diffs.append(TableDiff(table.name, table.key, *rows))
            elif table.name not in rows_before or table.name not in rows_after:
                diffs.append(TableDiff(table.name, table.key, *rows, added=rows[1], removed=rows[0]))
            else:
                diffs.append(_diff_table(connection, table, before, after, rows))
    return diffs


def diff_rows(before: Path, after: Path, table: Table, *, limit: int) -> list[CellDiff]:
    """The first `limit` differences of one table in the order of its key: rows added and removed, cells changed.

    None where the table or its key is not in both runs: then all of it differs.
    """
    if not all(table_files(folder, table.name) for folder in (before, after)):
        return []
    with _connection() as connection:
        columns = _open(connection, table, before, after)
        if not columns.has_key(table):
            return []
        key = _names(table.key)
        cells = [f"SELECT change, {key}, NULL AS cell, NULL AS o, NULL AS n FROM changes WHERE change <> 'changed'"]
        for column in _changed_columns(connection, table, columns.shared):
            cells.append(
                f'SELECT \'changed\', {key}, {literal(column)}, o."{column}"::VARCHAR, n."{column}"::VARCHAR '
                f'FROM {_CHANGED_PAIRS.format(key=key)} WHERE o."{column}" IS DISTINCT FROM n."{column}"'
            )
        rows = connection.sql(f"{' UNION ALL '.join(cells)} ORDER BY {key}, change, cell LIMIT {int(limit)}").fetchall()
    return [CellDiff(row[0], dict(zip(table.key, row[1:-3], strict=True)), *row[-3:]) for row in rows]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns with the same name and type in both runs, and the others of each."""

    shared: list[str]
    added: list[str]
    removed: list[str]

    def has_key(self, table: Table) -> bool:
        return set(table.key) <= set(self.shared)


def _diff_table(
    connection: duckdb.DuckDBPyConnection, table: Table, before: Path, after: Path, rows: tuple[int, int]
) -> TableDiff:
    columns = _open(connection, table, before, after)
    if columns.has_key(table):
        changes: dict[str, int] = dict(
            connection.sql("SELECT change, count(*) FROM changes GROUP BY change").fetchall()
        )
    else:
        changes = {"removed": rows[0], "added": rows[1]}
    return TableDiff(
        table.name,
        table.key,
        *rows,
        added=changes.get("added", 0),
        removed=changes.get("removed", 0),
        changed=changes.get("changed", 0),
        columns=_changed_columns(connection, table, columns.shared) if "changed" in changes else {},
        columns_added=columns.added,
        columns_removed=columns.removed,
    )


def _open(connection: duckdb.DuckDBPyConnection, table: Table, before: Path, after: Path) -> _Columns:
    """Makes the views `before` and `after` and, if both have the table's key, the table `changes`."""
    sides = []
    hashes_before, hashes_after = (file_hashes(read_package(folder), table.name) for folder in (before, after))
    for view, folder, mine, others in (
        ("before", before, hashes_before, hashes_after),
        ("after", after, hashes_after, hashes_before),
    ):
        # Months that are equal in both need not be read.
        differing = [folder / path for path in mine if mine[path] != others.get(path)]
        rows = rows_of(differing) if differing else f"{rows_of(table_files(folder, table.name))} WHERE false"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {rows}")
        sides.append({str(row[0]): str(row[1]) for row in connection.sql(f"DESCRIBE {view}").fetchall()})
    shared = [name for name, kind in sides[0].items() if sides[1].get(name) == kind]
    removed, added = ([name for name in side if name not in shared] for side in sides)
    columns = _Columns(shared, added, removed)
    if columns.has_key(table):
        connection.execute(_CHANGES.format(key=_names(table.key), columns=_names(shared)))
    return columns


def _changed_columns(connection: duckdb.DuckDBPyConnection, table: Table, shared: Sequence[str]) -> dict[str, int]:
    columns = [name for name in shared if name not in table.key]
    if not columns:
        return {}
    counts = ", ".join(f'count(*) FILTER (o."{name}" IS DISTINCT FROM n."{name}")' for name in columns)
    row = connection.sql(f"SELECT {counts} FROM {_CHANGED_PAIRS.format(key=_names(table.key))}").fetchall()[0]
    found = {name: int(count) for name, count in zip(columns, row, strict=True) if count}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills what does not fit into a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="onrecord-diff-") as folder:
        connection = duckdb.connect()
        try:
            connection.execute(f"SET temp_directory = {literal(folder)}")
            connection.execute("SET preserve_insertion_order = false")
            yield connection
        finally:
            connection.close()
