"""The shipped judge: which side a speaker takes on a target, and the tone toward it, from one encoder pass."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.reader.batches import by_length, collate
from transforms.reader.questions import passage_of
from transforms.reader.vocabulary import Vocabulary
from transforms.reader.weights import Shipped, session, shipped
from transforms.text.scores import StanceQuestion

_WORDS_MAX = 640
_SIDES = 3
Floats = NDArray[Any]


class EncoderJudge:
    """Weights and vocabulary of the judge."""

    def __init__(self, files: Shipped) -> None:
        self.name, self.version = files.name, files.version
        self._vocabulary = Vocabulary(files.pieces)
        self._session = session(files.weights)
        self._divisors: dict[str, float] = files.described["temperatures"]

    def probabilities(self, questions: Sequence[StanceQuestion]) -> tuple[Floats, Floats]:
        """[n, 3] favor, against, neutral; [n, 3] negative, neutral, positive toward the target."""
        passages = [passage_of(question) for question in questions]
        odds = np.zeros((len(questions), 2 * _SIDES), dtype=np.float32)
        for batch in by_length(passages, _WORDS_MAX):
            arrays = collate([passages[index] for index in batch], self._vocabulary)
            inputs = {"pieces": arrays.pieces, "words": arrays.words, "features": arrays.features}
            (odds[batch],) = self._session.run(None, inputs)
        sides, tones = odds[:, :_SIDES], odds[:, _SIDES:]
        return _softmax(sides / self._divisors["stance"]), _softmax(tones / self._divisors["sentiment"])


@cache
def shipped_judge() -> EncoderJudge:
    """The judge that comes with the package; one per process.

    Raises:
        DamagedWeights: a file is not the one that was shipped.
    """
    return EncoderJudge(shipped("judge"))


def _softmax(odds: Floats) -> Floats:
    shares: Floats = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
