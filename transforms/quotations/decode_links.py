"""The cue and the source of each content, and which contents are pieces of one quotation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transforms.quotations.decode_spans import Content
from transforms.quotations.reading import Reading
from transforms.reader.records import Answer, Floats

Range = tuple[int, int]
_GOES_ON = 2
_EMPTY_WORDS = frozenset(
    (
        "it",
        "that",
        "this",
        "all",
        "them",
        "him",
        "her",
        "these",
        "those",
        "so",
        "what",
        "which",
        "who",
        "he",
        "she",
        "they",
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A content with the tokens (end exclusive) of its cue and source, None where the passage holds none.

    `p_cue` and `p_source`: what the reader gives for these answers, none included.
    """

    content: Content
    cue: Range | None
    source: Range | None
    p_cue: float
    p_source: float


def linked(content: Content, first: int, answer: Answer) -> Piece:
    """`content` with its links; `first` is the first token of the passage of `answer`."""
    here = slice(content.first - first, content.end - first)
    cue, p_cue = _target(answer.to_cue[here], answer.cue, first)
    source, p_source = _target(answer.to_source[here], answer.source, first)
    return Piece(content, cue, source, p_cue, p_source)


def grouped(reading: Reading, pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each quotation: those with one cue and source, and those behind marks that are opened again."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and _belongs(reading, groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [kept for group in groups if (kept := _without_crumbs(reading, group))]


def _without_crumbs(reading: Reading, group: list[Piece]) -> list[Piece]:
    """`group` without pieces of one word outside quotation marks; alone, only “it”, “that” and the like are crumbs."""
    crumbs = [piece for piece in group if _crumb(reading, piece.content) is not None]
    if len(crumbs) < len(group):
        return [piece for piece in group if piece not in crumbs]
    return [piece for piece in group if _crumb(reading, piece.content) not in _EMPTY_WORDS]


def _crumb(reading: Reading, content: Content) -> str | None:
    """The word, where `content` is a single one outside quotation marks."""
    inside = [token for token in range(content.first, content.end) if reading.is_word(token)]
    is_crumb = len(inside) == 1 and reading.region[content.first] < 0
    return reading.lowers[inside[0]] if is_crumb else None


def _target(links: Floats, tags: Floats, first: int) -> tuple[Range | None, float]:
    """The words that most of the content's words point at, as far as their tag goes on."""
    mean = np.exp(links).mean(axis=0)
    best = int(mean.argmax())
    if best == 0:
        return None, float(mean[0])
    end = best
    while end < len(tags) and tags[end].argmax() == _GOES_ON:
        end += 1
    return (first + best - 1, first + end), float(mean[best])


def _belongs(reading: Reading, last: Piece, piece: Piece) -> bool:
    if last.content.passage == piece.content.passage and piece.cue is not None:
        return piece.cue == last.cue and piece.source == last.source
    before, here = reading.region[last.content.end - 1], reading.region[piece.content.first]
    return piece.cue is None and before >= 0 and here == before + 1 and reading.regions[before].continues
