"""The word lists of this package, each read once."""

from functools import cache
from importlib.resources import files


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of the list `name`, in the order of its file, comment lines left out."""
    listed = files(__package__).joinpath("lexicon", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in (raw.strip() for raw in listed) if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of the list `name` as a set."""
    return frozenset(entries(name))
