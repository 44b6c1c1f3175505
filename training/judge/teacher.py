"""Teachers of the judge's first layers, each of one task: they read word pieces, and a text anew for each target."""

from collections.abc import Sequence
from pathlib import Path

import torch

from training.encoder import base
from training.encoder.fitting import SEED, Plan
from training.encoder.model import Shape
from training.judge.corpora import SENTIMENT, STANCE, Case
from training.judge.model import JudgeNet
from training.judge.objective import fit
from transforms.reader.piece_questions import PLACES, in_pieces

TEACHER = {"layers": 6}
PLANS = {
    STANCE: Plan(epochs=2, rate=1e-4, new_rate=5e-4),
    SENTIMENT: Plan(epochs=3, rate=1e-4, new_rate=5e-4, seed=7),
}


def train_teacher(task: str, cases: Sequence[Case], work: Path) -> JudgeNet:
    """A net fitted to `cases`; all have an answer to `task`."""
    torch.manual_seed(SEED)
    source = base.folder()
    listed = base.pieces(source)
    net = JudgeNet(Shape(pieces=len(listed), places=PLACES, **TEACHER))
    base.load(net, source, list(range(len(listed))))
    fit(net, in_pieces(listed), cases, PLANS[task], work)
    return net
