"""Where a name stands in a text."""

import re

from transforms.scores.straight import straighten
from transforms.text.spans import Span


def locate(name: str | None, text: str) -> Span | None:
    """The first place of `name`, in any case, else of its last word where capitalised; None where neither stands."""
    words = re.findall(r"\w+", straighten(name or ""))
    if not words:
        return None
    straight = straighten(text)
    spaced = r"\W{1,3}".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){spaced}(?!\w)", straight, re.IGNORECASE)
    if found is None and words[-1][0].isupper():
        found = re.search(rf"(?<!\w){re.escape(words[-1])}(?!\w)", straight)
    return Span(*found.span()) if found else None


def given_or_located(start: int | None, end: int | None, name: str | None, text: str) -> Span | None:
    """The span from `start` to `end` where both are known, else where `name` stands."""
    return Span(start, end) if start is not None and end is not None else locate(name, text)
