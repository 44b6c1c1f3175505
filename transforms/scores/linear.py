"""A small multinomial logistic regression over named signals, its weights read from JSON and applied with NumPy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """`features` are signal names followed by + or -: the part of the signal above or below 0."""

    version: str
    labels: tuple[str, ...]
    features: tuple[str, ...]
    coefficients: Matrix  # labels x features
    intercepts: Matrix

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> Matrix:
        """One row of probabilities per row of signals, in the order of `labels`; a missing signal is 0."""
        matrix = design_matrix(rows, self.features)
        # Not a matrix product: BLAS sums in another order for another number of rows, and reruns must be byte-equal.
        logits = np.column_stack([(matrix * weights).sum(axis=1) for weights in self.coefficients]) + self.intercepts
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def design_matrix(rows: Sequence[Mapping[str, float]], features: Sequence[str]) -> Matrix:
    """Rows x features, each the positive or negative part of a signal."""
    column = {name: at for at, name in enumerate(features)}
    matrix = np.zeros((len(rows), len(features)))
    for number, row in enumerate(rows):
        for name, value in row.items():
            at = column.get(name + ("+" if value > 0 else "-"))
            if at is not None:
                matrix[number, at] = abs(value)
    return matrix


@cache
def load(name: str) -> LinearModel:
    """The model stored beside this module as `name`.json."""
    stored = json.loads((files(__package__) / f"{name}.json").read_text(encoding="utf-8"))
    return LinearModel(
        version=stored["version"],
        labels=tuple(stored["labels"]),
        features=tuple(stored["features"]),
        coefficients=np.asarray(stored["coefficients"], dtype=np.float64),
        intercepts=np.asarray(stored["intercepts"], dtype=np.float64),
    )
