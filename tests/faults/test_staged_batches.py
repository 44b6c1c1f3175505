"""A staged batch that a disk damaged between two runs is computed again; its values are never believed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.context import Context
from flows.home import Home
from flows.runs import Run, run_pipeline
from flows.settings import read_settings
from flows.steps import annotate, ingest, score, todo
from warehouse.staging import staged_frame
from warehouse.staging_folder import FolderBatch

FRAME = pl.DataFrame({"a": ["x" * 50, "y" * 50] * 50})


def flip(path: Path) -> None:
    """Another value, as valid a file as before."""
    frame = pl.read_parquet(path)
    text = next(name for name, kind in frame.schema.items() if kind == pl.String)
    frame.with_columns(pl.lit("another").alias(text)).write_parquet(path)


DAMAGE: dict[str, Callable[[Path], Any]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "one bit": lambda path: path.write_bytes(bytes([*(data := path.read_bytes())[:9], data[9] ^ 1, *data[10:]])),
    "another value": flip,
    "gone": Path.unlink,
    "no list of digests": lambda path: (path.parent / "sha256.json").write_bytes(b"\xff[]"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_batch_counts_as_not_staged_and_is_staged_anew(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    batch = FolderBatch(tmp_path / "batch")
    batch.stage({"one": FRAME, "two": FRAME})
    assert batch.is_staged()
    damage(batch.path / "two.parquet")
    assert not batch.is_staged()
    batch.stage({"one": FRAME, "two": FRAME})
    assert batch.is_staged()
    assert staged_frame(batch.path, "two").equals(FRAME)
    assert [path.name for path in tmp_path.iterdir()] == ["batch"]


# Before the work a batch's input lies there, before the load its result.
STOPS = [
    (ingest, ingest, "admit_batch"), (ingest, ingest, "load_admitted"), (annotate, annotate, "annotate_batch"),
    (annotate, todo, "load_step"), (score, score, "score_batch"), (score, todo, "load_step"),
]  # fmt: skip


def test_what_was_damaged_between_two_runs_changes_no_byte_of_the_tables(
    home: Path,
    sample_articles: Path,
    sample_home: Path,
    published_tables: Callable[[Path], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def run() -> Run:
        place = Home(home)
        return run_pipeline(Context(place, read_settings(place.settings)), [sample_articles])

    for step, module, name in STOPS:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(module, name, stopped)
            run()
        left = sorted((home / "staging" / step.STEP).glob("*/*.parquet"))
        assert left
        for path in left:
            flip(path)
    run()
    assert published_tables(home) == published_tables(sample_home)
