"""Splitting the text of files into records: lines of JSON Lines, elements of JSON, rows of CSV.

Each splitter yields the record as JSON bytes, or a Fault in its place; a damaged one never takes its neighbours along.
"""

import csv
import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, TextIO

from transforms.articles.fields import FieldNames
from transforms.articles.formats import Fault, broken_json
from transforms.text.rejects import Reason

Record = bytes | Fault

_RECORD_LISTS: Final = (
    "articles",
    "items",
    "results",
    "data",
    "docs",
    "documents",
    "records",
    "stories",
    "posts",
    "entries",
)
_BETWEEN: Final = re.compile("[\\s,\ufeff]*")
_NEXT_OBJECT: Final = re.compile(r"\}\s*,?\s*(?=\{)")
_MAX_RECOVERIES: Final = 100
_DELIMITERS: Final = ",;\t|"


def split_lines(stream: BinaryIO, *, max_bytes: int) -> Iterator[Record]:
    """The lines that are not blank; one longer than `max_bytes` is skipped to its end, never held in memory."""
    for line, is_cut in _lines(stream, max_bytes):
        if is_cut:
            yield Fault(Reason.TOO_LARGE, f"line longer than {max_bytes} bytes")
        elif line.strip():
            yield line


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[tuple[bytes, bool]]:
    while line := stream.readline(max_bytes + 1):
        is_cut = len(line) > max_bytes and not line.endswith(b"\n")
        if is_cut:
            while (rest := stream.readline(65_536)) and not rest.endswith(b"\n"):
                pass
        yield line, is_cut


def split_json(text: str, names: FieldNames) -> Iterator[Record]:
    """The objects of a JSON text: one, a list, several in a row, or the list of an envelope (`{"articles": […]}`).

    After a damaged object, reading goes on at the next `}, {`.
    """
    decoder = json.JSONDecoder(strict=False)
    at = _BETWEEN.match(text).end()  # type: ignore[union-attr] # matches the empty string
    in_list = text.startswith("[", at)
    at += in_list
    recoveries = 0
    while (at := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        if in_list and text[at] == "]":
            in_list = False
            at += 1
            continue
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield broken_json(error)
            resume = _NEXT_OBJECT.search(text, max(at, getattr(error, "pos", at)))
            recoveries += 1
            if resume is None or recoveries > _MAX_RECOVERIES:
                return
            at = resume.end()
        else:
            yield from _unwrapped(value, text[at:end], names)
            at = end
    if in_list:
        yield Fault(Reason.BROKEN_RECORD, "JSON: the list does not end; the file is cut off")


def _unwrapped(value: object, source: str, names: FieldNames) -> Iterator[Record]:
    inner = None
    if isinstance(value, dict) and not names.has_text(value):
        inner = next((value[key] for key in _RECORD_LISTS if _is_list_of_objects(value.get(key))), None)
    elif isinstance(value, list):
        inner = value
    if inner is None:
        yield source.encode("utf-8")
    else:
        yield from (json.dumps(item).encode("ascii") for item in inner)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def split_csv(stream: TextIO, names: FieldNames, *, max_chars: int) -> Iterator[Record]:
    """The rows as JSON objects of the columns that some field is looked for in.

    The delimiter is the one of `,;⇥|` that finds a column for the body in the header. A row that does not parse, or has
    another number of cells than the header, is a BROKEN_RECORD up to the next row that fits.
    """
    # A limit of the whole process; its default of 131,072 is shorter than some articles.
    limit_before = csv.field_size_limit(max_chars)
    try:
        yield from _csv_records(_Lines(stream, max_chars), names)
    finally:
        csv.field_size_limit(limit_before)


class _Lines:
    """The lines of a text, with those of the record being read kept so that a damaged record can be read again."""

    def __init__(self, stream: TextIO, max_chars: int) -> None:
        self._stream = stream
        self._max_chars = max_chars
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(self._max_chars + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._max_chars and not line.endswith(("\n", "\r")):
            while (rest := self._stream.readline(65_536)) and not rest.endswith(("\n", "\r")):
                pass
            raise csv.Error(f"line longer than {self._max_chars} characters")
        self._record.append(line)
        return line

    def begin_record(self) -> None:
        """Forget the lines read so far."""
        self._record.clear()

    def retry_after_first(self) -> None:
        """Read the lines of this record again, without its first."""
        self._again.extendleft(reversed(self._record[1:]))
        self.number -= max(0, len(self._record) - 1)
        self._record.clear()


def _csv_records(lines: _Lines, names: FieldNames) -> Iterator[Record]:
    try:
        header, delimiter = _header(lines, names)
    except csv.Error as error:
        yield Fault(Reason.TOO_LARGE, f"CSV, its header: {error}")
        return
    if not header:
        yield Fault(Reason.EMPTY, "no rows")
        return
    if not names.has_text(header):
        yield Fault(
            Reason.NO_BODY, f"none of its {len(header)} columns is named like a body ({', '.join(names.text[:4])}, …)"
        )
        return
    wanted = set(names.columns(header))
    empty = True
    for row in _rows(lines, delimiter, len(header)):
        empty = False
        if isinstance(row, Fault):
            yield row
        else:
            cells = {name: cell for name, cell in zip(header, row, strict=False) if name in wanted and cell}
            yield json.dumps(cells, ensure_ascii=False).encode("utf-8", errors="replace")
    if empty:
        yield Fault(Reason.EMPTY, "a header without rows")


def _header(lines: _Lines, names: FieldNames) -> tuple[list[str], str]:
    """The names of the columns and the delimiter; empty where there is no line."""
    first = next((line for line in lines if line.strip()), "")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's way to name the delimiter
        first = next((line for line in lines if line.strip()), "")
    if not first.strip():
        return [], ","
    readings = [(_cells(first, delimiter), delimiter) for delimiter in _DELIMITERS]
    return max(readings, key=lambda reading: (names.has_text(reading[0]), len(reading[0])))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error:
        return []


def _rows(lines: _Lines, delimiter: str, width: int) -> Iterator[Sequence[str] | Fault]:
    damage: Fault | None = None
    recoveries = 0
    while True:
        lines.begin_record()
        begins = lines.number + 1
        try:
            row = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
            problem = None if row is None else _misfit(row, width)
        except csv.Error as error:
            row, problem = [], f"CSV: {error}"
            recoveries += 1
            lines.retry_after_first()
        if recoveries > _MAX_RECOVERIES:
            damage = Fault(
                Reason.BROKEN_RECORD, f"CSV: damaged in more than {_MAX_RECOVERIES} places, from line {begins + 1}"
            )
        if row is None or recoveries > _MAX_RECOVERIES:
            break
        if problem is not None:
            damage = damage or Fault(Reason.BROKEN_RECORD, f"{problem}, from line {begins + 1}")
        elif row:
            if damage is not None:
                yield damage
            damage = None
            yield row
    if damage is not None:
        yield damage


def _misfit(row: Sequence[str], width: int) -> str | None:
    if not row or len(row) == width or (len(row) > width and not any(row[width:])):
        return None
    return f"CSV: {len(row)} cells under {width} columns"
