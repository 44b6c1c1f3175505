"""Words of somebody else inside the content of an act of speaking: the act ends before them."""

from collections.abc import Iterable

from transforms.quotations.clause import trimmed
from transforms.quotations.reading import Reading
from transforms.quotations.remarks import without_adverbials
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import FORMS, Form, Takes
from transforms.quotations.words import words

# What may open a part in which somebody else has the word.
_OPENERS = frozenset(
    ["despite", "amid", "after", "although", "though", "while", "when", "as", "before", "following", "since", "over"]
)
_RELATIVES = frozenset(("which", "whom", "that"))
# A part that begins with one of these never belongs to what was said.
_AGAINST = frozenset(("despite", "although"))
_BEFORE_OPENER = words("before_subordinates")
_FACE_OF = (("in", "the", "face", "of"), ("in", "spite", "of"))
_TIMES = words("times")
_SPANS_OF_TIME = frozenset(("minutes", "hours", "days", "weeks", "months", "years"))
_BEHIND_OBJECT = frozenset(("of", "for", "to", "as"))
_OBJECT_TOKENS = 20
# How far in front of the other speaker the word may stand that opens the part: "although in May Ann Lee said".
_OPENER_TOKENS = 6


def contents_of_act(
    reading: Reading, said: SaidBy, start: int, stop: int, others: Iterable[SaidBy]
) -> tuple[tuple[int, int], ...]:
    """What the act `said` addresses, without what is not its own and without the day it stands on."""
    end = without_adverbials(reading, start, _own_end(reading, said, start, stop, others))
    for token in range(start + 1, min(end, start + _OBJECT_TOKENS) - 3):
        if reading.region[token] >= 0:
            break
        day = reading.lowers[token + 1]
        if reading.lowers[token] == "on" and day in _TIMES and reading.lowers[token + 2] in _BEHIND_OBJECT:
            return (start, token), (token + 2, end)
    return ((start, end),)


def _own_end(reading: Reading, said: SaidBy, start: int, stop: int, others: Iterable[SaidBy]) -> int:
    """Where the content of the act `said` ends: before the first part that is against it or in another mouth."""
    for other in others:
        if other.first >= stop:
            break
        if other.opens <= max(said.last, start) or other.subject.is_shared:
            continue
        opener = _opener(reading, other, start)
        is_weak = other.verb.takes == Takes.DIRECT and not _quotes(reading, other)  # before any work begins
        if opener is not None and not is_weak:
            stop = _trimmed_left(reading, start, opener)
            break
    return _before_contrast(reading, start, stop)


def owns_marks(reading: Reading, report: Report) -> bool:
    """False where all quoted stretches belong to a speaker inside: criticised Lee for calling them “pests”."""
    speaks = False
    for first, end in report.parts:
        for token in range(first, end):
            if reading.region[token] >= 0:
                return not speaks
            speaks = speaks or _is_gerund(reading, token, first)
    return True


def _is_gerund(reading: Reading, token: int, first: int) -> bool:
    found = FORMS.get(reading.lowers[token])
    if not found or found[0].form is not Form.ING or token == first:
        return False
    return reading.lowers[token - 1] in ("for", "of", "about", "against", "by", "over")


def _before_contrast(reading: Reading, start: int, stop: int) -> int:
    """`stop` moved before "despite …", "although …", "in the face of …" and ", but …"."""
    for token in range(start + 1, stop):
        if reading.region[token] >= 0:
            continue
        word = reading.lowers[token]
        is_parted = reading.lowers[token - 1] in (",", "-", "–", "—") and reading.region[token - 1] < 0
        is_late = word == "after" and reading.lowers[token - 1] in _SPANS_OF_TIME
        is_contrast = (
            is_late
            or word in _AGAINST
            or (word == "but" and is_parted)
            or (word == "though" and _is_even(reading, token))
        )
        if is_contrast or any(tuple(reading.lowers[token : token + len(phrase)]) == phrase for phrase in _FACE_OF):
            return _trimmed_left(reading, start, token)
    return stop


def _is_even(reading: Reading, token: int) -> bool:
    return reading.lowers[token - 1] in ("even", ",")


def _opener(reading: Reading, other: SaidBy, start: int) -> int | None:
    """The token that opens the part of another speaker; None where it cannot be parted from the content."""
    is_quoted = _quotes(reading, other)
    for token in range(other.opens - 1, max(start, other.opens - _OPENER_TOKENS), -1):
        if reading.region[token] >= 0:
            break
        word = reading.lowers[token]
        is_apart = word == "as" and token < other.opens - 1  # hailed it as the best she called …
        if (word in _OPENERS and not is_apart) or (word in _RELATIVES and is_quoted):
            return token
        if word == "what" and is_quoted:
            before = token - 1
            return before if before > start and reading.lowers[before] in _OPENERS | _BEFORE_OPENER else token
    return other.opens if is_quoted else None


def _quotes(reading: Reading, other: SaidBy) -> bool:
    """True where quoted words stand right behind the other verb, before its clause ends."""
    for token in range(other.last + 1, min(other.last + 25, len(reading.lowers))):
        if reading.region[token] >= 0:
            return True
        if reading.lowers[token] in (",", ";", "."):
            return False
    return False


def _trimmed_left(reading: Reading, start: int, token: int) -> int:
    """`token` moved left over "even", "hours" and punctuation; never to an empty content."""
    end = token
    while end - 1 > start and reading.region[end - 1] < 0 and reading.lowers[end - 1] in _BEFORE_OPENER:
        end -= 1
    if end < token and reading.lowers[end] in _SPANS_OF_TIME:
        end -= end - 1 > start and reading.lowers[end - 1][:1].isdigit()
    end = trimmed(reading, start, end)
    while end - 1 > start and reading.lowers[end - 1] in ("-", "–", "—", "(", "and"):
        end -= 1
    return end if end > start else token
