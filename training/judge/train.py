"""Trains the judge: corpora → questions → multi-task training → weights.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder import base
from training.encoder.fitting import SEED, Plan, batches, train
from training.encoder.model import Shape
from training.judge.corpora import CLASSES, Case, dev_cases, train_cases
from training.judge.model import JudgeNet
from transforms.reader.batches import collate
from transforms.reader.passages import Passage
from transforms.reader.questions import passage_of
from transforms.reader.vocabulary import Vocabulary

SHAPE = {"layers": 6}
PLAN = Plan(epochs=3, rate=1.5e-4, new_rate=1e-3)
SMOOTHING = 0.05


def main() -> None:
    """Trains; goes on from the last checkpoint in the work folder, and prints the scores on dev."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=SHAPE["layers"])
    parser.add_argument("--epochs", type=int, default=PLAN.epochs)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    listed = args.vocabulary.read_text(encoding="utf-8").splitlines()
    source = base.folder()
    number_of = {piece: number for number, piece in enumerate(base.pieces(source))}
    net = JudgeNet(Shape(pieces=len(listed), layers=args.layers))
    base.load(net, source, [number_of[piece] for piece in listed])
    vocabulary = Vocabulary(listed)
    fitted, _ = train_cases(args.corpora)
    fit(net, fitted, vocabulary, Plan(args.epochs, PLAN.rate, PLAN.new_rate), args.work)
    for corpus, score in macro_f1(net, dev_cases(args.corpora), vocabulary).items():
        print(corpus, round(score, 1))


def fit(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary, plan: Plan, work: Path) -> None:
    """Fits `net` to the answers of `cases`; each class of a corpus weighs as the root of its rarity."""
    passages = [passage_of(case.question) for case in cases]
    weights = _weights(cases)

    def losses(batch: Sequence[int], _: float) -> dict[str, Tensor]:
        answers = net(*inputs([passages[index] for index in batch], vocabulary))
        found = {}
        for task, part in zip(CLASSES, answers.split([len(names) for names in CLASSES.values()], dim=-1), strict=True):
            here = [place for place, index in enumerate(batch) if cases[index].task == task]
            if here:
                wanted = torch.tensor([cases[batch[place]].answer for place in here])
                weight = torch.tensor([weights[batch[place]] for place in here], dtype=torch.float32)
                each = nn.functional.cross_entropy(part[here], wanted, reduction="none", label_smoothing=SMOOTHING)
                found[task] = (each * weight).sum() / len(batch)
        return found

    train(net, [1 + len(passage.words) for passage in passages], losses, plan, work)


def probabilities(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary) -> list[NDArray[np.float64]]:
    """The probabilities of the classes of each case's task."""
    net.eval()
    passages = [passage_of(case.question) for case in cases]
    tasks = list(CLASSES)
    found: dict[int, NDArray[np.float64]] = {}
    with torch.inference_mode():
        for batch in batches([1 + len(passage.words) for passage in passages], random.Random(SEED)):
            answers = net(*inputs([passages[index] for index in batch], vocabulary)).double()
            for row, index in enumerate(batch):
                part = answers[row].split([len(names) for names in CLASSES.values()])[tasks.index(cases[index].task)]
                found[index] = part.softmax(-1).numpy()
    return [found[index] for index in range(len(cases))]


def macro_f1(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary) -> dict[str, float]:
    """Per corpus, in per cent."""
    said = [int(row.argmax()) for row in probabilities(net, cases, vocabulary)]
    found = {}
    for corpus in sorted({case.corpus for case in cases}):
        pairs = [(case.answer, answer) for case, answer in zip(cases, said, strict=True) if case.corpus == corpus]
        scores = []
        for name in sorted({gold for gold, _ in pairs}):
            hits = sum(gold == answer == name for gold, answer in pairs)
            given = sum((gold == name) + (answer == name) for gold, answer in pairs)
            scores.append(200 * hits / given)
        found[corpus] = float(np.mean(scores))
    return found


def inputs(passages: Sequence[Passage], vocabulary: Vocabulary) -> tuple[Tensor, Tensor, Tensor]:
    """The arrays of some passages as tensors."""
    arrays = collate(passages, vocabulary)
    return torch.from_numpy(arrays.pieces), torch.from_numpy(arrays.words), torch.from_numpy(arrays.features)


def _weights(cases: Sequence[Case]) -> list[float]:
    """Per case the root of how much rarer its class is in its corpus than an even share; their mean is near 1."""
    counts: dict[tuple[str, int], int] = {}
    totals: dict[str, int] = {}
    for case in cases:
        counts[case.corpus, case.answer] = counts.get((case.corpus, case.answer), 0) + 1
        totals[case.corpus] = totals.get(case.corpus, 0) + 1
    classes = {corpus: sum(1 for name, _ in counts if name == corpus) for corpus in totals}
    return [
        float(np.sqrt(totals[case.corpus] / classes[case.corpus] / counts[case.corpus, case.answer])) for case in cases
    ]


if __name__ == "__main__":
    main()
