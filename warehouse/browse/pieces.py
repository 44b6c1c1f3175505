"""A text with overlapping marks, cut into pieces that each lie wholly inside or outside every mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the article's text and what it is; `no` is the note of its quotation, where it has one."""

    start: int
    end: int
    kind: str  # quotation, cue, mention, link or target
    no: int | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that lie in the same marks; `opens` and `closes` are the numbers of quotations begun and ended."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()

    def mark(self, kind: str) -> Mark | None:
        """The innermost mark of this kind."""
        found = [mark for mark in self.marks if mark.kind == kind]
        return min(found, key=lambda mark: mark.end - mark.start) if found else None


def cut(
    text: str, start: int, end: int, marks: Iterable[Mark], whole: dict[int, tuple[int, int]] | None = None
) -> list[Piece]:
    """`text[start:end]` in pieces.

    Args:
        text: the article's.
        start: first character.
        end: after the last character.
        marks: spans of the text, in any order, overlapping as they like.
        whole: first and last character of every quotation by number, since one may have several marks.
    """
    here = [mark for mark in marks if mark.start < end and start < mark.end]
    edges = sorted({start, end, *(max(start, m.start) for m in here), *(min(end, m.end) for m in here)})
    return [
        Piece(
            text[left:right],
            tuple(mark for mark in here if mark.start <= left and right <= mark.end),
            tuple(no for no, (first, _) in (whole or {}).items() if left <= first < right),
            tuple(no for no, (_, last) in (whole or {}).items() if left < last <= right),
        )
        for left, right in zip(edges, edges[1:], strict=False)
    ]


def paragraphs(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs' spans and whatever stands between them, so that no character of the text is left out."""
    found, at = [], 0
    for start, end in sorted(rows):
        if text[at:start].strip():
            found.append((at, start))
        found.append((max(at, start), end))
        at = max(at, end)
    if text[at:].strip():
        found.append((at, len(text)))
    return found
