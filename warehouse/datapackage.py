"""The published run described for machines: a Frictionless data package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.schemas.tables import Table

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
