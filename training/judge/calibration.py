"""By what odds are divided so that they are as sure as they are right."""

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judge.corpora import UNLABELLED

Odds = NDArray[Any]
DIVISORS = tuple(divisor / 100 for divisor in range(30, 401, 2))
BIASES = tuple(bias / 10 for bias in range(21))


def temperature(odds: Odds, answers: Odds) -> float:
    """The divisor of `odds` [cases, classes] with the least log loss of the `answers` [cases]."""
    return min(DIVISORS, key=lambda divisor: log_loss(odds / divisor, answers))


def temperature_and_bias(odds: Odds, answers: Odds, place: int) -> tuple[float, float]:
    """Like `temperature`, and what is added to the class at `place` behind it: fewer of its cases were learned from."""

    def loss(pair: tuple[float, float]) -> float:
        biased = odds / pair[0]
        biased[:, place] += pair[1]
        return log_loss(biased, answers)

    return min(product(DIVISORS, BIASES), key=loss)


def log_loss(odds: Odds, answers: Odds) -> float:
    """The mean of what a right answer was thought to be worth, over the cases whose answer is known."""
    known = answers != UNLABELLED
    return -float(log_shares(odds[known])[np.arange(known.sum()), answers[known]].mean())


def log_shares(odds: Odds) -> Odds:
    """The logarithms of the probabilities."""
    shares: Odds = odds - np.logaddexp.reduce(odds, axis=-1, keepdims=True)
    return shares
