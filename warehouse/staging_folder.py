"""Batches in a folder, of this machine or shared: each a folder that appears by a rename, complete."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import polars as pl

# The SHA-256 of each file of a batch. Parquet would give what a flipped bit made of a value without a word.
_DIGESTS = "sha256.json"
_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class FolderBatch:
    """A StagedBatch that is the folder `path`."""

    path: Path

    @property
    def name(self) -> str:
        """See StagedBatch."""
        return self.path.name

    def is_staged(self) -> bool:
        """See StagedBatch. The folder only appears by a rename at the end; a disk may damage it later."""
        try:
            digests: dict[str, str] = json.loads((self.path / _DIGESTS).read_text("utf-8"))
            return all(_digest(self.path / name) == digest for name, digest in digests.items())
        except (OSError, ValueError, AttributeError):
            return False

    def stage(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """See StagedBatch."""
        # Looked for first: what another worker finishes in between is never taken for damaged.
        if self.path.is_dir():
            if self.is_staged():
                return
            self.discard()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = _unfinished(self.path)
        unfinished.mkdir()
        try:
            write_frames(unfinished, frames)
            digests = {path.name: _digest(path) for path in sorted(unfinished.iterdir())}
            (unfinished / _DIGESTS).write_text(json.dumps(digests), "utf-8")
            _flush(unfinished / _DIGESTS)
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

    def batches(self, step: str) -> list[FolderBatch]:
        """See Staging."""
        return [FolderBatch(path) for path in sorted((self.root / step).glob("*/")) if path.suffix != _UNFINISHED]

    def keep_only(self, step: str, names: set[str]) -> None:
        """See Staging."""
        folder = self.root / step
        for batch in folder.iterdir() if folder.is_dir() else ():
            if batch.name not in names:
                _remove(batch)

    def clear_unfinished(self) -> None:
        """See Staging."""
        for leftover in self.root.glob(f"**/*{_UNFINISHED}"):
            _remove(leftover)


def write_frames(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Every frame as `NAME.parquet`, on the disk when this returns."""
    for name, frame in frames.items():
        # Read as a whole and soon: statistics find nothing, and more compression costs more than it saves.
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1, statistics=False)
        _flush(folder / f"{name}.parquet")


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name.partition('.')[0]}.{uuid4().hex}{_UNFINISHED}")


def _remove(path: Path) -> None:
    """Renames the folder first: stopped half-way it is no batch, and a worker still writing it cannot finish it."""
    gone = _unfinished(path)
    try:
        path.rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """After a power cut a renamed folder must not hold empty files."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
