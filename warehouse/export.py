"""A published run for tools that read no Parquet: CSV files that a spreadsheet opens as they are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.schemas.tables import Table
from warehouse.checks import sql_type
from warehouse.run_folders import OlderRun
from warehouse.table_files import table_files

MOST_ROWS = 1_048_575  # of a sheet of Excel, its header left out
MOST_CHARS = 32_767  # of a cell of Excel, in UTF-16 units
_OUTSIDE_BMP = r"[\x{10000}-\x{10FFFF}]"
# A cell that begins so is a formula to a spreadsheet, the full-width signs included (OWASP, “CSV Injection”).
FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]"


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one table."""

    table: str
    rows: int
    long_cells: int

    @property
    def fits(self) -> bool:
        """Whether a sheet of Excel holds all its rows."""
        return self.rows <= MOST_ROWS


def export_csv(run: Path, tables: Sequence[Table], folder: Path) -> list[Exported]:
    """Writes `TABLE.csv` for each table, and `columns.csv`, what their columns mean.

    UTF-8 with a byte order mark, without which Excel reads another encoding; commas, CRLF, NULL as nothing. A text
    that a spreadsheet would take for a formula gets an apostrophe before it; nothing else is changed or left out.

    Raises:
        OlderRun: a table is not part of the run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    exported = []
    for table in tables:
        rows = scan(run, table)
        exported.append(measured(table, rows))
        _write(rows, folder / f"{table.name}.csv")
    _write(dictionary(tables).lazy(), folder / "columns.csv")
    return exported


def scan(run: Path, table: Table) -> pl.LazyFrame:
    """The rows of a table of the run, in their order.

    Raises:
        OlderRun: it is not part of the run.
    """
    files = table_files(run, table.name)
    if not files:
        raise OlderRun(str(run), table.name)
    return pl.scan_parquet(files, glob=False)


def measured(table: Table, rows: pl.LazyFrame) -> Exported:
    """How many rows there are, and how many cells are longer than a cell of Excel may be."""
    too_long = [(_utf16_units(name) > MOST_CHARS).sum() for name in _text_columns(rows)]
    counted = rows.select(pl.len().alias("rows"), pl.sum_horizontal(pl.lit(0), *too_long).alias("long_cells")).collect()
    return Exported(table.name, int(counted["rows"].item()), int(counted["long_cells"].item()))


def dictionary(tables: Sequence[Table]) -> pl.DataFrame:
    """One row per column of the tables: its type, whether it is part of the key, what it holds."""
    return pl.DataFrame(
        [
            (table.name, name, sql_type(column.dtype), name in table.key, column.nullable, column.description or "")
            for table in tables
            for name, column in table.schema.columns().items()
        ],
        schema=["table", "column", "type", "is_key", "is_nullable", "what it holds"],
        orient="row",
    )


def shortened(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with every text that is too long for a cell of Excel cut, and its end saying so."""
    return rows.with_columns(_shortened(name) for name in _text_columns(rows))


def _shortened(name: str) -> pl.Expr:
    text = pl.col(name)
    note = pl.format(" … [cut; it has {} characters]", text.str.len_chars())
    room = MOST_CHARS - note.str.len_chars() - text.str.count_matches(_OUTSIDE_BMP)
    return pl.when(_utf16_units(name) > MOST_CHARS).then(text.str.head(room) + note).otherwise(text).alias(name)


def _utf16_units(name: str) -> pl.Expr:
    return pl.col(name).str.len_chars() + pl.col(name).str.count_matches(_OUTSIDE_BMP)


def _text_columns(rows: pl.LazyFrame) -> list[str]:
    return [name for name, dtype in rows.collect_schema().items() if dtype == pl.String]


def _write(rows: pl.LazyFrame, path: Path) -> None:
    unfinished = path.with_suffix(".tmp")
    rows.with_columns(_no_formula(name) for name in _text_columns(rows)).sink_csv(
        unfinished, include_bom=True, line_terminator="\r\n", datetime_format="%Y-%m-%d %H:%M:%S", check_extension=False
    )
    unfinished.replace(path)


def _no_formula(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text).alias(name)
