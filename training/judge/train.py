"""Trains the judges: corpora → questions → the large judge → the small one, its student.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.encoder.narrowing import narrow
from training.encoder.students import inherit
from training.judge import plain
from training.judge.annotated import ISSUES, NAMES, PAIRS, annotated_cases
from training.judge.calibration import calibration
from training.judge.claims import train_claims
from training.judge.corpora import (
    CLAIMS,
    CLASSES,
    MARKED,
    SENTIMENT,
    STANCE,
    TONES,
    UNKNOWN,
    Case,
    of_corpora,
    rated_cases,
    train_cases,
)
from training.judge.graded import graded_cases, with_large
from training.judge.imitation import imitate
from training.judge.large import lessons, told, train_large
from training.judge.model import JudgeNet
from training.judge.objective import Odds, fit, odds
from training.judge.teacher import TEACHER, train_teacher
from training.judge.written import written_cases
from transforms.reader.piece_questions import in_pieces
from transforms.reader.questions import Reading
from transforms.reader.vocabulary import Vocabulary

# Of the layers of the smaller teachers these become the student's. Of those that can go, the fifth is missed least.
KEPT = (0, 1, 2, 3, 5)
# Of 32 numbers a head keeps 16, of 1536 inner neurons a layer 384; see decision 8, versions 9 and 5.
STUDENT = {"layers": len(KEPT), "head_width": 16, "inner": 384, "looks": 1}
STUDENT_PLAN = Plan(epochs=3, rate=3e-4, new_rate=1e-3)
SAMPLES = 400


def main() -> None:
    """Trains teachers, student and the net for claims; goes on from the last checkpoints in the work folder.

    What stands there is taken as it is: start in an empty folder when this code, its patterns or the corpora changed.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    listed = args.vocabulary.read_text(encoding="utf-8").splitlines()
    fitted, tuning = train_cases(args.corpora)
    annotated, left_out, _ = annotated_cases(args.corpora)
    rated = rated_cases(args.corpora)
    teachers = train_teachers(fitted, rated, args.work)
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    plain.prepare_news(args.corpora, args.work / "news.jsonl")
    asked, news = (
        [Case(name, question) for question in plain.load(args.work / f"{name}.jsonl")] for name in ("plain", "news")
    )
    graded, taught = graded_cases(args.corpora)
    are_graded = {case.question for case in graded}
    ungraded = [case for case in fitted if case.question not in are_graded]
    labelled = [*ungraded, *written_cases(), *rated]
    marked, others = ([case for case in labelled if (case.corpus in MARKED) is wanted] for wanted in (True, False))
    large = train_large(graded, taught, lessons(ungraded, rated, annotated), listed, args.work)
    standing = [*of_corpora(tuning, *MARKED), *left_out]
    issues, toned = of_corpora(annotated, ISSUES), [*of_corpora(annotated, NAMES, PAIRS), *news]
    answers = answers_of_large(large, listed, standing, [*graded, *asked, *marked], toned, args.work)
    answers[: len(graded)] = with_large(taught, answers[: len(graded)], graded)
    cases = [*graded, *asked, *marked, *toned, *issues, *(case for case in others if case.corpus != CLAIMS)]
    train_student(teachers, cases, answers, listed, args.corpora, args.work)
    train_claims(args.corpora, fitted, listed, args.work)


def train_teachers(fitted: Sequence[Case], rated: Sequence[Case], work: Path) -> list[JudgeNet]:
    """One of each task. The tone of the written sentences is too plain to teach it; that of `rated` ones is not."""
    lessons = {STANCE: [*fitted, *written_cases()], SENTIMENT: [*fitted, *rated]}
    return [
        train_teacher(task, [case for case in cases if case.knows(task)], work / f"teacher-{task}")
        for task, cases in lessons.items()
    ]


def answers_of_large(
    large: JudgeNet,
    listed: Sequence[str],
    tuning: Sequence[Case],
    both: Sequence[Case],
    tones: Sequence[Case],
    work: Path,
) -> Odds:
    """What the large judge says, as logarithms of probabilities, [both + tones, 6]; NaN where it was not asked.

    Args:
        large: the large judge.
        listed: its pieces.
        tuning: it is calibrated on these.
        both: side and tone are asked, also where an answer is known: what it says is less sure than the labels.
        tones: the tone alone is asked.
        work: what it says is kept here.
    """
    reading = in_pieces(listed)
    calibrated = calibration(large, reading, tuning)
    of_both, of_tones = (
        told(large, reading, calibrated, some, work / f"told-{name}")
        for name, some in (("both", both), ("tones", tones))
    )
    of_tones[:, : len(CLASSES[STANCE])] = np.nan
    return np.concatenate([of_both, of_tones])


def train_student(
    teachers: Sequence[JudgeNet],
    cases: Sequence[Case],
    answers: Odds,
    listed: Sequence[str],
    corpora: Path,
    work: Path,
) -> None:
    """Leaves in `work`/shipped a smaller net, with the teachers' layers first, then fitted to labels and answers.

    Heads are narrowed and inner neurons thinned out before what each layer says is fitted to the teachers' again.

    The tones of NewsMTSC it is told by the large judge, not by the labels: these it would learn by heart.

    Args:
        teachers: where its layers come from.
        cases: what the student is fitted to.
        answers: of the large judge, [first of `cases`, 6]; see `answers_of_large`.
        listed: the pieces of the student.
        corpora: folder of the plain texts.
        work: folder of checkpoints and weights.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    shape = Shape(pieces=len(listed), **STUDENT)
    whole = mean_net(teachers)
    middle = of_listed(whole, listed)
    samples = random.Random(SEED).sample(of_corpora(cases, *MARKED), SAMPLES)
    narrowed = JudgeNet(replace(middle.shape, head_width=shape.head_width))
    narrow(narrowed, middle, lambda: odds(middle, reading, samples))
    thinned = JudgeNet(shape, dropout=0.0)
    inherit(thinned, narrowed, lambda: odds(narrowed, reading, samples), KEPT)
    imitate(thinned, whole, KEPT[: shape.full], listed, corpora, work / "imitation")
    student = JudgeNet(shape)
    student.load_state_dict(thinned.state_dict())
    told_only = [replace(case, answers=UNKNOWN) if case.corpus == TONES else case for case in cases]
    fit(student, reading, told_only, STUDENT_PLAN, work / "shipped", answers, other_names=True)


def mean_net(nets: Sequence[JudgeNet]) -> JudgeNet:
    """A net of which each weight is the mean of those of the teachers."""
    net = JudgeNet(nets[0].shape)
    states = [net.state_dict() for net in nets]
    net.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return net


def of_listed(whole: JudgeNet, listed: Sequence[str]) -> JudgeNet:
    """`whole` over the `listed` pieces alone, and with as many places as a student has."""
    net = JudgeNet(Shape(pieces=len(listed), **TEACHER))
    state = whole.state_dict()
    state["pieces.weight"] = state["pieces.weight"][base.numbers_of(listed)]
    state["positions.weight"] = state["positions.weight"][: net.shape.places]
    net.load_state_dict(state)
    return net


if __name__ == "__main__":
    main()
