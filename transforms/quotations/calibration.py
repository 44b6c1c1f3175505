"""How sure it is that a quotation is one, and that its mention utters it: the reader's own odds, calibrated.

The weights are those of two logistic regressions fitted on articles that neither the reader nor the rules were
fitted on (`training/reader/calibrate.py`), so that of the quotations with confidence 0.8 four in five are right.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, log

# What each regression looks at, in the order of its weights; the last weight is the intercept.
QUOTATION_SIGNALS = ("content", "content_lowest", "cue", "is_proposed", "is_quoted")
MENTION_SIGNALS = ("content", "source", "is_proposed_mention", "is_named_by_cue")
_LEAST = 1e-4


def odds(probability: float) -> float:
    """The logarithm of the odds, bounded."""
    bounded = min(max(probability, _LEAST), 1 - _LEAST)
    return log(bounded / (1 - bounded))


def calibrated(name: str, signals: Sequence[float]) -> float:
    """The probability for `name`, "quotation" or "mention", in [0, 1]."""
    *weights, intercept = _weights()[name]
    return 1 / (1 + exp(-sum(weight * signal for weight, signal in zip(weights, signals, strict=True)) - intercept))


@cache
def _weights() -> dict[str, list[float]]:
    found: dict[str, list[float]] = json.loads(files(__package__).joinpath("calibration.json").read_text("utf-8"))
    return found
