"""The name a file has in every table: given once, unique, and kept for good."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from flows.files import SourceFile


def path_key(path: Path) -> str:
    """The absolute path, links resolved, as valid UTF-8: one file, one key, whatever the folder it was found under."""
    return os.fsencode(os.path.realpath(path)).decode("utf-8", errors="backslashreplace")


def named(files: Iterable[SourceFile], known: Mapping[str, str]) -> list[SourceFile]:
    """`files` under the names of earlier runs; a new one whose name another file has gets its folders before it.

    Args:
        files: as discovered.
        known: path key → name, of all files ever seen.

    Returns:
        Sorted by name.
    """
    taken = set(known.values())
    found = []
    for file in files:
        key = path_key(file.path)
        name = known.get(key) or _free_name(file.source_path, key, taken)
        taken.add(name)
        found.append(replace(file, source_path=name))
    return sorted(found, key=lambda file: file.source_path)


def _free_name(name: str, key: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    parts = key.strip("/").split("/")
    for length in range(name.count("/") + 2, len(parts) + 1):
        longer = "/".join(parts[-length:])
        if longer not in taken:
            return longer
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
