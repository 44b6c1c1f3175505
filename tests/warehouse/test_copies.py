"""Copies of a published run elsewhere: whole or not there, nothing sent twice, nothing that does not belong."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from warehouse.copies import Copied, CopyFailed, copy_run
from warehouse.datapackage import read_package

from .conftest import MakeRun

MEMORY = "memory://bucket/news"
SPEAKERS = pl.DataFrame({"speaker_id": ["a"], "name": ["Ada Lim"]})
TOPICS = pl.DataFrame({"topic": [1], "term": ["dam"]})


@pytest.fixture
def bucket() -> Iterator[MemoryFileSystem]:
    files = MemoryFileSystem()
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


def pointer(files: MemoryFileSystem) -> dict[str, str]:
    found: dict[str, str] = json.loads(files.cat_file("/bucket/news/latest.json"))
    return found


def test_a_copy_holds_the_files_of_the_data_package_and_nothing_else(
    make_run: MakeRun, bucket: MemoryFileSystem
) -> None:
    run = make_run("1", out_speakers=SPEAKERS, out_topics=TOPICS)
    (run / "onrecord.duckdb").write_bytes(b"views over paths of this machine")
    (run / "notes.txt").write_text("not for publication")
    assert copy_run(run, MEMORY, keep_runs=5) == Copied(sent=2, reused=0)
    names = {path.rsplit("/", 1)[1] for path in bucket.ls("/bucket/news/runs/1", detail=False)}
    assert names == {"out_speakers.parquet", "out_topics.parquet", "datapackage.json"}
    for name in names:
        assert bucket.cat_file(f"/bucket/news/runs/1/{name}") == (run / name).read_bytes()
    assert pointer(bucket) == {"run_id": "1", "path": "runs/1", "created": "2025-05-01T00:00:00+00:00"}


def test_what_did_not_change_is_copied_by_the_storage_itself(make_run: MakeRun, bucket: MemoryFileSystem) -> None:
    copy_run(make_run("1", out_speakers=SPEAKERS, out_topics=TOPICS), MEMORY, keep_runs=5)
    second = make_run("2", out_speakers=SPEAKERS.with_columns(name=pl.lit("Ada Lim-Ek")), out_topics=TOPICS)
    assert copy_run(second, MEMORY, keep_runs=5) == Copied(sent=1, reused=1)
    assert copy_run(second, MEMORY, keep_runs=5) is None
    assert pointer(bucket)["run_id"] == "2"
    for entry in (read_package(second) or {})["resources"]:
        assert bucket.cat_file(f"/bucket/news/runs/2/{entry['path']}") == (second / entry["path"]).read_bytes()


def test_an_upload_that_breaks_leaves_the_pointer_and_is_made_up_for(
    make_run: MakeRun, bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_run(make_run("1", out_topics=TOPICS), MEMORY, keep_runs=5)
    second = make_run("2", out_speakers=SPEAKERS, out_topics=TOPICS.with_columns(topic=2))

    def broken(self: MemoryFileSystem, source: str, target: str, **_: object) -> None:
        if target.endswith("out_topics.parquet"):
            raise ConnectionResetError("connection reset by peer")
        self.pipe_file(target, Path(source).read_bytes())

    with monkeypatch.context() as patched:
        patched.setattr(MemoryFileSystem, "put_file", broken)
        with pytest.raises(CopyFailed, match=r"connection reset.*run again"):
            copy_run(second, MEMORY, keep_runs=5)
    assert pointer(bucket)["run_id"] == "1"
    assert copy_run(second, MEMORY, keep_runs=5) == Copied(sent=2, reused=0)
    assert pointer(bucket)["run_id"] == "2"


def test_a_file_cut_short_on_the_way_is_noticed(
    make_run: MakeRun, bucket: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryFileSystem, "put_file", lambda self, source, target, **_: self.pipe_file(target, b"half"))
    with pytest.raises(CopyFailed, match="has 4 bytes instead of"):
        copy_run(make_run("1", out_topics=TOPICS), MEMORY, keep_runs=5)
    assert not bucket.exists("/bucket/news/latest.json")


def test_a_file_that_somebody_removed_there_is_sent_again(make_run: MakeRun, bucket: MemoryFileSystem) -> None:
    copy_run(make_run("1", out_topics=TOPICS), MEMORY, keep_runs=5)
    bucket.rm("/bucket/news/runs/1/out_topics.parquet")
    assert copy_run(make_run("2", out_topics=TOPICS), MEMORY, keep_runs=5) == Copied(sent=1, reused=0)


def test_the_newest_copies_are_kept(make_run: MakeRun, bucket: MemoryFileSystem) -> None:
    for number in range(4):
        copy_run(make_run(str(number), out_topics=TOPICS), MEMORY, keep_runs=2)
    assert [path.rsplit("/", 1)[1] for path in sorted(bucket.ls("/bucket/news/runs", detail=False))] == ["2", "3"]


def test_a_folder_of_this_machine_is_a_place_too(tmp_path: Path, make_run: MakeRun) -> None:
    run = make_run("1", out_topics=TOPICS)
    copy_run(run, f"file://{tmp_path}/share", keep_runs=5)
    latest = json.loads((tmp_path / "share" / "latest.json").read_text("utf-8"))
    assert pl.read_parquet(tmp_path / "share" / latest["path"] / "out_topics.parquet").equals(TOPICS)
    assert sorted(path.name for path in (tmp_path / "share").iterdir()) == ["latest.json", "runs"]


def test_a_place_that_nobody_knows_is_named_with_what_to_do(make_run: MakeRun) -> None:
    with pytest.raises(CopyFailed, match=r"nosuch://bucket.*publish.copy_to"):
        copy_run(make_run("1", out_topics=TOPICS), "nosuch://bucket", keep_runs=5)
