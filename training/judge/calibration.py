"""By what odds are divided so that they are as sure as they are right."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judge.corpora import UNLABELLED

Odds = NDArray[Any]
DIVISORS = tuple(divisor / 100 for divisor in range(30, 401, 2))


def temperature(odds: Odds, answers: Odds) -> float:
    """The divisor of `odds` [cases, classes] with the least log loss of the `answers` [cases]."""
    return min(DIVISORS, key=lambda divisor: log_loss(odds / divisor, answers))


def log_loss(odds: Odds, answers: Odds) -> float:
    """The mean of what a right answer was thought to be worth, over the cases whose answer is known."""
    known = answers != UNLABELLED
    return -float(log_shares(odds[known])[np.arange(known.sum()), answers[known]].mean())


def log_shares(odds: Odds) -> Odds:
    """The logarithms of the probabilities."""
    shares: Odds = odds - np.logaddexp.reduce(odds, axis=-1, keepdims=True)
    return shares
