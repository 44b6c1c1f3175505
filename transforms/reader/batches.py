"""Passages as the arrays the encoder takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.reader.passages import Passage
from transforms.reader.vocabulary import PIECES_MAX, Vocabulary


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of int64 for some passages, padded to the longest.

    `pieces` [distinct words + 2, PIECES_MAX]: row 0 is padding, row 1 the start mark. `words` [passages, 1 + words]:
    rows of `pieces`, the start mark first. `features` [passages, 1 + words, number of features].
    """

    pieces: NDArray[Any]
    words: NDArray[Any]
    features: NDArray[Any]

    def named(self) -> dict[str, NDArray[Any]]:
        """The inputs of a net, by name."""
        return {"pieces": self.pieces, "words": self.words, "features": self.features}


def collate(passages: Sequence[Passage], vocabulary: Vocabulary) -> Batch:
    """One batch of `passages`, in their order."""
    row_of: dict[str, int] = {}
    size = 1 + max(len(passage.words) for passage in passages)
    words = np.zeros((len(passages), size), dtype=np.int64)
    features = np.zeros((len(passages), size, passages[0].features.shape[1]), dtype=np.int64)
    words[:, 0] = 1
    for row, passage in enumerate(passages):
        count = len(passage.words)
        words[row, 1 : 1 + count] = [row_of.setdefault(word, len(row_of) + 2) for word in passage.words]
        features[row, 1 : 1 + count] = passage.features
    fixed = np.zeros((2, PIECES_MAX), dtype=np.int64)
    fixed[1, 0] = vocabulary.start
    return Batch(np.concatenate([fixed, vocabulary.pieces(row_of)]), words, features)


def by_length(passages: Sequence[Passage], words_max: int) -> Iterator[list[int]]:
    """Indices of `passages` in batches of like length, each of at most `words_max` words with padding."""
    order = sorted(range(len(passages)), key=lambda index: len(passages[index].words))
    some: list[int] = []
    for index in order:
        longest = 1 + len(passages[index].words)
        if some and longest * (len(some) + 1) > words_max:
            yield some
            some = []
        some.append(index)
    if some:
        yield some
