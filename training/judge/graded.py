"""How readers would label pairs of names, graded by a language model that was shown some labels of `stance_dse`: see
`annotated/GRADES.md`.

One label of `stance_dse` is what a few readers said, and a net learns thousands of such by heart. What readers said of
all questions with one grade is less sure, and nearer to what most of them would say.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.judge.annotated import ANSWERS, annotated_places
from training.judge.calibration import log_shares
from training.judge.corpora import (
    CLASSES,
    MARKED,
    PARTIES,
    STANCE,
    TUNING,
    UNLABELLED,
    Case,
    odds_of_sides,
    part_of,
)
from training.judge.objective import Odds
from training.reader.corpora import Row, read_rows
from transforms.text.scores import StanceQuestion

GRADES = ANSWERS.with_name("grades.tsv")
GRADED = "graded pairs"
LOWEST, HIGHEST = -3, 3  # surely against, surely in favor
# Of what is taught of a row whose label is known, this is the grade's part; the rest is the label.
OF_GRADE = 0.65
# Of the others the small judge is taught what the grade is worth, to this power, times what the large judge says, to
# that one: the product with the least log loss on rows left out, at nearly the macro-F1 of the grades alone.
POWER_OF_GRADE, POWER_OF_LARGE = 0.6, 0.45
_SIDES = len(CLASSES[STANCE])
Labels = NDArray[np.int64]


def graded_cases(corpora: Path) -> tuple[list[Case], Odds]:
    """The graded questions, but for texts left out of the training, and what a net is taught of them, [cases, 6].

    What is taught are logarithms of probabilities; of the tone NaN, as it was not graded. Of rows of PARTIES the label
    is in them, so it is no answer besides. Rows that stand twice count once, with the first grade.

    Args:
        corpora: folder of the articles and of `stance_dse`.
    """
    labels = [CLASSES[STANCE].index(row["label"]) for row in read_rows(corpora / f"{MARKED[PARTIES]}.jsonl")]
    rows = dict[StanceQuestion, Row]()
    for row, question in annotated_places(corpora, pl.read_csv(GRADES, separator="\t")):
        if part_of(question.text) != TUNING:
            rows.setdefault(question, row)
    cases = [Case(PARTIES if row["kind"] == "row" else GRADED, question) for question, row in rows.items()]
    grades = [row["grade"] for row in rows.values()]
    known = [labels[row["article"]] if row["kind"] == "row" else UNLABELLED for row in rows.values()]
    return cases, odds_of_sides(shares_of(np.array(grades, dtype=np.int64), np.array(known, dtype=np.int64)))


def shares_of(grades: Labels, labels: Labels) -> NDArray[np.float64]:
    """What is taught of each side, as probabilities [n, 3].

    Args:
        grades: of each question [n], LOWEST to HIGHEST.
        labels: people's [n], UNLABELLED where none is known; they say what a grade is worth.
    """
    known = labels != UNLABELLED
    counts = np.full((HIGHEST - LOWEST + 1, _SIDES), 0.5)
    np.add.at(counts, (grades[known] - LOWEST, labels[known]), 1)
    shares: NDArray[np.float64] = (counts / counts.sum(axis=1, keepdims=True))[grades - LOWEST]
    shares[known] = OF_GRADE * shares[known] + (1 - OF_GRADE) * np.eye(_SIDES)[labels[known]]
    return shares


def with_large(taught: Odds, large: Odds, cases: Sequence[Case]) -> Odds:
    """What the small judge is taught of graded `cases`: the large judge's tone, and of GRADED both, as a product.

    Args:
        taught: see `graded_cases`.
        large: what the large judge says, as logarithms of probabilities [cases, 6].
        cases: the graded questions.
    """
    found = large.copy()
    product = log_shares(POWER_OF_GRADE * taught[:, :_SIDES] + POWER_OF_LARGE * large[:, :_SIDES])
    is_labelled = np.array([case.corpus == PARTIES for case in cases])
    found[:, :_SIDES] = np.where(is_labelled[:, None], taught[:, :_SIDES], product)
    return found
