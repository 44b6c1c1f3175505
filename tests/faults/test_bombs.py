"""Small files that unpack to gigabytes, endless lines, bottomless nesting: refused by a limit, in bounded memory."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.query import open_published, query

MEMORY_BYTES = 1_000_000_000
STORY = "“We cannot sail empty boats,” said Ingrid Solberg, director of the {name} Ferry Company, on Monday.\n"
GIGABYTE = {kind: gzip.compress(kind * 10_000_000, 6) * 100 for kind in (b" ", b"x", b"\0")}
LONG = b"word " * 20_000_000


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 10_000_000)
    return buffer.getvalue()


BOMBS = {
    **{f"spaces.{suffix}.gz": (GIGABYTE[b" "], "too_large") for suffix in ("txt", "html", "json", "jsonl", "csv")},
    **{f"letters.{suffix}.gz": (GIGABYTE[b"x"], "too_large") for suffix in ("md", "json", "jsonl", "csv", "parquet")},
    "zeros.txt.gz": (GIGABYTE[b"\0"], "too_large"),
    "zeros.jsonl.gz": (GIGABYTE[b"\0"], "not_text"),
    **{f"zip.{suffix}": (zipped(), "not_text") for suffix in ("txt", "html", "json", "csv")},
    "zip.docx": (zipped(), "unknown_format"),
    "zip.parquet": (zipped(), "broken_record"),
    "zip.txt.gz": (zipped(), "broken_archive"),
    "line.txt": (LONG, "too_large"),
    "line.jsonl": (b'{"text": "' + LONG + b'"}\n', "too_large"),
    "line.csv": (b'id,text\n1,"' + LONG + b'"\n', "broken_record"),
    "header.csv": (LONG, "too_large"),
    "deep.json": (b"[" * 5_000_000, "broken_record"),
    "deep_objects.json": (b'{"articles":' * 2_000_000, "broken_record"),
    "deep.html": (b"<html><body>" + b"<div>" * 1_000_000 + b"text", "no_body"),
    "attributes.html": (b"<html><body><p " + b"a=1 " * 3_000_000 + b">text</p>", "too_short"),
}
PAGES = {"cell.parquet": (300_000_000, 1), "cells.parquet": (8_000_000, 40)}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is not told here")
def test_bombs_are_rejects_in_bounded_memory_and_the_other_files_are_read(
    tmp_path: Path, home: Path, onrecord: Callable[..., Any]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("a", "zz"):
        (inbox / f"{name}.txt").write_text(STORY.format(name=name), "utf-8")
    for name, (data, _) in BOMBS.items():
        (inbox / name).write_bytes(data)
    for name, (size, rows) in PAGES.items():
        large = f"SELECT repeat('x', {size}) AS text FROM range({rows})"
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({large}) TO '{inbox / name}' (FORMAT parquet, COMPRESSION zstd)")
    run = onrecord("run", inbox, "--home", home, memory=str(tmp_path / "held"))
    assert run.returncode == 0, run.stderr
    connection = open_published(home / "published")
    try:
        _, rejects = query(connection, "SELECT DISTINCT regexp_replace(key, '#[0-9]+$', ''), reason FROM out_rejects")
        _, articles = query(connection, "SELECT count(*) FROM out_articles")
    finally:
        connection.close()
    expected = {name: reason for name, (_, reason) in BOMBS.items()} | dict.fromkeys(PAGES, "too_large")
    assert sorted(rejects) == sorted(expected.items())
    assert articles == [(2,)]
    assert int((tmp_path / "held").read_text()) < MEMORY_BYTES
