"""Quotations cut into segments of adjoining words, the unit of every count.

“A,” he said. “B.” is two segments, whether a system gives it as one quotation of two spans or as two quotations, and
“A. B.” is one, even where each sentence has its own span.
"""

from dataclasses import dataclass, replace

from transforms.evaluation.marks import MarkedQuotation
from transforms.evaluation.words import Words
from transforms.text.records import QuotationKind

# Annotators leave a word or two of a quoted speech outside its marks; a quotation with more is mixed.
_DIRECT_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Segment:
    """Words (by number, at least one) of `quotation` that stand side by side."""

    words: frozenset[int]
    kind: QuotationKind
    quotation: MarkedQuotation


def cut(words: Words, quotations: list[MarkedQuotation]) -> list[Segment]:
    """The segments of `quotations`, optional ones left out; a span without a word gives none."""
    return [
        Segment(_without_that(words, run), kind, quotation)
        for quotation in quotations
        if not quotation.is_optional
        for inside in [words.within(quotation.spans)]
        for kind in [quotation.kind or marked_kind(words, inside)]
        for run in _runs(inside)
    ]


def marked_kind(words: Words, inside: frozenset[int]) -> QuotationKind:
    """The kind that the quotation marks of the text give to the words `inside`."""
    marked = len(inside & words.marked)
    if not marked:
        return QuotationKind.INDIRECT
    return QuotationKind.DIRECT if marked >= _DIRECT_SHARE * len(inside) else QuotationKind.MIXED


def set_aside(segments: list[Segment], optional: frozenset[int]) -> list[Segment]:
    """`segments` without the words in `optional`; one that has half of its words there is left out."""
    if not optional:
        return segments
    return [
        replace(segment, words=segment.words - optional)
        for segment in segments
        if 2 * len(segment.words & optional) < len(segment.words)
    ]


def distinct(segments: list[Segment]) -> list[Segment]:
    """The first segment of each set of words: giving the same twice is no second find."""
    firsts: dict[frozenset[int], Segment] = {}
    for segment in segments:
        firsts.setdefault(segment.words, segment)
    return list(firsts.values())


def all_words(segments: list[Segment]) -> frozenset[int]:
    """Every word that lies in one of `segments`."""
    return frozenset().union(*(segment.words for segment in segments))


def _runs(inside: frozenset[int]) -> list[frozenset[int]]:
    runs: list[list[int]] = []
    for word in sorted(inside):
        if runs and runs[-1][-1] == word - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [frozenset(run) for run in runs]


def _without_that(words: Words, run: frozenset[int]) -> frozenset[int]:
    """`run` without a leading “that” outside marks: guidelines differ on whether it is part of what was said."""
    first = min(run)
    drop = len(run) > 1 and first not in words.marked and words.lower(first) == "that"
    return run - {first} if drop else run
