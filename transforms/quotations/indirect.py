"""What is reported without quotation marks, or partly in them: X said that …"""

from collections.abc import Sequence
from dataclasses import replace

from transforms.quotations.clause import content_end, content_start
from transforms.quotations.confidence import Family
from transforms.quotations.cues import inverted_at, verbs_in
from transforms.quotations.described import what_is_called
from transforms.quotations.direct import is_utterance, region_end, verb_cue
from transforms.quotations.interposed import according, final_inverted, parenthetical
from transforms.quotations.nested import contents_of_act
from transforms.quotations.nouns import noun_reports, with_nouns, without_nouns
from transforms.quotations.reading import Reading
from transforms.quotations.remarks import without_remark
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import Takes
from transforms.quotations.voices import is_own_voice, is_thing
from transforms.quotations.word_classes import is_nominal
from transforms.quotations.words import entries, words

_MIN_CLAUSE_TOKENS = 2
_MAX_LATER_VERBS = 40
_NAMING = frozenset(
    ("call", "label", "brand", "dub", "describe", "characterize", "characterise", "portray", "refer to")
)
_NAMING_TOKENS = 30
_OPENING_TOKENS = 3
# What a video shows and what somebody writes is said only where a clause or quoted words follow.
_CLAUSE_ONLY = frozenset(
    ("show", "find", "figure", "guess", "write", "post", "email", "text", "blog", "tweet", "read", "maintain")
)
_CLAUSE_OPENERS = frozenset(("that", "he", "she", "they", "it", "there", "we", "how", "why", "whether"))
_PREPOSITIONS = words("prepositions")
_PRONOUNS = words("pronouns")
# Police question a man; a critic questions the plan.
_QUESTIONED = frozenset(
    (
        "a",
        "an",
        "two",
        "three",
        "four",
        "five",
        "six",
        "several",
        "some",
        "him",
        "them",
        "me",
        "us",
        "people",
        "witnesses",
    )
)
_NO_THOUGHT = frozenset(("about", "like", "out", "to", "for", "up"))
_NO_OPENING = words("finite") | words("common_verbs") | frozenset(("but", "and", "or", "by", "who", "which"))
_ANONYMITY = tuple(tuple(line.split()) for line in entries("anonymity"))


def reports_in(reading: Reading, start: int, end: int, lowest: int) -> list[Report]:
    """The reports of one frame from token `start` on, left to right, not overlapping."""
    verbs = [said for said in verbs_in(reading, start, end, lowest) if not is_thing(reading, said)]
    found = according(reading, start, end)
    if found and not _has_own_verb(reading, verbs, found[0], end):
        return found
    found = []
    inverted = _opening_inverted(reading, start, end) or final_inverted(reading, start, end)
    if inverted is not None:
        return [inverted]
    nouns = noun_reports(reading, start, end)
    at, opens = start, list[int]()
    for index, said in enumerate(verbs):
        if said.first < at:
            continue
        later = verbs[index + 1 : index + 1 + _MAX_LATER_VERBS]
        report = None if found else _without_outlet(parenthetical(reading, said, start, end), later)
        report = report or _following(reading, said, end, later)
        if report is not None and not is_own_voice(reading, said, report):
            found.append(without_nouns(reading, report, nouns))
            at = found[-1].parts[-1][1]
            opens.append(min(said.opens, found[-1].parts[0][0]))
    return with_nouns(reading, found, opens, nouns)


def _without_outlet(report: Report | None, later: Sequence[SaidBy]) -> Report | None:
    """`report` without the last words of "…, Lee said, the Daily Post reports"."""
    if report is None or len(report.parts) == 1 or all(said.opens != report.parts[1][0] for said in later):
        return report
    return replace(report, parts=report.parts[:1])


def _has_own_verb(reading: Reading, verbs: Sequence[SaidBy], report: Report, end: int) -> bool:
    """True for "Lee told MPs that …, according to two people": the words are Lee's, others only pass them on."""
    first, last = report.parts[0]
    said = next((verb for verb in verbs if verb.first < last), None)
    if said is None or not first <= said.opens <= first + _OPENING_TOKENS:
        return False
    if not said.verb.takes & Takes.CLAUSE or said.verb.takes & Takes.THOUGHT:
        return False
    opens = content_start(reading, said, end)
    return opens is not None and opens < last and reading.lowers[opens] == "that"


def _opening_inverted(reading: Reading, start: int, end: int) -> Report | None:
    """Said Ann Lee, “…”"""
    said = inverted_at(reading, start, end) if reading.region[start] < 0 else None
    opens = content_start(reading, said, end) if said else None
    if said is None or opens is None or reading.region[opens] < 0:
        return None
    return Report(((opens, content_end(reading, said, opens, end, ())),), verb_cue(reading, said), Family.SAY)


def _following(reading: Reading, said: SaidBy, end: int, verbs: Sequence[SaidBy]) -> Report | None:
    """X said that …"""
    start = content_start(reading, said, end)
    if start is None:
        return None
    if said.opens > 0 and reading.lowers[said.opens - 1] == "what":
        return what_is_called(reading, said, start, end)
    word = reading.lowers[start]
    quoted = reading.region[start] >= 0
    if not _takes(reading, said, start, end, quoted=quoted):
        return None
    stop = content_end(reading, said, start, end, verbs)
    family = _family(said, word)
    if family is Family.ACT:
        parts = contents_of_act(reading, said, start, stop, verbs)
    else:
        parts = ((start, without_remark(reading, start, stop)),)
    is_word = family is Family.ACT and parts[-1][1] - start == 1 and not _is_closed_class(reading, start)
    if parts[-1][1] - start < (1 if quoted or is_word else _MIN_CLAUSE_TOKENS):
        return None
    return Report(parts, verb_cue(reading, said), family)


def _is_closed_class(reading: Reading, token: int) -> bool:
    """True for the "him" of "praised him", which says too little."""
    return not is_nominal(reading, token) or reading.lowers[token] in _PRONOUNS


def _takes(reading: Reading, said: SaidBy, start: int, end: int, *, quoted: bool) -> bool:
    """True where the verb can take what begins at `start` as its content."""
    takes, word = said.verb.takes, reading.lowers[start]
    if not takes & (Takes.CLAUSE | Takes.DIRECT) and reading.lowers[said.subject.phrase[0]] == "you":
        return False  # You remember the bridge: the reader, who says nothing.
    if any(tuple(reading.lowers[start : start + len(phrase)]) == phrase for phrase in _ANONYMITY):
        return False
    if quoted:
        return takes != Takes.DIRECT or _is_announced(reading, start, end)
    if takes == Takes.DIRECT or word in _NO_OPENING or (said.verb.lemma == "add" and word[0].isdigit()):
        return False  # Lee added 25 points
    if word in _PREPOSITIONS and not takes & (Takes.CLAUSE | Takes.COMMIT):
        return False  # the bureau cited in the report
    if takes & Takes.COMMIT and not takes & Takes.CLAUSE and word not in ("to", "that", "not"):
        return False
    if said.verb.lemma in _CLAUSE_ONLY and word not in _CLAUSE_OPENERS:
        return False
    if takes & Takes.THOUGHT and not takes & Takes.DIRECT and word in _NO_THOUGHT:
        return False
    if (said.verb.lemma == "question" and word in _QUESTIONED) or (said.verb.lemma == "retweet" and word != "that"):
        return False
    return said.verb.lemma not in _NAMING or _names(reading, start, end)


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
