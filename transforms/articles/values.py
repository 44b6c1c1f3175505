"""What the values of JSON-like records say: one text, or the names of people."""

import ast
import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Final

from transforms.articles.decode import normalise
from transforms.articles.formats import Fault

MAX_CHARS: Final = 1_000
"""Longest value of a field other than the body; the rest is cut off."""

_NULLS: Final = frozenset({"", "-", "n/a", "na", "nan", "nat", "none", "null", "undefined", "unknown"})
_NAME_KEYS: Final = ("name", "rendered", "value", "#text", "title", "id")
_BYLINE: Final = re.compile(r"(?i)^(?:written |posted |story )?by:?\s+")
_BETWEEN_NAMES: Final = re.compile(r"\s*[;|\n]\s*|\s+(?:and|&)\s+|\s*,\s+and\s+")
_ADDRESS: Final = re.compile(r"(?i)^https?://|^www\.|^[^\s@]+@[^\s@]+$")
_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,3}")
_ROLES: Final = re.compile(
    r"(?i)\b(?:correspondents?|editors?|reporters?|writers?|staff|bureau|chief|columnist|analyst|producer|agency|news"
    r"|times|post|press|reuters|bloomberg|jr|sr|phd|md)\b"
)


def tidy(value: str) -> str | None:
    """`value` on one line, character references resolved; None where it says nothing."""
    text = unescape(value[: 4 * MAX_CHARS]) if "&" in value else value[: 4 * MAX_CHARS]
    normalised = normalise(text)
    if isinstance(normalised, Fault):
        return None
    line = " ".join(normalised.split())[:MAX_CHARS]
    return None if line.lower() in _NULLS else line


def text_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The one text a value holds: itself, the name of an object, the first of a list."""
    match value:
        case str():
            return tidy(value)
        case bool() | None:
            return None
        case int() | float():
            return tidy(str(value))
        case Mapping():
            return next(
                (text for key in _NAME_KEYS if isinstance(value.get(key), str) and (text := tidy(value[key]))), None
            )
        case list():
            return next((text for item in value[:10] if not isinstance(item, list) and (text := text_of(item))), None)
        case _:
            return None


def names_of(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    """The names a value lists, each once: a byline, an object with a name, or a list of either."""
    if isinstance(value, str):
        listed = _listed(value)
        found = [name for item in listed for name in _byline_names(item)]
    elif isinstance(value, list):
        found = [name for item in value[:100] if not isinstance(item, list) for name in names_of(item)]
    else:
        name = text_of(value)
        found = [] if name is None else _byline_names(name)
    return tuple(dict.fromkeys(name for name in found if not _ADDRESS.search(name)))


def _listed(value: str) -> list[str]:
    """The items of a list that was written into one cell, as JSON or as Python prints it."""
    stripped = value.strip()
    if not (stripped.startswith("[") and stripped.endswith("]")) or len(stripped) > 4 * MAX_CHARS:
        return [value]
    for read in (json.loads, ast.literal_eval):
        try:
            items = read(stripped)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return [item for item in items if isinstance(item, str)]
    return [value]


def _byline_names(byline: str) -> list[str]:
    line = tidy(byline)
    if line is None:
        return []
    names = [name for part in _BETWEEN_NAMES.split(_BYLINE.sub("", line)) for name in _split_at_commas(part)]
    return [name for name in names if name]


def _split_at_commas(part: str) -> list[str]:
    """“Ada Lim, Bo Ek” are two names; “Ada Lim, political editor” and “Lim, Ada” are one."""
    pieces = [piece.strip() for piece in part.split(",")]
    if len(pieces) > 1 and all(_NAME.fullmatch(piece) for piece in pieces) and not _ROLES.search(part):
        return pieces
    return [part.strip(" ,")]
