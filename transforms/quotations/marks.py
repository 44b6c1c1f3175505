"""The scanner of quotation marks: which stretches of a paragraph stand inside them.

Marks are paired by type and by the white space around them; an apostrophe is none, and an odd mark costs at most
its own paragraph. What the quoted words are (somebody's words, a title, a scare quote) is decided later.
"""

import re
from dataclasses import dataclass
from enum import Enum

from transforms.text.document import Document, ParagraphRole
from transforms.text.spans import Span, trim

_DOUBLE = re.compile(r"[“”„‟\"«»]|''|``|’’|‘‘")
_SINGLE = re.compile(r"(?<![^\s(\[{—–“\"/-])['‘’](?=[\w\"“(\[£$€])|(?<=\S)['’](?!\w)")
# ’90s, ’em, ’til: an apostrophe stands for letters left out.
_ELISION = re.compile(r"(?:\d0s?|em|til|tis|twas|cause|bout|n|round|cuz|cos)\b", re.IGNORECASE)
_INCHES = re.compile(r"\d['’]\d{1,2}$")
_REOPENS = re.compile(r"\s*[“\"„«‘]|\s*''|\s*``")
_LEFT_EDGE = frozenset("([{—–-/“‘'’«")
_RIGHT_EDGE = frozenset(")]}.,;:!?—–-…/”’'»")
_SENTENCE_END = frozenset(".?!…")
_MAX_DEPTH = 4
# A pair of single marks further apart than this is two apostrophes.
_MAX_SINGLE_CHARS = 1500


class _Side(Enum):
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Region:
    """A quoted stretch: `span` with its marks, `inner` without them, both inside one paragraph.

    `continues`: the mark is not closed but opened again where the same words go on. `is_opened` and `is_closed` are
    False where the mark on that side is missing.
    """

    span: Span
    inner: Span
    paragraph: int
    is_opened: bool = True
    is_closed: bool = True
    continues: bool = False


def scan(document: Document) -> list[Region]:
    """All outermost quoted stretches of the TEXT paragraphs, in text order, not overlapping."""
    text = document.text
    shown = [i for i, paragraph in enumerate(document.paragraphs) if paragraph.role is ParagraphRole.TEXT]
    found: list[Region] = []
    for position, index in enumerate(shown):
        span = document.paragraphs[index].span
        following = document.paragraphs[shown[position + 1]].span if position + 1 < len(shown) else None
        reopens = following is not None and _REOPENS.match(text, following.start, following.end) is not None
        doubles = _Doubles(text, index, span).scan(reopens=reopens)
        found += _with_singles(text, index, span, doubles)
    return found


class _Doubles:
    """Pairs the double marks of one paragraph; open until `scan` returns."""

    def __init__(self, text: str, index: int, span: Span) -> None:
        self._text, self._index, self._span = text, index, span
        self._open: list[re.Match[str]] = []
        self._inner: list[Region] = []
        self._found: list[Region] = []

    def scan(self, *, reopens: bool) -> list[Region]:
        for mark in _DOUBLE.finditer(self._text, self._span.start, self._span.end):
            side = self._side(mark)
            if side is _Side.OPEN:
                self._push(mark)
            elif side is _Side.CLOSE:
                self._close(mark)
        self._finish(reopens=reopens)
        return self._found

    def _side(self, mark: re.Match[str]) -> _Side | None:
        if _INCHES.search(self._text, max(self._span.start, mark.start() - 4), mark.start()):
            return None
        left = self._text[mark.start() - 1] if mark.start() > self._span.start else " "
        right = self._text[mark.end()] if mark.end() < self._span.end else " "
        opens = (left.isspace() or left in _LEFT_EDGE) and not right.isspace()
        closes = (right.isspace() or right in _RIGHT_EDGE) and not left.isspace()
        shape = mark.group()
        if shape in "“„‟«``‘‘":
            wrong_way = bool(self._open) and (self._open[-1].group() in "„»" or (closes and not opens))
            return _Side.CLOSE if wrong_way else _Side.OPEN
        if shape in "”»’’":
            return _Side.OPEN if opens and not closes and not self._open else _Side.CLOSE
        if not self._open and left.isdigit():  # inches
            return None
        if opens != closes:
            return _Side.OPEN if opens else _Side.CLOSE
        return _Side.CLOSE if self._open else _Side.OPEN

    def _push(self, mark: re.Match[str]) -> None:
        if self._open:
            end = self._trimmed_end(mark.start())
            if self._text[end - 1] in _SENTENCE_END or len(self._open) >= _MAX_DEPTH:
                self._emit(self._open[0], end, end, is_closed=False, continues=True)
                self._open.clear()
        self._open.append(mark)

    def _close(self, mark: re.Match[str]) -> None:
        if self._open:
            opening = self._open.pop()
            if self._open:
                self._inner.append(self._region(opening, mark.start(), mark.end()))
            else:
                self._emit(opening, mark.start(), mark.end())
        elif not self._found and self._text[mark.start() - 1] in ",.?!":
            inner = Span(self._span.start, mark.start())
            self._found.append(Region(Span(inner.start, mark.end()), inner, self._index, is_opened=False))

    def _finish(self, *, reopens: bool) -> None:
        if not self._open:
            return
        opening = self._open[0]
        lead = self._trimmed_end(opening.start())
        end = self._trimmed_end(self._span.end)
        if reopens or lead == self._span.start or self._text[lead - 1] in ",:":
            self._emit(opening, end, end, is_closed=False, continues=reopens)
        else:
            self._found += self._inner

    def _trimmed_end(self, end: int) -> int:
        while end > self._span.start and self._text[end - 1].isspace():
            end -= 1
        return end

    def _emit(
        self, opening: re.Match[str], inner_end: int, end: int, *, is_closed: bool = True, continues: bool = False
    ) -> None:
        self._inner.clear()
        region = self._region(opening, inner_end, end, is_closed=is_closed, continues=continues)
        if region.inner.start < region.inner.end:
            self._found.append(region)

    def _region(
        self, opening: re.Match[str], inner_end: int, end: int, *, is_closed: bool = True, continues: bool = False
    ) -> Region:
        inner = trim(Span(opening.end(), max(opening.end(), inner_end)), self._text)
        return Region(Span(opening.start(), end), inner, self._index, is_closed=is_closed, continues=continues)


def _with_singles(text: str, index: int, span: Span, doubles: list[Region]) -> list[Region]:
    """`doubles` and the single-marked stretches outside them; a single pair around doubles takes their place."""
    singles = _Singles(text, index).scan(span, doubles)
    if not singles:
        return doubles
    merged: list[Region] = []
    for region in sorted(doubles + singles, key=lambda each: (each.span.start, -each.span.end)):
        if not merged or not merged[-1].span.covers(region.span):
            merged.append(region)
    return merged


class _Singles:
    """Pairs the single marks of one paragraph, apostrophes left out; open until `scan` returns."""

    def __init__(self, text: str, index: int) -> None:
        self._text, self._index = text, index
        self._opening: int | None = None
        self._perhaps: int | None = None  # workers’: closes only where no better mark follows
        self._found: list[Region] = []

    def scan(self, span: Span, doubles: list[Region]) -> list[Region]:
        masks = iter(doubles)
        mask = next(masks, None)
        for found in _SINGLE.finditer(self._text, span.start, span.end):
            at = found.start()
            while mask is not None and mask.span.end <= at:
                mask = next(masks, None)
            if mask is None or at < mask.span.start:
                self._mark(at, span)
        self._close(self._perhaps)
        return self._found

    def _mark(self, at: int, span: Span) -> None:
        text = self._text
        left = text[at - 1] if at > span.start else " "
        right = text[at + 1] if at + 1 < span.end else " "
        if (left.isspace() or left in _LEFT_EDGE) and not right.isspace():
            self._close(self._perhaps)
            if not _ELISION.match(text, at + 1):
                self._opening, self._perhaps = at, None
        elif self._opening is None:
            return
        elif left in "sS" and (self._perhaps is not None or right not in ",.;:"):
            self._perhaps = at if self._perhaps is None else self._perhaps
        else:
            self._close(at)

    def _close(self, at: int | None) -> None:
        if at is None or self._opening is None:
            return
        if 1 < at - self._opening <= _MAX_SINGLE_CHARS:
            inner = trim(Span(self._opening + 1, at), self._text)
            self._found.append(Region(Span(self._opening, at + 1), inner, self._index))
        self._opening = self._perhaps = None
