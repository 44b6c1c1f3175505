"""The large judge: shipped as it is, and the teacher of the small one.

Twelve layers twice as wide, which read word pieces, and the text anew for each target: ten times the work per word.
"""

import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch

from training.encoder import base, mpnet
from training.encoder.fitting import SEED, Plan
from training.judge.calibration import Calibration
from training.judge.corpora import CLASSES, NEITHER, PARTIES, SENTIMENT, Case, of_corpora
from training.judge.model import JudgeNet
from training.judge.objective import Odds, fit, odds
from training.judge.written import COMPOSED, written_by_file
from transforms.reader.piece_questions import PLACES, in_pieces
from transforms.reader.questions import Reading

FROZEN = 6  # layers that stay as they were, which saves two fifths of the work
PLAN = Plan(epochs=1, rate=4e-5, new_rate=5e-4)
# Of these one in so many is fitted.
RATED_STEP, WRITTEN_STEP, COMPOSED_STEP = 3, 2, 6
_ASKED_AT_ONCE = 1024  # then what was said is kept


def train_large(
    graded: Sequence[Case], taught: Odds, cases: Sequence[Case], listed: Sequence[str], work: Path
) -> JudgeNet:
    """The large judge.

    Args:
        graded: pairs of names that it is `taught`.
        taught: see `graded_cases`.
        cases: it is fitted to their answers besides.
        listed: the pieces that are shipped.
        work: the folder of all nets.
    """
    torch.manual_seed(SEED)
    net = unfitted(listed)
    mpnet.load(net, mpnet.weights(work), listed, base.numbers_of(listed))
    fit(net, in_pieces(listed), [*graded, *cases], PLAN, work / "large", taught)
    return net


def unfitted(listed: Sequence[str]) -> JudgeNet:
    """A net of the right shape."""
    return JudgeNet(mpnet.shape(len(listed), PLACES, FROZEN))


def lessons(fitted: Sequence[Case], rated: Sequence[Case], annotated: Sequence[Case]) -> list[Case]:
    """What the large judge is fitted to, in one round: twice the tones people told, and parties with a side."""
    tones = [*(case for case in fitted if case.knows(SENTIMENT)), *rated[::RATED_STEP]]
    parties = of_corpora(fitted, PARTIES)
    sided = [case for case in parties if case.answers != NEITHER]
    by_file = written_by_file()
    composed = by_file.pop(COMPOSED)
    written = list(chain.from_iterable(by_file.values()))
    draw = random.Random(SEED)
    some = [*draw.sample(written, len(written) // WRITTEN_STEP), *draw.sample(composed, len(composed) // COMPOSED_STEP)]
    return [*tones, *tones, *parties, *sided, *annotated, *some]


def told(net: JudgeNet, reading: Reading, calibrated: Calibration, cases: Sequence[Case], kept: Path) -> Odds:
    """What the large judge says of `cases`, as logarithms of probabilities, [cases, 6].

    What it said is kept in the folder `kept` in parts, as it takes an hour.
    """
    kept.mkdir(parents=True, exist_ok=True)
    said = [np.zeros((0, sum(map(len, CLASSES.values()))), dtype=np.float32)]
    for first in range(0, len(cases), _ASKED_AT_ONCE):
        part = kept / f"{first:06}.npy"
        if not part.exists():
            unfinished = part.with_suffix(".tmp.npy")
            np.save(unfinished, odds(net, reading, cases[first : first + _ASKED_AT_ONCE]))
            unfinished.replace(part)
        said.append(np.load(part))
    return calibrated.shares(np.concatenate(said))
