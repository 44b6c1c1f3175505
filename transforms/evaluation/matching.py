"""Which segment of the prediction answers which segment of the gold."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.evaluation.marks import MarkedQuotation
from transforms.evaluation.segments import Segment, all_words, cut, distinct, set_aside
from transforms.evaluation.words import Words

# The least share of common words (intersection over union) at which two segments are the same quotation, found roughly.
LEAST_OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Matching:
    """Segments of one article; `pairs` goes from indices of `gold` to indices of `found`, each used once at most."""

    gold: list[Segment]
    found: list[Segment]
    pairs: dict[int, int]


def match(words: Words, gold: Sequence[MarkedQuotation], found: Sequence[MarkedQuotation]) -> Matching:
    """The segments on both sides, paired from the largest overlap down.

    A found segment gets the kind of the gold segment it shares most words with: the quoted half of a mixed quotation
    is a half-found mixed one, not a direct one that nobody uttered.
    """
    expected = cut(words, list(gold))
    optional = words.within(span for quotation in gold if quotation.is_optional for span in quotation.spans)
    own = [replace(quotation, kind=None, is_optional=False) for quotation in found]
    given = distinct(set_aside(cut(words, own), optional - all_words(expected)))
    shared = _shared_words(expected, given)
    return Matching(expected, _with_gold_kinds(expected, given, shared), _pairs(expected, given, shared))


def _shared_words(gold: list[Segment], found: list[Segment]) -> Counter[tuple[int, int]]:
    """How many words the pairs of segments share, for those that share any."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, segment in enumerate(found):
        for word in segment.words:
            holders[word].append(index)
    return Counter(
        (index, holder) for index, segment in enumerate(gold) for word in segment.words for holder in holders[word]
    )


def _with_gold_kinds(gold: list[Segment], found: list[Segment], shared: Counter[tuple[int, int]]) -> list[Segment]:
    most: dict[int, tuple[int, int]] = {}
    for (expected, given), words in shared.items():
        most[given] = max(most.get(given, (0, 0)), (words, -expected))
    return [
        replace(segment, kind=gold[-most[index][1]].kind) if index in most else segment
        for index, segment in enumerate(found)
    ]


def _pairs(gold: list[Segment], found: list[Segment], shared: Counter[tuple[int, int]]) -> dict[int, int]:
    overlaps = []
    for (expected, given), words in shared.items():
        overlap = words / (len(gold[expected].words) + len(found[given].words) - words)
        if overlap >= LEAST_OVERLAP:
            overlaps.append((-overlap, expected, given))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, expected, given in sorted(overlaps):
        if expected not in pairs and given not in taken:
            pairs[expected] = given
            taken.add(given)
    return pairs
