"""The mention that utters a quotation, from the reader's link, the layout or the quotation before."""

import re
from collections.abc import Sequence

from transforms.quotations.attribute import METHOD_REASONS, continued, nobody, snapped
from transforms.quotations.decode_links import Piece, Range
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.word_classes import PERSONAL_PRONOUNS, is_nominal
from transforms.text.records import Attribution, AttributionMethod, Cue, CueKind, Quotation
from transforms.text.spans import Span

# An apposition or a relative clause is no part of the mention.
_CUTS = frozenset((",", "(", "who", "whose", "which", "that", "—", "–", "--"))
# What the rules know from the layout or from the passages before.
_BEYOND_THE_PASSAGE = frozenset((AttributionMethod.CONTINUED, AttributionMethod.LAYOUT))
# A live blog sets the time before the first name of an entry.
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?:am|pm)?$")
Pair = tuple[Quotation, Attribution]


def attribution_of(
    reading: Reading,
    quotation: Quotation,
    pieces: Sequence[Piece],
    known: Sequence[Span],
    proposed: Attribution | None,
    before: Pair | None,
) -> Attribution:
    """Who utters `quotation`; the confidence is the reader's own, not yet calibrated.

    Args:
        reading: the document.
        quotation: whose speaker is asked for.
        pieces: its contents with their links.
        known: the mentions of the document, sorted; one that covers the source is taken whole.
        proposed: what the rules say of the same words.
        before: the quotation before, whose speaker may go on.
    """
    named = next((piece for piece in pieces if piece.source is not None), None)
    if named is not None and named.source is not None:
        return _by_link(reading, quotation, named.source, named.p_source, known)
    if proposed is not None and proposed.method in _BEYOND_THE_PASSAGE:
        return proposed
    if quotation.cue is None:
        return continued(reading, quotation, before)
    return nobody(f"The words around “{quotation.cue.span.slice(reading.document.text)}” name nobody.")


def _by_link(
    reading: Reading, quotation: Quotation, source: Range, p_source: float, known: Sequence[Span]
) -> Attribution:
    first, end = _phrase(reading, *_before_cue(reading, quotation.cue, source))
    mention = snapped(reading, reading.span(first, end - 1), known)
    method = _method(quotation.cue, mention)
    text = reading.document.text
    cue = quotation.cue.span.slice(text) if quotation.cue else "the words"
    reason = METHOD_REASONS[method].format(mention=mention.slice(text), cue=cue)
    return Attribution(mention, method, p_source, (reason,))


def _before_cue(reading: Reading, cue: Cue | None, source: Range) -> Range:
    """The source up to its verb, where the reader takes that in: the ministry | notes."""
    first, end = source
    at = reading.token_at(cue.span.start) if cue is not None else end
    return (first, at) if first < at < end else source


def _phrase(reading: Reading, first: int, end: int) -> Range:
    """The source without appositions, and with its head where the reader's tags stop before it: “the | newspaper”."""
    while _TIME.match(reading.lowers[first]) and first + 1 < len(reading.lowers):
        first += 1
    end = max(end, first + 1)
    end = next((token for token in range(first + 1, end) if reading.lowers[token] in _CUTS), end)
    if is_nominal(reading, end - 1) or reading.lowers[end - 1] in PERSONAL_PRONOUNS:
        return first, end
    phrase = starting_at(reading, first, reading.frames[reading.frame_at(first)][1], inverted=True)
    return first, max(end, phrase[1] + 1) if phrase is not None else end


def _method(cue: Cue | None, mention: Span) -> AttributionMethod:
    if cue is None or cue.kind is CueKind.LAYOUT:
        return AttributionMethod.LAYOUT
    if cue.kind is CueKind.ACCORDING:
        return AttributionMethod.ACCORDING
    if cue.kind is CueKind.NOUN:
        return AttributionMethod.NOUN_OWNER
    return AttributionMethod.SUBJECT if mention.start < cue.span.start else AttributionMethod.INVERTED
