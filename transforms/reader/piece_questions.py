"""Questions as passages of word pieces: each text anew for each target, with its words marked and once more behind it.

The larger nets of the judge read so, and its smaller teachers: ten times the work of `questions`, and right more often.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from transforms.reader.passages import Passage
from transforms.reader.questions import Asked, Reading, ask
from transforms.reader.vocabulary import PIECES_MAX, Vocabulary, vocabulary_of
from transforms.text.scores import StanceQuestion

PLACES = 512  # pieces of a passage, the start mark included
_BEHIND = "|"  # stands between a text and its target; every vocabulary has it


def in_pieces(listed: Sequence[str]) -> Reading:
    """Reads word pieces as words; `listed` are those of the encoder."""
    pieces = AsPieces(listed)

    def asked(questions: Iterable[StanceQuestion]) -> list[Asked]:
        some = list(questions)
        return [
            _cut(each, pieces, repeats=question.target is not None or not question.target_name)
            for question, each in zip(some, ask(some, mark=True), strict=True)
        ]

    return Reading(pieces, asked)


class AsPieces(Vocabulary):
    """Takes pieces for words."""

    def __init__(self, listed: Sequence[str]) -> None:
        super().__init__(listed)
        self.listed, self._of_words = listed, vocabulary_of(tuple(listed))

    def passage(self, passage: Passage) -> tuple[Passage, NDArray[np.int64]]:
        """The passage in pieces, each with what is known of its word; and how many pieces each word has."""
        numbers = self._of_words.pieces(passage.words)
        counts = (numbers > 0).sum(axis=1)
        shown = [self.listed[number] for number in numbers[numbers > 0]]
        return Passage(shown, passage.features.repeat(counts, axis=0)), counts

    def _cut(self, word: str) -> tuple[int, ...]:
        return (self.numbers[word], *[0] * (PIECES_MAX - 1))


def _cut(asked: Asked, vocabulary: AsPieces, *, repeats: bool) -> Asked:
    """The passage of one question in pieces. `repeats`: its target stands in the text, not behind it already."""
    passage, counts = vocabulary.passage(asked.passage)
    edges = np.concatenate([[0], counts.cumsum()])
    first, last = (int(edges[word]) for word in asked.targets[0])
    pieces, features = passage.words, passage.features
    end = len(pieces) if repeats else first
    shown = [*pieces[:end], _BEHIND, *pieces[first:last]]
    marks = np.concatenate([features[:end], np.zeros_like(features[:1]), features[first:last]])
    target = (first, last) if repeats else (first + 1, last + 1)
    return Asked(Passage(shown[: PLACES - 1], marks[: PLACES - 1]), asked.numbers, [target])
