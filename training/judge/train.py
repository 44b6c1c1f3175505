"""Trains the judge: corpora → questions → a teacher for each task → one smaller student.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
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
from training.encoder.students import inherit, inherit_words
from training.judge import plain
from training.judge.balance import class_weights
from training.judge.corpora import (
    CLASSES,
    CLASSES_EACH,
    SENTIMENT,
    STANCE,
    TASKS,
    UNLABELLED,
    Case,
    climate_cases,
    climate_shares,
    train_cases,
    unrelated_cases,
)
from training.judge.model import JudgeNet
from training.judge.renaming import names_in, renamed
from training.judge.teacher import SMOOTHING, TeacherNet, teach, told
from training.judge.written import written_cases
from transforms.reader.questions import ROLE, ROLE_SIZES, Asked, ask, question_batch
from transforms.reader.vocabulary import Vocabulary

STUDENT = {"layers": 4, "inner": 384}
PLAIN_SHARE = 3  # one in so many of the plain questions is put to the teachers
STUDENT_PLAN = Plan(epochs=2, rate=3e-4, new_rate=1e-3)
# Then what the teacher of the tone says of stance_dse, whose texts are like those of the corpus of tones.
TONE_PLAN = Plan(epochs=1, rate=1.5e-4, new_rate=5e-4)
# The last stage learns targets that are not named: stance_gwsd, and claims of which a text says nothing. Once for what
# is shipped, and five times without a fifth of stance_gwsd, for the measure.
ADAPT_PLAN = Plan(epochs=5, rate=1.5e-4, new_rate=3e-4)
FOLDS = 5
REPLAYED = 25  # of the cases fitted before, one in so many goes on being fitted
RENAMED = 0.5  # of the batches of a student
SAMPLES = 400
Odds = NDArray[np.float32]


def main() -> None:
    """Trains all; goes on from the last checkpoints in the work folder."""
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
    teachers = [
        teach(task, [case for case in fitted if case.answers[place] != UNLABELLED], args.work / f"teacher-{task}")
        for place, task in enumerate(TASKS)
    ]
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    asked = [Case("plain", question) for question in plain.load(args.work / "plain.jsonl")[::PLAIN_SHARE]]
    student = train_student(teachers, asked, [*fitted, *written_cases()], listed, args.work)
    replayed, climate = fitted[::REPLAYED], climate_cases(args.corpora)
    unrelated = unrelated_cases(args.corpora)
    cases = [*climate, *replayed, *unrelated]
    taught = np.concatenate([odds(student, [*climate, *replayed], vocabulary), untaught(len(unrelated))])
    taught[: len(climate), : len(CLASSES[STANCE])] = np.log(np.array(climate_shares(args.corpora)) + SMOOTHING)
    adapt(student, cases, taught, vocabulary, args.work / "shipped")
    for fold in range(FOLDS):
        kept = [at for at in range(len(cases)) if at >= len(climate) or fold_of(cases[at]) != fold]
        adapt(student, [cases[at] for at in kept], taught[kept], vocabulary, args.work / f"fold-{fold}")


def train_student(
    teachers: Sequence[TeacherNet],
    asked: Sequence[Case],
    labelled: Sequence[Case],
    pieces: Sequence[str],
    work: Path,
) -> JudgeNet:
    """Fits a smaller net to the labels, and to what the teachers, one for each of TASKS, say of what is `asked`.

    What they say of texts they were fitted to is hardly more than their labels; so each is asked about other texts. The
    student starts as the first layers of the first of them.
    """
    torch.manual_seed(SEED)
    samples = [case.question for case in random.Random(SEED).sample(list(labelled), SAMPLES)]
    student = JudgeNet(Shape(pieces=len(pieces), **STUDENT))
    first = teachers[0]
    inherit(student, first, lambda: told(first, samples))
    number_of = {piece: number for number, piece in enumerate(base.pieces(base.folder()))}
    inherit_words(student, first, [number_of[piece] for piece in pieces])
    inherit_roles(student, first)
    vocabulary, cases = Vocabulary(pieces), [*asked, *labelled]
    questions = [case.question for case in asked]
    taught = untaught(len(cases))
    taught[: len(asked)] = np.concatenate([told(teacher, questions) for teacher in teachers], axis=1)
    fit(student, cases, vocabulary, STUDENT_PLAN, work / "student", taught)
    place = TASKS.index(SENTIMENT)
    sides = [at for at, case in enumerate(cases) if case.corpus == "stance_dse"]
    tones = slice(place * CLASSES_EACH, (place + 1) * CLASSES_EACH)
    taught[sides, tones] = told(teachers[place], [cases[at].question for at in sides])
    fit(student, cases, vocabulary, TONE_PLAN, work / "tones", taught)
    return student


def untaught(cases: int) -> Odds:
    """Nothing is taught of any of the cases."""
    return np.full((cases, len(TASKS) * CLASSES_EACH), np.nan, dtype=np.float32)


def inherit_roles(student: JudgeNet, teacher: TeacherNet) -> None:
    """Copies the vectors of the roles that a student marks as well."""
    with torch.no_grad():
        student.features[ROLE].weight.copy_(teacher.features[0].weight[: ROLE_SIZES[ROLE]])  # type: ignore[operator,index]


def adapt(student: JudgeNet, cases: Sequence[Case], taught: Odds, vocabulary: Vocabulary, work: Path) -> JudgeNet:
    """A copy of `student` fitted to `cases`, and to the odds `taught`: its own of what it is to keep, and raters'."""
    net = deepcopy(student)
    fit(net, cases, vocabulary, ADAPT_PLAN, work, taught)
    return net


def fold_of(case: Case) -> int:
    """In which of the FOLDS a case is left out; the same text is never in two."""
    return crc32(case.question.text.encode()) % FOLDS


def fit(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary, plan: Plan, work: Path, taught: Odds) -> None:
    """Fits `net` to the answers of `cases`, and to the odds `taught` [cases, 6], which are nan where nothing is taught.

    Each class of a corpus weighs as the root of its rarity. Half of the batches have other names for their speakers and
    targets.
    """
    asked = ask(case.question for case in cases)
    weights = class_weights(cases)
    wanted = torch.from_numpy(taught)
    names = names_in(asked)

    def losses(passages: Sequence[int], chance: float) -> dict[str, Tensor]:
        some = [asked[index] for index in passages]
        if chance < RENAMED:
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
        return found | _taught(odds_of, _by_task(wanted[batch]))

    train(net, _sizes(asked), losses, plan, work)


def odds(net: JudgeNet, cases: Sequence[Case], vocabulary: Vocabulary) -> Odds:
    """What `net` says, [cases, 6]."""
    net.eval()
    asked = ask(case.question for case in cases)
    found = untaught(len(cases))
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


def _taught(odds_of: dict[str, Tensor], wanted_of: dict[str, Tensor]) -> dict[str, Tensor]:
    """How far the odds of a batch are from those taught, over the cases of which something is."""
    found = {}
    for task, wanted in wanted_of.items():
        here = ~wanted[:, 0].isnan()
        if bool(here.any()):
            said = odds_of[task][here].log_softmax(-1)
            far = nn.functional.kl_div(said, wanted[here].log_softmax(-1), log_target=True, reduction="sum")
            found[f"{task} taught"] = far / len(wanted)
    return found


def _by_task(odds: Tensor) -> dict[str, Tensor]:
    found: tuple[Tensor, ...] = odds.split(CLASSES_EACH, dim=-1)
    return dict(zip(CLASSES, found, strict=True))


if __name__ == "__main__":
    main()
