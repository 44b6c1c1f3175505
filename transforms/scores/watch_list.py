"""The watch-list: the issues and names a user wants to see stances on, read from `targets.toml`."""

import tomllib
from dataclasses import dataclass
from typing import Any

from transforms.scores.folding import folded
from transforms.text.errors import PipelineError
from transforms.text.scores import TargetKind

_ACRONYM_CHARS = 5
_KEYS = frozenset({"id", "name", "aliases", "kind"})


class BadWatchList(PipelineError):  # noqa: N818 - errors are named for what is wrong
    """The watch-list cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Target:
    """One entry; `aliases` are folded and include the name.

    `acronyms` are those of them that were written in capitals only, up to five letters: “IS” must not match “is”.
    """

    target_id: str
    name: str
    aliases: tuple[str, ...]
    kind: TargetKind = TargetKind.WATCH_LIST
    acronyms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WatchList:
    """The targets in the order of the file; no alias belongs to two of them."""

    targets: tuple[Target, ...] = ()

    @property
    def by_alias(self) -> dict[str, Target]:
        """Folded alias → its target."""
        return {alias: target for target in self.targets for alias in target.aliases}


def parse_watch_list(toml: str) -> WatchList:
    """The watch-list written in `toml`: tables [[targets]] with id, name, aliases and, if wanted, kind.

    A text without any key (nothing, or only comments) is the empty watch-list.

    Raises:
        BadWatchList: not TOML, no target, an unknown or missing key, a wrong type, an id or alias given twice.
    """
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadWatchList(f"The watch-list is not TOML: {error}. Mend that line of targets.toml.") from error
    if not document:
        return WatchList()
    _only_known("targets.toml", document, frozenset({"targets"}))
    tables = document.get("targets")
    if not isinstance(tables, list) or not tables:
        raise BadWatchList('targets.toml names no target. Add a table: [[targets]] id = "dam", name = "the new dam".')
    targets = tuple(_target(number, table) for number, table in enumerate(tables, start=1))
    _no_doubles(targets)
    return WatchList(targets)


def _target(number: int, table: object) -> Target:
    where = f"Target {number} of targets.toml"
    if not isinstance(table, dict):
        raise BadWatchList(f"{where} is not a table. Write it as [[targets]] with id, name and aliases.")
    _only_known(where, table, _KEYS)
    target_id, name = _text(where, table, "id"), _text(where, table, "name")
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) and folded(alias) for alias in aliases):
        raise BadWatchList(f'{where}: aliases must be a list of texts, none of them empty. Write aliases = ["a dam"].')
    try:
        kind = TargetKind(table.get("kind", TargetKind.WATCH_LIST))
    except ValueError as error:
        known = ", ".join(TargetKind)
        raise BadWatchList(f"{where}: kind {table['kind']!r} is not known. Use one of: {known}.") from error
    written = [name, *aliases]
    acronyms = frozenset(folded(alias) for alias in written if len(alias) <= _ACRONYM_CHARS and alias.isupper())
    return Target(target_id, name, tuple(dict.fromkeys(map(folded, written))), kind, acronyms)


def _text(where: str, table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not folded(value):
        raise BadWatchList(f'{where}: {key} is missing or is no text. Write {key} = "…".')
    return value.strip()


def _only_known(where: str, table: dict[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise BadWatchList(f"{where} has unknown keys: {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")


def _no_doubles(targets: tuple[Target, ...]) -> None:
    ids: set[str] = set()
    owners: dict[str, str] = {}
    for target in targets:
        if target.target_id in ids:
            raise BadWatchList(f"The id {target.target_id!r} is given twice in targets.toml. Rename or merge one.")
        ids.add(target.target_id)
        for alias in target.aliases:
            owner = owners.setdefault(alias, target.target_id)
            if owner != target.target_id:
                raise BadWatchList(
                    f"The alias {alias!r} belongs to {owner!r} and to {target.target_id!r}. Keep it in one of them."
                )
