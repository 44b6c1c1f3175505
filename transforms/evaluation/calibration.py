"""How far probabilities can be believed."""

import numpy as np
from numpy.typing import ArrayLike

BINS = 10


def calibration_error(is_right: ArrayLike, confidence: ArrayLike) -> float:
    """Mean gap between confidence and share of right answers over ten bins of confidence, weighted by answers.

    Source:
        Guo et al. 2017, "On Calibration of Modern Neural Networks": the expected calibration error.
    """
    right, sure = np.asarray(is_right, dtype=np.float64), np.asarray(confidence, dtype=np.float64)
    bin_of = np.minimum((sure * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(bin_of, weights=right - sure)).sum() / len(right))
