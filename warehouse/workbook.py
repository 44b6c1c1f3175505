"""A published run as one Excel workbook, a sheet per table. Needs the extra `onrecord[excel]`."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from transforms.schemas.tables import Table
from transforms.text.errors import PipelineError
from warehouse.export import FORMULA, MOST_ROWS, Exported, dictionary, measured, scan, shortened

_SLICE = 20_000  # rows in memory at a time
_WIDTHS = {pl.String: 28, pl.Datetime: 19, pl.Date: 11}
_IS_FORMULA = re.compile(FORMULA)
Writer = Callable[[int, int, Any], object]


class ExcelExtraMissing(PipelineError):
    """XlsxWriter is not installed."""

    def __init__(self) -> None:
        super().__init__("--format xlsx needs XlsxWriter. Run `pip install 'onrecord[excel]'`, or take --format csv.")


class TooManyRows(PipelineError):
    """A table was asked for by name that no sheet holds."""

    def __init__(self, table: str, rows: int) -> None:
        super().__init__(
            f"{table} has {rows:,} rows; a sheet of Excel holds {MOST_ROWS:,} and its header. Take --format csv, or "
            "load the Parquet file by Power Query into the data model."
        )


def export_xlsx(run: Path, tables: Sequence[Table], path: Path) -> list[Exported]:
    """Writes the workbook: a sheet `columns`, what the columns mean, and a sheet for each table that fits into one.

    Dates are dates, texts are texts whatever they begin with, a text of more than 32,767 characters is cut and says so.
    A table with too many rows is left out; `fits` of what is returned tells which.

    Raises:
        ExcelExtraMissing: XlsxWriter is not installed.
        OlderRun: a table is not part of the run.
    """
    try:
        xlsxwriter = importlib.import_module("xlsxwriter")
    except ModuleNotFoundError:
        raise ExcelExtraMissing from None
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    # Rows are written out as they come, so memory does not grow with the table.
    with xlsxwriter.Workbook(unfinished, {"constant_memory": True, "nan_inf_to_errors": True}) as book:
        book.set_properties({"title": "onrecord", "comments": f"Published run {run.name}"})
        _add_sheet(book, "columns", dictionary(tables).lazy())
        exported = [measured(table, scan(run, table)) for table in tables]
        for table, found in zip(tables, exported, strict=True):
            if found.fits:
                _add_sheet(book, table.name, shortened(scan(run, table)))
    unfinished.replace(path)
    return exported


def _add_sheet(book: Any, name: str, rows: pl.LazyFrame) -> None:  # noqa: ANN401 - a Workbook of the optional package
    sheet = book.add_worksheet(name)
    schema = rows.collect_schema()
    sheet.freeze_panes(1, 0)
    # Identifiers that happen to be digits are no mistake to be marked in green.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for at, dtype in enumerate(schema.dtypes()):
        sheet.set_column(at, at, _WIDTHS.get(type(dtype), 10))
    head = book.add_format({"bold": True})
    for at, column in enumerate(schema.names()):
        sheet.write_string(0, at, column, head)
    writers = [_writer(book, sheet, dtype) for dtype in schema.dtypes()]
    row = 0
    while (part := rows.slice(row, _SLICE).collect()).height:
        for values in part.iter_rows():
            row += 1
            for at, value in enumerate(values):
                if value is not None:
                    writers[at](row, at, value)
    sheet.autofilter(0, 0, row, len(writers) - 1)


def _writer(book: Any, sheet: Any, dtype: pl.DataType) -> Writer:  # noqa: ANN401
    if isinstance(dtype, pl.Date | pl.Datetime):
        shown = book.add_format({"num_format": "yyyy-mm-dd" if isinstance(dtype, pl.Date) else "yyyy-mm-dd hh:mm:ss"})
        return lambda row, at, value: sheet.write_datetime(row, at, value, shown)
    if isinstance(dtype, pl.Boolean):
        return sheet.write_boolean  # type: ignore[no-any-return]
    if isinstance(dtype, pl.String):
        # The prefix keeps it a text when somebody edits the cell.
        quoted = book.add_format({"quote_prefix": True})
        return lambda row, at, value: sheet.write_string(row, at, value, quoted if _IS_FORMULA.match(value) else None)
    return sheet.write_number  # type: ignore[no-any-return]
