"""The shipped reader, on ONNX Runtime."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import onnxruntime

from transforms.reader.batches import by_length, collate
from transforms.reader.passages import Passage
from transforms.reader.records import Answer, Floats
from transforms.reader.vocabulary import Vocabulary
from transforms.text.errors import PipelineError

# Batches of more words are no faster, but the attention of each layer takes memory in their proportion.
_WORDS_MAX = 2048
_TAGS = (3, 3, 3, 4)


class DamagedWeights(PipelineError):
    """A file of the reader is not the one that was shipped."""

    def __init__(self, name: str) -> None:
        super().__init__(f"transforms/reader/model/{name} is not the file that was shipped; install onrecord again")


class OnnxReader:
    """Weights, vocabulary and their description; costs some 60 MB and a quarter of a second to make."""

    def __init__(self, weights: bytes, pieces: Sequence[str], *, name: str, version: str) -> None:
        self.name, self.version = name, version
        self._vocabulary = Vocabulary(pieces)
        options = onnxruntime.SessionOptions()
        # Articles are read by several processes at once: more threads than one in each would only fight.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def read(self, passages: Sequence[Passage]) -> list[Answer]:
        """See Reader. Memory is bounded by a batch of words, whatever the number of passages."""
        answers: dict[int, Answer] = {}
        for batch in by_length(passages, _WORDS_MAX):
            arrays = collate([passages[index] for index in batch], self._vocabulary)
            inputs = {"pieces": arrays.pieces, "words": arrays.words, "features": arrays.features}
            tags, links = self._session.run(None, inputs)
            for row, index in enumerate(batch):
                answers[index] = _answer(tags[row], links[row], len(passages[index].words))
        return [answers[index] for index in range(len(passages))]


@cache
def shipped_reader() -> OnnxReader:
    """The reader that comes with the package; one per process.

    Raises:
        DamagedWeights: the hash of a file is not that in model.json.
    """
    folder = files(__package__).joinpath("model")
    described: dict[str, Any] = json.loads(folder.joinpath("model.json").read_text(encoding="utf-8"))
    contents = {name: folder.joinpath(name).read_bytes() for name in described["sha256"]}
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != described["sha256"][name]:
            raise DamagedWeights(name)
    pieces = contents["vocabulary.txt"].decode("utf-8").splitlines()
    return OnnxReader(contents["reader.onnx"], pieces, name=described["name"], version=described["version"])


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
