"""Staged batches, in a folder and as objects: complete or absent, whatever happens meanwhile."""

import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import polars as pl
import pytest
from fsspec.core import url_to_fs
from fsspec.implementations.memory import MemoryFileSystem

from warehouse.staging import Staging, open_staging, staged_frame
from warehouse.staging_folder import FolderBatch, FolderStaging
from warehouse.staging_objects import ObjectStaging, StagingUnreachable

FRAME = pl.DataFrame({"a": ["x", None, "“ü”"], "b": [1, 2, None]})


@pytest.fixture(params=["folder", "file://", "memory://", "objects in a folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Staging]:
    match request.param:
        case "folder":
            yield open_staging(tmp_path / "staging")
        case "file://":
            yield open_staging(f"file://{tmp_path}/staging")
        case "memory://":
            yield open_staging(f"memory://{uuid4().hex}/staging")
            MemoryFileSystem.store.clear()
        case _:
            yield ObjectStaging(f"file://{tmp_path}/staging")


def test_a_batch_comes_back_as_it_was_staged(place: Staging) -> None:
    batch = place.batch("annotate", "abc")
    assert not batch.is_staged()
    batch.stage({"one": FRAME, "none": FRAME.head(0)})
    sent = pickle.loads(pickle.dumps(batch))
    assert sent.is_staged()
    with sent.folder() as folder:
        assert (folder.name, sent.name) == ("abc", "abc")
        assert staged_frame(folder, "one").equals(FRAME)
        assert staged_frame(folder, "none").schema == FRAME.schema
    sent.discard()
    sent.discard()
    assert not batch.is_staged()


def test_a_batch_staged_twice_keeps_its_first_content(place: Staging) -> None:
    batch = place.batch("annotate", "abc")
    batch.stage({"one": FRAME})
    batch.stage({"one": FRAME.head(1)})
    with batch.folder() as folder:
        assert staged_frame(folder, "one").equals(FRAME)


def test_a_batch_is_staged_whole_or_not_at_all(place: Staging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    place.batch("annotate", "good").stage({"one": FRAME})
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OSError, match="No space"):
        place.batch("annotate", "bad").stage({"one": FRAME})
    assert not place.batch("annotate", "bad").is_staged()
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("damage", [lambda data: data[:-30], lambda data: data[:60] + b"damaged" + data[67:]])
def test_a_damaged_batch_counts_as_not_staged_and_is_staged_anew(
    place: FolderStaging | ObjectStaging, damage: Callable[[bytes], bytes]
) -> None:
    batch = place.batch("annotate", "abc")
    batch.stage({"one": FRAME})
    files, path = url_to_fs(str(place.root) if isinstance(place, FolderStaging) else place.url)
    (written,) = (each for each in files.find(path) if not each.endswith(".json"))
    files.pipe_file(written, damage(files.cat_file(written)))
    assert not batch.is_staged()
    batch.stage({"one": FRAME})
    assert batch.is_staged()
    with batch.folder() as folder:
        assert staged_frame(folder, "one").equals(FRAME)


def test_the_batches_of_a_step_are_listed_by_name(place: Staging) -> None:
    assert list(place.batches("score")) == []
    for step, name in (("score", "b"), ("score", "a.source"), ("score", "a"), ("annotate", "c")):
        place.batch(step, name).stage({"one": FRAME})
    assert list(place.batches("score")) == [place.batch("score", name) for name in ("a", "a.source", "b")]


def test_only_the_batches_in_use_are_kept(place: Staging) -> None:
    place.keep_only("score", set())
    names = ["abc", "abc.source", "def"]
    for name in names:
        place.batch("score", name).stage({"one": FRAME})
    place.batch("annotate", "def").stage({"one": FRAME})
    place.keep_only("score", {"abc"})
    assert [place.batch("score", name).is_staged() for name in names] == [True, False, False]
    assert place.batch("annotate", "def").is_staged()


def test_what_a_killed_run_left_half_written_is_removed(tmp_path: Path) -> None:
    place = FolderStaging(tmp_path)
    place.batch("annotate", "abc").stage({"one": FRAME})
    (tmp_path / "annotate" / "def.123.tmp").mkdir()
    place.clear_unfinished()
    assert [path.name for path in (tmp_path / "annotate").iterdir()] == ["abc"]


def test_a_removal_stopped_half_way_leaves_no_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = FolderBatch(tmp_path / "abc")
    batch.stage({"one": FRAME, "two": FRAME})

    def stopped(path: Path, ignore_errors: bool = False) -> None:
        next(path.iterdir()).unlink()
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.staging_folder.shutil.rmtree", stopped)
    with pytest.raises(KeyboardInterrupt):
        batch.discard()
    monkeypatch.undo()
    assert not batch.is_staged()
    FolderStaging(tmp_path).clear_unfinished()
    assert not list(tmp_path.iterdir())


def test_what_clears_up_beats_a_worker_that_still_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = FolderBatch(tmp_path / "abc")
    fsync = os.fsync

    def cleared_meanwhile(descriptor: int) -> None:
        fsync(descriptor)
        FolderStaging(tmp_path).clear_unfinished()

    monkeypatch.setattr(os, "fsync", cleared_meanwhile)
    with pytest.raises(FileNotFoundError):
        batch.stage({"one": FRAME})
    assert not list(tmp_path.iterdir())


def test_a_storage_that_fails_says_so_and_comes_back_from_a_worker() -> None:
    with pytest.raises(StagingUnreachable, match="pip install 'onrecord") as found:
        open_staging("nowhere://bucket").batch("annotate", "abc").is_staged()
    assert str(pickle.loads(pickle.dumps(found.value))) == str(found.value)
