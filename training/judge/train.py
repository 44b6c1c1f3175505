"""Trains the judge: corpora → questions → a teacher of each task → a smaller student of both.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from zlib import crc32

import numpy as np
import torch

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.encoder.students import inherit
from training.judge import plain
from training.judge.corpora import MARKED, STANCE, TASKS, Case, climate_cases, train_cases, unrelated_cases
from training.judge.model import JudgeNet
from training.judge.objective import Odds, Reading, fit, odds
from training.judge.teacher import TEACHER, told, train_teacher
from training.judge.written import written_cases
from transforms.reader.vocabulary import Vocabulary

STUDENT = {"layers": 4, "inner": 384}
PLAIN_SHARE = 2  # one in so many of the plain questions is put to the teachers
STUDENT_PLAN = Plan(epochs=3, rate=3e-4, new_rate=1e-3)
# The last stage learns targets that are not named: stance_gwsd, and claims of which a text says nothing. Once for what
# is shipped, and five times without a fifth of stance_gwsd, for the measure.
ADAPT_PLAN = Plan(epochs=5, rate=1.5e-4, new_rate=3e-4)
FOLDS = 5
REPLAYED = 25  # of the cases fitted before, one in so many goes on being fitted
SAMPLES = 400


def main() -> None:
    """Trains teachers and student; goes on from the last checkpoints in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    listed = args.vocabulary.read_text(encoding="utf-8").splitlines()
    fitted, _ = train_cases(args.corpora)
    teachers = {task: train_teacher(task, cases_of(task, fitted), args.work / f"teacher-{task}") for task in TASKS}
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    asked = [Case("plain", question) for question in plain.load(args.work / "plain.jsonl")[::PLAIN_SHARE]]
    student = train_student(teachers, asked, [*fitted, *written_cases()], listed, args.work)
    reading = Reading(Vocabulary(listed))
    replayed = fitted[::REPLAYED]
    taught = odds(student, reading, replayed)
    climate, unrelated = climate_cases(args.corpora), unrelated_cases(args.corpora)
    adapt(student, reading, replayed, taught, [*climate, *unrelated], args.work / "shipped")
    for fold in range(FOLDS):
        kept = [case for case in climate if fold_of(case) != fold]
        adapt(student, reading, replayed, taught, [*kept, *unrelated], args.work / f"fold-{fold}")


def cases_of(task: str, fitted: Sequence[Case]) -> list[Case]:
    """What the teacher of a task is fitted to; the tone of the written sentences is too plain to teach it."""
    return [case for case in [*fitted, *(written_cases() if task == STANCE else ())] if case.knows(task)]


def train_student(
    teachers: Mapping[str, JudgeNet], asked: Sequence[Case], labelled: Sequence[Case], listed: Sequence[str], work: Path
) -> JudgeNet:
    """Fits a smaller net to the labels, and to what the teachers say of what it was `asked` and of marked targets.

    Each teacher is asked about the corpus of the other: every target in a text has an answer to both tasks then.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    marked, others = ([case for case in labelled if (case.corpus in MARKED) is wanted] for wanted in (True, False))
    student = JudgeNet(Shape(pieces=len(listed), **STUDENT), looks=True)
    samples = random.Random(SEED).sample(marked, SAMPLES)
    middle = between(teachers.values(), listed)
    inherit(student, middle, lambda: odds(middle, reading, samples))
    answered = [*asked, *marked]
    taught = [told(task, teacher, answered, work / f"teacher-{task}") for task, teacher in teachers.items()]
    fit(student, reading, [*answered, *others], STUDENT_PLAN, work / "student", np.concatenate(taught, axis=1))
    return student


def between(teachers: Iterable[JudgeNet], listed: Sequence[str]) -> JudgeNet:
    """A net of which each weight is the mean of the teachers', over the `listed` pieces."""
    number_of = {piece: number for number, piece in enumerate(base.pieces(base.folder()))}
    kept = [number_of[piece] for piece in listed]
    net = JudgeNet(Shape(pieces=len(listed), **TEACHER), looks=False)
    states = [teacher.state_dict() for teacher in teachers]
    means = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    means["pieces.weight"] = means["pieces.weight"][kept]
    means["positions.weight"] = means["positions.weight"][: net.shape.places]
    net.load_state_dict(means)
    return net


def adapt(
    student: JudgeNet, reading: Reading, replayed: Sequence[Case], taught: Odds, more: Sequence[Case], work: Path
) -> JudgeNet:
    """A copy of `student` that has learned `more`, and has not forgotten what it was `taught` of the others."""
    net = deepcopy(student)
    fit(net, reading, [*replayed, *more], ADAPT_PLAN, work, taught)
    return net


def fold_of(case: Case) -> int:
    """In which of the FOLDS a case is left out; the same text is never in two."""
    return crc32(case.question.text.encode()) % FOLDS


if __name__ == "__main__":
    main()
