"""Trains the judge: corpora → questions → multi-task training of a teacher → a smaller student.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from zlib import crc32

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder import base
from training.encoder.fitting import SEED, Plan, batches, train
from training.encoder.model import Shape
from training.encoder.students import inherit
from training.judge import plain
from training.judge.corpora import CLASSES, TASKS, UNLABELLED, Case, climate_cases, train_cases, unrelated_cases
from training.judge.model import JudgeNet
from training.judge.renaming import names_in, renamed
from training.judge.written import written_cases
from transforms.reader.questions import Asked, ask, question_batch
from transforms.reader.vocabulary import Vocabulary

# The teacher reads each text with the target marked; the student reads it once for all targets.
TEACHER = {"layers": 6}
STUDENT = {"layers": 4, "inner": 384}
TEACHER_PLAN = Plan(epochs=3, rate=1.5e-4, new_rate=1e-3)
PLAIN_SHARE = 2  # one in so many of the plain questions is put to the teacher
STUDENT_PLAN = Plan(epochs=3, rate=3e-4, new_rate=1e-3)
# The last stage learns targets that are not named: stance_gwsd, and claims of which a text says nothing. Once for what
# is shipped, and five times without a fifth of stance_gwsd, for the measure.
ADAPT_PLAN = Plan(epochs=2, rate=1.5e-4, new_rate=3e-4)
FOLDS = 5
REPLAYED = 10  # of the cases fitted before, one in so many goes on being fitted
RENAMED = 0.5  # of the batches of a student
SAMPLES = 400
SMOOTHING = 0.05
Odds = NDArray[np.float32]


def main() -> None:
    """Trains both; goes on from the last checkpoints in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    listed = args.vocabulary.read_text(encoding="utf-8").splitlines()
    vocabulary = Vocabulary(listed)
    fitted, _ = train_cases(args.corpora)
    teacher = JudgeNet(Shape(pieces=len(listed), **TEACHER), looks=False)
    source = base.folder()
    number_of = {piece: number for number, piece in enumerate(base.pieces(source))}
    base.load(teacher, source, [number_of[piece] for piece in listed])
    fit(teacher, fitted, vocabulary, TEACHER_PLAN, args.work / "teacher")
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    asked = [Case("plain", question) for question in plain.load(args.work / "plain.jsonl")[::PLAIN_SHARE]]
    student = train_student(teacher, asked, [*fitted, *written_cases()], vocabulary, args.work / "student")
    replayed = fitted[::REPLAYED]
    taught = odds(student, replayed, vocabulary)
    climate, unrelated = climate_cases(args.corpora), unrelated_cases(args.corpora)
    adapt(student, replayed, taught, [*climate, *unrelated], vocabulary, args.work / "shipped")
    for fold in range(FOLDS):
        kept = [case for case in climate if fold_of(case) != fold]
        adapt(student, replayed, taught, [*kept, *unrelated], vocabulary, args.work / f"fold-{fold}")


def train_student(
    teacher: JudgeNet, asked: Sequence[Case], labelled: Sequence[Case], vocabulary: Vocabulary, work: Path
) -> JudgeNet:
    """Fits a smaller net to the labels, and to what `teacher` says of what it was `asked` besides.

    What it says of texts it was fitted to is hardly more than their labels.
    """
    torch.manual_seed(SEED)
    samples = random.Random(SEED).sample(list(labelled), SAMPLES)
    student = JudgeNet(Shape(pieces=teacher.shape.pieces, **STUDENT), looks=True)
    inherit(student, teacher, lambda: odds(teacher, samples, vocabulary))
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "taught.npy").exists():
        np.save(work / "taught.npy", odds(teacher, asked, vocabulary))
    fit(student, [*asked, *labelled], vocabulary, STUDENT_PLAN, work, np.load(work / "taught.npy"))
    return student


def adapt(
    student: JudgeNet,
    replayed: Sequence[Case],
    taught: Odds,
    more: Sequence[Case],
    vocabulary: Vocabulary,
    work: Path,
) -> JudgeNet:
    """A copy of `student` that has learned `more`, and has not forgotten what it was `taught` of the others."""
    net = deepcopy(student)
    fit(net, [*replayed, *more], vocabulary, ADAPT_PLAN, work, taught)
    return net


def fold_of(case: Case) -> int:
    """In which of the FOLDS a case is left out; the same text is never in two."""
    return crc32(case.question.text.encode()) % FOLDS


def fit(
    net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary, plan: Plan, work: Path, taught: Odds | None = None
) -> None:
    """Fits `net` to the answers of `cases`, and to the odds `taught` of the first of them.

    Each class of a corpus weighs as the root of its rarity. With something `taught`, half of the batches have other
    names for their speakers and targets.
    """
    asked = ask((case.question for case in cases), mark=not net.looks)
    weights = _weights(cases)
    told = [] if taught is None else list(torch.from_numpy(taught))
    names = names_in(asked)

    def losses(passages: Sequence[int], chance: float) -> dict[str, Tensor]:
        some = [asked[index] for index in passages]
        if told and chance < RENAMED:
            draw = random.Random(chance)
            some = [renamed(each, names, draw) for each in some]
        batch = [number for each in some for number in each.numbers]
        odds_of = _by_task(net(*inputs(some, vocabulary)))
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


def odds(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary) -> Odds:
    """What `net` says, [cases, 6]."""
    net.eval()
    asked = ask((case.question for case in cases), mark=not net.looks)
    found = np.zeros((len(cases), sum(map(len, CLASSES.values()))), dtype=np.float32)
    with torch.inference_mode():
        for batch in batches(_sizes(asked), random.Random(SEED)):
            some = [asked[index] for index in batch]
            found[[number for each in some for number in each.numbers]] = net(*inputs(some, vocabulary)).numpy()
    return found


def inputs(asked: Sequence[Asked], vocabulary: Vocabulary) -> list[Tensor]:
    """The arrays of some passages as tensors."""
    return [torch.from_numpy(array) for array in question_batch(asked, vocabulary).named().values()]


def _sizes(asked: Sequence[Asked]) -> list[int]:
    return [1 + len(each.passage.words) for each in asked]


def _told(odds_of: dict[str, Tensor], batch: Sequence[int], told: Sequence[Tensor]) -> dict[str, Tensor]:
    """How far the odds are from the teacher's, over the cases of the batch that it has answered."""
    here = [place for place, index in enumerate(batch) if index < len(told)]
    if not here:
        return {}
    wanted = _by_task(torch.stack([told[batch[place]] for place in here]))
    return {
        f"{task} taught": nn.functional.kl_div(
            odds_of[task][here].log_softmax(-1), wanted[task].log_softmax(-1), log_target=True, reduction="sum"
        ) / len(batch)
        for task in TASKS
    }  # fmt: skip


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


if __name__ == "__main__":
    main()
