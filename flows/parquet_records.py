"""The rows of a Parquet file as records, each measured before it is taken into memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from flows.read_limits import FileFault, ReadLimits, TooLarge
from transforms.articles.fields import FieldNames
from transforms.articles.formats import Fault
from transforms.articles.split import Record
from transforms.text.rejects import Reason

# DuckDB hands over this many rows at once, and their texts are not in its own account of memory.
_TOGETHER: Final = 2_048
_TOGETHER_BYTES: Final = 128 * 2**20
_SIZE: Final = "onrecord_row_bytes"
_DUCKDB: Final[dict[str, Any]] = {
    "threads": 1,
    "memory_limit": "512MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def parquet_records(path: Path, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    """The rows of a Parquet file as JSON objects, of the columns that `names` knows.

    Raises:
        TooLarge: some rows together would take too much memory.
        duckdb.Error: it is no Parquet file, or a damaged one.
    """
    with duckdb.connect(":memory:", config=_DUCKDB) as connection:
        yield from _rows(connection, str(path), names, limits)


def _rows(
    connection: duckdb.DuckDBPyConnection, path: str, names: FieldNames, limits: ReadLimits
) -> Iterator[Record | FileFault]:
    described = connection.execute("describe select * from parquet_scan(?)", [path]).fetchall()
    types = {str(name): str(kind) for name, kind, *_ in described}
    if not names.has_text(types):
        yield FileFault(Reason.NO_BODY, f"none of its {len(types)} columns is named like a body")
        return
    columns = names.columns(types)
    # Measured before a row becomes a Python object: a page of some KB may hold a cell of GB.
    size = " + ".join(f"coalesce({_bytes_of(name, types[name])}, 0)" for name in columns)
    most = limits.max_record_bytes
    if _most_together(connection, path, size, most) > _TOGETHER_BYTES:
        raise TooLarge(f"more than {_TOGETHER_BYTES} bytes in {_TOGETHER} rows")
    cells = ", ".join(f"case when {_SIZE} <= {most} then {_cell(name, types[name])} end" for name in columns)
    rows = connection.execute(
        f"select {_SIZE}, {cells} from (select *, {size} as {_SIZE} from parquet_scan(?))", [path]
    )
    while row := rows.fetchone():
        if row[0] > most:
            yield Fault(Reason.TOO_LARGE, f"record above {most} bytes")
            continue
        record = dict(zip(columns, row[1:], strict=True))
        yield json.dumps(record, ensure_ascii=False, skipkeys=True, default=_json_value).encode(
            "utf-8", errors="replace"
        )


def _most_together(connection: duckdb.DuckDBPyConnection, path: str, size: str, most: int) -> int:
    """Bytes of the largest rows that DuckDB hands over at once; those above `most` it does not hand over."""
    ((found,),) = connection.execute(
        f"select coalesce(max({_SIZE}), 0) from (select sum({_SIZE}) as {_SIZE} from "
        f"(select {size} as {_SIZE}, row_number() over () // {_TOGETHER} as block from parquet_scan(?)) "
        f"where {_SIZE} <= {most} group by block)",
        [path],
    ).fetchall()
    return int(found)


def _bytes_of(name: str, kind: str) -> str:
    return f"octet_length({_quoted(name)})" if kind == "BLOB" else f"strlen(cast({_quoted(name)} as varchar))"


def _cell(name: str, kind: str) -> str:
    """A time with a zone would come as an object that needs another package."""
    return f"cast({_quoted(name)} as varchar)" if "TIME ZONE" in kind else _quoted(name)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _json_value(value: object) -> str:
    """What JSON has no type for: dates in ISO 8601, bytes as UTF-8, anything else as it prints."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    isoformat: Callable[[], str] | None = getattr(value, "isoformat", None)
    return isoformat() if isoformat is not None else str(value)
