"""`onrecord export`: the published tables as CSV files or an Excel workbook."""

import sys
from collections.abc import Sequence
from pathlib import Path

from flows.commands.tables import UnknownTable
from flows.home import Home
from transforms.schemas.tables import PUBLISHED, Table
from warehouse.export import MOST_CHARS, MOST_ROWS, Exported, export_csv
from warehouse.query import latest_run

WORKBOOK = "onrecord.xlsx"


def export_command(folder: Path, form: str, names: Sequence[str], home: Path) -> None:
    """Exports the tables called `names`, all published ones where there are none.

    Raises:
        UnknownTable: a name is no published table's.
        NothingPublished: no run was published yet.
        TooManyRows: a table named for `xlsx` does not fit into a sheet.
    """
    run = latest_run(Home(home.absolute()).published)
    tables = [_published(name) for name in names] or list(PUBLISHED)
    if form == "xlsx":
        _export_workbook(run, tables, folder / WORKBOOK, by_name=bool(names))
    else:
        exported = export_csv(run, tables, folder)
        _say(exported, folder)
        _warn(exported, rows="the file has all of them, Excel opens the first", cells="the file has them whole")


def _export_workbook(run: Path, tables: Sequence[Table], path: Path, *, by_name: bool) -> None:
    # XlsxWriter is an extra, its module is imported with the command that needs it.
    from warehouse.export import measured, scan
    from warehouse.workbook import TooManyRows, export_xlsx

    if by_name:
        for table in tables:
            found = measured(table, scan(run, table))
            if not found.fits:
                raise TooManyRows(found.table, found.rows)
    exported = export_xlsx(run, tables, path)
    _say([found for found in exported if found.fits], path)
    _warn(exported, rows="left out", cells="cut, and their end says so")


def _published(name: str) -> Table:
    found = next((table for table in PUBLISHED if table.name == name), None)
    if found is None:
        raise UnknownTable(name)
    return found


def _say(exported: Sequence[Exported], where: Path) -> None:
    rows = sum(found.rows for found in exported)
    tables = "1 table" if len(exported) == 1 else f"{len(exported)} tables"
    sys.stderr.write(f"{tables}, {rows:,} rows → {where}\n")


def _warn(exported: Sequence[Exported], *, rows: str, cells: str) -> None:
    for found in exported:
        if not found.fits:
            sys.stderr.write(
                f"{found.table}: {found.rows:,} rows, a sheet of Excel holds {MOST_ROWS:,} and its header; {rows}. "
                "Load the Parquet file by Power Query into the data model (docs/bi.md).\n"
            )
        if found.long_cells:
            sys.stderr.write(
                f"{found.table}: {found.long_cells:,} texts are longer than the {MOST_CHARS:,} characters a cell of "
                f"Excel may hold; {cells}.\n"
            )
