"""Attribute each quotation to the mention that utters it."""

from bisect import bisect_right
from collections.abc import Sequence

from transforms.quotations.continuation import interruption
from transforms.quotations.cues import inverted_at, verb_at
from transforms.quotations.noun_phrase import Phrase, starting_at
from transforms.quotations.owners import owner_of_noun, owner_of_phrase
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import main_subject
from transforms.quotations.transcript import QUESTION_LABELS
from transforms.quotations.words import words
from transforms.text.records import Attribution, AttributionMethod, Cue, CueKind, Mention, Quotation
from transforms.text.spans import Span

_HEADINGS = words("headings")
# The share of attributions of each method that are right among the quotations matched (IoU of words >= 0.3) in the
# corpus quotes_polnear_train; nouns rest on 83 quotations, the layout on 107.
_CONFIDENCE = {
    AttributionMethod.SUBJECT: 0.95,
    AttributionMethod.INVERTED: 0.98,
    AttributionMethod.ACCORDING: 0.96,
    AttributionMethod.NOUN_OWNER: 0.57,
    AttributionMethod.LAYOUT: 0.79,
    AttributionMethod.CONTINUED: 0.79,
}
METHOD_REASONS = {
    AttributionMethod.SUBJECT: "“{mention}” is the subject of “{cue}”.",
    AttributionMethod.INVERTED: "“{mention}” follows “{cue}” as its subject.",
    AttributionMethod.ACCORDING: "“{mention}” stands behind “{cue}”.",
    AttributionMethod.NOUN_OWNER: "“{cue}” is of or by “{mention}”.",
    AttributionMethod.LAYOUT: "The layout sets “{mention}” beside the words.",
}


Said = tuple[Quotation, Attribution]


def attribute(reading: Reading, quotations: Sequence[Quotation], mentions: Sequence[Mention]) -> list[Attribution]:
    """One attribution per quotation, in the same order.

    The mention is the noun phrase at the cue with its titles, without the apposition behind a comma; where one of
    `mentions` covers that phrase, it is taken whole. Without a cue the speaker of the quotation before goes on.
    """
    known = sorted(mention.span for mention in mentions)
    found: list[Attribution] = []
    before: Said | None = None
    for quotation in quotations:
        if quotation.cue is None or _is_heading(reading, quotation.cue):
            found.append(continued(reading, quotation, before))
            # Who goes on may go on again; behind somebody unknown nobody does.
            before = (quotation, found[-1])
        else:
            found.append(_by_cue(reading, quotation, quotation.cue, known))
            # "despite pleas by Lee" tells of Lee, the article goes on with whom it was about.
            is_aside = quotation.cue.kind is CueKind.NOUN and before is not None
            before = before if is_aside else (quotation, found[-1])
    return found


def _is_heading(reading: Reading, cue: Cue) -> bool:
    """True for the colon of "More from the square: “…”", a label that names nobody."""
    if cue.kind is not CueKind.LAYOUT:
        return False
    token = reading.token_at(cue.span.start)
    return token < len(reading.starts) and reading.lowers[reading.frames[reading.frame_at(token)][0]] in _HEADINGS


def continued(reading: Reading, quotation: Quotation, last: Said | None) -> Attribution:
    """Who utters a quotation without a cue: the speaker of `last`, the one before, unless something interrupts."""
    if last is None or last[1].mention is None:
        return nobody("No cue, and the quotation before it names nobody.")
    before = last[1]
    why_not = interruption(reading, last[0], last[1].mention, quotation)
    if why_not is not None:
        return nobody(f"No cue of its own, and {why_not}.")
    reason = "No cue of its own: the speaker of the quotation before goes on."
    confidence = min(before.confidence, _CONFIDENCE[AttributionMethod.CONTINUED])
    return Attribution(before.mention, AttributionMethod.CONTINUED, confidence, (*before.reasons, reason))


def nobody(reason: str) -> Attribution:
    """An attribution to nobody, and why."""
    return Attribution(None, AttributionMethod.NONE, 0.0, (reason,))


def _by_cue(reading: Reading, quotation: Quotation, cue: Cue, known: Sequence[Span]) -> Attribution:
    token = reading.token_at(cue.span.start)
    if token >= len(reading.starts):
        return nobody("The cue is outside the text that was read.")
    start, end = reading.frames[reading.frame_at(token)]
    if cue.kind is CueKind.ACCORDING:
        phrase, method = starting_at(reading, token + 2, end), AttributionMethod.ACCORDING
    elif cue.kind is CueKind.NOUN:
        phrase, method = owner_of_noun(reading, token, start, end), AttributionMethod.NOUN_OWNER
    elif cue.kind is CueKind.LAYOUT:
        phrase, method = _by_layout(reading, quotation, token, start, end), AttributionMethod.LAYOUT
    else:
        phrase, method = _by_verb(reading, quotation, cue, token)
    if phrase is None:
        return nobody(f"The words around “{cue.span.slice(reading.document.text)}” name nobody.")
    return _named(reading, phrase, method, cue, known)


def _by_layout(reading: Reading, quotation: Quotation, token: int, start: int, end: int) -> Phrase | None:
    if quotation.hull.start < reading.starts[token]:
        return starting_at(reading, token + 1, end, inverted=True)
    if reading.span(start, token - 1).slice(reading.document.text) in QUESTION_LABELS:
        return (start, token - 1)
    phrase = starting_at(reading, start, token) or main_subject(reading, start, token)
    if phrase is None:
        return None
    return owner_of_phrase(reading, _name_alone(reading, phrase))


def _name_alone(reading: Reading, phrase: Phrase) -> Phrase:
    """The name in a heading that has no other verb of ours: "Ada Lim heckles drivers: …"."""
    first, last = phrase
    name = first
    while name < last and reading.is_capital(name) and reading.is_capital(name + 1):
        name += 1
    return (first, name) if name > first else phrase


def _by_verb(reading: Reading, quotation: Quotation, cue: Cue, token: int) -> tuple[Phrase | None, AttributionMethod]:
    """The subject of the verb; behind its content, only what stands between both can be the subject in front."""
    start, end = reading.frames[reading.frame_at(token)]
    lowest = start
    for span in quotation.spans:
        if span.end <= cue.span.start:
            lowest = max(lowest, reading.token_at(span.end))
    while lowest < token and not reading.is_word(lowest):
        lowest += 1
    said = verb_at(reading, token, lowest, end) if token > lowest else None
    said = said or inverted_at(reading, token, end)
    if said is None:
        return None, AttributionMethod.NONE
    return said.subject.phrase, AttributionMethod.INVERTED if said.subject.is_inverted else AttributionMethod.SUBJECT


def _named(reading: Reading, phrase: Phrase, method: AttributionMethod, cue: Cue, known: Sequence[Span]) -> Attribution:
    text = reading.document.text
    span = snapped(reading, reading.span(*phrase), known)
    reason = METHOD_REASONS[method].format(mention=span.slice(text), cue=cue.span.slice(text))
    return Attribution(span, method, _CONFIDENCE[method], (reason,))


def snapped(reading: Reading, span: Span, known: Sequence[Span]) -> Span:
    """`span` without its possessive ending, or the one of `known` (sorted) that covers it."""
    span = _without_possessive(span, reading.document.text)
    index = bisect_right(known, span.start, key=lambda mention: mention.start) - 1
    return known[index] if index >= 0 and known[index].covers(span) else span


def _without_possessive(span: Span, text: str) -> Span:
    piece = span.slice(text)
    if piece.endswith(("’s", "'s")) and len(piece) > 2:
        return Span(span.start, span.end - 2)
    return Span(span.start, span.end - 1) if piece.endswith(("’", "'")) and len(piece) > 1 else span
