"""What the reader reads: passages of words, each word with what is known of it before reading."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# A paragraph of news has 38 words and marks on average, 112 at the 99th percentile.
WORDS_MAX = 128
# What is known of a word, and how many values each has; the weights hold one small table for each.
SHAPE, OPENS, QUOTED, CONTENT, CUE, SOURCE, MENTION = range(7)
FEATURE_SIZES = (6, 3, 4, 3, 6, 3, 8)


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of one paragraph.

    `features` is uint8 of shape (words, number of features). For reading these are FEATURE_SIZES: shape of the word,
    whether it opens a sentence or the paragraph, its place in a quoted stretch, and what the rules took it for
    (content, cue, source, mention); for judging see `questions`.
    """

    words: Sequence[str]
    features: NDArray[Any]


def cut(sentences: Sequence[int], paragraphs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of words (end exclusive), each inside one paragraph, of whole sentences where these are short enough.

    Both arguments hold, for each word, the index of its sentence and of its paragraph.
    """
    first = cut_at = 0
    for word in range(1, len(sentences) + 1):
        is_last = word == len(sentences)
        if is_last or sentences[word] != sentences[word - 1]:
            if word - first > WORDS_MAX:
                if cut_at > first:
                    yield first, cut_at
                    first = cut_at
                while word - first > WORDS_MAX:
                    yield first, first + WORDS_MAX
                    first += WORDS_MAX
            cut_at = word
            if is_last or paragraphs[word] != paragraphs[word - 1]:
                if word > first:
                    yield first, word
                first = word


@lru_cache(maxsize=131_072)
def shape_of(word: str) -> int:
    """0 lower case, 1 Capital, 2 CAPITALS, 3 mIxed, 4 with a digit, 5 no letter."""
    if word.islower():
        return 4 if any(char.isdigit() for char in word) else 0
    if any(char.isdigit() for char in word):
        return 4
    if not any(char.isalpha() for char in word):
        return 5
    if word.isupper():
        return 2 if len(word) > 1 else 1
    return 1 if word[0].isupper() and word[1:].islower() else 3


def shapes(words: Sequence[str]) -> NDArray[Any]:
    """The shape of each word, uint8."""
    return np.fromiter((shape_of(word) for word in words), dtype=np.uint8, count=len(words))
