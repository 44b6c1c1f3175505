"""Batches in a folder, of this machine or shared: each a folder that appears by a rename, complete."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import polars as pl


@dataclass(frozen=True, slots=True)
class FolderBatch:
    """A StagedBatch that is the folder `path`."""

    path: Path

    @property
    def name(self) -> str:
        """See StagedBatch."""
        return self.path.name

    def is_staged(self) -> bool:
        """See StagedBatch."""
        return self.path.is_dir()

    def stage(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """See StagedBatch."""
        if self.is_staged():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = _unfinished(self.path)
        unfinished.mkdir()
        try:
            write_frames(unfinished, frames)
            try:
                unfinished.replace(self.path)
            except OSError:
                # Another worker finished the same batch first; its content is the same by construction.
                if not self.is_staged():
                    raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """See StagedBatch."""
        yield self.path

    def discard(self) -> None:
        """See StagedBatch."""
        _remove(self.path)


@dataclass(frozen=True, slots=True)
class FolderStaging:
    """A Staging in the folder `root`."""

    root: Path

    def batch(self, step: str, name: str) -> FolderBatch:
        """See Staging."""
        return FolderBatch(self.root / step / name)

    def keep_only(self, step: str, names: set[str]) -> None:
        """See Staging."""
        folder = self.root / step
        for batch in folder.iterdir() if folder.is_dir() else ():
            if batch.name not in names:
                _remove(batch)

    def clear_unfinished(self) -> None:
        """See Staging."""
        for leftover in self.root.glob("**/*.tmp"):
            _remove(leftover)


def write_frames(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Every frame as `NAME.parquet`, on the disk when this returns."""
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")
        _flush(folder / f"{name}.parquet")


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name.partition('.')[0]}.{uuid4().hex}.tmp")


def _remove(path: Path) -> None:
    """Renames the folder first: stopped half-way it is no batch, and a worker still writing it cannot finish it."""
    gone = _unfinished(path)
    try:
        path.rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _flush(path: Path) -> None:
    """After a power cut a renamed folder must not hold empty files."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
