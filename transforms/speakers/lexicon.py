"""The word lists of this package (`lists/*.txt`), read once."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Gender(StrEnum):
    """Gender as this article's own words give it."""

    MALE = "m"
    FEMALE = "f"


@cache
def words(name: str) -> frozenset[str]:
    """The entries of lists/`name`.txt, without what follows a tab or the gender mark."""
    return frozenset(_entries(name))


@cache
def genders(name: str) -> Mapping[str, Gender]:
    """The entries of lists/`name`.txt that carry a gender."""
    return {entry: Gender(mark) for entry, mark in _entries(name).items() if mark}


@cache
def phrases(name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The entries of lists/`name`.txt of two or more words, by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in words(name):
        parts = tuple(entry.split())
        if len(parts) > 1:
            found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(entries, key=lambda parts: (-len(parts), parts))) for first, entries in found.items()}


@cache
def _entries(name: str) -> dict[str, str]:
    text = files(__package__).joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")
    entries: dict[str, str] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        entry, _, mark = line.rpartition(" ")
        entries.update({entry: mark} if entry and mark in {"m", "f"} else {line: ""})
    return entries
