"""Datelines: PORT ANSEL (KPA) — at the head of a paragraph is no part of what anybody said."""

import re

_AGENCY = r"\([A-Z][^()\n]{1,19}\)"
_CAPITALS = r"[A-Z][A-Z.’']+(?:[ /-][A-Z][A-Z.’']*){0,3}"
_MIXED_CASE = r"[A-Z][\w.’']*(?:[ /-][A-Z][\w.’']*){0,3}"
_REGION = r"(?:, [A-Z][\w.]*(?: [\w.]+){0,2}){0,2}"
# A place that is not all in capitals is a dateline only with its agency.
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}{_REGION}(?: {_AGENCY})?|(?:{_MIXED_CASE}{_REGION} )?{_AGENCY}) ?(?:[—–]|--?)\s(?=[A-Z\d“\"‘'«„])"
)
_MAX_LENGTH = 120


def dateline_end(text: str, start: int, end: int) -> int | None:
    """Behind the dateline at the head of the paragraph from `start` to `end`; None where it has none."""
    found = _DATELINE.match(text, start, min(end, start + _MAX_LENGTH))
    return found.end() if found else None
