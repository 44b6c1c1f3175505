"""By what odds are divided so that they are as sure as they are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judge.corpora import CLASSES, MARKED, SENTIMENT, STANCE, TASKS, UNLABELLED, Case, answers_of
from training.judge.model import JudgeNet
from training.judge.objective import odds
from transforms.reader.questions import Reading
from transforms.text.scores import StanceLabel

Odds = NDArray[Any]
DIVISORS = tuple(divisor / 100 for divisor in range(30, 401, 2))
BIASES = tuple(bias / 10 for bias in range(-10, 21))
NEUTRAL = CLASSES[STANCE].index(StanceLabel.NEUTRAL.value)


@dataclass(frozen=True, slots=True)
class Calibration:
    """By what the odds of each task are divided, and what is added to those of a neutral side before."""

    divisors: dict[str, float]
    neutral: float

    def shares(self, odds: Odds) -> Odds:
        """The logarithms of the probabilities of both tasks, each of three classes, [cases, 6]."""
        sides, tones = np.split(odds, len(TASKS), axis=1)
        sides = sides + self.neutral * (np.arange(sides.shape[1]) == NEUTRAL)
        tempered = (sides / self.divisors[STANCE], tones / self.divisors[SENTIMENT])
        return np.concatenate([log_shares(each) for each in tempered], axis=1).astype(np.float32)


def calibration(net: JudgeNet, reading: Reading, tuning: Sequence[Case]) -> Calibration:
    """What makes `net` as sure as it is right on `tuning`: sides shown twice, or weighed more, it takes too often.

    How often is told by people's labels alone: the annotated questions were drawn for not being surely neutral.
    """
    sides, tones = np.split(odds(net, reading, tuning).astype(np.float64), len(TASKS), axis=1)
    answers = answers_of(tuning, STANCE)
    by_people = np.array([case.corpus in MARKED for case in tuning])
    divisor, bias = temperature_and_bias(sides[by_people], answers[by_people], NEUTRAL)
    neutral = bias * divisor
    sides[:, NEUTRAL] += neutral
    return Calibration(
        {STANCE: temperature(sides, answers), SENTIMENT: temperature(tones, answers_of(tuning, SENTIMENT))}, neutral
    )


def temperature(odds: Odds, answers: Odds) -> float:
    """The divisor of `odds` [cases, classes] with the least log loss of the `answers` [cases]."""
    return min(DIVISORS, key=lambda divisor: log_loss(odds / divisor, answers))


def temperature_and_bias(odds: Odds, answers: Odds, place: int) -> tuple[float, float]:
    """Like `temperature`, and what is added to the class at `place` behind it where it is said too seldom or often."""

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
