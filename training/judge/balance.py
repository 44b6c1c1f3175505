"""How much each case weighs, so that frequent classes do not drown the rare."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from training.judge.corpora import TASKS, UNLABELLED, Case


def class_weights(cases: Sequence[Case]) -> list[list[float]]:
    """Per case and task the root of how much rarer its class is in its corpus than an even share."""
    counts = Counter((case.corpus, task, case.answers[task]) for case in cases for task in range(len(TASKS)))
    known = [key for key in counts if key[2] != UNLABELLED]
    totals: Counter[tuple[str, int]] = Counter()
    for corpus, task, answer in known:
        totals[corpus, task] += counts[corpus, task, answer]
    classes = Counter((corpus, task) for corpus, task, _ in known)

    def weight(corpus: str, task: int, answer: int) -> float:
        if answer == UNLABELLED:
            return 0.0
        return float(np.sqrt(totals[corpus, task] / classes[corpus, task] / counts[corpus, task, answer]))

    return [[weight(case.corpus, task, answer) for task, answer in enumerate(case.answers)] for case in cases]
