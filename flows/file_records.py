"""The raw records of one file, streamed where its format allows it; what stops the reading ends them with a fault."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from flows.files import SourceFile
from transforms.articles.decode import MIXED_ERRORS, SAMPLE_BYTES, binary_kind, decode_raw, encoding_of
from transforms.articles.fields import FieldNames
from transforms.articles.formats import Fault, Format
from transforms.articles.split import Record, split_csv, split_json, split_lines
from transforms.text.rejects import Reason

_BUFFER_BYTES: Final = 65_536
_PARQUET_MEMORY: Final = "512MB"
# DuckDB hands over this many rows at once, and their texts are not in its own account of memory.
_PARQUET_ROWS: Final = 2_048
_PARQUET_ROWS_BYTES: Final = 128 * 2**20
_SIZE: Final = "onrecord_row_bytes"
_OPEN_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)
_DUCKDB: Final[dict[str, Any]] = {
    "threads": 1,
    "memory_limit": _PARQUET_MEMORY,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class ReadLimits(BaseModel):
    """What is too large to be an article or a file of articles."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    max_record_bytes: int = Field(default=16 * 2**20, ge=1)
    """Of one line, row or object, and of a txt, md or html file."""
    max_whole_bytes: int = Field(default=128 * 2**20, ge=1)
    """Of a file that is read as a whole: json, JSON Lines in UTF-16, Parquet inside gzip. It takes four times as much
    memory."""
    max_file_bytes: int = Field(default=16 * 2**30, ge=1)
    """Of any file, after decompression: a guard against archive bombs."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong with a file, or with the rest of it."""

    reason: Reason
    detail: str


class _TooLarge(Exception):
    """A file outgrew its limit while it was read."""


class _NotThere(OSError):
    """What was a file when it was found is something else now."""


def records(file: SourceFile, *, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    """The records of `file` in order, a Fault in place of each damaged one; at least one; never raises on bad data."""
    if file.problem is not None:
        yield FileFault(Reason.UNREADABLE, file.problem)
        return
    if file.format is None:
        yield FileFault(Reason.UNKNOWN_FORMAT, "its suffix is none of those that are read")
        return
    count = 0
    try:
        for record in _READERS[file.format](file, names, limits):
            count += 1
            yield _limited(record, limits)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield FileFault(Reason.BROKEN_ARCHIVE, f"gzip, after {count} records: {error}")
    except _TooLarge as error:
        yield FileFault(Reason.TOO_LARGE, f"after {count} records: {error}")
    except OSError as error:
        yield FileFault(Reason.UNREADABLE, error.strerror or str(error) or type(error).__name__)
    except duckdb.Error as error:
        is_large = isinstance(error, duckdb.OutOfMemoryException)
        reason = Reason.TOO_LARGE if is_large else Reason.BROKEN_RECORD
        yield FileFault(reason, f"Parquet, after {count} records: {type(error).__name__}")
    else:
        if count == 0:
            yield FileFault(Reason.EMPTY, "no records")


def _limited(record: Record | FileFault, limits: ReadLimits) -> Record | FileFault:
    is_large = isinstance(record, bytes) and len(record) > limits.max_record_bytes
    return Fault(Reason.TOO_LARGE, f"record above {limits.max_record_bytes} bytes") if is_large else record


class _Counted(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes."""

    def __init__(self, inner: BinaryIO, limit: int) -> None:
        self._inner = inner
        self._limit = limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer, as in io.RawIOBase
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > self._limit:
            raise _TooLarge(f"more than {self._limit} bytes after decompression")
        return len(data)


@contextmanager
def _opened(file: SourceFile, limits: ReadLimits) -> Iterator[io.BufferedReader]:
    """The decompressed bytes of `file`; never blocks on a pipe that has taken its place."""
    with os.fdopen(os.open(file.path, _OPEN_FLAGS), "rb") as raw:
        if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
            raise _NotThere("not a regular file any more")
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if file.is_gzipped else raw
        with io.BufferedReader(_Counted(inner, limits.max_file_bytes), _BUFFER_BYTES) as stream:
            yield cast(io.BufferedReader, stream)


def _read_at_most(stream: BinaryIO, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _TooLarge(f"more than {limit} bytes")
    return data


class _Reader(Protocol):
    """Reads the records of a file of one format."""

    def __call__(self, file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]: ...


def _whole(file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    del names
    with _opened(file, limits) as stream:
        yield _read_at_most(stream, limits.max_record_bytes)


def _json(file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    with _opened(file, limits) as stream:
        data = _read_at_most(stream, limits.max_whole_bytes)
    text = decode_raw(data)
    if isinstance(text, Fault):
        yield FileFault(text.reason, text.detail)
    else:
        yield from split_json(text, names)


def _jsonl(file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    with _opened(file, limits) as stream:
        head = stream.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
        binary = binary_kind(head)
        if binary is not None:
            yield FileFault(Reason.NOT_TEXT, binary)
            return
        if not _is_one_json(head):
            if encoding_of(head) == "utf-8-sig":
                stream.read(len(codecs.BOM_UTF8))
            yield from split_lines(stream, max_bytes=limits.max_record_bytes)
            return
    yield from _json(file, names, limits)


def _is_one_json(head: bytes) -> bool:
    """Whether a file named JSON Lines must be read as a whole: one list, one object over several lines, UTF-16."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    is_wide = encoding_of(head).startswith(("utf-16", "utf-32"))
    return is_wide or start.startswith(b"[") or start.splitlines()[:1] == [b"{"]


def _csv(file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    with _opened(file, limits) as stream:
        head = stream.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
        binary = binary_kind(head)
        if binary is not None:
            yield FileFault(Reason.NOT_TEXT, binary)
            return
        encoding = encoding_of(head)
        errors = MIXED_ERRORS if encoding in {"utf-8", "utf-8-sig"} else "replace"
        with io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="") as text:
            yield from split_csv(text, names, max_chars=limits.max_record_bytes)


def _parquet(file: SourceFile, names: FieldNames, limits: ReadLimits) -> Iterator[Record | FileFault]:
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder, _opened(file, limits) as stream:
        # under a plain name: DuckDB would take [ and * in the file's own as a pattern
        path = Path(folder, "file.parquet")
        if file.is_gzipped:
            path.write_bytes(_read_at_most(stream, limits.max_whole_bytes))
        else:
            path.symlink_to(file.path.resolve())
        with duckdb.connect(":memory:", config=_DUCKDB) as connection:
            yield from _parquet_rows(connection, str(path), names, limits)


def _parquet_rows(
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
    if _most_together(connection, path, size, most) > _PARQUET_ROWS_BYTES:
        raise _TooLarge(f"more than {_PARQUET_ROWS_BYTES} bytes in {_PARQUET_ROWS} rows")
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
        f"(select {size} as {_SIZE}, row_number() over () // {_PARQUET_ROWS} as block from parquet_scan(?)) "
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


_READERS: Final[dict[Format, _Reader]] = {
    Format.TXT: _whole,
    Format.MD: _whole,
    Format.HTML: _whole,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.CSV: _csv,
    Format.PARQUET: _parquet,
}
