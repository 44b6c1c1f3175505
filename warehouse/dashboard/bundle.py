"""The dashboard's definition as Superset imports it, with the columns of the schemas and the path of the runs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import yaml

from transforms.schemas.tables import Table, table
from transforms.text.errors import PipelineError
from warehouse.checks import sql_type
from warehouse.views import DATABASE

_DEFINITION = files("warehouse.dashboard") / "definition"
_PLACE_OF_DATABASE = "ONRECORD_DATABASE"
_ROOT = "onrecord"  # Superset's own exports have one folder, too
_TABLE = re.compile(r"\bout_\w+")
_RENAMED = re.compile(r"\.(\w+) AS (\w+)")
Yaml = dict[str, Any]


class UnknownColumn(PipelineError):
    """A dataset of the definition names a column that none of its tables has."""

    def __init__(self, dataset: str, column: str, tables: list[str]) -> None:
        super().__init__(
            f"dataset {dataset} has no column {column!r} in {', '.join(tables)}. Mend the file under "
            "warehouse/dashboard/definition/datasets."
        )


def definition() -> dict[str, Yaml]:
    """The files of the definition by their path, as they are in the repository."""
    return {path: yaml.safe_load(file.read_text("utf-8")) for path, file in _files(_DEFINITION, "")}


def filled_in(published: Path) -> dict[str, Yaml]:
    """The definition for the published runs under `published`.

    Raises:
        UnknownColumn: a dataset names a column that the schemas do not have.
    """
    latest = published.absolute() / "latest" / DATABASE
    contents = definition()
    for path, content in contents.items():
        if path.startswith("databases/"):
            content["sqlalchemy_uri"] = content["sqlalchemy_uri"].replace(_PLACE_OF_DATABASE, str(latest))
        elif path.startswith("datasets/"):
            content["columns"] = _columns(content)
    return contents


def bundle(published: Path) -> bytes:
    """The same as a ZIP file; of the same definition and path, the same bytes."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for path, content in sorted(filled_in(published).items()):
            text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
            archive.writestr(ZipInfo(f"{_ROOT}/{path}"), text)
    return file.getvalue()


def tables_of(dataset: Yaml) -> list[str]:
    """The published tables a dataset reads; the first is the one whose columns it has all of."""
    found = _TABLE.findall(dataset["sql"] or dataset["table_name"])
    return list(dict.fromkeys(found))


def _columns(dataset: Yaml) -> list[Yaml]:
    """All columns of the first table, then those the dataset lists: of its other tables, or described there."""
    tables = [table(name) for name in tables_of(dataset)]
    columns = [_from_schema(name, name, tables[0]) for name in tables[0].schema.columns()]
    renamed = {new: old for old, new in _RENAMED.findall(dataset["sql"] or "")}
    for entry in dataset["columns"]:
        name = entry["column_name"]
        source = renamed.get(name, name)
        owner = next((found for found in tables[1:] if source in found.schema.columns()), None)
        if "type" in entry:
            columns.append(_column(**entry))
        elif owner is not None:
            columns.append(_from_schema(name, source, owner))
        else:
            raise UnknownColumn(dataset["table_name"], name, [found.name for found in tables])
    return columns


def _from_schema(name: str, source: str, owner: Table) -> Yaml:
    column = owner.schema.columns()[source]
    return _column(name, sql_type(column.dtype), column.description or "")


def _column(column_name: str, type: str, description: str) -> Yaml:  # noqa: A002 - Superset's word
    return {
        "column_name": column_name,
        "verbose_name": column_name.replace("_", " "),
        "is_dttm": type in {"DATE", "TIMESTAMP"},
        "is_active": True,
        "type": type,
        "groupby": True,
        "filterable": True,
        "expression": None,
        "description": description,
    }


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
