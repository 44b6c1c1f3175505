"""The raw records of one file, streamed where its format allows it; what stops the reading ends them with a fault."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import stat
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import duckdb

from flows.files import SourceFile
from flows.parquet_records import parquet_records
from flows.read_limits import FileFault, ReadLimits, TooLarge
from transforms.articles.decode import MIXED_ERRORS, SAMPLE_BYTES, binary_kind, decode_raw, encoding_of
from transforms.articles.fields import FieldNames
from transforms.articles.formats import Fault, Format
from transforms.articles.split import Record, split_csv, split_json, split_lines
from transforms.text.rejects import Reason

_BUFFER_BYTES: Final = 65_536
_OPEN_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)


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
    except TooLarge as error:
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
            raise TooLarge(f"more than {self._limit} bytes after decompression")
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
        raise TooLarge(f"more than {limit} bytes")
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
        yield from parquet_records(path, names, limits)


_READERS: Final[dict[Format, _Reader]] = {
    Format.TXT: _whole,
    Format.MD: _whole,
    Format.HTML: _whole,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.CSV: _csv,
    Format.PARQUET: _parquet,
}
