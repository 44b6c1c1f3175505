"""Scores of guessed probabilities against labels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, log_loss, precision_recall_fscore_support

from transforms.evaluation.calibration import calibration_error
from transforms.scores.linear import Matrix

Labels = NDArray[np.str_]


def scores(labels: Labels, guessed: Matrix, classes: Labels) -> dict[str, Any]:
    """Macro-F1, log loss, calibration error and, per label, precision, recall and F1; in per cent but the log loss."""
    said = classes[guessed.argmax(axis=1)]
    precision, recall, f1, count = precision_recall_fscore_support(labels, said, labels=classes, zero_division=0)
    per_label = {
        str(label): {"precision": _pct(p), "recall": _pct(r), "f1": _pct(f), "rows": int(n)}
        for label, p, r, f, n in zip(classes, precision, recall, f1, count, strict=True)
    }
    return {
        "macro_f1": _pct(f1_score(labels, said, average="macro")),
        "log_loss": round(float(log_loss(labels, guessed, labels=classes)), 4),
        "calibration_error": _pct(calibration_error(labels == said, guessed.max(axis=1))),
        "labels": per_label,
    }


def _pct(share: float) -> float:
    return round(100 * float(share), 1)
