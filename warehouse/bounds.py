"""What a run must amount to before `latest` moves to it: rows, filled columns, rejects, no drop since the last run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from transforms.text.errors import PipelineError
from warehouse.load import scalar

# One row per article, quotation or name: they only shrink where articles, the reader or the linking got lost. The
# others are summaries, some of which a setting turns off.
WATCHED = ("out_articles", "out_quotations", "out_statements", "out_stances", "out_speakers")
# Below it the last run says nothing about this one: an edited article alone may halve it.
LEAST_ROWS_BEFORE = 100


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the settings of [publish] demand; the defaults demand nothing."""

    least_rows: Mapping[str, int] = field(default_factory=dict)  # by table
    least_filled_pct: Mapping[str, float] = field(default_factory=dict)  # by table.column
    most_rejects_pct: float = 100.0
    most_drop_pct: float = 100.0


class OutOfBounds(PipelineError):
    """The tables are sound but not what the settings expect; nothing was published."""

    def __init__(self, broken: Sequence[str]) -> None:
        super().__init__(
            f"not published: {'; '.join(broken)}. The last published run stays. Look at `onrecord status` and at what "
            "the sources delivered; if the tables are right so, change these bounds under [publish] in onrecord.toml "
            "(for this run only, if it is an exception) and run again."
        )
        self.broken = list(broken)


def check_bounds(connection: duckdb.DuckDBPyConnection, bounds: Bounds, rows_before: Mapping[str, int]) -> None:
    """Holds the built tables to `bounds`.

    Args:
        connection: with the `out_` tables built.
        bounds: of the settings.
        rows_before: rows by table of the last published run; empty where there is none.

    Raises:
        OutOfBounds: with everything that is broken, not only the first.
    """
    broken = [
        *_rejects(connection, bounds.most_rejects_pct),
        *_rows(connection, bounds.least_rows),
        *_filled(connection, bounds.least_filled_pct),
        *_drops(connection, bounds.most_drop_pct, rows_before),
    ]
    if broken:
        raise OutOfBounds(broken)


def _rejects(connection: duckdb.DuckDBPyConnection, most_pct: float) -> Iterator[str]:
    admitted = scalar(connection, "SELECT count(*) FROM core_article_files")
    rejected = scalar(connection, "SELECT count(*) FROM core_rejects WHERE step = 'admit'")
    rejected_pct = 100 * rejected / max(1, admitted + rejected)
    if rejected_pct > most_pct:
        yield f"{rejected_pct:.1f} % of the records were rejected, most_rejects_pct is {most_pct:g}"


def _rows(connection: duckdb.DuckDBPyConnection, least: Mapping[str, int]) -> Iterator[str]:
    for table, wanted in least.items():
        rows = _count(connection, table)
        if rows < wanted:
            yield f"{table} has {rows:,} rows, least_rows is {wanted:,}"


def _filled(connection: duckdb.DuckDBPyConnection, least_pct: Mapping[str, float]) -> Iterator[str]:
    for place, wanted in least_pct.items():
        table, column = place.split(".")
        rows = _count(connection, table)
        filled_pct = 100 * scalar(connection, f'SELECT count("{column}") FROM {table}') / max(1, rows)
        if rows and filled_pct < wanted:
            yield f"{place} is filled in {filled_pct:.1f} % of the rows, least_filled_pct is {wanted:g}"


def _drops(connection: duckdb.DuckDBPyConnection, most_pct: float, before: Mapping[str, int]) -> Iterator[str]:
    for table in WATCHED:
        rows, rows_before = _count(connection, table), before.get(table, 0)
        if rows_before >= LEAST_ROWS_BEFORE and 100 * (rows_before - rows) > most_pct * rows_before:
            yield f"{table} fell from {rows_before:,} to {rows:,} rows, most_drop_pct is {most_pct:g}"


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return scalar(connection, f"SELECT count(*) FROM {table}")
