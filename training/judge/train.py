"""Trains the judge: corpora → questions → teachers of each task → a smaller student, of their layers and their answers.

python -m training.judge.train --corpora FOLDER --vocabulary FILE --work build/judge
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.encoder.students import inherit
from training.judge import plain
from training.judge.claims import train_claims
from training.judge.corpora import (
    CLAIMS,
    MARKED,
    NEITHER,
    SENTIMENT,
    STANCE,
    TONES,
    UNKNOWN,
    Case,
    rated_cases,
    train_cases,
)
from training.judge.imitation import imitate
from training.judge.model import JudgeNet
from training.judge.objective import Odds, Reading, fit, odds
from training.judge.teacher import TEACHER, Teacher, told, train_large_teacher, train_teacher
from training.judge.written import written_cases
from transforms.reader.vocabulary import Vocabulary

# Of the layers of the smaller teachers these become the student's. Of those that can go, the fifth is missed least.
KEPT = (0, 1, 2, 3, 5)
STUDENT = {"layers": len(KEPT), "inner": 384, "looks": 1}
STUDENT_PLAN = Plan(epochs=3, rate=3e-4, new_rate=1e-3)
# Of what the larger teachers are fitted to, one case in so many.
WRITTEN_STEP, RATED_STEP = 9, 3
LARGE_MOST = 28_000  # questions that the larger teacher of the side is asked
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
    rated = rated_cases(args.corpora)
    teachers = train_teachers(fitted, rated, tuning, args.work)
    plain.prepare(args.corpora, args.work / "plain.jsonl")
    plain.prepare_news(args.corpora, args.work / "news.jsonl")
    asked, news = (
        [Case(name, question) for question in plain.load(args.work / f"{name}.jsonl")] for name in ("plain", "news")
    )
    labelled = [*fitted, *written_cases(), *rated]
    marked, others = ([case for case in labelled if (case.corpus in MARKED) is wanted] for wanted in (True, False))
    large = train_large_teachers(fitted, rated, tuning, args.work)
    answers = answers_about([*asked, *marked], news, teachers, large)
    cases = [*asked, *marked, *news, *(case for case in others if case.corpus != CLAIMS)]
    train_student(teachers, cases, answers, listed, args.corpora, args.work)
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
    """One of each task, of the side first. That one starts as the one of the tone, which has more to learn from, and is
    shown twice who takes a side: most are neutral.
    """
    tones = [*(case for case in fitted if case.knows(SENTIMENT)), *rated[::RATED_STEP]]
    parties = [case for case in fitted if case.corpus == "stance_dse"]
    sided = [case for case in parties if case.answers != NEITHER]
    written = written_cases()
    some = random.Random(SEED).sample(written, len(written) // WRITTEN_STEP)
    sides = [*parties, *sided, *some]
    held_out = {
        task: [case for case in tuning if case.knows(task) and case.corpus in MARKED] for task in (STANCE, SENTIMENT)
    }
    of_tone = train_large_teacher(SENTIMENT, tones, held_out[SENTIMENT], work / f"large-{SENTIMENT}")
    of_side = train_large_teacher(STANCE, sides, held_out[STANCE], work / f"large-{STANCE}", of_tone.net)
    return [of_side, of_tone]


def answers_about(
    both: Sequence[Case], tones: Sequence[Case], teachers: Sequence[Teacher], large: Sequence[Teacher]
) -> Odds:
    """What the teachers say, as logarithms of probabilities, [both + tones, 6]; NaN where none was asked.

    Args:
        both: side and tone are asked.
        tones: the tone alone is asked.
        teachers: the smaller ones, of the side and of the tone. The latter is not asked.
        large: the larger ones. That of the side has no time for all: it is asked what it was fitted to, and what the
            smaller one is least sure of; elsewhere the smaller one's answer stands. It also does about issues: the
            larger one has learned of parties, and finds issues neutral.
    """
    small_side, _ = teachers
    large_side, large_tone = large
    sides = told(small_side, both)
    parties = [number for number, case in enumerate(both) if case.knows(STANCE) or not about_issue(case)]
    asked = [both[number] for number in parties]
    of_large = told(large_side, asked, known=True, doubts=doubts(sides[parties]), most=LARGE_MOST)
    sides[parties] = np.where(np.isnan(of_large), sides[parties], of_large)
    of_both = np.concatenate([sides, told(large_tone, both, known=True)], axis=1)
    of_tones = told(large_tone, tones, folder="told-news")
    return np.concatenate([of_both, np.concatenate([np.full_like(of_tones, np.nan), of_tones], axis=1)])


def train_student(
    teachers: Sequence[Teacher],
    cases: Sequence[Case],
    answers: Odds,
    listed: Sequence[str],
    corpora: Path,
    work: Path,
) -> None:
    """Leaves in `work`/shipped a smaller net, with the teachers' layers first, then fitted to labels and answers.

    The tones of NewsMTSC it is told by the larger teacher, not by the labels: these it would learn by heart.

    Args:
        teachers: the smaller ones.
        cases: what the student is fitted to.
        answers: of the teachers, [first of `cases`, 6]; see `answers_about`.
        listed: the pieces of the student.
        corpora: folder of the plain texts.
        work: folder of checkpoints and weights.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    shape = Shape(pieces=len(listed), **STUDENT)
    whole = mean_net([teacher.net for teacher in teachers])
    middle = of_listed(whole, listed)
    samples = random.Random(SEED).sample([case for case in cases if case.corpus in MARKED], SAMPLES)
    thinned = JudgeNet(shape, dropout=0.0)
    inherit(thinned, middle, lambda: odds(middle, reading, samples), KEPT)
    imitate(thinned, whole, KEPT[: shape.full], listed, corpora, work / "imitation")
    student = JudgeNet(shape)
    student.load_state_dict(thinned.state_dict())
    told_only = [replace(case, answers=UNKNOWN) if case.corpus == TONES else case for case in cases]
    fit(student, reading, told_only, STUDENT_PLAN, work / "shipped", answers)


def about_issue(case: Case) -> bool:
    """Whether the target stands in the text and is no name."""
    target = case.question.target
    return target is not None and not target.slice(case.question.text)[:1].isupper()


def doubts(shares: Odds) -> NDArray[np.float32]:
    """How unsure some answers are [cases], from logarithms of probabilities [cases, 3]; infinite where none is."""
    entropy: NDArray[np.float32] = -(np.exp(shares) * shares).sum(axis=1)
    return np.nan_to_num(entropy, nan=np.inf)


def mean_net(nets: Sequence[JudgeNet]) -> JudgeNet:
    """A net of which each weight is the mean of those of the smaller teachers."""
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
