"""What admission reads: the formats, the raw records of a batch, and what a record holds once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from json import JSONDecodeError
from typing import Final

import polars as pl

from transforms.text.rejects import Reason


class Format(StrEnum):
    """How a file holds its articles."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


WHOLE_FILE_FORMATS: Final = frozenset({Format.TXT, Format.MD, Format.HTML})
"""Formats whose files hold exactly one article."""

SUFFIXES: Final[Mapping[str, Format]] = {
    ".txt": Format.TXT, ".text": Format.TXT,
    ".md": Format.MD, ".markdown": Format.MD,
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL, ".ndjson": Format.JSONL,
    ".csv": Format.CSV, ".tsv": Format.CSV,
    ".parquet": Format.PARQUET,
}  # fmt: skip

RAW_SCHEMA: Final = pl.Schema(
    {"source_path": pl.String, "source_record": pl.Int32, "format": pl.String, "payload": pl.Binary}
)
"""One row per input record; `payload` is the file as it is (txt, md, html) or the record as JSON."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record; becomes a Reject once the record's key is known. `detail` never holds its text."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a record says about its article, as found: `published` is not parsed yet, `text` not yet normalised."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | int | float | None = None
    outlet: str | None = None
    url: str | None = None


def format_of(name: str) -> tuple[Format | None, bool]:
    """The format a file name promises (None: a suffix nobody reads) and whether it is gzipped; case does not count."""
    lowered = name.lower()
    is_gzipped = lowered.endswith(".gz")
    if is_gzipped:
        lowered = lowered.removesuffix(".gz")
    stem, dot, suffix = lowered.rpartition(".")
    return (SUFFIXES.get(dot + suffix) if stem else None), is_gzipped


def record_key(source_path: str, source_record: int) -> str:
    """The key of a record in the rejects: `a.jsonl#3`."""
    return f"{source_path}#{source_record}"


def broken_json(error: ValueError | RecursionError) -> Fault:
    """What the parser of JSON says of a record."""
    if isinstance(error, JSONDecodeError):
        return Fault(Reason.BROKEN_RECORD, f"JSON: {error.msg.removesuffix(' at')} at character {error.pos}")
    return Fault(Reason.BROKEN_RECORD, f"JSON: {type(error).__name__}, nested too deeply or a number too long")
