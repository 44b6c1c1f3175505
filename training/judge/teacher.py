"""Teachers of the judge, each of one task: they read word pieces, and a text anew for each target in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder import base, mpnet
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.judge.calibration import log_shares, temperature, temperature_and_bias
from training.judge.corpora import CLASSES, SENTIMENT, STANCE, TASKS, Case, answers_of
from training.judge.model import JudgeNet
from training.judge.objective import Odds, Reading, fit, odds
from transforms.reader.passages import Passage
from transforms.reader.questions import Asked, ask
from transforms.reader.vocabulary import PIECES_MAX, Vocabulary
from transforms.text.scores import StanceLabel, StanceQuestion

TEACHER = {"layers": 6}
PLANS = {
    STANCE: Plan(epochs=2, rate=1e-4, new_rate=5e-4),
    SENTIMENT: Plan(epochs=3, rate=1e-4, new_rate=5e-4, seed=7),
}
# The larger teachers are of twelve layers, twice as wide, of which half are trained.
FROZEN = 6
LARGE_PLANS = {
    SENTIMENT: Plan(epochs=2, rate=4e-5, new_rate=5e-4),
    STANCE: Plan(epochs=1, rate=4e-5, new_rate=5e-4, seed=11),
}
PLACES = 512  # of the base encoder
NEUTRAL = {STANCE: CLASSES[STANCE].index(StanceLabel.NEUTRAL.value), SENTIMENT: CLASSES[SENTIMENT].index("0")}
_SEPARATOR = "[SEP]"
_ASKED_AT_ONCE = 1024  # then what a teacher said is kept


@dataclass(frozen=True, slots=True)
class Teacher:
    """A net that answers `task`; its odds are divided by `divisor`, then `bias` is added to those of neutral.

    `work` is its folder.
    """

    task: str
    net: JudgeNet
    work: Path
    divisor: float = 1.0
    bias: float = 0.0

    def shares(self, odds: Odds) -> Odds:
        """The logarithms of the probabilities, [cases, 3]."""
        tempered = odds / self.divisor
        tempered[:, NEUTRAL[self.task]] += self.bias
        return log_shares(tempered)


def train_teacher(task: str, cases: Sequence[Case], tuning: Sequence[Case], work: Path) -> Teacher:
    """A net fitted to `cases`, calibrated on `tuning`; all have an answer to `task`."""
    torch.manual_seed(SEED)
    source = base.folder()
    listed = base.pieces(source)
    net = JudgeNet(Shape(pieces=len(listed), places=PLACES, **TEACHER))
    base.load(net, source, list(range(len(listed))))
    fit(net, in_pieces(listed), cases, PLANS[task], work)
    return Teacher(task, net, work, temperature(_said(net, task, tuning), answers_of(tuning, task)))


def train_large_teacher(
    task: str, cases: Sequence[Case], tuning: Sequence[Case], work: Path, start: JudgeNet | None = None
) -> Teacher:
    """Like `train_teacher`, from the larger encoder or `start`; a bias mends that `cases` hold fewer neutral ones."""
    torch.manual_seed(SEED)
    listed = base.pieces(base.folder())
    net = JudgeNet(mpnet.shape(len(listed), PLACES, FROZEN))
    if start is None:
        mpnet.load(net, mpnet.weights(work.parent), listed, range(len(listed)))
    else:
        net.load_state_dict(start.state_dict())
    fit(net, in_pieces(listed), cases, LARGE_PLANS[task], work)
    said, answers = _said(net, task, tuning), answers_of(tuning, task)
    return Teacher(task, net, work, *temperature_and_bias(said, answers, NEUTRAL[task]))


def told(
    teacher: Teacher,
    cases: Sequence[Case],
    *,
    doubts: NDArray[np.float32] | None = None,
    most: int | None = None,
    known: bool = False,
    folder: str = "told",
) -> Odds:
    """What a teacher says of its task, [cases, 3], as logarithms of probabilities; NaN where it was not asked.

    Its odds are kept in its folder, in parts: a larger teacher takes an hour.

    Args:
        teacher: is asked.
        cases: what about.
        doubts: how much each is worth asking, [cases]: first those with the most; None: in their order.
        most: so many of them; None: all.
        known: also those of which the answer is known, to which it was fitted.
        folder: where the parts are kept; each set of cases has its own.
    """
    asked = [number for number, case in enumerate(cases) if known or not case.knows(teacher.task)]
    if doubts is not None:
        asked.sort(key=lambda number: -doubts[number])
    asked = asked[:most]
    found = np.full((len(cases), len(CLASSES[teacher.task])), np.nan, dtype=np.float32)
    kept = teacher.work / folder
    kept.mkdir(exist_ok=True)
    for first in range(0, len(asked), _ASKED_AT_ONCE):
        here, part = asked[first : first + _ASKED_AT_ONCE], kept / f"{first:06}.npy"
        if not part.exists():
            said = _said(teacher.net, teacher.task, [cases[number] for number in here])
            unfinished = part.with_suffix(".tmp.npy")
            np.save(unfinished, said)
            unfinished.replace(part)
        found[here] = teacher.shares(np.load(part))
    return found


def _said(net: JudgeNet, task: str, cases: Sequence[Case]) -> Odds:
    """The odds of `task`, [cases, 3]."""
    reading = in_pieces(base.pieces(base.folder()))
    answers: Odds = np.split(odds(net, reading, cases), len(TASKS), axis=1)[TASKS.index(task)]
    return answers


def in_pieces(listed: Sequence[str]) -> Reading:
    """Word pieces read as words: those of speaker and target are marked, and the target's stand once more behind it."""
    pieces = AsPieces(listed)

    def asked(questions: Iterable[StanceQuestion]) -> list[Asked]:
        some = list(questions)
        return [
            _cut(each, pieces, repeats=question.target is not None or not question.target_name)
            for question, each in zip(some, ask(some, mark=True), strict=True)
        ]

    return Reading(pieces, asked)


class AsPieces(Vocabulary):
    """Takes pieces for words."""

    def __init__(self, listed: Sequence[str]) -> None:
        super().__init__(listed)
        self.listed, self._of_words = listed, Vocabulary(listed)

    def passage(self, passage: Passage) -> tuple[Passage, NDArray[np.int64]]:
        """The passage in pieces, each with what is known of its word; and how many pieces each word has."""
        numbers = self._of_words.pieces(passage.words)
        counts = (numbers > 0).sum(axis=1)
        shown = [self.listed[number] for number in numbers[numbers > 0]]
        return Passage(shown, passage.features.repeat(counts, axis=0)), counts

    def _cut(self, word: str) -> tuple[int, ...]:
        return (self.numbers[word], *[0] * (PIECES_MAX - 1))


def _cut(asked: Asked, vocabulary: AsPieces, *, repeats: bool) -> Asked:
    """The passage of one question in pieces. `repeats`: its target stands in the text, not behind it already."""
    passage, counts = vocabulary.passage(asked.passage)
    edges = np.concatenate([[0], counts.cumsum()])
    first, last = (int(edges[word]) for word in asked.targets[0])
    pieces, features = passage.words, passage.features
    end = len(pieces) if repeats else first
    shown = [*pieces[:end], _SEPARATOR, *pieces[first:last]]
    marks = np.concatenate([features[:end], np.zeros_like(features[:1]), features[first:last]])
    target = (first, last) if repeats else (first + 1, last + 1)
    return Asked(Passage(shown[: PLACES - 1], marks[: PLACES - 1]), asked.numbers, [target])
