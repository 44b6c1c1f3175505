"""Trains the judge: corpora → questions → teachers of each task → a smaller student of all.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections.abc import Sequence
from copy import deepcopy
from itertools import count
from pathlib import Path

import numpy as np
import torch

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.encoder.students import inherit
from training.judge import plain
from training.judge.claims import train_claims
from training.judge.corpora import CLAIMS, MARKED, NEITHER, SENTIMENT, STANCE, Case, rated_cases, train_cases
from training.judge.model import JudgeNet
from training.judge.objective import Reading, fit, odds
from training.judge.teacher import TEACHER, Teacher, told, train_large_teacher, train_teacher
from training.judge.written import written_cases
from transforms.reader.vocabulary import Vocabulary

STUDENT = {"layers": 6, "inner": 384}
STUDENT_PLAN = Plan(epochs=4, rate=3e-4, new_rate=1e-3)
# What is shipped is the mean of the weights behind each.
REFINE_PLANS = (Plan(epochs=2, rate=1.5e-4, new_rate=5e-4), Plan(epochs=5, rate=2e-4, new_rate=5e-4))
# Of what the larger teachers are fitted to, one case in so many.
NEUTRAL_STEP, WRITTEN_STEP, RATED_STEP = 3, 9, 3
# Of the questions that the smaller teachers are asked, so many are asked of the larger ones too.
LARGE_MOST = {STANCE: 17_600, SENTIMENT: None}
SAMPLES = 400


def main() -> None:
    """Trains teachers, student and the net for claims; goes on from the last checkpoints in the work folder."""
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
    marked, others = ([case for case in labelled if (case.corpus in MARKED) is wanted] for wanted in (True, False))
    answered = [*asked, *marked]
    student = train_student(teachers, answered, others, listed, args.work)
    large = train_large_teachers(fitted, rated, tuning, args.work)
    refine(student, teachers, large, answered, others, listed, args.work)
    train_claims(args.corpora, fitted, listed, args.work)


def train_teachers(fitted: Sequence[Case], rated: Sequence[Case], tuning: Sequence[Case], work: Path) -> list[Teacher]:
    """One of each task. The tone of the written sentences is too plain to teach it; that of `rated` ones is not."""
    lessons = {STANCE: [*fitted, *written_cases()], SENTIMENT: [*fitted, *rated]}
    teachers = []
    for task, cases in lessons.items():
        known, held_out = ([case for case in some if case.knows(task)] for some in (cases, tuning))
        teachers.append(train_teacher(task, known, held_out, work / f"teacher-{task}"))
    return teachers


def train_large_teachers(
    fitted: Sequence[Case], rated: Sequence[Case], tuning: Sequence[Case], work: Path
) -> list[Teacher]:
    """One of each task, of fewer cases: they learn more of each, and take ten times as long."""
    seen = count()
    lessons = {
        STANCE: [
            case
            for case in fitted
            if case.corpus == "stance_dse" and (case.answers != NEITHER or next(seen) % NEUTRAL_STEP == 0)
        ],
        SENTIMENT: [case for case in fitted if case.knows(SENTIMENT)],
    }
    lessons[STANCE] += written_cases()[::WRITTEN_STEP]
    lessons[SENTIMENT] += rated[::RATED_STEP]
    found = []
    for task, cases in lessons.items():
        held_out = [case for case in tuning if case.knows(task) and case.corpus in MARKED]
        found.append(train_large_teacher(task, cases, held_out, work / f"large-{task}"))
    return found


def train_student(
    teachers: Sequence[Teacher], answered: Sequence[Case], others: Sequence[Case], listed: Sequence[str], work: Path
) -> JudgeNet:
    """Fits a smaller net to the labels, and to what the teachers say of what they have `answered`.

    Each teacher is asked about the corpus of the other: every target in a text has an answer to both tasks then.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    student = JudgeNet(Shape(pieces=len(listed), **STUDENT), looks=True)
    samples = random.Random(SEED).sample([case for case in answered if case.corpus in MARKED], SAMPLES)
    middle = between([teacher.net for teacher in teachers], listed)
    inherit(student, middle, lambda: odds(middle, reading, samples))
    taught = np.concatenate([told(teacher, answered) for teacher in teachers], axis=1)
    fit(student, reading, [*answered, *others], STUDENT_PLAN, work / "student", taught)
    return student


def between(teachers: Sequence[JudgeNet], listed: Sequence[str]) -> JudgeNet:
    """A net of which each weight is the mean of the teachers', over the `listed` pieces."""
    kept = base.numbers_of(listed)
    net = JudgeNet(Shape(pieces=len(listed), **TEACHER), looks=False)
    means = mean_weights(teachers)
    means["pieces.weight"] = means["pieces.weight"][kept]
    means["positions.weight"] = means["positions.weight"][: net.shape.places]
    net.load_state_dict(means)
    return net


def refine(
    student: JudgeNet,
    teachers: Sequence[Teacher],
    large: Sequence[Teacher],
    answered: Sequence[Case],
    others: Sequence[Case],
    listed: Sequence[str],
    work: Path,
) -> None:
    """Fits `student` further, into `work`/refined-N: to the labels, and to what the larger teachers say.

    The mean of what comes out is left in `work`/shipped: as right as either on the tones and sides of the corpora, and
    better on the minimal pairs.

    Where they were not asked, what the smaller ones say stands. Claims that do not stand in the text are left out,
    they have a net of their own.
    """
    cases = [*answered, *(case for case in others if case.corpus != CLAIMS)]
    answers = []
    for small, larger in zip(teachers, large, strict=True):
        said = told(larger, answered, LARGE_MOST[larger.task], known=larger.task == SENTIMENT)
        answers.append(np.where(np.isnan(said), told(small, answered), said))
    reading, taught = Reading(Vocabulary(listed)), np.concatenate(answers, axis=1)
    nets = [deepcopy(student) for _ in REFINE_PLANS]
    for number, (net, plan) in enumerate(zip(nets, REFINE_PLANS, strict=True)):
        fit(net, reading, cases, plan, work / f"refined-{number}", taught)
    (work / "shipped").mkdir(exist_ok=True)
    torch.save(mean_weights(nets), work / "shipped" / "reader.pt")


def mean_weights(nets: Sequence[JudgeNet]) -> dict[str, torch.Tensor]:
    """Of nets of one shape."""
    states = [net.state_dict() for net in nets]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


if __name__ == "__main__":
    main()
