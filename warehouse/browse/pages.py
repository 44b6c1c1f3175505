"""The templates, and the words they use: everything that comes from an article is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from warehouse.browse import plots
from warehouse.browse.article_view import speaker_key
from warehouse.browse.find import pattern_of
from warehouse.browse.links import Links, anchor, web_address

_SIGNS = {"favor": "▲", "against": "▼", "neutral": "●"}
_SIDES = {"favor": "in favor of", "against": "against", "neutral": "neutral on"}


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("warehouse.browse"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": day, "signed": signed, "pct": pct, "chain": chain, "web": web_address, "number": number, "plain": plain,
    }  # fmt: skip
    environment.globals |= {
        "anchor": anchor, "highlight": highlight, "plots": plots, "speaker_key": speaker_key, "signs": _SIGNS,
        "sides": _SIDES,
    }  # fmt: skip
    return environment


def day(value: date | None) -> str:
    """14 Jan 2025."""
    return f"{value.day} {value:%b %Y}" if value else "undated"


def signed(value: float | None) -> str:
    """+0.34, with a real minus."""
    return "–" if value is None else f"{value:+.2f}".replace("-", "−").replace("+0.00", "0.00").replace("−0.00", "0.00")


def pct(value: float | None) -> str:
    """93 %."""
    return "–" if value is None else f"{100 * value:.0f} %"


def number(value: float | None) -> str:
    """12,345."""
    return "–" if value is None else f"{value:,}"


def plain(value: object) -> str:
    """A cell of a table."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)


def chain(reasons: str) -> list[str]:
    """The steps of a chain of reasons."""
    return [step.strip().rstrip(".") for step in re.split(r";\s+", reasons) if step.strip()]


def highlight(text: str, words: Sequence[tuple[str, bool]]) -> Markup:
    """The text with the words that were searched for marked."""
    wanted = [pattern_of(word) for word, is_wanted in words if is_wanted]
    if not wanted:
        return escape(text)
    found = Markup("")
    at = 0
    # The pattern holds the characters before and after a word; what is marked is the word.
    for match in re.finditer("|".join(f"(?:{pattern})" for pattern in wanted), text, re.IGNORECASE):
        inner = re.search(r"\w.*\w|\w", match[0], re.DOTALL)
        if inner is not None:
            start, end = match.start() + inner.start(), match.start() + inner.end()
            found += escape(text[at:start]) + Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    return found + escape(text[at:])


ENVIRONMENT = _environment()


def render(template: str, links: Links, **context: Any) -> str:  # noqa: ANN401
    """The page as HTML."""
    return ENVIRONMENT.get_template(template).render(links=links, **context)
