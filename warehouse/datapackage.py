"""The published run described for machines: a Frictionless data package."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from transforms.schemas.tables import Table
from warehouse.run_folders import PACKAGE

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a published run; `path` is seen from the run's folder."""

    path: str
    rows: int
    bytes: int
    sha256: str

    @property
    def hash(self) -> str:
        """As in the data package."""
        return f"sha256:{self.sha256}"


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a published run and its files: one, or one per month."""

    table: Table
    files: Sequence[PublishedFile]


def datapackage(
    written: Sequence[PublishedTable],
    *,
    run_id: str,
    created_at: str,
    versions: Mapping[str, str],
    months: Mapping[str, str],
) -> Json:
    """`datapackage.json` of a run: every file with rows, bytes, hash, and every column with type and words.

    A table by month has the list of its files as its path, and each of them among its `parts`. `months` has a hash of
    all that the files of a month are made of.

    Source:
        https://datapackage.org/standard/data-package/
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "onrecord",
        "title": "Who said what, about whom, in which tone and on which side",
        "id": run_id,
        "created": created_at,
        "versions": dict(versions),
        "months": dict(months),
        "resources": [_resource(entry) for entry in written],
    }


def read_package(folder: Path) -> Json | None:
    """The data package of the run in `folder`; None where no run is."""
    path = folder / PACKAGE
    package: Json | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return package


def package_files(package: Json | None, table: str | None = None) -> list[Json]:
    """Path, rows, bytes and hash of every file, or of those of one table."""
    resources = package["resources"] if package else []
    return [part for entry in resources if table in (None, entry["name"]) for part in entry.get("parts", [entry])]


def file_hashes(package: Json | None, table: str | None = None) -> dict[str, str]:
    """Hash of every file, or of those of one table, by its path."""
    return {part["path"]: part["hash"] for part in package_files(package, table)}


def table_rows(package: Json | None) -> dict[str, int]:
    """Rows of every table, by its name."""
    return {entry["name"]: entry["rows"] for entry in package["resources"]} if package else {}


def table_columns(package: Json | None) -> dict[str, list[str]]:
    """The columns of every table, by its name."""
    resources = package["resources"] if package else []
    return {entry["name"]: [field["name"] for field in entry["schema"]["fields"]] for entry in resources}


def _resource(entry: PublishedTable) -> Json:
    columns = entry.table.schema.columns()
    return {
        "name": entry.table.name,
        **_files(entry),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": entry.table.description,
        "schema": {
            "fields": [
                {
                    "name": name,
                    "type": frictionless_type(column.dtype),
                    "description": column.description,
                    "constraints": {"required": not column.nullable},
                }
                for name, column in columns.items()
            ],
            "primaryKey": entry.table.key,
        },
    }


def _files(entry: PublishedTable) -> Json:
    parts: list[Json] = [
        {"path": file.path, "rows": file.rows, "bytes": file.bytes, "hash": file.hash} for file in entry.files
    ]
    if not entry.table.by_month:
        return parts[0]
    return {
        "path": [file.path for file in entry.files],
        "rows": sum(file.rows for file in entry.files),
        "bytes": sum(file.bytes for file in entry.files),
        "parts": parts,
    }


def frictionless_type(dtype: pl.DataType) -> str:
    """The Frictionless name of a column type."""
    if isinstance(dtype, pl.Datetime):
        return "datetime"
    return {
        pl.String: "string",
        pl.Int32: "integer",
        pl.Int64: "integer",
        pl.Float64: "number",
        pl.Boolean: "boolean",
        pl.Date: "date",
    }[type(dtype)]
