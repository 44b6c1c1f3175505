"""A text with overlapping marks, cut into pieces that each lie wholly inside or outside every mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


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
    here = sorted((mark for mark in marks if mark.start < end and start < mark.end), key=lambda mark: mark.start)
    edges = sorted({start, end, *(max(start, m.start) for m in here), *(min(end, m.end) for m in here)})
    opens, closes = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for no, (first, last) in (whole or {}).items():
        if start <= first < end:
            opens[bisect_right(edges, first) - 1].append(no)
        if start < last <= end:
            closes[bisect_left(edges, last) - 1].append(no)
    pieces, waiting, inside = list[Piece](), deque(here), list[Mark]()
    for at, (left, right) in enumerate(pairwise(edges)):
        while waiting and waiting[0].start <= left:
            inside.append(waiting.popleft())
        inside = [mark for mark in inside if mark.end > left]
        pieces.append(Piece(text[left:right], tuple(inside), tuple(opens[at]), tuple(closes[at])))
    return pieces


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
