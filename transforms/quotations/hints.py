"""What the rules say of each word, as features for the reader."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.quotations.reading import Reading
from transforms.reader.passages import (
    CONTENT,
    CUE,
    FEATURE_SIZES,
    MENTION,
    OPENS,
    QUOTED,
    SHAPE,
    SOURCE,
    Passage,
    cut,
    shapes,
)
from transforms.text.records import Attribution, CueKind, EntityType, Mention, MentionKind, Quotation
from transforms.text.spans import Span

# Attitudes are told from speech behind the reader only, so the rules have no number for them.
_CUES: dict[CueKind, int] = {
    kind: number for number, kind in enumerate((kind for kind in CueKind if kind is not CueKind.ATTITUDE), 1)
}
_TYPES = {kind: number for number, kind in enumerate(EntityType, 1)}
_TITLE = len(EntityType) + 1
_OUTSIDE, _FIRST, _INSIDE, _LAST = range(4)
Features = NDArray[Any]


def features(
    reading: Reading,
    mentions: Sequence[Mention],
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> Features:
    """For each token of the document its features, uint8 of shape (tokens, len(FEATURE_SIZES))."""
    starts = np.array(reading.starts, dtype=np.int64)
    table = np.zeros((len(starts), len(FEATURE_SIZES)), dtype=np.uint8)
    if not len(starts):
        return table
    table[:, SHAPE] = shapes(surfaces(reading))
    table[:, OPENS] = _opens(reading)
    table[:, QUOTED] = _quoted(np.array(reading.region, dtype=np.int64))
    for quotation in quotations:
        for span in quotation.spans:
            _mark(table, CONTENT, *_range(starts, span), 2, 1)
        if quotation.cue is not None:
            first, end = _range(starts, quotation.cue.span)
            table[first:end, CUE] = _CUES[quotation.cue.kind]
    for attribution in attributions:
        if attribution.mention is not None:
            _mark(table, SOURCE, *_range(starts, attribution.mention), 2, 1)
    for mention in mentions:
        first, end = _range(starts, mention.span)
        table[first:end, MENTION] = _TITLE if mention.kind is MentionKind.TITLE else _TYPES[mention.entity_type]
    return table


def surfaces(reading: Reading) -> list[str]:
    """The tokens as they are written."""
    text = reading.document.text
    return [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)]


def passages(reading: Reading, table: Features) -> list[tuple[int, Passage]]:
    """The passages of the document, each with the index of its first token."""
    sentence_of = [token.sentence for token in reading.document.tokens]
    sentences = reading.document.sentences
    paragraph_of = [sentences[sentence].paragraph for sentence in sentence_of]
    return [
        (first, Passage(reading.lowers[first:end], table[first:end])) for first, end in cut(sentence_of, paragraph_of)
    ]


def _opens(reading: Reading) -> Features:
    sentence = np.array([token.sentence for token in reading.document.tokens], dtype=np.int64)
    paragraph = np.array([entry.paragraph for entry in reading.document.sentences], dtype=np.int64)[sentence]
    found = np.ones(len(sentence), dtype=np.uint8)
    found[1:] = sentence[1:] != sentence[:-1]
    found[1:] += paragraph[1:] != paragraph[:-1]
    found[0] = 2
    return found


def _quoted(region: Features) -> Features:
    place = np.where(region < 0, _OUTSIDE, _INSIDE).astype(np.uint8)
    changes = np.ones(len(region), dtype=bool)
    changes[1:] = region[1:] != region[:-1]
    ends = np.roll(changes, -1)
    ends[-1] = True
    place[ends & (region >= 0)] = _LAST
    place[changes & (region >= 0)] = _FIRST
    return place


def _range(starts: Features, span: Span) -> tuple[int, int]:
    first, end = np.searchsorted(starts, (span.start, span.end))
    return int(first), int(end)


def _mark(table: Features, column: int, first: int, end: int, inside: int, begin: int) -> None:
    if end > first:
        table[first:end, column] = inside
        table[first, column] = begin
