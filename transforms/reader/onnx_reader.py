"""The shipped reader, on ONNX Runtime."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from transforms.reader.batches import by_length, collate
from transforms.reader.passages import Passage
from transforms.reader.records import Answer, Floats
from transforms.reader.vocabulary import vocabulary_of
from transforms.reader.weights import session, shipped

# What fits the second cache of a core: batches of three times as many words were a sixth slower.
_WORDS_MAX = 640
_TAGS = (3, 3, 3, 4)


class OnnxReader:
    """Weights, vocabulary and their description; costs some 60 MB and a quarter of a second to make."""

    def __init__(self, weights: bytes, pieces: Sequence[str], *, name: str, version: str) -> None:
        self.name, self.version = name, version
        self._vocabulary = vocabulary_of(tuple(pieces))
        self._session = session(weights)

    def read(self, passages: Sequence[Passage]) -> list[Answer]:
        """See Reader. Memory is bounded by a batch of words, whatever the number of passages."""
        answers: dict[int, Answer] = {}
        for batch in by_length(passages, _WORDS_MAX):
            arrays = collate([passages[index] for index in batch], self._vocabulary)
            tags, links = self._session.run(None, arrays.named())
            for row, index in enumerate(batch):
                answers[index] = _answer(tags[row], links[row], len(passages[index].words))
        return [answers[index] for index in range(len(passages))]


@cache
def shipped_reader() -> OnnxReader:
    """The reader that comes with the package; one per process.

    Raises:
        DamagedWeights: a file is not the one that was shipped.
    """
    found = shipped("reader")
    return OnnxReader(found.weights, found.pieces, name=found.name, version=found.version)


def _answer(tags: Floats, links: Floats, count: int) -> Answer:
    content, cue, source, mention = (
        _log_softmax(part) for part in np.split(tags[1 : 1 + count], np.cumsum(_TAGS)[:-1], axis=1)
    )
    to_cue, to_source = (_log_softmax(links[index, 1 : 1 + count, : 1 + count]) for index in range(2))
    return Answer(content, cue, source, mention, to_cue, to_source)


def _log_softmax(scores: Floats) -> Floats:
    shifted: Floats = scores - scores.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted
