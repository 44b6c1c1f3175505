"""What is reported without quotation marks, or partly in them: X said that …, …, X said, according to X."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from transforms.quotations.clause import (
    behind_adverbials,
    behind_hearer,
    content_end,
    content_start,
    is_infinitive,
    only_adverbials,
    trimmed,
)
from transforms.quotations.confidence import Family
from transforms.quotations.cues import inverted_at, verbs_in
from transforms.quotations.direct import is_utterance, region_end, verb_cue
from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import FORMS, Form, Takes
from transforms.quotations.words import entries, words
from transforms.text.records import Cue, CueKind

_NOUNS = words("nouns") | frozenset(f"{noun}s" for noun in words("nouns"))
_POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our", "your"))
_MIN_CLAUSE_TOKENS = 2
_NAMING = frozenset(
    ("call", "label", "brand", "dub", "describe", "characterize", "characterise", "portray", "refer to")
)
_NAMING_TOKENS = 30
_PLURALS = words("plurals")
_OPENERS = words("determiners") | words("pronouns")
_MAX_LATER_VERBS = 40
_BEFORE_NOUN_TOKENS = 6
_APPOSITION_TOKENS = 12
# What a video shows and what somebody writes is said only where a clause or quoted words follow.
_CLAUSE_ONLY = frozenset(("show", "find", "figure", "guess", "write", "post", "email", "text", "blog", "tweet", "read"))
_CLAUSE_OPENERS = frozenset(("that", "he", "she", "they", "it", "there", "we", "how", "why", "whether"))
_NO_THOUGHT = frozenset(("about", "like", "out", "to", "for", "up"))
_NO_OPENING = words("finite") | frozenset(("but", "and", "or", "by", "who", "which"))
# Nouns that go on with an infinitive: pleas to act.
_INFINITIVE_NOUNS = frozenset(
    ("plea", "call", "appeal", "demand", "request", "promise", "pledge", "vow", "threat", "proposal")
)
_AFTERTHOUGHTS = frozenset(
    [
        "after",
        "as",
        "when",
        "while",
        "following",
        "before",
        "amid",
        "despite",
        "during",
        "since",
        "adding",
        "citing",
        "with",
        "hours",
        "days",
    ]
)
_ANONYMITY = tuple(tuple(line.split()) for line in entries("anonymity"))
_DESPITE = frozenset(("despite", "amid", "after", "following", "over", "against", "because"))


@dataclass(frozen=True, slots=True)
class Report:
    """Content as token ranges (end exclusive) with its cue; `family` names the rule for its confidence."""

    parts: tuple[tuple[int, int], ...]
    cue: Cue
    family: Family


def reports_in(reading: Reading, start: int, end: int, lowest: int) -> list[Report]:
    """The reports of one frame from token `start` on, left to right, not overlapping."""
    found = _according(reading, start, end)
    if found:
        return found
    verbs = verbs_in(reading, start, end, lowest)
    inverted = _final_inverted(reading, start, end)
    if inverted is not None:
        return [inverted]
    nouns = _noun_reports(reading, start, end)
    at = start
    for index, said in enumerate(verbs):
        if said.first < at:
            continue
        later = islice(verbs, index + 1, index + 1 + _MAX_LATER_VERBS)
        report = _parenthetical(reading, said, at, end) or _following(reading, said, end, later)
        if report is not None:
            found.append(_without(reading, report, nouns))
            at = found[-1].parts[-1][1]
    return found + [noun for noun in nouns if noun.parts[0][0] >= at]


def _without(reading: Reading, report: Report, nouns: list[Report]) -> Report:
    """`report` ended before "despite repeated pleas by X to …", which are the words of somebody else."""
    first, end = report.parts[-1]
    for noun in nouns:
        cue = reading.token_at(noun.cue.span.start)
        for token in range(cue - 1, max(first, cue - _BEFORE_NOUN_TOKENS), -1):
            if reading.lowers[token] in _DESPITE and cue < end and token > first:
                return replace(report, parts=(*report.parts[:-1], (first, trimmed(reading, first, token))))
    return report


def _following(reading: Reading, said: SaidBy, end: int, verbs: Iterable[SaidBy]) -> Report | None:
    """X said that …"""
    start = content_start(reading, said, end)
    if start is None:
        return None
    takes = said.verb.takes
    word = reading.lowers[start]
    quoted = reading.region[start] >= 0
    if takes == Takes.DIRECT and not (quoted and _is_announced(reading, start, end)):
        return None
    if takes & Takes.COMMIT and not takes & Takes.CLAUSE and word not in ("to", "that", "not") and not quoted:
        return None
    if not quoted and said.verb.lemma in _CLAUSE_ONLY and word not in _CLAUSE_OPENERS:
        return None
    if takes & Takes.THOUGHT and not takes & Takes.DIRECT and word in _NO_THOUGHT:
        return None
    if word in _NO_OPENING and not quoted:
        return None
    if said.verb.lemma in _NAMING and not _names(reading, start, end):
        return None
    if any(tuple(reading.lowers[start : start + len(phrase)]) == phrase for phrase in _ANONYMITY):
        return None
    stop = content_end(reading, said, start, end, verbs)
    if stop - start < (1 if quoted else _MIN_CLAUSE_TOKENS):
        return None
    return Report(((start, stop),), verb_cue(reading, said), _family(said, word))


def _is_announced(reading: Reading, start: int, end: int) -> bool:
    """True for quoted words that a verb such as "read" announces: a whole utterance or the rest of the frame."""
    region = reading.region[start]
    after = region_end(reading, start, end)
    return is_utterance(reading, region) or not any(reading.is_word(token) for token in range(after, end))


def _names(reading: Reading, start: int, stop: int) -> bool:
    """True for "called it “x”", "called him a liar" and "described it as": not for "called the police"."""
    for token in range(start, min(stop, start + _NAMING_TOKENS)):
        if reading.region[token] >= 0 or (token > start and reading.lowers[token] in ("a", "an", "as")):
            return True
    return False


def _family(said: SaidBy, word: str) -> Family:
    if not said.verb.takes & (Takes.CLAUSE | Takes.COMMIT):
        return Family.ACT
    if said.verb.takes & Takes.THOUGHT and not said.verb.takes & Takes.DIRECT:
        return Family.THOUGHT
    if said.verb.takes & Takes.COMMIT:
        return Family.COMMIT
    return Family.SAY if word == "that" or said.verb.lemma in ("say", "tell") else Family.CLAUSE


def _parenthetical(reading: Reading, said: SaidBy, start: int, end: int) -> Report | None:
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


def _final_inverted(reading: Reading, start: int, end: int) -> Report | None:
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


def _according(reading: Reading, start: int, end: int) -> list[Report]:
    for token in range(start, end - 2):
        if reading.lowers[token] == "according" and reading.lowers[token + 1] == "to" and reading.region[token] < 0:
            cue = Cue(reading.span(token, token + 1), "according to", CueKind.ACCORDING)
            parts = _around(reading, start, token, end)
            return [Report(parts, cue, Family.ACCORDING)] if parts else []
    return []


def _around(reading: Reading, start: int, token: int, end: int) -> tuple[tuple[int, int], ...]:
    phrase = starting_at(reading, token + 2, end)
    after = phrase[1] + 1 if phrase else token + 2
    while after < end and not (reading.region[after] < 0 and reading.lowers[after] == ","):
        after += 1
    before = (start, trimmed(reading, start, token))
    behind = (after + 1, trimmed(reading, min(after + 1, end), end))
    parts = tuple(part for part in (before, behind) if part[0] < part[1])
    is_parenthesis = before[0] >= before[1] or reading.lowers[token - 1] == ","
    return parts if is_parenthesis else parts[:1]


def _noun_reports(reading: Reading, start: int, end: int) -> list[Report]:
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


def _noun_content(reading: Reading, noun: int, start: int, end: int) -> int | None:
    after = noun + 1
    owned = reading.lowers[noun - 1] in _POSSESSIVES or reading.lowers[noun - 1].endswith(("'s", "s'", "'"))
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
