"""The counts of one article, from which every measure is made: they add up over articles."""

from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from numpy.typing import NDArray

from transforms.evaluation.marks import MarkedQuotation
from transforms.evaluation.matching import Matching, match
from transforms.evaluation.segments import Segment, all_words
from transforms.evaluation.speakers import Verdict, judge_name, judge_speaker
from transforms.evaluation.words import Words, words_of
from transforms.text.records import QuotationKind

Counts = NDArray[np.float64]
KINDS = tuple(QuotationKind)


class Count(IntEnum):
    """The columns of the counts; `GOLD_…` counts gold segments, `FOUND_…` segments of the prediction."""

    GOLD = 0
    GOLD_EXACT = auto()
    GOLD_SOFT = auto()  # sum of the shares of their words that were found
    GOLD_ATTRIBUTED = auto()
    GOLD_NAMED = auto()  # with a canonical name
    GOLD_NAMED_RIGHT = auto()
    GOLD_JUDGED = auto()  # matched, and the gold tells who speaks
    GOLD_JUDGED_RIGHT = auto()
    GOLD_OPEN = auto()  # matched, the gold has a speaker and does not decide
    FOUND = auto()
    FOUND_EXACT = auto()
    FOUND_SOFT = auto()
    FOUND_ATTRIBUTED = auto()
    FOUND_NAMED_RIGHT = auto()


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article, scored; `speakers` and `names` judge the pairs of `matching`, by the index of the gold segment."""

    words: Words
    matching: Matching
    speakers: dict[int, Verdict]
    names: dict[int, Verdict]
    counts: Counts  # (3 kinds, Count)


def score_article(text: str, gold: list[MarkedQuotation], found: list[MarkedQuotation]) -> ArticleScore:
    """`found` measured against `gold`, both marked in `text`."""
    words = words_of(text)
    matching = match(words, gold, found)
    speakers, names = {}, {}
    for expected, given in matching.pairs.items():
        pair = matching.gold[expected].quotation.speaker, matching.found[given].quotation.speaker
        speakers[expected] = judge_speaker(words, *pair)
        names[expected] = judge_name(*pair)
    counts = np.zeros((len(KINDS), len(Count)))
    _count_words(counts, matching)
    _count_speakers(counts, matching, speakers, names)
    return ArticleScore(words, matching, speakers, names, counts)


def _count_words(counts: Counts, matching: Matching) -> None:
    sides: tuple[tuple[list[Segment], list[Segment], Count, Count, Count], ...] = (
        (matching.gold, matching.found, Count.GOLD, Count.GOLD_EXACT, Count.GOLD_SOFT),
        (matching.found, matching.gold, Count.FOUND, Count.FOUND_EXACT, Count.FOUND_SOFT),
    )
    for own, other, number, exact, soft in sides:
        same = {segment.words for segment in other}
        covered = all_words(other)
        for segment in own:
            kind = KINDS.index(segment.kind)
            counts[kind, number] += 1
            counts[kind, exact] += segment.words in same
            counts[kind, soft] += len(segment.words & covered) / len(segment.words)


def _count_speakers(
    counts: Counts, matching: Matching, speakers: dict[int, Verdict], names: dict[int, Verdict]
) -> None:
    for expected, segment in enumerate(matching.gold):
        kind = KINDS.index(segment.kind)
        counts[kind, Count.GOLD_NAMED] += bool(segment.quotation.speaker.canonical)
        if expected not in matching.pairs:
            continue
        found_kind = KINDS.index(matching.found[matching.pairs[expected]].kind)
        verdict, is_name_right = speakers[expected], names[expected] is Verdict.RIGHT
        # Where the gold cannot tell, having found the quotation is all that can be asked.
        is_attributed = verdict is not Verdict.WRONG
        counts[kind, Count.GOLD_ATTRIBUTED] += is_attributed
        counts[found_kind, Count.FOUND_ATTRIBUTED] += is_attributed
        counts[kind, Count.GOLD_NAMED_RIGHT] += is_name_right
        counts[found_kind, Count.FOUND_NAMED_RIGHT] += is_name_right
        counts[kind, Count.GOLD_JUDGED] += verdict is not Verdict.OPEN
        counts[kind, Count.GOLD_JUDGED_RIGHT] += verdict is Verdict.RIGHT
        counts[kind, Count.GOLD_OPEN] += verdict is Verdict.OPEN and segment.quotation.speaker.is_named
