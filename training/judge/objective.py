"""What a net of the judge is fitted to: the answers of the cases, and what its teachers said of them."""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder.fitting import SEED, Plan, batches, in_sixteen_bits, train
from training.judge.corpora import CLASSES, TASKS, UNLABELLED, Case
from training.judge.model import JudgeNet
from training.judge.renaming import names_in, renamed
from transforms.reader.questions import Asked, Reading, question_batch
from transforms.reader.vocabulary import Vocabulary

RENAMED = 0.5  # of the batches of a student
SMOOTHING = 0.05
Odds = NDArray[np.float32]


def fit(
    net: JudgeNet,
    reading: Reading,
    cases: Sequence[Case],
    plan: Plan,
    work: Path,
    taught: Odds | None = None,
    *,
    other_names: bool = False,
) -> None:
    """Fits `net` to the answers of `cases`, and to the odds `taught` of the first of them (NaN: of these nothing).

    Each class of a corpus weighs as the root of its rarity. With `other_names`, half of the batches have other names
    for their speakers and targets: only for a `reading` of words, as names are told by the shapes of these.
    """
    asked = reading.ask(case.question for case in cases)
    weights = _weights(cases)
    told = [] if taught is None else list(torch.from_numpy(taught))
    names = names_in(asked) if other_names else []

    def losses(passages: Sequence[int], chance: float) -> dict[str, Tensor]:
        some = [asked[index] for index in passages]
        if names and chance < RENAMED:
            draw = random.Random(chance)
            some = [renamed(each, names, draw) for each in some]
        batch = [number for each in some for number in each.numbers]
        with in_sixteen_bits():
            said = net(*inputs(some, reading.vocabulary))
        odds_of = _by_task(said.float())
        found = {}
        for place, task in enumerate(TASKS):
            answers = torch.tensor([cases[index].answers[place] for index in batch])
            weight = torch.tensor([weights[index][place] for index in batch], dtype=torch.float32)
            if bool((answers != UNLABELLED).any()):
                each = nn.functional.cross_entropy(
                    odds_of[task], answers, reduction="none", label_smoothing=SMOOTHING, ignore_index=UNLABELLED
                )
                found[task] = (each * weight).sum() / len(batch)
        if told:
            found |= _told(odds_of, batch, told)
        return found

    train(net, _sizes(asked), losses, plan, work)


def odds(net: JudgeNet, reading: Reading, cases: Sequence[Case]) -> Odds:
    """What `net` says, [cases, 6]."""
    net.eval()
    asked = reading.ask(case.question for case in cases)
    found = np.zeros((len(cases), sum(map(len, CLASSES.values()))), dtype=np.float32)
    with torch.inference_mode():
        for batch in batches(_sizes(asked), random.Random(SEED)):
            some = [asked[index] for index in batch]
            found[[number for each in some for number in each.numbers]] = net(*inputs(some, reading.vocabulary)).numpy()
    return found


def inputs(asked: Sequence[Asked], vocabulary: Vocabulary) -> list[Tensor]:
    """The arrays of some passages as tensors."""
    return [torch.from_numpy(array) for array in question_batch(asked, vocabulary).named().values()]


def _sizes(asked: Sequence[Asked]) -> list[int]:
    return [1 + len(each.passage.words) for each in asked]


def _told(odds_of: dict[str, Tensor], batch: Sequence[int], told: Sequence[Tensor]) -> dict[str, Tensor]:
    """How far the odds are from the teachers', over the cases of the batch that they have answered."""
    here = [place for place, index in enumerate(batch) if index < len(told)]
    if not here:
        return {}
    found = {}
    for task, wanted in _by_task(torch.stack([told[batch[place]] for place in here])).items():
        is_answered = ~wanted.isnan().any(-1)
        said = odds_of[task][here][is_answered].log_softmax(-1)
        target = wanted[is_answered].log_softmax(-1)
        found[f"{task} taught"] = nn.functional.kl_div(said, target, log_target=True, reduction="sum") / len(batch)
    return found


def _by_task(odds: Tensor) -> dict[str, Tensor]:
    found: tuple[Tensor, ...] = odds.split([len(names) for names in CLASSES.values()], dim=-1)
    return dict(zip(CLASSES, found, strict=True))


def _weights(cases: Sequence[Case]) -> list[list[float]]:
    """Per case and task the root of how much rarer its class is in its corpus than an even share."""
    counts = Counter((case.corpus, task, case.answers[task]) for case in cases for task in range(len(TASKS)))
    known = [key for key in counts if key[2] != UNLABELLED]
    totals: Counter[tuple[str, int]] = Counter()
    for corpus, task, answer in known:
        totals[corpus, task] += counts[corpus, task, answer]
    classes = Counter((corpus, task) for corpus, task, _ in known)

    def weight(corpus: str, task: int, answer: int) -> float:
        if answer == UNLABELLED:
            return 0.0
        return float(np.sqrt(totals[corpus, task] / classes[corpus, task] / counts[corpus, task, answer]))

    return [[weight(case.corpus, task, answer) for task, answer in enumerate(case.answers)] for case in cases]
