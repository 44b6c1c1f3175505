"""Batches on disk between computing and loading: a folder of Parquet files, complete and undamaged or absent."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import polars as pl

# The SHA-256 of each file of a batch. Parquet would give what a flipped bit made of a value without a word.
_DIGESTS = "sha256.json"


def is_staged(folder: Path) -> bool:
    """True where the batch is complete and its files are those that were written.

    The folder only appears by a rename at the end; a disk may damage it later.
    """
    try:
        digests: dict[str, str] = json.loads((folder / _DIGESTS).read_text("utf-8"))
        return all(_digest(folder / name) == digest for name, digest in digests.items())
    except (OSError, ValueError, AttributeError):
        return False


def stage(folder: Path, frames: Mapping[str, pl.DataFrame]) -> None:
    """Writes every frame as `NAME.parquet` into `folder`, which appears complete or not at all; a damaged one goes.

    Raises:
        OSError: the disk is full or may not be written; nothing is left behind.
    """
    if is_staged(folder):
        return
    discard(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f"{folder.name}.{uuid4().hex}.tmp")
    unfinished.mkdir()
    try:
        for name, frame in frames.items():
            frame.write_parquet(unfinished / f"{name}.parquet", compression="zstd")
        digests = {path.name: _digest(path) for path in sorted(unfinished.iterdir())}
        (unfinished / _DIGESTS).write_text(json.dumps(digests), "utf-8")
        for path in unfinished.iterdir():
            _flush(path)
        try:
            unfinished.replace(folder)
        except OSError:
            # Another worker finished the same batch first; its content is the same by construction.
            if not is_staged(folder):
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def staged(folder: Path, name: str) -> pl.DataFrame:
    """The frame `name` of a staged batch."""
    return pl.read_parquet(folder / f"{name}.parquet")


def batch_frames(folder: Path) -> dict[str, pl.DataFrame]:
    """All frames of a staged batch by name."""
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def discard(folder: Path) -> None:
    """Removes a batch that is no longer needed."""
    shutil.rmtree(folder, ignore_errors=True)


def keep_only(folder: Path, names: set[str]) -> None:
    """Removes the batches below `folder` that are not among `names`."""
    for batch in folder.iterdir() if folder.is_dir() else ():
        if batch.name not in names:
            discard(batch)


def clear_unfinished(staging: Path) -> None:
    """Removes what a killed run left half-written anywhere below `staging`."""
    for leftover in staging.glob("**/*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)


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
