"""Quotations and attributions from what the reader says, with the rules where they are exact."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.quotations.calibration import calibrated, odds
from transforms.quotations.decode_cues import cue_of
from transforms.quotations.decode_links import Piece, grouped, linked
from transforms.quotations.decode_sources import Pair, attribution_of
from transforms.quotations.decode_spans import contents
from transforms.quotations.kinds import kind_of
from transforms.quotations.reading import Reading
from transforms.reader.records import Answer
from transforms.text.records import Attribution, CueKind, Mention, Quotation, QuotationKind

# Quotations that are likelier none are left out. On the tuning articles exact, soft and attr F1 are 63.3, 80.0 and 73.9
# with all of them, 64.3, 78.5 and 74.6 with 0.4, where scare quotes come in, and 64.5, 77.9 and 74.8 with this.
CONFIDENCE_MIN = 0.5


@dataclass(frozen=True, slots=True)
class Decoded:
    """A quotation with its attribution and the signals of their confidence (see `calibration`)."""

    quotation: Quotation
    attribution: Attribution
    quotation_signals: tuple[float, ...]
    mention_signals: tuple[float, ...]


def decode(
    reading: Reading,
    mentions: Sequence[Mention],
    proposed: Sequence[Pair],
    firsts: Sequence[int],
    answers: Sequence[Answer],
) -> list[Pair]:
    """Quotations in text order, each with its attribution and calibrated confidences; contents do not overlap.

    Args:
        reading: the document.
        mentions: as found by the speakers' rules.
        proposed: what the rules found, asked for the speaker.
        firsts: the first token of the passage of each answer.
        answers: of the reader, one per passage.
    """
    pairs = (_calibrated(found) for found in decode_raw(reading, mentions, proposed, firsts, answers))
    return [pair for pair in pairs if pair[0].confidence >= CONFIDENCE_MIN]


def decode_raw(
    reading: Reading,
    mentions: Sequence[Mention],
    proposed: Sequence[Pair],
    firsts: Sequence[int],
    answers: Sequence[Answer],
) -> list[Decoded]:
    """As `decode`, with the signals that the confidences are computed from."""
    pieces = [
        linked(content, firsts[content.passage], answers[content.passage])
        for content in contents(reading, firsts, answers)
    ]
    known = sorted(mention.span for mention in mentions)
    rules = _Proposals(proposed)
    found: list[Decoded] = []
    for group in grouped(reading, pieces):
        quotation = _quotation(reading, group)
        rule = rules.like(quotation)
        before = (found[-1].quotation, found[-1].attribution) if found else None
        attribution = attribution_of(reading, quotation, group, known, rule[1] if rule else None, before)
        found.append(_with_signals(quotation, attribution, group, rule))
    return found


def _quotation(reading: Reading, group: Sequence[Piece]) -> Quotation:
    spans = tuple(reading.content_span(first, end) for first, end in _joined(reading, group))
    cue = next((piece.cue for piece in group if piece.cue is not None), None)
    found = cue_of(reading, *cue) if cue is not None else None
    kind = kind_of(reading, spans)
    if found is not None and found.kind is CueKind.ATTITUDE and kind is QuotationKind.DIRECT:
        found = replace(found, kind=CueKind.VERB)  # what stands in marks was said
    return Quotation(spans, kind, found, min(piece.content.sureness for piece in group))


def _joined(reading: Reading, group: Sequence[Piece]) -> list[tuple[int, int]]:
    """The tokens of the pieces, those in one where no word lies between; quotation marks keep their own."""
    ranges: list[tuple[int, int]] = []
    for piece in group:
        first, end = piece.content.first, piece.content.end
        if (
            ranges
            and all(reading.region[token] < 0 and not reading.is_word(token) for token in range(ranges[-1][1], first))
            and _is_open_between(reading, ranges[-1][1] - 1, first)
        ):
            first = ranges.pop()[0]
        ranges.append((first, end))
    return ranges


def _is_open_between(reading: Reading, before: int, first: int) -> bool:
    """False between two quoted stretches and between two paragraphs, whose spans stay apart."""
    if reading.paragraph_of(before) != reading.paragraph_of(first):
        return False
    return reading.region[before] < 0 or reading.region[first] < 0


def _with_signals(quotation: Quotation, attribution: Attribution, group: Sequence[Piece], rule: Pair | None) -> Decoded:
    content = odds(quotation.confidence)
    lowest = odds(min(piece.content.lowest for piece in group))
    first = group[0]
    p_cue = odds(first.p_cue) if first.cue is not None else odds(1 - first.p_cue)
    is_quoted = quotation.kind is QuotationKind.DIRECT
    is_same_mention = rule is not None and rule[1].mention is not None and attribution.mention == rule[1].mention
    return Decoded(
        quotation,
        attribution,
        (content, lowest, p_cue, float(rule is not None), float(is_quoted)),
        (content, odds(attribution.confidence), float(is_same_mention), float(quotation.cue is not None)),
    )


def _calibrated(found: Decoded) -> Pair:
    quotation = replace(found.quotation, confidence=calibrated("quotation", found.quotation_signals))
    if found.attribution.mention is None:
        return quotation, found.attribution
    return quotation, replace(found.attribution, confidence=calibrated("mention", found.mention_signals))


class _Proposals:
    """What the rules found, in text order; their contents do not overlap."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = sorted(pairs, key=lambda pair: pair[0].hull)
        self._ends = [pair[0].hull.end for pair in self._pairs]

    def like(self, quotation: Quotation) -> Pair | None:
        """The proposal that holds more than half of the characters of `quotation`."""
        first, last = quotation.hull
        size = sum(span.end - span.start for span in quotation.spans)
        for index in range(bisect_left(self._ends, first + 1), len(self._pairs)):
            pair = self._pairs[index]
            if pair[0].hull.start >= last:
                return None
            if 2 * _shared(quotation, pair[0]) > size:
                return pair
        return None


def _shared(one: Quotation, other: Quotation) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)
