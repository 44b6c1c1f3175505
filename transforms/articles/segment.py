"""Articles to paragraphs and sentences, in characters of the stored text."""

import re
from dataclasses import dataclass
from statistics import fmean

import polars as pl

from transforms.articles.boilerplate import mark
from transforms.articles.sentences import sentence_spans
from transforms.text.document import Paragraph, ParagraphRole
from transforms.text.spans import Span, trim

_LINE = re.compile(r"[^\n\f\u2028\u2029]+")
_FIRST_WORD = re.compile(r"\S+")
_ENDS_SENTENCE = re.compile(r"[.!?:…][”’\"'»)\]]*\s*$")
_INDENT = re.compile(r"[ \t]{2,}")

# Hard-wrapped text is narrower than any layout with one paragraph a line, and wider than lists and verse.
_WRAP_MIN, _WRAP_MAX = 40, 120
# Share of single newlines with an open line before and a small letter after; near 0 with one paragraph a line.
_FLOWING = 0.3


@dataclass(frozen=True, slots=True)
class Segments:
    """`paragraphs` as CoreParagraphs and `sentences` as CoreSentences, each in order of article_id and position."""

    paragraphs: pl.DataFrame
    sentences: pl.DataFrame


def segment(articles: pl.DataFrame) -> Segments:
    """Every paragraph with its role, and the sentences of those with role TEXT.

    Args:
        articles: columns article_id, text, title (may be null).
    """
    paragraphs: list[tuple[str, int, int, int, str, str | None, str]] = []
    sentences: list[tuple[str, int, int, int, int, str]] = []
    for article_id, text, title in articles.select("article_id", "text", "title").sort("article_id").iter_rows():
        found = mark(text, paragraph_spans(text), title=title)
        paragraphs += [
            (article_id, index, part.span.start, part.span.end, part.role.value, part.rule, part.span.slice(text))
            for index, part in enumerate(found)
        ]
        sentences += [
            (article_id, index, paragraph_no, span.start, span.end, span.slice(text))
            for index, (paragraph_no, span) in enumerate(_sentences_of(text, found))
        ]
    return Segments(
        pl.DataFrame(paragraphs, schema=_PARAGRAPH_COLUMNS, orient="row"),
        pl.DataFrame(sentences, schema=_SENTENCE_COLUMNS, orient="row"),
    )


_PARAGRAPH_COLUMNS = {
    "article_id": pl.String,
    "paragraph_no": pl.Int32,
    "start": pl.Int32,
    "end": pl.Int32,
    "role": pl.String,
    "rule": pl.String,
    "text": pl.String,
}
_SENTENCE_COLUMNS = {
    "article_id": pl.String,
    "sentence_no": pl.Int32,
    "paragraph_no": pl.Int32,
    "start": pl.Int32,
    "end": pl.Int32,
    "text": pl.String,
}


def _sentences_of(text: str, paragraphs: list[Paragraph]) -> list[tuple[int, Span]]:
    return [
        (index, Span(paragraph.span.start + start, paragraph.span.start + end))
        for index, paragraph in enumerate(paragraphs)
        if paragraph.role is ParagraphRole.TEXT
        for start, end in sentence_spans(paragraph.span.slice(text))
    ]


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of `text`, white space trimmed: a line each, unless the text is hard-wrapped."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text) if not match.group().isspace()]
    breaks = [
        index
        for index, (line, after) in enumerate(zip(lines, lines[1:], strict=False))
        if after.start - line.end == 1 and not _INDENT.match(text, after.start)
    ]
    if not breaks:
        return [trim(line, text) for line in lines]
    width = max(lines[index].end - lines[index].start for index in breaks)
    if not (_WRAP_MIN <= width <= _WRAP_MAX and _is_wrapped(text, lines, breaks, width)):
        return [trim(line, text) for line in lines]
    return _joined(text, lines, set(breaks), width)


def _is_wrapped(text: str, lines: list[Span], breaks: list[int], width: int) -> bool:
    """Whether most single newlines stand inside a sentence, or where the next word would not have fitted."""
    is_open = [_is_open(text, lines[index]) for index in breaks]
    flowing = fmean(
        opened and text[lines[index + 1].start].islower() for index, opened in zip(breaks, is_open, strict=True)
    )
    if flowing >= _FLOWING:
        return True
    full = fmean(_room(text, lines, index, width) < 0 for index in breaks)
    return len(breaks) >= 3 and full >= 0.7 and fmean(is_open) >= 0.5


def _is_open(text: str, line: Span) -> bool:
    return not _ENDS_SENTENCE.search(text, max(line.start, line.end - 8), line.end)


def _room(text: str, lines: list[Span], index: int, width: int) -> int:
    """Characters left in the line after taking in the next line's first word; negative where it did not fit."""
    word = _FIRST_WORD.search(text, lines[index + 1].start, lines[index + 1].end)
    taken = len(lines[index].slice(text).rstrip()) + 1 + (len(word.group()) if word else 0)
    return width - taken


def _joined(text: str, lines: list[Span], breaks: set[int], width: int) -> list[Span]:
    """Hard-wrapped lines joined up to one that ends early: with a sentence, or as short as a heading is."""
    spans: list[Span] = []
    start = lines[0].start
    for index, line in enumerate(lines):
        goes_on = index in breaks and (
            _room(text, lines, index, width) < 0.25 * width
            or (
                _is_open(text, line)
                and (line.end - line.start >= 0.4 * width or text[lines[index + 1].start].islower())
            )
        )
        if not goes_on:
            spans.append(trim(Span(start, line.end), text))
            start = lines[index + 1].start if index + 1 < len(lines) else line.end
    return spans
