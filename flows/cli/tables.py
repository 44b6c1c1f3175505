"""`onrecord sql | diff | tables | export`: the published tables, asked, compared, described, written for others."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import DEFAULT_HOME, HomeOption, ResultFormat

commands = typer.Typer()


class Format(StrEnum):
    """How `onrecord sql` prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class FileFormat(StrEnum):
    """What `onrecord export` writes."""

    CSV = "csv"
    XLSX = "xlsx"


@commands.command()
def sql(
    select: Annotated[
        str | None, typer.Argument(metavar="[SELECT]", help="One SELECT over the published tables.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="A file that holds it instead.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.TABLE,  # noqa: A002
) -> None:
    """Ask the published tables; see `onrecord tables` for what there is."""
    from flows.commands.sql import sql_command

    sql_command(select, file, home, format)


@commands.command()
def diff(
    before: Annotated[
        str, typer.Argument(help="A run: `previous`, the beginning of its id, or its folder.")
    ] = "previous",
    after: Annotated[str, typer.Argument(help="Another, likewise.")] = "latest",
    home: HomeOption = DEFAULT_HOME,
    table: Annotated[str | None, typer.Option(help="Show the rows and cells of this table that differ.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most rows and cells shown, with --table.")] = 100,
    format: Annotated[ResultFormat, typer.Option("--format", help="How to print it.")] = ResultFormat.TABLE,  # noqa: A002
) -> None:
    """What differs between two published runs: rows added, removed and changed, by primary key."""
    from flows.commands.diff import diff_command

    diff_command(before, after, home, table=table, limit=limit, form=format)


@commands.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="A table; without it, all of them.")] = None,
    core: Annotated[bool, typer.Option(help="Also the core tables of the working database.")] = False,
) -> None:
    """The data dictionary: tables, columns, types, units."""
    from flows.commands.tables import tables_command

    tables_command(name, core=core)


@commands.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="Where the files go.")],
    format: Annotated[FileFormat, typer.Option("--format", help="A CSV file per table, or one workbook of Excel.")] = (  # noqa: A002
        FileFormat.CSV
    ),
    table: Annotated[list[str] | None, typer.Option("--table", help="Only this one; may be repeated.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write the published tables for spreadsheets and tools that read no Parquet (docs/bi.md)."""
    from flows.commands.export import export_command

    export_command(folder, format, table or [], home)
