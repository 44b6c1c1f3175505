"""Half-open spans in characters of an article's stored text."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`text[start:end]` is the thing; characters (code points), end exclusive."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """The characters of `text` inside this span."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """True where both share at least one character."""
        return self.start < other.end and other.start < self.end


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that covers all of `spans` (at least one)."""
    listed = list(spans)
    return Span(min(span.start for span in listed), max(span.end for span in listed))


def trim(span: Span, text: str) -> Span:
    """`span` without white space at its ends; an all-white span becomes empty at its start."""
    start, end = span
    if start < end and not (text[start].isspace() or text[end - 1].isspace()):
        return span
    piece = span.slice(text)
    lead = len(piece) - len(piece.lstrip())
    return Span(span.start + lead, max(span.start + lead, span.end - (len(piece) - len(piece.rstrip()))))
