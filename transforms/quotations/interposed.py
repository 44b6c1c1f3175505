"""Cues set into or behind what was said: …, X said. …, said X. …, X said, … and according to X."""

from transforms.quotations.clause import behind_adverbials, behind_hearer, only_adverbials, trimmed
from transforms.quotations.confidence import Family
from transforms.quotations.cues import inverted_at
from transforms.quotations.direct import verb_cue
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import FORMS, Form, Takes
from transforms.quotations.words import words
from transforms.text.records import Cue, CueKind

_PLURALS = words("plurals")
_OPENERS = words("determiners") | words("pronouns")
_RELATIVES = frozenset(("who", "which", "whose"))
_AFTERTHOUGHTS = words("afterthoughts")


def parenthetical(reading: Reading, said: SaidBy, start: int, end: int) -> Report | None:
    """…, X said. and …, X said, …"""
    comma = said.opens - 1
    if said.subject.is_shared or comma <= start:
        return None
    is_quoted = reading.region[comma] >= 0
    if not (_ends_open(reading, comma) if is_quoted else reading.lowers[comma] == ","):
        return None
    if not said.verb.takes & Takes.CLAUSE or said.verb.form is Form.ING:
        return None
    after = said.last + 1
    if said.verb.takes & Takes.HEARER:
        after = behind_hearer(reading, after, end)
    first = (start, comma + 1 if is_quoted else trimmed(reading, start, comma))
    if only_adverbials(reading, after, end):
        return Report((first,), verb_cue(reading, said), Family.FINAL)
    after = behind_adverbials(reading, after, end)
    if reading.lowers[after - 1] != "," and (reading.lowers[after] != "," or reading.region[after] >= 0):
        return None
    second = after + (reading.lowers[after] == ",")
    if not _goes_on(reading, second, end):
        is_announced = second < end and reading.region[second] >= 0
        return None if is_announced else Report((first,), verb_cue(reading, said), Family.FINAL)
    rest = (second, trimmed(reading, second, end))
    return Report((first, rest), verb_cue(reading, said), Family.MIDDLE) if rest[0] < rest[1] else None


def _goes_on(reading: Reading, token: int, end: int) -> bool:
    """True where the sentence of the content goes on behind "…, X said,"; not for "after …" and "brushing …"."""
    if token >= end:
        return False
    if reading.region[token] >= 0:
        inner = reading.regions[reading.region[token]].inner
        return reading.document.text[inner.start].islower()
    word = reading.lowers[token]
    return word not in _AFTERTHOUGHTS and not word.endswith("ing")


def _ends_open(reading: Reading, token: int) -> bool:
    """True where the quoted stretch of `token` ends in a comma: its sentence goes on behind it."""
    inner = reading.regions[reading.region[token]].inner
    return reading.document.text[inner.end - 1] in ",?!…"


def final_inverted(reading: Reading, start: int, end: int) -> Report | None:
    """…, said X."""
    for token in range(start + 2, end - 1):
        if reading.lowers[token] not in FORMS or reading.region[token] >= 0:
            continue
        comma = token - 1
        ends_quoted = reading.region[comma] >= 0
        if not ends_quoted and reading.lowers[comma] != ",":
            continue
        said = inverted_at(reading, token, end)
        if said is None or not said.verb.takes & Takes.CLAUSE or not _closes(reading, said, end):
            continue
        stop = comma + 1 if ends_quoted else trimmed(reading, start, comma)
        opens = _region_behind_dash(reading, start, comma) if ends_quoted else start
        return Report(((opens, stop),), verb_cue(reading, said), Family.FINAL)
    return None


def _region_behind_dash(reading: Reading, start: int, last: int) -> int:
    """Where the quoted stretch of `last` begins if a dash or colon sets it apart, else `start`."""
    first = last
    while first > start and reading.region[first - 1] == reading.region[last]:
        first -= 1
    return first if reading.lowers[first - 1] in ("–", "—", "-", ":") else start


def _closes(reading: Reading, said: SaidBy, end: int) -> bool:
    after = said.subject.phrase[1] + 1
    if not _is_someone(reading, said):
        return False
    if after >= end or (reading.region[after] < 0 and reading.lowers[after][0] in ".,;"):
        return True
    return reading.lowers[after] not in ("to", "of", "with") and only_adverbials(reading, after, end)


def _is_someone(reading: Reading, said: SaidBy) -> bool:
    """False for "claimed victory": what follows the verb is no speaker."""
    first, last = said.subject.phrase
    if any(reading.is_capital(token) for token in range(first, last + 1)):
        return True
    words_of = [reading.lowers[token] for token in range(first, last + 1)]
    return words_of[0] in _OPENERS or words_of[-1] in _PLURALS or words_of[-1].endswith("s")


def according(reading: Reading, start: int, end: int) -> list[Report]:
    """According to X, … and …, according to X: the report of the frame, or none."""
    for token in range(start, end - 2):
        if reading.lowers[token] == "according" and reading.lowers[token + 1] == "to" and reading.region[token] < 0:
            cue = Cue(reading.span(token, token + 1), "according to", CueKind.ACCORDING)
            parts = _around(reading, start, token, end)
            return [Report(parts, cue, Family.ACCORDING)] if parts else []
    return []


def _clause_start(reading: Reading, start: int, token: int) -> int:
    """Behind the colon that ends a clause before `token`: … is less clear: according to X, …"""
    for before in range(token - 1, start, -1):
        if reading.region[before] < 0 and reading.lowers[before] in (":", ";"):
            return before + 1 if reading.lowers[before] == ":" and reading.region[before + 1] < 0 else start
    return start


def _around(reading: Reading, start: int, token: int, end: int) -> tuple[tuple[int, int], ...]:
    phrase = starting_at(reading, token + 2, end)
    after = phrase[1] + 1 if phrase else token + 2
    while after < end and not (reading.region[after] < 0 and reading.lowers[after] == ","):
        after += 1
    if after + 1 < end and reading.lowers[after + 1] in _RELATIVES:
        after = next((i for i in range(after + 1, end) if reading.region[i] < 0 and reading.lowers[i] == ","), after)
    start = _clause_start(reading, start, token)
    before = (start, trimmed(reading, start, token))
    behind = (after + 1, trimmed(reading, min(after + 1, end), end))
    if behind[0] < behind[1] and reading.lowers[behind[0]] in ("is", "was") and reading.lowers[behind[0] + 1] == "that":
        return ((behind[0] + 1, behind[1]),)  # The reason, according to X, is that …
    parts = tuple(part for part in (before, behind) if part[0] < part[1])
    is_parenthesis = before[0] >= before[1] or reading.lowers[token - 1] == ","
    return parts if is_parenthesis else parts[:1]
