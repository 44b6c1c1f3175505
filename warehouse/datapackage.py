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
class PublishedTable:
    """One file of a published run."""

    table: Table
    rows: int
    bytes: int
    sha256: str


def datapackage(
    written: Sequence[PublishedTable], *, run_id: str, created_at: str, versions: Mapping[str, str]
) -> Json:
    """`datapackage.json` of a run: every file with rows, bytes, hash, and every column with type and words.

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
        "resources": [_resource(entry) for entry in written],
    }


def read_package(folder: Path) -> Json | None:
    """The data package of the run in `folder`; None where no run is."""
    path = folder / PACKAGE
    package: Json | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return package


def file_hashes(package: Json | None) -> dict[str, str]:
    """Hash of every table's file, by its name."""
    return {entry["path"]: entry["hash"] for entry in package["resources"]} if package else {}


def table_rows(package: Json | None) -> dict[str, int]:
    """Rows of every table, by its name."""
    return {entry["name"]: entry["rows"] for entry in package["resources"]} if package else {}


def _resource(entry: PublishedTable) -> Json:
    columns = entry.table.schema.columns()
    return {
        "name": entry.table.name,
        "path": f"{entry.table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": entry.table.description,
        "rows": entry.rows,
        "bytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}",
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
