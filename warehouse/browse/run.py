"""A published run as the pages read it: SQL with parameters, rows as mappings, always the latest run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from transforms.schemas.tables import PUBLISHED
from warehouse.datapackage import Json, read_package, table_columns
from warehouse.query import latest_run, open_published
from warehouse.run_folders import OlderRun

Row = dict[str, Any]


class PublishedRun:
    """One run, opened read-only; `rows` may be called from several threads at once.

    Raises:
        NothingPublished: no run was published yet.
        OlderRun: an earlier version of onrecord published it.
    """

    def __init__(self, published: Path) -> None:
        self.folder = latest_run(published)
        package = read_package(self.folder) or {}
        _check_columns(self.folder, package)
        self._connection = open_published(published)
        self.name = self.folder.name
        self.created_at = str(package.get("created", ""))

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows of a SELECT by column name."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, parameters or None)
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def row(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Row | None:
        """The first row of a SELECT, if any."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def close(self) -> None:
        """Lets go of the files."""
        self._connection.close()


class LatestRun:
    """The run `latest` points to, opened anew when that moves: a page is never older than the last run."""

    def __init__(self, published: Path) -> None:
        self._published = published
        self._lock = Lock()
        self._run = PublishedRun(published)

    def current(self) -> PublishedRun:
        """The latest run; the one before is closed by the garbage collector, when its last page is done."""
        if (self._published / "latest").resolve() != self._run.folder:
            with self._lock:
                if (self._published / "latest").resolve() != self._run.folder:
                    self._run = PublishedRun(self._published)
        return self._run

    def close(self) -> None:
        """Lets go of the run."""
        self._run.close()


def _check_columns(run: Path, package: Json) -> None:
    held = table_columns(package)
    for table in PUBLISHED:
        for column in table.schema.column_names():
            if column not in held.get(table.name, ()):
                raise OlderRun(run.name, f"{table.name}.{column}")
