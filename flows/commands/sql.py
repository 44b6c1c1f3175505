"""`onrecord sql`."""

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.home import Home
from transforms.text.errors import PipelineError
from warehouse.query import open_published, query

_LEAST_COLUMN = 11  # characters, border included, below which a column cannot be read


class NoQuestion(PipelineError):
    """`onrecord sql` was given nothing to ask, or two things."""

    def __init__(self) -> None:
        super().__init__("`onrecord sql` takes either one SELECT or `--file FILE.sql`; docs/cookbook has examples.")


def sql_command(select: str | None, file: Path | None, home: Path, form: str) -> None:
    """Prints the rows of a SELECT as a table for people, as CSV, or as a JSON list of objects.

    Raises:
        NoQuestion: not exactly one of `select` and `file` is given.
    """
    if (select is None) == (file is None):
        raise NoQuestion
    connection = open_published(Home(home.absolute()).published)
    try:
        columns, rows = query(connection, file.read_text("utf-8") if file else str(select))
    finally:
        connection.close()
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == "json":
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1, default=_json_value) + "\n")
    else:
        print_table(columns, rows)


def print_table(columns: list[str], rows: list[tuple[object, ...]]) -> None:
    """Rows as a table on the terminal's width (or 160 columns where there is none)."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    if len(columns) * _LEAST_COLUMN > console.width:
        _print_records(console, columns, rows)
    else:
        table = Table(*columns, show_lines=False)
        for row in rows:
            table.add_row(*("" if value is None else _shown(value) for value in row))
        console.print(table, markup=False)
    console.print(f"{len(rows):,} rows", markup=False)


def _print_records(console: Console, columns: list[str], rows: list[tuple[object, ...]]) -> None:
    """One line per value, for rows too wide to stand side by side."""
    for number, row in enumerate(rows, 1):
        grid = Table(title=f"row {number:,}", title_justify="left", show_header=False)
        for column, value in zip(columns, row, strict=True):
            grid.add_row(column, "" if value is None else _shown(value))
        console.print(grid, markup=False)


def _shown(value: object) -> str:
    from rich.markup import escape

    return escape(f"{value:.6g}" if isinstance(value, float) else str(value))


def _json_value(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
