"""Nouns of saying with their owner: X's claim that …; pleas by X to …"""

from collections.abc import Sequence
from dataclasses import replace

from transforms.quotations.clause import is_infinitive, trimmed
from transforms.quotations.confidence import Family
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.owners import POSSESSIVES, is_owned
from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.verbs import FORMS, Form
from transforms.quotations.words import words
from transforms.text.records import Cue, CueKind

_NOUNS = words("nouns") | frozenset(f"{noun}s" for noun in words("nouns"))
_AUXILIARIES = words("auxiliaries")
_MAIN_VERBS = words("finite") | words("common_verbs")
_OPENS_CLAUSE = words("conjunctions") | frozenset((",", "than"))
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
    found: list[Report] = []
    at = start + 1
    for token in range(start + 1, end - 2):
        if token < at or reading.lowers[token] not in _NOUNS or reading.region[token] >= 0:
            continue
        opens = _noun_content(reading, token, start, end)
        if opens is not None:
            stop = trimmed(reading, opens, _content_end(reading, token, opens, start, end))
            if stop - opens >= _MIN_CLAUSE_TOKENS:
                cue = Cue(reading.span(token, token), _singular(reading.lowers[token]), CueKind.NOUN)
                found.append(Report(((opens, stop),), cue, Family.NOUN))
                at = stop
    return found


def with_nouns(
    reading: Reading, reports: Sequence[Report], opens: Sequence[int], nouns: Sequence[Report]
) -> list[Report]:
    """`reports` and those of `nouns` that share no words with them, in text order.

    A noun's content ends where the clause of the next report begins; `opens` has these places.
    """
    merged = list(reports)
    for noun in nouns:
        first, stop = noun.parts[0]
        if any(begin <= first < end for report in reports for begin, end in report.parts):
            continue
        stop = min((at for at in opens if at > first), default=stop) if any(first < at < stop for at in opens) else stop
        while stop > first and reading.region[stop - 1] < 0 and reading.lowers[stop - 1] in (",", "and", "but"):
            stop -= 1
        if stop - first >= _MIN_CLAUSE_TOKENS:
            merged.append(replace(noun, parts=((first, stop),)))
    return sorted(merged, key=lambda report: report.parts[0][0])


def without_nouns(reading: Reading, report: Report, nouns: Sequence[Report]) -> Report:
    """`report` ended before the words of somebody else: "despite repeated pleas by X to …", "X's claim that …"."""
    first, end = report.parts[-1]
    for noun in nouns:
        cue = reading.token_at(noun.cue.span.start)
        opens = noun.parts[0][0]
        if not first <= cue < end:
            continue
        for token in range(cue - 1, max(first, cue - _BEFORE_NOUN_TOKENS), -1):
            if reading.lowers[token] in _DESPITE:
                return _ended(reading, report, token)
        is_clause = reading.region[opens] < 0 and reading.lowers[cue - 1] not in POSSESSIVES
        if report.family is Family.ACT and opens < end and is_clause:
            return _ended(reading, report, opens)
    return report


def _ended(reading: Reading, report: Report, token: int) -> Report:
    first, _ = report.parts[-1]
    return replace(report, parts=(*report.parts[:-1], (first, trimmed(reading, first, token))))


def _noun_content(reading: Reading, noun: int, start: int, end: int) -> int | None:
    after = noun + 1
    owned = is_owned(reading, noun, start)
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


def _content_end(reading: Reading, noun: int, opens: int, start: int, end: int) -> int:
    """`end`, or where the verb stands that the noun is the subject of: pleas by X to act | went unheard."""
    if any(_is_main_verb(reading, token) for token in range(start, noun)):
        return end
    finites_left = 0
    for token in range(opens, end):
        word = reading.lowers[token]
        if reading.region[token] < 0 and word in _OPENS_CLAUSE:
            finites_left += 1
        elif _is_main_verb(reading, token) and reading.lowers[token - 1] not in _AUXILIARIES:
            if finites_left == 0:
                return token
            finites_left -= 1
    return end


def _is_main_verb(reading: Reading, token: int) -> bool:
    word = reading.lowers[token]
    if reading.region[token] >= 0 or reading.is_capital(token):
        return False
    if word in _MAIN_VERBS:
        return True
    return word in FORMS and FORMS[word][0].form is Form.PAST and not word.endswith("ed")


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
