"""Trains the reader: corpora → passages → multi-task training of a teacher → a smaller student → weights.

python -m training.reader.train --corpora FOLDER --work build/reader
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.reader import base
from training.reader.corpora import UNLABELLED, Example
from training.reader.distil import distillation_losses, student_of, vectors
from training.reader.model import HEADS, LINKS, ReaderNet, Shape
from training.reader.prepare import load_sets, prepare
from transforms.reader.batches import collate
from transforms.reader.passages import CONTENT, CUE, SOURCE
from transforms.reader.vocabulary import PAD, START, UNKNOWN, Vocabulary

SEED = 20261125
TEACHER = {"layers": 4}
STUDENT = {"layers": 3, "inner": 384}
WARM_UP = 0.06
BATCH_WORDS = 1800
SAMPLES = 400
KEPT_USES, KEPT_SHARE = 2, 0.4
# How often the rules' opinion of a whole passage is hidden, so that the encoder learns to do without.
HIDDEN = 0.15
LOSS_WEIGHTS = {
    "content": 1.0, "cue": 0.5, "source": 0.5, "mention": 0.3, "to_cue": 0.5, "to_source": 0.5,
    "soft": 1.0, "vectors": 1.0,
}  # fmt: skip
CHECKPOINT_STEPS = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast."""

    epochs: int
    rate: float
    head_rate: float


TEACHER_PLAN = Plan(epochs=4, rate=2.5e-4, head_rate=1e-3)
STUDENT_PLAN = Plan(epochs=3, rate=5e-4, head_rate=5e-4)


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
        return label_losses(net(*inputs), some)

    train(net, examples, losses, TEACHER_PLAN, work)


def train_student(teacher: ReaderNet, examples: Sequence[Example], vocabulary: Vocabulary, work: Path) -> None:
    """Fits a smaller net to `teacher`, and to the labels where there are any."""
    samples = random.Random(SEED).sample(list(examples), SAMPLES)
    net = student_of(teacher, Shape(pieces=teacher.shape.pieces, **STUDENT), samples, vocabulary)
    taught = vectors(teacher, examples, vocabulary)

    def losses(batch: Sequence[int], _: float) -> dict[str, Tensor]:
        some = [examples[index] for index in batch]
        inputs = _inputs(some, vocabulary, hide=False)
        last = net.encode(*inputs)
        answers = net.answers(last, inputs[1])
        told = distillation_losses(teacher, [taught[index] for index in batch], last, inputs[1], answers)
        return {**told, **label_losses(answers, some)}

    train(net, examples, losses, STUDENT_PLAN, work)


def train(
    net: ReaderNet,
    examples: Sequence[Example],
    losses_of: Callable[[Sequence[int], float], dict[str, Tensor]],
    plan: Plan,
    work: Path,
) -> None:
    """Trains `net` until `work`/reader.pt is there, and loads that; `work`/checkpoint.pt is where to go on.

    Args:
        net: what is trained.
        examples: to be cut into batches.
        losses_of: the losses of a batch (indices of `examples`), given a number in [0, 1) drawn for it.
        plan: epochs and rates.
        work: folder of this net.
    """
    work.mkdir(parents=True, exist_ok=True)
    if (work / "reader.pt").exists():
        net.load_state_dict(torch.load(work / "reader.pt"))
        return
    steps = sum(1 for _ in batches(examples, random.Random(SEED))) * plan.epochs
    optimiser = _optimiser(net, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    done = _resume(work / "checkpoint.pt", net, optimiser, schedule)
    step, began = 0, process_time()
    for epoch in range(plan.epochs):
        order = random.Random(SEED + epoch)
        net.train()
        for batch in batches(examples, order):
            step += 1
            chance = order.random()
            if step <= done:
                continue
            torch.manual_seed(SEED + step)
            losses = losses_of(batch, chance)
            loss = torch.stack([LOSS_WEIGHTS[name] * value for name, value in losses.items()]).sum()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            if step % 20 == 0:
                shown = {name: round(value.item(), 3) for name, value in losses.items()}
                print(f"epoch {epoch} step {step}/{steps} {process_time() - began:.0f} CPU-s {shown}", flush=True)
            if step % CHECKPOINT_STEPS == 0:
                _checkpoint(work / "checkpoint.pt", step, net, optimiser, schedule)
        print(json.dumps({"epoch": epoch, "step": step}), flush=True)
    net.eval()
    torch.save(net.state_dict(), work / "reader.pt")


def _optimiser(net: ReaderNet, plan: Plan) -> torch.optim.Optimizer:
    heads = [*net.features.parameters(), *net.tags.parameters(), *net.ask.parameters(), *net.answer.parameters()]
    known = {id(parameter) for parameter in heads}
    encoder = [p for p in net.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def batches(examples: Sequence[Example], order: random.Random) -> Iterator[list[int]]:
    """Indices of examples of like length together, at most BATCH_WORDS words with padding, in random order."""
    size = [len(example.passage.words) + 1 for example in examples]
    shuffled = sorted(range(len(examples)), key=lambda index: size[index] + order.random() * 6)
    found: list[list[int]] = []
    some: list[int] = []
    longest = 0
    for index in shuffled:
        longest_now = max(longest, size[index])
        if some and longest_now * (len(some) + 1) > BATCH_WORDS:
            found.append(some)
            some, longest_now = [], size[index]
        some.append(index)
        longest = longest_now
    found.append(some)
    order.shuffle(found)
    yield from found


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


def _rate(step: int, steps: int) -> float:
    warm = WARM_UP * steps
    return min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


def _checkpoint(path: Path, step: int, net: ReaderNet, optimiser: Any, schedule: Any) -> None:  # noqa: ANN401
    unfinished = path.with_suffix(".tmp")
    states = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
    torch.save({"step": step, **states}, unfinished)
    unfinished.replace(path)


def _resume(path: Path, net: ReaderNet, optimiser: Any, schedule: Any) -> int:  # noqa: ANN401
    if not path.exists():
        return 0
    stored = torch.load(path)
    net.load_state_dict(stored["net"])
    optimiser.load_state_dict(stored["optimiser"])
    schedule.load_state_dict(stored["schedule"])
    return int(stored["step"])


if __name__ == "__main__":
    main()
