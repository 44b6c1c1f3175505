"""`onrecord diff`: what differs between two published runs."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from flows.commands.sql import print_table
from flows.commands.tables import find_table
from flows.home import Home
from warehouse.diff import TableDiff, diff_rows, diff_runs
from warehouse.run_folders import find_run


def diff_command(before: str, after: str, home: Path, *, table: str | None, limit: int, form: str) -> None:
    """Prints what differs, per table, or row by row of one table.

    Raises:
        UnknownRun: `before` or `after` means no single run.
        UnknownTable: no such table.
    """
    published = Home(home.absolute()).published
    folders = find_run(published, before), find_run(published, after)
    if table is not None:
        rows = diff_rows(*folders, find_table(table), limit=limit)
        if form == "json":
            _print_json([asdict(row) for row in rows])
        else:
            print_table(
                ["change", "key", "column", "before", "after"],
                [(row.change, _key(row.key), row.column, row.before, row.after) for row in rows],
            )
        return
    diffs = diff_runs(*folders)
    if form == "json":
        tables = [asdict(diff) for diff in diffs]
        _print_json({"before": folders[0].name, "after": folders[1].name, "tables": tables})
        return
    sys.stdout.write(f"{folders[0].name} → {folders[1].name}\n")
    columns = ["table", "rows", "added", "removed", "changed", "in the columns"]
    print_table(columns, [_line(diff) for diff in diffs if not diff.is_same])
    same = [diff.table for diff in diffs if diff.is_same]
    sys.stdout.write(f"the same in both: {', '.join(same) or 'none'}\n")


def _line(diff: TableDiff) -> tuple[object, ...]:
    columns = [f"{name} {count:,}" for name, count in diff.columns.items()]
    columns += [f"+ {name}" for name in diff.columns_added] + [f"- {name}" for name in diff.columns_removed]
    rows = f"{diff.rows_before:,} → {diff.rows_after:,}"
    counts = (f"{count:,}" if count else "" for count in (diff.added, diff.removed, diff.changed))
    return diff.table, rows, *counts, ", ".join(columns)


def _key(key: dict[str, object]) -> str:
    return " ".join(str(value) for value in key.values())


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
