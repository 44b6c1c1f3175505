import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.file_batches import RawBatch, read_batches
from flows.files import discover
from flows.read_limits import ReadLimits
from transforms.articles.fields import FieldNames
from transforms.articles.formats import RAW_SCHEMA

TEXT = "The council approved the new budget on Tuesday, said the mayor."


def batches(folder: Path, *, limits: ReadLimits | None = None, **options: int):
    return list(read_batches(discover([folder]), limits=limits or ReadLimits(), **options))


def texts(batch: RawBatch):
    return [json.loads(payload)["text"] for payload in batch.frame["payload"]]


def write_jsonl(path: Path, count: int):
    path.write_text("".join(json.dumps({"text": f"{number} {TEXT}"}) + "\n" for number in range(count)))


def test_batches_hold_at_most_so_many_records_and_span_files(tmp_path: Path):
    write_jsonl(tmp_path / "a.jsonl", 7)
    write_jsonl(tmp_path / "b.jsonl", 5)
    found = batches(tmp_path, max_articles=5)
    assert [batch.frame.height for batch in found] == [5, 5, 2]
    assert found[1].frame["source_path"].to_list() == ["a.jsonl"] * 2 + ["b.jsonl"] * 3
    assert found[1].frame["source_record"].to_list() == [5, 6, 0, 1, 2]
    assert all(batch.frame.schema == RAW_SCHEMA for batch in found)


def test_a_batch_ends_when_it_is_large(tmp_path: Path):
    write_jsonl(tmp_path / "a.jsonl", 6)
    assert [batch.frame.height for batch in batches(tmp_path, max_bytes=150)] == [2, 2, 2]


def test_no_file_gives_no_batch(tmp_path: Path):
    assert batches(tmp_path) == []


def test_a_text_file_is_one_record_with_its_bytes(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"caf\xe9\r\n")
    (batch,) = batches(tmp_path)
    assert batch.frame.row(0) == ("a.txt", 0, "txt", b"caf\xe9\r\n")


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "parquet"])
@pytest.mark.parametrize("is_gzipped", [False, True])
def test_every_format_of_records_gives_the_same_records(tmp_path: Path, suffix: str, is_gzipped: bool):
    frame = pl.DataFrame({"id": [1, 2], "title": ["T", None], "text": [f"“One”, {TEXT}", f"Two\nlines. {TEXT}"]})
    path = tmp_path / f"a [1].{suffix}"
    write = {
        "json": frame.write_json,
        "jsonl": frame.write_ndjson,
        "csv": frame.write_csv,
        "parquet": frame.write_parquet,
    }
    write[suffix](path)
    if is_gzipped:
        (tmp_path / f"a [1].{suffix}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    (batch,) = batches(tmp_path)
    assert texts(batch) == frame["text"].to_list()
    assert batch.rejects == []


def test_parquet_columns_of_any_type_are_read(tmp_path: Path):
    frame = pl.DataFrame({
        "text": [TEXT], "author": [["Ada Lim", "Bo Ek"]], "source": [{"name": "The Daily"}], "title": [b"\xff bytes"],
        "date": [datetime(2025, 3, 4)], "published_at": [datetime(2025, 3, 4, tzinfo=UTC)], 'odd "name"': [1],
    })  # fmt: skip
    frame.write_parquet(tmp_path / "a.parquet")
    (batch,) = batches(tmp_path)
    record = json.loads(batch.frame["payload"][0])
    assert record["author"] == ["Ada Lim", "Bo Ek"]
    assert record["source"] == {"name": "The Daily"}
    assert record["date"] == "2025-03-04T00:00:00"
    assert record["published_at"].startswith("2025-03-04 00:00:00")
    assert record["title"] == "\ufffd bytes"


def test_names_of_fields_decide_which_columns_are_read(tmp_path: Path):
    (tmp_path / "a.csv").write_text(f"payload,other\n{TEXT.replace(',', '')},x\n")
    (batch,) = batches(tmp_path, fields=FieldNames(text=("payload",)))
    assert json.loads(batch.frame["payload"][0]) == {"payload": TEXT.replace(",", "")}


def test_a_large_jsonl_is_streamed(tmp_path: Path):
    write_jsonl(tmp_path / "a.jsonl", 1_000)
    reader = read_batches(discover([tmp_path]), limits=ReadLimits(), max_articles=10)
    assert next(reader).frame.height == 10
    reader.close()  # closes the file; an unclosed one would warn, and warnings are errors
