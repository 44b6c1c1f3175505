"""Accuracy, macro-F1 with its interval, the scores of each class and the calibration error of predicted labels."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from transforms.evaluation.bootstrap import RESAMPLES, generator, interval
from transforms.evaluation.calibration import calibration_error


@dataclass(frozen=True, slots=True)
class JudgedLabel:
    """A label of the gold and what was predicted; `probabilities` of all labels, None where unknown."""

    gold: str
    found: str
    probabilities: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """In [0, 1]; `gold` and `found` count rows. A class that is never predicted has precision 0.

    `expected`: what the probabilities of the class add up to, over the rows that have any; None where none has.
    """

    precision: float
    recall: float
    f1: float
    gold: int
    found: int
    expected: float | None


@dataclass(frozen=True, slots=True)
class LabelScores:
    """`classes` are those of the gold, and `macro_f1` is their mean F1, which `macro_f1_low` and `macro_f1_high`
    bound in 95 % of the bootstrap's samples; None with fewer than 2 rows.

    `calibration_error` is over the `calibrated` rows, those with a probability; None where there are none.
    """

    rows: int
    accuracy: float
    macro_f1: float
    macro_f1_low: float | None
    macro_f1_high: float | None
    classes: dict[str, ClassScore]
    calibration_error: float | None
    calibrated: int


def measure_labels(judged: Sequence[JudgedLabel], labels: Sequence[str]) -> LabelScores:
    """The scores of at least one row; classes come in the order of `labels`.

    The interval of macro-F1 resamples single rows: where rows of one text succeed and fail together it is too narrow.
    It is the same in every run and for every order of the rows.
    """
    pairs = Counter((row.gold, row.found) for row in judged)
    known = [row.probabilities for row in judged if row.probabilities is not None]
    expected = {label: fsum(row[label] for row in known) if known else None for label in labels}
    scored = {label: _class_score(label, pairs, expected[label]) for label in labels}
    classes = {label: score for label, score in scored.items() if score.gold}
    sure = [(row.gold == row.found, row.probabilities[row.found]) for row in judged if row.probabilities is not None]
    low, high = _interval(pairs, list(classes))
    return LabelScores(
        rows=len(judged),
        accuracy=sum(row.gold == row.found for row in judged) / len(judged),
        macro_f1=sum(score.f1 for score in classes.values()) / len(classes),
        macro_f1_low=low,
        macro_f1_high=high,
        classes=classes,
        calibration_error=calibration_error(*zip(*sure, strict=True)) if sure else None,
        calibrated=len(sure),
    )


def _interval(pairs: Counter[tuple[str, str]], classes: Sequence[str]) -> tuple[float | None, float | None]:
    """The ends of the interval in which macro-F1 over `classes` is when as many rows are drawn anew."""
    if pairs.total() < 2:
        return None, None
    seen = sorted(pairs)
    counts = np.array([pairs[pair] for pair in seen])
    drawn = generator().multinomial(counts.sum(), counts / counts.sum(), size=RESAMPLES)
    gold, found = (np.array([[pair[place] == label for label in classes] for pair in seen]) for place in (0, 1))
    expected, right = drawn @ gold, drawn @ (gold & found)
    # As with all rows, the mean is over the classes of the gold: those that are in the sample.
    f1 = np.divide(2 * right, expected + drawn @ found, out=np.full(right.shape, np.nan), where=expected > 0)
    return interval(np.nanmean(f1, axis=1))


def _class_score(label: str, pairs: Counter[tuple[str, str]], expected: float | None) -> ClassScore:
    right = pairs[label, label]
    gold = sum(count for (told, _), count in pairs.items() if told == label)
    found = sum(count for (_, given), count in pairs.items() if given == label)
    return ClassScore(
        precision=right / found if found else 0.0,
        recall=right / gold if gold else 0.0,
        f1=2 * right / (gold + found) if right else 0.0,
        gold=gold,
        found=found,
        expected=expected,
    )
