"""`onrecord tables`: the data dictionary, from the schemas."""

from rich.console import Console
from rich.table import Table as Grid

from transforms.schemas.tables import PUBLISHED, TABLES, Table
from transforms.text.errors import PipelineError
from warehouse.checks import sql_type


class UnknownTable(PipelineError):
    """No such table."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no table {name!r}; `onrecord tables` lists those that are published, with `--core` all.")


def tables_command(name: str | None, *, core: bool) -> None:
    """Prints all tables, or the columns of one."""
    console = Console(highlight=False)
    if name is None:
        grid = Grid("table", "one row per …", "key")
        for table in TABLES if core else PUBLISHED:
            grid.add_row(table.name, table.description.removeprefix("One row per "), ", ".join(table.key))
        console.print(grid)
        return
    found = find_table(name)
    console.print(found.description)
    grid = Grid("column", "type", "null", "what it holds")
    for column, definition in found.schema.columns().items():
        null = "yes" if definition.nullable else ""
        grid.add_row(column, sql_type(definition.dtype), null, definition.description or "")
    console.print(grid)


def find_table(name: str) -> Table:
    """The table called `name`.

    Raises:
        UnknownTable: no such table.
    """
    found = next((table for table in TABLES if table.name == name), None)
    if found is None:
        raise UnknownTable(name)
    return found
