"""How near to the truth the sides of many statements come, counted by their labels and added up by their probabilities.

python -m training.judge.sums --corpora FOLDER [--judge large]
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.judges import JUDGES
from training.judge.annotated import KINDS, annotated_cases
from training.judge.corpora import CLASSES, PARTIES, STANCE, Case, answers_of, dev_cases, of_corpora
from transforms.scores.encoder_judge import encoder_judge
from transforms.scores.intervals import SMALL_SAMPLE, net_stance
from transforms.scores.stance import SIDE_FLOOR

SIZES, GROUPS, SEED = (20, 100), 2000, 20261130
FAVOR, AGAINST, NEUTRAL = range(len(CLASSES[STANCE]))
Sides = NDArray[Any]
Groups = Sequence[NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of groups of statements: the root mean square of how far net stances are off, in how many groups the interval
    holds that of the gold, and how wide it is.
    """

    error: float
    held: float
    width: float


def main() -> None:
    """Prints, of what no judge was fitted to, both ways side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--judge", choices=tuple(JUDGES), default="small")
    args = parser.parse_args()
    judge = encoder_judge(JUDGES[args.judge])
    draw = np.random.default_rng(SEED)
    for corpus, cases in _dev(args.corpora).items():
        questions = [case.question for case in cases]
        shares = judge.sides(questions, judge.odds(questions))
        told = one_each(answers_of(cases, STANCE))
        ways = {"counted": counted(shares, SIDE_FLOOR), "expected": shares[:, [FAVOR, AGAINST]]}
        print(f"\n{corpus}: {len(cases):,}; favor, against by the gold: {_pct(told.mean(axis=0))}")
        kinds: dict[str, Groups] = {
            f"of {size}": [draw.choice(len(cases), size, replace=False) for _ in range(GROUPS)] for size in SIZES
        }
        kinds[f"of one target, {SMALL_SAMPLE} or more"] = of_targets(cases)
        for way, sides in ways.items():
            print(f"  {way}: {_pct(sides.mean(axis=0))}")
            for kind, groups in kinds.items():
                found = nearness(told, sides, groups)
                print(
                    f"    groups {kind} ({len(groups):,}): error {found.error:.3f}, interval holds the gold in "
                    f"{found.held:.1%}, width {found.width:.2f}"
                )


def one_each(classes: NDArray[np.int64]) -> Sides:
    """[n, 2]: 1 where a class [n] is favor, and where it is against."""
    return np.stack([classes == FAVOR, classes == AGAINST], axis=1).astype(np.float64)


def counted(shares: Sides, floor: float) -> Sides:
    """[n, 2]: the sides that have a label, of probabilities [n, 3]; in bulk what `decided` does."""
    return one_each(np.where(shares.max(axis=1) >= floor, shares.argmax(axis=1), NEUTRAL))


def of_targets(cases: Sequence[Case]) -> Groups:
    """The places of the cases about each target that has enough of them, by its words."""
    places = defaultdict[str, list[int]](list)
    for place, case in enumerate(cases):
        target = case.question.target
        if target is not None:
            places[case.question.text[target.start : target.end].lower()].append(place)
    return [np.array(some) for some in places.values() if len(some) >= SMALL_SAMPLE]


def nearness(told: Sides, sides: Sides, groups: Groups) -> Nearness:
    """How near `sides` [n, 2] come to what was `told` [n, 2] in `groups` of their rows."""
    truth = np.array([np.subtract(*told[some].mean(axis=0)) for some in groups])
    sums = pl.DataFrame(
        [(*sides[some].sum(axis=0), len(some)) for some in groups], ["favor", "against", "n"], orient="row"
    )
    neutral = pl.col("n") - pl.col("favor") - pl.col("against")
    interval = zip(("net", "low", "high"), net_stance(pl.col("favor"), pl.col("against"), neutral), strict=True)
    net, low, high = sums.select(**dict(interval)).to_numpy().T
    return Nearness(
        error=float(np.sqrt(np.mean((net - truth) ** 2))),
        held=float(np.mean((low <= truth) & (truth <= high))),
        width=float(np.mean(high - low)),
    )


def _dev(corpora: Path) -> dict[str, list[Case]]:
    cases = [*dev_cases(corpora), *annotated_cases(corpora)[2]]
    return {corpus: of_corpora(cases, corpus) for corpus in (PARTIES, *KINDS)}


def _pct(shares: Sides) -> str:
    return ", ".join(f"{share:.1%}" for share in shares)


if __name__ == "__main__":
    main()
