"""Precision, recall and F1 out of counts, with the interval in which other articles of the same kind would put F1."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from transforms.evaluation.bootstrap import RESAMPLES, generator, interval
from transforms.evaluation.counts import KINDS, Count, Counts


class Measure(StrEnum):
    """What is asked of a quotation to be right."""

    EXACT = "exact"  # the same words
    SOFT = "soft"  # the share of its words, each quotation counting once
    ATTRIBUTION = "attr"  # found, and given to the right speaker
    NAME = "name"  # found, and its speaker named; only where the gold has canonical names


_TERMS = {  # right of the found, found, right of the gold, gold
    Measure.EXACT: (Count.FOUND_EXACT, Count.FOUND, Count.GOLD_EXACT, Count.GOLD),
    Measure.SOFT: (Count.FOUND_SOFT, Count.FOUND, Count.GOLD_SOFT, Count.GOLD),
    Measure.ATTRIBUTION: (Count.FOUND_ATTRIBUTED, Count.FOUND, Count.GOLD_ATTRIBUTED, Count.GOLD),
    Measure.NAME: (Count.FOUND_NAMED_RIGHT, Count.FOUND, Count.GOLD_NAMED_RIGHT, Count.GOLD_NAMED),
}


@dataclass(frozen=True, slots=True)
class Score:
    """In [0, 1]; `low` and `high` bound the F1 in 95 % of the bootstrap's samples, None with fewer than 2 articles."""

    precision: float
    recall: float
    f1: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class KindScores:
    """The scores of one kind of quotation, or of all.

    `gold` and `found` count segments. A measure without anything to measure (no gold, for `name` no gold name) is
    missing from `measures`. `speaker_accuracy` is the share of right speakers among the `judged` quotations: found,
    and the gold tells who speaks; None where there are none. `unjudged` are those whose gold is a bare pronoun.
    """

    gold: int
    found: int
    measures: dict[Measure, Score]
    speaker_accuracy: float | None
    judged: int
    unjudged: int


def measure(articles: Sequence[Counts]) -> dict[str, KindScores]:
    """The scores of "all", "direct", "mixed" and "indirect" quotations, micro-averaged over the counts of `articles`.

    The interval resamples whole articles, because quotations of one article succeed and fail together; it is the
    same in every run and for every order of the articles.
    """
    counts = np.stack(articles).reshape(len(articles), -1)
    counts = counts[np.lexsort(counts.T)]
    total = counts.sum(axis=0)
    samples = np.stack(_resampled(counts)) if len(articles) > 1 else np.empty((0, total.size))
    by_kind, samples_by_kind = _by_kind(total), _by_kind(samples)
    return {
        kind: _scores(by_kind[..., place, :], samples_by_kind[..., place, :])
        for place, kind in enumerate(("all", *KINDS))
    }


def _resampled(counts: Counts) -> list[Counts]:
    draw = generator()
    articles = len(counts)
    return [draw.multinomial(articles, np.full(articles, 1 / articles)) @ counts for _ in range(RESAMPLES)]


def _by_kind(flat: Counts) -> Counts:
    """(…, all and 3 kinds, Count) out of (…, 3 kinds × Count)."""
    kinds = flat.reshape(*flat.shape[:-1], len(KINDS), len(Count))
    return np.concatenate([kinds.sum(axis=-2, keepdims=True), kinds], axis=-2)


def _scores(total: Counts, samples: Counts) -> KindScores:
    judged = total[Count.GOLD_JUDGED]
    return KindScores(
        gold=int(total[Count.GOLD]),
        found=int(total[Count.FOUND]),
        measures={name: _score(name, total, samples) for name, terms in _TERMS.items() if total[terms[-1]]},
        speaker_accuracy=float(total[Count.GOLD_JUDGED_RIGHT] / judged) if judged else None,
        judged=int(judged),
        unjudged=int(total[Count.GOLD_OPEN]),
    )


def _score(name: Measure, total: Counts, samples: Counts) -> Score:
    precision, recall, f1 = (float(value) for value in _precision_recall_f1(name, total))
    # A sample that drew no article with such a quotation says nothing about them.
    telling = samples[samples[:, _TERMS[name][-1]] > 0]
    if not len(telling):
        return Score(precision, recall, f1, None, None)
    return Score(precision, recall, f1, *interval(_precision_recall_f1(name, telling)[2]))


def _precision_recall_f1(name: Measure, counts: Counts) -> tuple[Counts, Counts, Counts]:
    right_found, found, right_gold, gold = (counts[..., term] for term in _TERMS[name])
    precision, recall = _share(right_found, found), _share(right_gold, gold)
    return precision, recall, _share(2 * precision * recall, precision + recall)


def _share(part: Counts, whole: Counts) -> Counts:
    """`part` / `whole`, 0 where `whole` is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
