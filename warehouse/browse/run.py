"""A published run as the pages read it: SQL with parameters, rows as mappings, always the latest run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from transforms.schemas.tables import PUBLISHED
from transforms.text.errors import PipelineError
from warehouse.query import latest_run, open_published

Row = dict[str, Any]
_COLUMNS = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"


class OlderRun(PipelineError):
    """The published run lacks columns that the pages show."""

    def __init__(self, run: str, column: str) -> None:
        super().__init__(f"{run} holds no {column}: it is of an earlier version. Run `onrecord run` again.")


class PublishedRun:
    """One run, opened read-only; `rows` may be called from several threads at once.

    Raises:
        NothingPublished: no run was published yet.
        OlderRun: an earlier version of onrecord published it.
    """

    def __init__(self, published: Path) -> None:
        self.folder = latest_run(published)
        self._connection = open_published(published)
        package = json.loads((self.folder / "datapackage.json").read_text("utf-8"))
        self.name = self.folder.name
        self.created_at = str(package.get("created", ""))
        self._check_columns()

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

    def _check_columns(self) -> None:
        held = {(row["table_name"], row["column_name"]) for row in self.rows(_COLUMNS)}
        for table in PUBLISHED:
            for column in table.schema.column_names():
                if (table.name, column) not in held:
                    self.close()
                    raise OlderRun(self.name, f"{table.name}.{column}")


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
