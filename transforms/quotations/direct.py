"""Quoted stretches with their cue: before them, behind them, as layout, or none at all."""

from dataclasses import dataclass

from transforms.quotations.cues import inverted_at, verb_at
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import FORMS, Form, Takes
from transforms.quotations.words import words
from transforms.text.records import Cue, CueKind

_SPEAKS = Takes.CLAUSE | Takes.DIRECT | Takes.COMMIT
_ADVERBS = words("adverbs")
_DASHES = frozenset(("–", "—", "-", "--", "―"))
_TAIL_TOKENS = 45
_LABEL_TOKENS = 8
_LABEL_FRAME_TOKENS = 16
_UTTERANCE_WORDS = 4
_SENTENCE_WORDS = 3


def verb_cue(reading: Reading, said: SaidBy) -> Cue:
    """The record of a verb of saying."""
    is_act = not said.verb.takes & (_SPEAKS | Takes.THOUGHT)
    kind = CueKind.SPEECH_ACT if is_act else CueKind.VERB
    return Cue(reading.span(said.first, said.last), said.verb.lemma, kind)


def tail_cue(reading: Reading, region_last: int, end: int) -> SaidBy | None:
    """The verb of saying right behind a quoted stretch: “…,” she said; “…,” said Ann Lee."""
    at = _tail_start(reading, region_last, end)
    if at is None:
        return None
    if reading.lowers[at] in FORMS:
        said = inverted_at(reading, at, end)
        if said is not None:
            return said
    for token in range(at + 1, min(end, at + _TAIL_TOKENS)):
        if reading.region[token] >= 0 or reading.lowers[token] in (";", ":"):
            return None
        if reading.lowers[token] in FORMS:
            said = verb_at(reading, token, at, end)
            if said and said.verb.takes & _SPEAKS and _heads_tail(reading, said, at):
                return said
    return None


def _tail_start(reading: Reading, region_last: int, end: int) -> int | None:
    """The first word behind the quoted stretch; None where its full stop ends the sentence."""
    at = region_last + 1
    inner = reading.regions[reading.region[region_last]].inner
    if at < end and reading.lowers[at] == "," and reading.region[at] < 0:
        at += 1
    elif reading.document.text[inner.end - 1] in ".;:":
        return None
    while at < end and reading.lowers[at] in _ADVERBS and reading.region[at] < 0:
        at += 1
    return at if at < end and reading.region[at] < 0 else None


def _heads_tail(reading: Reading, said: SaidBy, at: int) -> bool:
    if said.verb.form is Form.ING:
        return reading.lowers[said.first - 1] == "as"
    return said.opens <= at + 2


def region_end(reading: Reading, token: int, end: int) -> int:
    """The first token behind the quoted stretch of `token`."""
    region = reading.region[token]
    while token < end and reading.region[token] == region:
        token += 1
    return token


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker named by the layout (Name: “…”, “…” – Name) and the token that shows it."""

    first: int
    last: int
    mark: int


def label_before(reading: Reading, first: int, region_first: int) -> Label | None:
    """The name before a colon that opens the frame."""
    mark = region_first - 1
    if mark <= first or reading.lowers[mark] != ":" or mark - first > _LABEL_TOKENS:
        return None
    if reading.lowers[first] == "according":
        return None
    phrase = starting_at(reading, first, mark)
    if phrase is None or not reading.is_capital(first):
        return None
    rest = range(phrase[1] + 1, mark)
    return Label(*phrase, mark) if not any(reading.lowers[i] in FORMS for i in rest) else None


def label_behind(reading: Reading, region_last: int, end: int) -> Label | None:
    """The name behind a dash that closes the frame."""
    mark = region_last + 1
    if mark + 1 >= end or reading.lowers[mark] not in _DASHES or reading.region[mark] >= 0:
        return None
    phrase = starting_at(reading, mark + 1, end, inverted=True)
    if phrase is None or not reading.is_capital(phrase[1]):
        return None
    rest = range(phrase[1] + 1, end)
    if any(reading.lowers[i] in FORMS for i in rest) or (rest and reading.lowers[rest[0]] not in (",", ".", "(")):
        return None
    return Label(*phrase, mark)


def label_after(reading: Reading, frame: tuple[int, int]) -> Label | None:
    """The name that is a frame of its own behind a dash, below the quoted words."""
    start, end = frame
    if end - start > _LABEL_FRAME_TOKENS or reading.lowers[start] not in _DASHES:
        return None
    return label_behind(reading, start - 1, end)


def label_cue(reading: Reading, label: Label) -> Cue:
    """The record of a colon or dash that names who speaks."""
    return Cue(reading.span(label.mark, label.mark), reading.lowers[label.mark], CueKind.LAYOUT)


def is_utterance(reading: Reading, region: int) -> bool:
    """True for words that can stand alone as a sentence: no title, no scare quote."""
    found = reading.regions[region]
    text = reading.document.text
    inner = found.inner.slice(text)
    if len(inner) < 2:
        return False
    ends = inner[-1] in ".?!…,—" or not found.is_closed or text[found.span.end : found.span.end + 1] in (".", ",")
    word_count = inner.count(" ") + 1
    return (ends and word_count >= 2) or word_count >= _UTTERANCE_WORDS or inner[-1] in ".?!"


def stands_alone(reading: Reading, region: int) -> bool:
    """True for a whole quoted sentence, which somebody must have said although nothing tells who."""
    inner = reading.regions[region].inner.slice(reading.document.text)
    return inner[-1] in ".?!" and inner[0].isupper() and inner.count(" ") + 1 >= _SENTENCE_WORDS
