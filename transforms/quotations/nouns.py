"""Nouns of saying with their owner: X's claim that …; pleas by X to …"""

from dataclasses import replace

from transforms.quotations.clause import is_infinitive, trimmed
from transforms.quotations.confidence import Family
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.owners import POSSESSIVES
from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.words import words
from transforms.text.records import Cue, CueKind

_NOUNS = words("nouns") | frozenset(f"{noun}s" for noun in words("nouns"))
_MIN_CLAUSE_TOKENS = 2
_BEFORE_NOUN_TOKENS = 6
_APPOSITION_TOKENS = 12
# Nouns that go on with an infinitive: pleas to act.
_INFINITIVE_NOUNS = frozenset(
    ("plea", "call", "appeal", "demand", "request", "promise", "pledge", "vow", "threat", "proposal")
)
_DESPITE = frozenset(("despite", "amid", "after", "following", "over", "against", "because"))


def noun_reports(reading: Reading, start: int, end: int) -> list[Report]:
    """X's claim that …; pleas by X to …"""
    for token in range(start + 1, end - 2):
        if reading.lowers[token] not in _NOUNS or reading.region[token] >= 0:
            continue
        opens = _noun_content(reading, token, start, end)
        if opens is not None:
            stop = trimmed(reading, opens, end)
            if stop - opens >= _MIN_CLAUSE_TOKENS:
                cue = Cue(reading.span(token, token), _singular(reading.lowers[token]), CueKind.NOUN)
                return [Report(((opens, stop),), cue, Family.NOUN)]
    return []


def without_nouns(reading: Reading, report: Report, nouns: list[Report]) -> Report:
    """`report` ended before "despite repeated pleas by X to …", which are the words of somebody else."""
    first, end = report.parts[-1]
    for noun in nouns:
        cue = reading.token_at(noun.cue.span.start)
        for token in range(cue - 1, max(first, cue - _BEFORE_NOUN_TOKENS), -1):
            if reading.lowers[token] in _DESPITE and cue < end and token > first:
                return replace(report, parts=(*report.parts[:-1], (first, trimmed(reading, first, token))))
    return report


def _noun_content(reading: Reading, noun: int, start: int, end: int) -> int | None:
    after = noun + 1
    owned = reading.lowers[noun - 1] in POSSESSIVES or reading.lowers[noun - 1].endswith(("'s", "s'", "'"))
    if reading.lowers[after] in ("by", "from"):
        phrase = starting_at(reading, after + 1, end, inverted=True)
        if phrase is None:
            return None
        owned, after = True, _behind_apposition(reading, phrase[1] + 1, end)
    if not owned or after >= end:
        return None
    if reading.lowers[after] == "to":
        is_plea = _singular(reading.lowers[noun]) in _INFINITIVE_NOUNS
        return after if is_plea and is_infinitive(reading, after, end) else None
    return after if reading.region[after] >= 0 or reading.lowers[after] == "that" else None


def _behind_apposition(reading: Reading, after: int, end: int) -> int:
    """Behind ", the president," where one stands."""
    if after >= end or reading.lowers[after] != ",":
        return after
    for token in range(after + 1, min(end, after + _APPOSITION_TOKENS)):
        if reading.lowers[token] == "," and reading.region[token] < 0:
            return token + 1
    return after


def _singular(noun: str) -> str:
    return noun if noun in words("nouns") else noun[:-1]
