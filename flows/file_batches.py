"""Files to batches of raw records, ready for admission."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from flows.file_records import records
from flows.files import SourceFile
from flows.read_limits import FileFault, ReadLimits
from transforms.articles.admit import STEP
from transforms.articles.fields import FieldNames
from transforms.articles.formats import RAW_SCHEMA, Fault, record_key
from transforms.articles.split import Record
from transforms.text.rejects import Reject

MAX_ARTICLES: Final = 500
MAX_BYTES: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Records in `frame` (RAW_SCHEMA), in order, and what could not be read (of a whole file: its path is the key)."""

    frame: pl.DataFrame
    rejects: list[Reject]


def read_batches(
    files: Iterable[SourceFile],
    *,
    limits: ReadLimits,
    fields: FieldNames | None = None,
    max_articles: int = MAX_ARTICLES,
    max_bytes: int = MAX_BYTES,
) -> Iterator[RawBatch]:
    """The records of `files`, in order, in batches.

    Every file yields at least one record or reject. A batch may span files, and a file may span batches.

    Args:
        files: what `flows.files.discover` found.
        limits: what is too large.
        fields: names of the fields, to pick the columns of CSV and Parquet and to open JSON envelopes.
        max_articles: most records and rejects of a batch.
        max_bytes: a batch ends with the record that reaches this sum of payloads.
    """
    names = fields or FieldNames()
    batch = _Batch()
    for file in files:
        for record_no, record in enumerate(records(file, names=names, limits=limits)):
            batch.add(file, record_no, record)
            if len(batch.rows) + len(batch.rejects) >= max_articles or batch.size >= max_bytes:
                yield batch.finished()
                batch = _Batch()
    if batch.rows or batch.rejects:
        yield batch.finished()


@dataclass(slots=True)
class _Batch:
    """A batch in the making."""

    rows: list[tuple[str, int, str, bytes]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    size: int = 0

    def add(self, file: SourceFile, record_no: int, record: Record | FileFault) -> None:
        """Append a record, or the reject in its place."""
        match record:
            case bytes():
                self.rows.append((file.source_path, record_no, str(file.format), record))
                self.size += len(record)
            case Fault():
                key = record_key(file.source_path, record_no)
                self.rejects.append(Reject(STEP, key, record.reason, record.detail))
            case FileFault():
                self.rejects.append(Reject(STEP, file.source_path, record.reason, record.detail))

    def finished(self) -> RawBatch:
        """The batch as it goes to admission."""
        return RawBatch(pl.DataFrame(self.rows, schema=RAW_SCHEMA, orient="row"), self.rejects)
