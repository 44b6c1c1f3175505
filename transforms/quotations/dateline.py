"""Datelines: PORT ANSEL (KPA) — at the head of an article is no part of what anybody said."""

import re

from transforms.quotations.reading import Reading

_DATELINE = re.compile(
    r"[A-Z][A-Z.’']+(?:[ -][A-Z][A-Z.’']*){0,3}(?:, [A-Z][\w.]*(?: [\w.]+){0,2})?(?: \([^()\n]{2,20}\))? ?(?:[—–-]|--) "
)


def behind_dateline(reading: Reading, start: int, end: int) -> int:
    """The first token of the frame behind its dateline; `start` where it has none."""
    if start and reading.paragraph_of(start) == reading.paragraph_of(start - 1):
        return start
    found = _DATELINE.match(reading.document.text, reading.starts[start], reading.ends[end - 1])
    if found is None:
        return start
    behind = reading.token_at(found.end())
    return behind if behind < end else start
