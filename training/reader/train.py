"""Trains the reader: corpora → passages → multi-task training of a teacher → a smaller student → weights.

python -m training.reader.train --corpora FOLDER --work build/reader
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import base
from training.encoder.fitting import SEED, Plan, train
from training.encoder.model import Shape
from training.reader.corpora import UNLABELLED, Example
from training.reader.distil import distillation_losses, student_of, vectors
from training.reader.model import HEADS, LINKS, ReaderNet
from training.reader.prepare import load_sets, prepare
from transforms.reader.batches import collate
from transforms.reader.passages import CONTENT, CUE, SOURCE
from transforms.reader.vocabulary import PAD, START, UNKNOWN, Vocabulary

TEACHER = {"layers": 4}
STUDENT = {"layers": 3, "inner": 384}
SAMPLES = 400
KEPT_USES, KEPT_SHARE = 2, 0.4
# How often the rules' opinion of a whole passage is hidden, so that the encoder learns to do without.
HIDDEN = 0.15
LOSS_WEIGHTS = {
    "content": 1.0, "cue": 0.5, "source": 0.5, "mention": 0.3, "to_cue": 0.5, "to_source": 0.5,
    "soft": 1.0, "vectors": 1.0,
}  # fmt: skip
TEACHER_PLAN = Plan(epochs=4, rate=2.5e-4, new_rate=1e-3)
STUDENT_PLAN = Plan(epochs=3, rate=5e-4, new_rate=5e-4)


def main() -> None:
    """Prepares and trains; goes on from the last checkpoints in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    prepare(args.corpora, args.work / "sets")
    sets = load_sets(args.work / "sets")
    source = base.folder()
    kept, listed = kept_pieces(base.pieces(source), sets.train)
    (args.work / "vocabulary.txt").write_text("\n".join(listed) + "\n", encoding="utf-8")
    vocabulary = Vocabulary(listed)
    teacher = ReaderNet(Shape(pieces=len(listed), **TEACHER))
    base.load(teacher, source, kept)
    train_teacher(teacher, sets.train, vocabulary, args.work / "teacher")
    train_student(teacher, [*sets.train, *sets.plain], vocabulary, args.work / "student")


def kept_pieces(pieces: Sequence[str], examples: Sequence[Example]) -> tuple[list[int], list[str]]:
    """The pieces that the shipped vocabulary keeps, with their numbers in the base vocabulary.

    Those the training words need twice or more, and the commoner ones of plain letters: the vocabulary is sorted by
    frequency, and a word whose piece is missing falls apart into shorter ones.
    """
    whole = Vocabulary(pieces)
    words = Counter(word for example in examples for word in example.passage.words)
    uses = np.zeros(len(pieces), dtype=np.int64)
    np.add.at(uses, whole.pieces(words), np.array(list(words.values()))[:, None])
    kept = [
        number
        for number, piece in enumerate(pieces)
        if uses[number] >= KEPT_USES
        or piece in (PAD, UNKNOWN, START)
        or (number < KEPT_SHARE * len(pieces) and piece.isascii() and not piece.startswith("["))
    ]
    return kept, [pieces[number] for number in kept]


def train_teacher(net: ReaderNet, examples: Sequence[Example], vocabulary: Vocabulary, work: Path) -> None:
    """Fits `net` to what people labelled."""

    def losses(batch: Sequence[int], chance: float) -> dict[str, Tensor]:
        some = [examples[index] for index in batch]
        inputs = _inputs(some, vocabulary, hide=chance < HIDDEN)
        return weighted(label_losses(net(*inputs), some))

    train(net, _sizes(examples), losses, TEACHER_PLAN, work)


def train_student(teacher: ReaderNet, examples: Sequence[Example], vocabulary: Vocabulary, work: Path) -> None:
    """Fits a smaller net to `teacher`, and to the labels where there are any."""
    if (work / "reader.pt").exists():
        return
    samples = random.Random(SEED).sample(list(examples), SAMPLES)
    net = student_of(teacher, Shape(pieces=teacher.shape.pieces, **STUDENT), samples, vocabulary)
    taught = vectors(teacher, examples, vocabulary)

    def losses(batch: Sequence[int], _: float) -> dict[str, Tensor]:
        some = [examples[index] for index in batch]
        inputs = _inputs(some, vocabulary, hide=False)
        last = net.encode(*inputs)
        answers = net.answers(last, inputs[1])
        told = distillation_losses(teacher, [taught[index] for index in batch], last, inputs[1], answers)
        return weighted({**told, **label_losses(answers, some)})

    train(net, _sizes(examples), losses, STUDENT_PLAN, work)


def weighted(losses: dict[str, Tensor]) -> dict[str, Tensor]:
    """`losses`, each times its weight."""
    return {name: LOSS_WEIGHTS[name] * value for name, value in losses.items()}


def label_losses(answers: tuple[Tensor, Tensor], batch: Sequence[Example]) -> dict[str, Tensor]:
    """The mean cross-entropy of each task over the labelled words of the batch."""
    tags, links = answers
    size = tags.shape[1]
    losses = {}
    for name, logits in zip(HEADS, tags.split(list(HEADS.values()), dim=-1), strict=True):
        losses[name] = _loss(logits, _targets(batch, name, size))
    for index, name in enumerate(LINKS):
        losses[name] = _loss(links[:, index], _targets(batch, name, size))
    return {name: value for name, value in losses.items() if value is not None}


def _sizes(examples: Sequence[Example]) -> list[int]:
    return [1 + len(example.passage.words) for example in examples]


def _inputs(batch: Sequence[Example], vocabulary: Vocabulary, *, hide: bool) -> tuple[Tensor, Tensor, Tensor]:
    arrays = collate([example.passage for example in batch], vocabulary)
    features = arrays.features
    if hide:
        features = features.copy()
        features[..., [CONTENT, CUE, SOURCE]] = 0
    return torch.from_numpy(arrays.pieces), torch.from_numpy(arrays.words), torch.from_numpy(features)


def _loss(logits: Tensor, targets: Tensor) -> Tensor | None:
    if not bool((targets != UNLABELLED).any()):
        return None
    return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=UNLABELLED)


def _targets(batch: Sequence[Example], name: str, size: int) -> Tensor:
    targets = torch.full((len(batch), size), UNLABELLED, dtype=torch.long)
    for row, example in enumerate(batch):
        labels = getattr(example, name)
        targets[row, 1 : 1 + len(labels)] = torch.from_numpy(labels)
    return targets


if __name__ == "__main__":
    main()
