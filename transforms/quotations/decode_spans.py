"""Contents of quotations from the reader's tags: runs of words, made to fit the quotation marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.quotations.reading import Reading
from transforms.quotations.words import words
from transforms.reader.records import Answer
from transforms.reader.sequences import best_tags

_BEGINS, _GOES_ON = 1, 2
_NEVER = -1e9
_JOINING = frozenset(("who", "which", "and", "but", "or"))
Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Content:
    """Tokens `first` to `end` (exclusive) of the document, in the passage `passage`.

    `sureness` and `lowest`: the mean and the least of the reader's probabilities that a token belongs to a content.
    """

    first: int
    end: int
    passage: int
    sureness: float
    lowest: float


def contents(reading: Reading, firsts: Sequence[int], answers: Sequence[Answer]) -> list[Content]:
    """The contents in text order; `firsts[i]` is the first token of the passage of `answers[i]`.

    Of a quoted stretch, all words belong to a content or none does. A leading “that” and marks at the ends that are no
    quotation marks are left out; so is what holds no word.
    """
    if not answers:
        return []
    scores = _fitted(np.array(reading.region, dtype=np.int64), np.concatenate([answer.content for answer in answers]))
    tags = best_tags(scores, [len(answer.content) for answer in answers])
    taken = tags > 0
    starts = np.flatnonzero(tags == _BEGINS)
    stops = np.flatnonzero(taken & np.concatenate([tags[1:] != _GOES_ON, [True]])) + 1
    inside = np.exp(scores[:, _BEGINS]) + np.exp(scores[:, _GOES_ON])
    passages = np.searchsorted(np.array(firsts), starts, side="right") - 1
    found = []
    for start, stop, passage in zip(starts.tolist(), stops.tolist(), passages.tolist(), strict=True):
        first, end = _trimmed(reading, start, stop)
        if first < end:
            here = inside[first:end]
            found.append(Content(first, end, passage, float(here.mean()), float(here.min())))
    return found


def _fitted(region: Floats, scores: Floats) -> Floats:
    """`scores` made to agree with the quotation marks.

    What the reader thinks of a quoted stretch is averaged over it, and no content begins behind its first mark.
    """
    quoted = region >= 0
    if not quoted.any():
        return scores
    outside = scores[:, 0]
    inside = np.logaddexp(scores[:, _BEGINS], scores[:, _GOES_ON])
    goes_on = quoted & np.concatenate([[False], region[1:] == region[:-1]])
    counts = np.maximum(np.bincount(region[quoted]), 1)
    odds = np.bincount(region[quoted], weights=(inside - outside)[quoted]) / counts
    shared = np.where(quoted, odds[np.maximum(region, 0)], inside - outside)
    inside, outside = -np.logaddexp(0, -shared), -np.logaddexp(0, shared)
    share_of_begin = np.where(goes_on, _NEVER, scores[:, _BEGINS] - np.logaddexp(scores[:, 1], scores[:, 2]))
    share_of_rest = np.where(goes_on, 0.0, scores[:, _GOES_ON] - np.logaddexp(scores[:, 1], scores[:, 2]))
    return np.stack([outside, inside + share_of_begin, inside + share_of_rest], axis=1)


def _trimmed(reading: Reading, first: int, end: int) -> tuple[int, int]:
    while first < end and reading.region[first] < 0 and not _opens(reading, first):
        first += 1
    if end - first > 1 and reading.lowers[first] == "that" and reading.region[first] < 0:
        return _trimmed(reading, first + 1, end)
    while first < end and reading.region[end - 1] < 0 and _joins(reading, end - 1):
        end -= 1
    return first, end


def _joins(reading: Reading, token: int) -> bool:
    """True for a mark, and for a word that only joins what is behind it: approved the dam on | Tuesday."""
    if not reading.is_word(token) or reading.lowers[token] in _JOINING:
        return True
    goes_on = token + 1 < len(reading.starts) and reading.is_word(token + 1)
    return goes_on and reading.lowers[token] in words("prepositions")


def _opens(reading: Reading, token: int) -> bool:
    """True for a word, and for a mark that belongs to the word behind it: $5, #MeToo, (sic)."""
    mark = reading.lowers[token]
    return reading.is_word(token) or mark in "$£€#@[("
