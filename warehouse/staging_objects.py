"""Batches in an object storage, or wherever fsspec reaches: each one object, a zip of its Parquet files.

Such places cannot rename a folder, but one object is there as a whole or not at all.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from transforms.text.errors import PipelineError
from warehouse.staging_folder import write_frames

_ENDING = ".zip"


class StagingUnreachable(PipelineError):
    """The place of the staged batches does not do what it is asked."""

    def __init__(self, url: str, error: Exception) -> None:
        super().__init__(
            f"batches cannot be staged in {url}: {type(error).__name__}: {error}. Mend [scale] staging in "
            "onrecord.toml, or the access to it from every machine, and run again. s3:// needs "
            "`pip install 'onrecord[s3]'`, other protocols the package that fsspec names."
        )


@dataclass(frozen=True, slots=True)
class ObjectBatch:
    """A StagedBatch that is the object `url`."""

    url: str

    @property
    def name(self) -> str:
        """See StagedBatch."""
        return posixpath.basename(self.url)

    def is_staged(self) -> bool:
        """See StagedBatch. The CRC-32 of each file, which a zip has anyway, tells a damaged one."""
        with _opened(self.url) as (files, path):
            try:
                content: bytes = files.cat_file(path + _ENDING)
            except FileNotFoundError:
                return False
        return _is_whole(content)

    def stage(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """See StagedBatch."""
        if self.is_staged():
            return
        with TemporaryDirectory(prefix="onrecord-") as folder:
            content = _pack(Path(folder), frames).read_bytes()
            with _opened(self.url) as (files, path):
                files.makedirs(posixpath.dirname(path), exist_ok=True)
                # Inside a transaction also places that write bit by bit show the object only when it is closed.
                with files.transaction, files.open(path + _ENDING, "wb") as file:
                    file.write(content)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """See StagedBatch."""
        with TemporaryDirectory(prefix="onrecord-") as parent:
            folder = Path(parent) / self.name
            with (
                _opened(self.url) as (files, path),
                files.open(path + _ENDING, "rb") as file,
                zipfile.ZipFile(file) as packed,
            ):
                packed.extractall(folder)
            yield folder

    def discard(self) -> None:
        """See StagedBatch."""
        with _opened(self.url) as (files, path):
            if files.exists(path + _ENDING):
                files.rm_file(path + _ENDING)


@dataclass(frozen=True, slots=True)
class ObjectStaging:
    """A Staging below `url`."""

    url: str

    def batch(self, step: str, name: str) -> ObjectBatch:
        """See Staging."""
        return ObjectBatch(posixpath.join(self.url, step, name))

    def batches(self, step: str) -> list[ObjectBatch]:
        """See Staging."""
        with _opened(posixpath.join(self.url, step)) as (files, path):
            found = files.ls(path, detail=False) if files.exists(path) else []
        names = sorted(posixpath.basename(each).removesuffix(_ENDING) for each in found if each.endswith(_ENDING))
        return [self.batch(step, name) for name in names]

    def keep_only(self, step: str, names: set[str]) -> None:
        """See Staging."""
        for batch in self.batches(step):
            if batch.name not in names:
                batch.discard()

    def clear_unfinished(self) -> None:
        """See Staging. Half-written objects cannot be seen; the storage itself drops them."""


@contextmanager
def _opened(url: str) -> Iterator[tuple[Any, str]]:
    """The file system of `url` (fsspec has no types) and the path in it.

    Raises:
        StagingUnreachable: every storage raises errors of its own client; all of them mean the same here.
    """
    from fsspec.core import url_to_fs

    try:
        # Without the cached listings of this process: others stage here too.
        yield url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
    except Exception as error:
        raise StagingUnreachable(url, error) from error


def _is_whole(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return packed.testzip() is None
    except Exception:  # every part of a zip that is damaged raises an error of its own
        return False


def _pack(folder: Path, frames: Mapping[str, pl.DataFrame]) -> Path:
    """The frames as one file in `folder`; Parquet is compressed already."""
    write_frames(folder, frames)
    packed = folder / f"batch{_ENDING}"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name in frames:
            file.write(folder / f"{name}.parquet", f"{name}.parquet")
    return packed
