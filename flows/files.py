"""Finding the files to read under the folders and names that are given."""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from transforms.articles.formats import Format, format_of
from transforms.text.errors import PipelineError

_IGNORED_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx", "__pycache__", "node_modules"})
_HOME_MARKS: Final = {"warehouse.duckdb", "run.lock"}
_IGNORED_SUFFIXES: Final = (".toml", ".lock", ".part", ".crdownload", ".tmp", ".swp", "~")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was found. `source_path` names it in every table: relative to the folder given, unique, valid UTF-8.

    `format` is None for a suffix nobody reads. `problem` says why it cannot be read (a broken link, a socket).
    """

    path: Path
    source_path: str
    format: Format | None
    is_gzipped: bool
    size_bytes: int
    modified_ns: int
    problem: str | None = None


class PathNotFound(PipelineError):
    """A path given by the user does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not exist. Give the path of a file or a folder with articles.")


def check_paths(paths: Sequence[Path]) -> None:
    """Nothing, where every path exists.

    Raises:
        PathNotFound: one does not.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise PathNotFound(path)


def discover(paths: Sequence[Path], *, leave_out: Path | None = None) -> list[SourceFile]:
    """The files under `paths`, each once, sorted by `source_path`.

    Folders are searched recursively. Left out, not counted and not rejects: names that begin with a dot, `.toml` and
    `.lock` (settings beside articles), unfinished downloads (`.part`, `.crdownload`, `.tmp`, `.swp`, `~`), Thumbs.db,
    desktop.ini, and the folders __MACOSX, __pycache__ and node_modules. Everything else is found, whatever its suffix;
    so is any file that is given by its own name. Links are followed, a folder is entered once.

    Args:
        paths: files and folders.
        leave_out: the home of the pipeline, which may lie inside a folder of articles; so may another one, told by its
            database, and is left out too.

    Raises:
        PathNotFound: one of `paths` does not exist.
    """
    homes = {os.path.realpath(leave_out)} if leave_out else set()
    check_paths(paths)
    found: dict[str, tuple[Path, SourceFile]] = {}
    for root in paths:
        for path in _files_below(root, homes):
            real = os.path.realpath(path)
            if real not in found:
                relative = path.relative_to(root) if path != root else Path(root.resolve().name)
                found[real] = (root, _source_file(path, relative))
    return sorted(_uniquely_named(found.values()), key=lambda file: file.source_path)


def _files_below(root: Path, homes: set[str]) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    entered: set[tuple[int, int]] = set()
    linked: list[Path] = []
    waiting = [root]
    while waiting or linked:
        # real folders first: what is reachable both ways keeps the path without the link
        folder = waiting.pop() if waiting else linked.pop(0)
        try:
            identity = folder.stat()
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield folder
            continue
        is_home = os.path.realpath(folder) in homes or {entry.name for entry in entries} >= _HOME_MARKS
        if is_home or (identity.st_dev, identity.st_ino) in entered:
            continue
        entered.add((identity.st_dev, identity.st_ino))
        for entry in entries:
            if _is_ignored(entry.name):
                continue
            if not _is_folder(entry):
                yield Path(entry.path)
            elif entry.is_symlink():
                linked.append(Path(entry.path))
            else:
                waiting.append(Path(entry.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _is_ignored(name: str) -> bool:
    lowered = name.lower()
    return name.startswith(".") or lowered in _IGNORED_NAMES or lowered.endswith(_IGNORED_SUFFIXES)


def _source_file(path: Path, relative: Path) -> SourceFile:
    kind, is_gzipped = format_of(path.name)
    size, modified, problem = 0, 0, None
    try:
        status = path.stat()
    except OSError as error:
        problem = error.strerror or type(error).__name__
    else:
        size, modified = status.st_size, status.st_mtime_ns
        if stat.S_ISDIR(status.st_mode):
            problem = "folder that cannot be listed"
        elif not stat.S_ISREG(status.st_mode):
            problem = "not a regular file"
    return SourceFile(path, _as_utf8(relative), kind, is_gzipped, size, modified, problem)


def _as_utf8(relative: Path) -> str:
    """The path with bytes that are not UTF-8 written as escapes, which every table can hold."""
    return os.fsencode(relative.as_posix()).decode("utf-8", errors="backslashreplace")


def _uniquely_named(found: Iterable[tuple[Path, SourceFile]]) -> Iterator[SourceFile]:
    """The files, those that share a relative path under their root's name, and numbered where that is shared too."""
    found = list(found)
    shared = Counter(file.source_path for _, file in found)
    taken: Counter[str] = Counter()
    for root, file in sorted(found, key=lambda pair: os.fsencode(pair[1].path)):
        name = file.source_path
        if shared[name] > 1:
            # a file given by its own name stands for the folder it lies in
            folder = root.resolve() if root.is_dir() else root.resolve().parent
            name = _as_utf8(Path(folder.name) / file.source_path) if folder.name else name
        taken[name] += 1
        yield replace(file, source_path=name if taken[name] == 1 else f"{name} ({taken[name]})")
