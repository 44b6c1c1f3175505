"""Quoted words without a cue of their own: whether the speaker before them goes on."""

from transforms.quotations.noun_phrase import Phrase
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import main_subject
from transforms.quotations.words import words
from transforms.text.records import Quotation
from transforms.text.spans import Span

_HONORIFICS = words("honorifics")
_TIMES = words("times")
_ASKS = frozenset(("ask", "inquire", "enquire", "wonder", "demand"))
# Further apart than this, quoted words belong to nobody who was named before.
_MAX_FRAMES = 12


def interruption(reading: Reading, last: Quotation, mention: Span, following: Quotation) -> str | None:
    """Why `following`, which has no cue, is not by the speaker of `last`; None where the speaker goes on."""
    if _is_answer(reading, last, following):
        return "it answers a question of the speaker before"
    said = reading.document.text[mention.start : mention.end].split()
    first = reading.frame_at(reading.token_at(last.spans[-1].end - 1)) + 1
    stop = reading.frame_at(reading.token_at(following.spans[0].start))
    if last.cue is not None:
        first = max(first, reading.frame_at(reading.token_at(last.cue.span.start)) + 1)
    if stop - first > _MAX_FRAMES:
        return "the quotation before it is too far away"
    for start, end in reading.frames[first:stop]:
        subject = main_subject(reading, start, end)
        if subject is None or not _is_name(reading, subject, start):
            continue
        name = reading.span(*subject).slice(reading.document.text)
        if not set(said) & set(name.split()):
            return f"“{name}” is named in between"
    return None


def _is_answer(reading: Reading, last: Quotation, following: Quotation) -> bool:
    """True for a new paragraph behind “…?” Lee asked."""
    if last.cue is None or last.cue.lemma not in _ASKS:
        return False
    before, here = reading.token_at(last.spans[-1].start), reading.token_at(following.spans[0].start)
    is_question = "?" in reading.document.text[last.spans[-1].end - 2 : last.spans[-1].end]
    return is_question and reading.paragraph_of(before) != reading.paragraph_of(here)


def _is_name(reading: Reading, phrase: Phrase, start: int) -> bool:
    first, last = phrase
    if reading.lowers[first].rstrip(".") in _HONORIFICS:
        return True
    capitals = [t for t in range(first, last + 1) if reading.is_capital(t) and reading.lowers[t] not in _TIMES]
    return len(capitals) >= 2 or (len(capitals) == 1 and capitals[0] != start)
