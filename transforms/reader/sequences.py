"""The best sequence of tags: outside, begins, goes on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_OUTSIDE, _BEGINS, _GOES_ON = range(3)
_NEVER = -1e9
# From (row) to (column): nothing goes on that has not begun.
_STEPS = np.array([[0.0, 0.0, _NEVER], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])


def best_tags(scores: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    """The most probable tags of several sequences laid end to end, int64 of shape (words,).

    Where the best tag of every word makes a sequence that may be, it is the best one; else Viterbi finds it.

    Args:
        scores: log-probabilities [words, 3].
        lengths: of the sequences; their sum is the number of words.
    """
    tags: NDArray[Any] = scores.argmax(axis=1)
    ends = np.cumsum(lengths)
    before = np.roll(tags, 1)
    before[ends - np.array(lengths)] = _OUTSIDE
    faulty = np.unique(np.searchsorted(ends, np.flatnonzero((before == _OUTSIDE) & (tags == _GOES_ON)), side="right"))
    if len(faulty):
        words = np.concatenate([np.arange(ends[index] - lengths[index], ends[index]) for index in faulty])
        tags[words] = _viterbi(scores[words], [lengths[index] for index in faulty])
    return tags


def _viterbi(scores: NDArray[Any], lengths: Sequence[int]) -> NDArray[Any]:
    size, count = max(lengths), len(lengths)
    padded = np.zeros((count, size, 3))
    filled = np.arange(size) < np.array(lengths)[:, None]
    padded[filled] = scores
    back = np.zeros((count, size, 3), dtype=np.int64)
    best = padded[:, 0].copy()
    best[:, _GOES_ON] = _NEVER
    for word in range(1, size):
        reached = best[:, :, None] + _STEPS
        back[:, word] = reached.argmax(axis=1)
        best = reached.max(axis=1) + padded[:, word]
    tags = np.zeros((count, size), dtype=np.int64)
    tags[:, -1] = best.argmax(axis=1)
    rows = np.arange(count)
    for word in range(size - 1, 0, -1):
        tags[:, word - 1] = back[rows, word, tags[:, word]]
    return tags[filled]
