"""The net for claims that do not stand in the text, apart from the judge's: what both learned, each forgot in turn.

It starts as the first layers of the larger encoder, reads words as the judge does, and learns from debates first, then
from stance_gwsd: once for what is shipped, and five times without a fifth of that corpus, for the measure. No step of
the pipeline asks it, so it may take its time.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import compress
from pathlib import Path
from zlib import crc32

import numpy as np
import torch

from training.encoder import base, mpnet
from training.encoder.fitting import SEED, Plan
from training.judge.corpora import CLAIMS, UNKNOWN, Case, climate_cases, climate_odds, of_corpora, unrelated_cases
from training.judge.model import JudgeNet
from training.judge.objective import fit
from transforms.reader.passages import WORDS_MAX
from transforms.reader.questions import Reading
from transforms.reader.vocabulary import Vocabulary

LAYERS, FROZEN = 8, 4
DEBATES_PLAN = Plan(epochs=1, rate=4e-5, new_rate=5e-4)
CLIMATE_PLAN = Plan(epochs=3, rate=4e-5, new_rate=5e-4)
REPLAYED = 15  # of the debates one case in so many goes on being fitted
FOLDS = 5


def train_claims(corpora: Path, fitted: Sequence[Case], listed: Sequence[str], work: Path) -> None:
    """Leaves the weights in `work`/claims and, of each fold, in `work`/claims-N.

    `fitted` are those of `train_cases`, `listed` the pieces of the judge.
    """
    torch.manual_seed(SEED)
    reading = Reading(Vocabulary(listed))
    debates = [*of_corpora(fitted, CLAIMS), *unrelated_cases(corpora)]
    net = unfitted(listed)
    mpnet.load(net, mpnet.weights(work), listed, base.numbers_of(listed))
    fit(net, reading, debates, DEBATES_PLAN, work / "claims-debates")
    # The annotators' shares alone: with the label of most of them beside, the folds were no better.
    climate = [replace(case, answers=UNKNOWN) for case in climate_cases(corpora)]
    judged = climate_odds(corpora)
    folds = {f"claims-{fold}": np.array([fold_of(case) != fold for case in climate]) for fold in range(FOLDS)}
    for name, kept in {"claims": np.ones(len(climate), dtype=bool), **folds}.items():
        cases = [*compress(climate, kept), *debates[::REPLAYED]]
        fit(deepcopy(net), reading, cases, CLIMATE_PLAN, work / name, judged[kept])


def unfitted(listed: Sequence[str]) -> JudgeNet:
    """A net of the right shape."""
    return JudgeNet(mpnet.shape(len(listed), WORDS_MAX + 1, FROZEN, LAYERS))


def fold_of(case: Case) -> int:
    """In which of the FOLDS a case is left out; the same text is never in two."""
    return crc32(case.question.text.encode()) % FOLDS
