"""The layers of a thinned-out student are fitted to those of its teacher on plain text without labels.

What is thinned out forgets most of what the encoder knew of words: with three of four inner neurons gone, a layer's
vectors are off by a fifth to nine tenths of their square. Labels alone do not bring it back.
"""

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import base
from training.encoder.fitting import SEED, Plan, train
from training.encoder.model import Encoder
from training.judge.model import JudgeNet
from training.judge.objective import inputs
from training.reader.corpora import read_rows
from transforms.reader.batches import collate
from transforms.reader.piece_questions import AsPieces
from transforms.reader.questions import Asked, ask
from transforms.reader.vocabulary import Vocabulary
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

PLAN = Plan(epochs=1, rate=1e-3, new_rate=1e-3)
# Of these corpora every so many articles; of the passages so many.
TEXTS = {"articles_bbc2225": 1, "articles_fnc1": 1, "quotes_polnear_train": 1, "articles_reuters21578": 2}
PASSAGES = 150_000
_TOGETHER = (1, 1, 2, 3)  # sentences of a passage; drawn
_WORDS = range(5, 80)
_SPOKEN = 0.6  # of the passages with a name: that is marked as the speaker's
_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n+")
_NAME = re.compile(r"(?:[A-Z][\w’'-]+ ?)+")


def imitate(
    student: JudgeNet, teacher: JudgeNet, layers: Sequence[int], listed: Sequence[str], corpora: Path, work: Path
) -> None:
    """Fits the embeddings and the layers of `student` to the mean of what `teacher` makes of the pieces of each word.

    Those that are computed for targets only stay as they are: they are not thinned out.

    Args:
        student: reads words; made without dropout.
        teacher: as wide; reads all pieces of the base encoder.
        layers: which layer of the teacher each of the student's is fitted to; of those that read all words.
        listed: the pieces of the student.
        corpora: folder of the plain texts.
        work: folder of the checkpoints and of the weights.
    """
    teacher.eval()
    vocabulary, as_pieces = Vocabulary(listed), AsPieces(base.pieces(base.folder()))
    asked = _passages(corpora)

    def losses(batch: Sequence[int], _: float) -> dict[str, Tensor]:
        some = [asked[index] for index in batch]
        wanted = _wanted(teacher, layers, some, as_pieces)
        given = inputs(some, vocabulary)[:3]
        is_word = (given[1] > 0).unsqueeze(-1)
        return {
            f"behind layer {index}": ((mine - its) ** 2 * is_word).sum() / (its**2 * is_word).sum()
            for index, (mine, its) in enumerate(zip(_states(student, given), wanted, strict=True))
        }

    train(student, [1 + len(each.passage.words) for each in asked], losses, PLAN, work)


def _wanted(teacher: JudgeNet, layers: Sequence[int], asked: Sequence[Asked], as_pieces: AsPieces) -> list[Tensor]:
    """What goes into the teacher's first layer and comes out of some, per word: [passages, 1 + words, width]."""
    cut = [as_pieces.passage(each.passage) for each in asked]
    batch = collate([passage for passage, _ in cut], as_pieces)
    words = 1 + max(len(each.passage.words) for each in asked)
    means = np.zeros((len(asked), words, batch.words.shape[1]), dtype=np.float32)
    for row, (_, counts) in enumerate(cut):
        word = np.repeat(np.arange(len(counts)), counts)
        means[row, 0, 0] = 1.0
        means[row, 1 + word, 1 + np.arange(len(word))] = 1.0 / counts[word]
    given = [torch.from_numpy(array) for array in batch.named().values()]
    with torch.no_grad():
        states = _states(teacher, given)
        return [torch.from_numpy(means) @ states[place] for place in (0, *(1 + layer for layer in layers))]


def _states(net: Encoder, given: Sequence[Tensor]) -> list[Tensor]:
    """What goes into the first layer, and what comes out of each."""
    found: list[Tensor] = []
    layers = list(net.layers)

    def before(module: nn.Module, args: tuple[Tensor, ...]) -> None:
        found.append(args[0])

    def behind(module: nn.Module, args: tuple[Tensor, ...], out: Tensor) -> None:
        found.append(out)

    with ExitStack() as hooks:
        hooks.enter_context(layers[0].register_forward_pre_hook(before))
        for layer in layers:
            hooks.enter_context(layer.register_forward_hook(behind))
        net.encode(*given)
    return found


def _passages(corpora: Path) -> list[Asked]:
    draw = random.Random(SEED)
    texts = list(_texts(corpora, draw))
    return ask(_marked(text, draw) for text in draw.sample(texts, PASSAGES))


def _texts(corpora: Path, draw: random.Random) -> Iterator[str]:
    for name, step in TEXTS.items():
        for row in list(read_rows(corpora / f"{name}.jsonl"))[::step]:
            sentences = [sentence for sentence in _BETWEEN.split(row["text"]) if sentence.strip()]
            first = 0
            while first < len(sentences):
                count = draw.choice(_TOGETHER)
                text = " ".join(sentences[first : first + count])
                first += count
                if len(text.split()) in _WORDS:
                    yield text


def _marked(text: str, draw: random.Random) -> StanceQuestion:
    names = [match.span() for match in _NAME.finditer(text)]
    return StanceQuestion(text, speaker=Span(*draw.choice(names)) if names and draw.random() < _SPOKEN else None)
