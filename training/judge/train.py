"""Trains the judge: corpora → questions → a teacher of each task → a smaller student of both.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import compress
from pathlib import Path
from zlib import crc32

import numpy as np
import torch

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.encoder.students import inherit
from training.judge import plain
from training.judge.corpora import (
    CLAIMS,
    MARKED,
    SENTIMENT,
    STANCE,
    UNKNOWN,
    UNRELATED_SHARE,
    Case,
    climate_cases,
    climate_odds,
    rated_cases,
    train_cases,
    unrelated_cases,
)
from training.judge.model import JudgeNet
from training.judge.objective import Odds, Reading, fit, odds
from training.judge.teacher import TEACHER, Teacher, told, train_teacher
from training.judge.written import CORPUS as WRITTEN
from training.judge.written import written_cases
from transforms.reader.vocabulary import Vocabulary

STUDENT = {"layers": 6, "inner": 384}
STUDENT_PLAN = Plan(epochs=4, rate=3e-4, new_rate=1e-3)
# The last stage learns targets that are not named: stance_gwsd, and claims of which a text says nothing. Once for what
# is shipped, and five times without a fifth of stance_gwsd, for the measure.
ADAPT_PLAN = Plan(epochs=3, rate=1.5e-4, new_rate=3e-4)
FOLDS = 5
# Of the cases fitted before one in so many goes on being fitted, or they are forgotten; of claims as many have a side
# as have none.
REPLAYED = {CLAIMS: UNRELATED_SHARE, WRITTEN: 3}
OTHERS_REPLAYED = 12
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
    fitted, tuning = train_cases(args.corpora)
    rated = rated_cases(args.corpora)
    teachers = train_teachers(fitted, rated, tuning, args.work)
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    asked = [Case("plain", question) for question in plain.load(args.work / "plain.jsonl")]
    labelled = [*fitted, *written_cases(), *rated]
    student = train_student(teachers, asked, labelled, listed, args.work)
    reading = Reading(Vocabulary(listed))
    replayed = replayed_cases(labelled)
    taught = odds(student, reading, replayed)
    unrelated = unrelated_cases(args.corpora)
    # What all annotators said together says more than their majority, which is left out.
    climate = [replace(case, answers=UNKNOWN) for case in climate_cases(args.corpora)]
    judged = climate_odds(args.corpora)
    folds = {f"fold-{fold}": np.array([fold_of(case) != fold for case in climate]) for fold in range(FOLDS)}
    for name, kept in {"shipped": np.ones(len(climate), dtype=bool), **folds}.items():
        known = [*replayed, *compress(climate, kept)]
        adapt(student, reading, known, np.concatenate([taught, judged[kept]]), unrelated, args.work / name)


def train_teachers(fitted: Sequence[Case], rated: Sequence[Case], tuning: Sequence[Case], work: Path) -> list[Teacher]:
    """One of each task. The tone of the written sentences is too plain to teach it; that of `rated` ones is not."""
    lessons = {STANCE: [*fitted, *written_cases()], SENTIMENT: [*fitted, *rated]}
    teachers = []
    for task, cases in lessons.items():
        known, held_out = ([case for case in some if case.knows(task)] for some in (cases, tuning))
        teachers.append(train_teacher(task, known, held_out, work / f"teacher-{task}"))
    return teachers


def train_student(
    teachers: Sequence[Teacher], asked: Sequence[Case], labelled: Sequence[Case], listed: Sequence[str], work: Path
) -> JudgeNet:
    """Fits a smaller net to the labels, and to what the teachers say of what it was `asked` and of marked targets.

    Each teacher is asked about the corpus of the other: every target in a text has an answer to both tasks then.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    marked, others = ([case for case in labelled if (case.corpus in MARKED) is wanted] for wanted in (True, False))
    student = JudgeNet(Shape(pieces=len(listed), **STUDENT), looks=True)
    samples = random.Random(SEED).sample(marked, SAMPLES)
    middle = between([teacher.net for teacher in teachers], listed)
    inherit(student, middle, lambda: odds(middle, reading, samples))
    answered = [*asked, *marked]
    taught = np.concatenate([told(teacher, answered) for teacher in teachers], axis=1)
    fit(student, reading, [*answered, *others], STUDENT_PLAN, work / "student", taught)
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
    student: JudgeNet, reading: Reading, known: Sequence[Case], taught: Odds, more: Sequence[Case], work: Path
) -> None:
    """Fits a copy of `student` to `known`, of which it is `taught` the odds, and to `more`, into the folder `work`."""
    fit(deepcopy(student), reading, [*known, *more], ADAPT_PLAN, work, taught)


def replayed_cases(labelled: Sequence[Case]) -> list[Case]:
    """What of the cases fitted before goes on being fitted."""
    seen: Counter[str] = Counter()
    found = []
    for case in labelled:
        if seen[case.corpus] % REPLAYED.get(case.corpus, OTHERS_REPLAYED) == 0:
            found.append(case)
        seen[case.corpus] += 1
    return found


def fold_of(case: Case) -> int:
    """In which of the FOLDS a case is left out; the same text is never in two."""
    return crc32(case.question.text.encode()) % FOLDS


if __name__ == "__main__":
    main()
