"""A copy of the published run in an object storage, or wherever fsspec reaches.

The place holds `runs/RUN_ID/` with the Parquet files and the data package, and `latest.json`, one small object that is
replaced last: whoever reads it before anything else sees a whole run or the one before.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.text.errors import PipelineError
from warehouse.datapackage import Json, file_hashes, package_files, read_package
from warehouse.run_folders import PACKAGE

POINTER = "latest.json"


class CopyFailed(PipelineError):
    """The published run did not get to the other place."""

    def __init__(self, place: str, error: Exception) -> None:
        super().__init__(
            f"published, but not copied to {place}: {type(error).__name__}: {error}. Readers of the copy still see the "
            "run before. Mend publish.copy_to in onrecord.toml, or the access to it, and run again: only the copy is "
            "made up for. s3:// needs `pip install 'onrecord[s3]'`, other protocols the package that fsspec names."
        )


@dataclass(frozen=True, slots=True)
class Copied:
    """Files that were sent, and those that the place had from the run before and copied by itself."""

    sent: int
    reused: int


@dataclass(frozen=True, slots=True)
class _Place:
    """An open file system and the folder in it."""

    files: Any  # fsspec.AbstractFileSystem, which has no types
    root: str

    def at(self, *parts: str) -> str:
        return posixpath.join(self.root, *parts)

    def read_json(self, *parts: str) -> Json | None:
        try:
            loaded: Json = json.loads(self.files.cat_file(self.at(*parts)))
        except FileNotFoundError:
            return None
        return loaded


def copy_run(run: Path, place: str, *, keep_runs: int) -> Copied | None:
    """Copies the run in the folder `run` to `place` and moves the copy's pointer; None where it points there already.

    The data package is the list of what belongs to a run; nothing else is copied. The view database stays, since its
    views name files of this machine. The newest `keep_runs` copies are kept.

    Raises:
        CopyFailed: whatever went wrong; the pointer still names the run before, and the same call tries again.
    """
    # Every storage raises errors of its own client; all of them mean the same here.
    try:
        return _copy(run, _open(place), keep_runs)
    except Exception as error:
        raise CopyFailed(place, error) from error


def _open(place: str) -> _Place:
    from fsspec.core import url_to_fs
    from fsspec.implementations.local import LocalFileSystem

    # Without the cached listings of this process: another one may have published since.
    files, root = url_to_fs(place, use_listings_cache=False, skip_instance_cache=True)
    if isinstance(files, LocalFileSystem):
        # Elsewhere folders come with their files, and making one would make a bucket of a misspelt name.
        files.auto_mkdir = True
    return _Place(files, root)


def _copy(run: Path, place: _Place, keep_runs: int) -> Copied | None:
    package = read_package(run)
    if package is None:
        raise FileNotFoundError(run / PACKAGE)
    pointer = place.read_json(POINTER)
    if pointer and pointer["run_id"] == run.name:
        return None
    before = place.at(pointer["path"]) if pointer else None
    hashes_before = file_hashes(place.read_json(pointer["path"], PACKAGE)) if pointer else {}
    folder = place.at("runs", run.name)
    reused = 0
    files = package_files(package)
    for entry in files:
        name = entry["path"]
        target = posixpath.join(folder, name)
        is_there = before is not None and hashes_before.get(name) == entry["hash"]
        if is_there and _tries(place.files.cp_file, f"{before}/{name}", target):
            reused += 1
        else:
            place.files.put_file(str(run / name), target)
        size = place.files.size(target)
        if size != entry["bytes"]:
            raise OSError(f"{target} has {size} bytes instead of {entry['bytes']}")
    place.files.put_file(str(run / PACKAGE), posixpath.join(folder, PACKAGE))
    _point(place, {"run_id": run.name, "path": f"runs/{run.name}", "created": package["created"]})
    _drop_old(place, keep_runs, run.name)
    return Copied(len(files) - reused, reused)


def _tries(copy: Callable[[str, str], None], source: str, target: str) -> bool:
    """Whether the place still had the file; somebody may have tidied up there."""
    try:
        copy(source, target)
    except FileNotFoundError:
        return False
    return True


def _point(place: _Place, pointer: Json) -> None:
    """One object, there as a whole or not at all: in a transaction also where writing a file is no single step."""
    with place.files.transaction, place.files.open(place.at(POINTER), "wb") as file:
        file.write((json.dumps(pointer, indent=1) + "\n").encode())


def _drop_old(place: _Place, keep: int, latest: str) -> None:
    found = (posixpath.basename(path.rstrip("/")) for path in place.files.ls(place.at("runs"), detail=False))
    others = sorted(name for name in found if name and name != latest)
    for name in others[: max(0, len(others) - keep + 1)]:
        place.files.rm(place.at("runs", name), recursive=True)
