"""Batches between computing and loading: Parquet files that are there all together, undamaged, or not at all."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import polars as pl

from warehouse.staging_folder import FolderStaging
from warehouse.staging_objects import ObjectStaging


class StagedBatch(Protocol):
    """One batch where it is staged, staged already or not; it may be sent to another process or machine."""

    @property
    def name(self) -> str:
        """What the batch is called among those of its step."""
        ...

    def is_staged(self) -> bool:
        """True where the batch is complete and not damaged since; reads all of it."""
        ...

    def stage(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """Writes every frame as `NAME.parquet`, in place of a damaged batch; does nothing where it is staged already.

        Raises:
            OSError: the disk is full or may not be written; nothing is left behind.
            StagingUnreachable: likewise, where the place is no folder.
        """
        ...

    def folder(self) -> AbstractContextManager[Path]:
        """A folder of this machine that has the files of a staged batch and its name, to read while the context lasts.

        Raises:
            StagingUnreachable: the place is no folder, and it does not give the batch.
        """
        ...

    def discard(self) -> None:
        """Removes the batch, if it is there."""
        ...


class Staging(Protocol):
    """The place of the batches of one home."""

    def batch(self, step: str, name: str) -> StagedBatch:
        """The batch `name` of a step."""
        ...

    def batches(self, step: str) -> Sequence[StagedBatch]:
        """The batches of a step that are there, damaged or not, ordered by name."""
        ...

    def keep_only(self, step: str, names: set[str]) -> None:
        """Removes the batches of a step that are not among `names`."""
        ...

    def clear_unfinished(self) -> None:
        """Removes what a killed run left half-written."""
        ...


def open_staging(place: str | Path) -> Staging:
    """The staging in a folder, or wherever fsspec reaches: `s3://bucket/folder`."""
    url = str(place)
    if "://" not in url:
        return FolderStaging(Path(url))
    # fsspec writes a local file by moving a temporary one, which between two file systems is no single step.
    if url.startswith(("file://", "local://")):
        return FolderStaging(Path(url.partition("://")[2]))
    return ObjectStaging(url)


def staged_frame(folder: Path, name: str) -> pl.DataFrame:
    """The frame `name` of a staged batch whose files are in `folder`."""
    return pl.read_parquet(folder / f"{name}.parquet")


def staged_frames(folder: Path) -> dict[str, pl.DataFrame]:
    """All frames of a staged batch by name."""
    return {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
