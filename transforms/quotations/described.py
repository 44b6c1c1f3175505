"""What somebody called something: what she described as “a ditch”."""

from transforms.quotations.clause import trimmed
from transforms.quotations.confidence import Family
from transforms.quotations.direct import region_end, verb_cue
from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.words import words

_MIN_CLAUSE_TOKENS = 2
_SHORT_WORD = 3
_ENDS_PHRASE = frozenset((",", ";", ":", "—", "–", "and", "but", "that", "who", "which"))
_ENDS_DESCRIPTION = words("finite") | words("common_verbs") | _ENDS_PHRASE


def what_is_called(reading: Reading, said: SaidBy, start: int, end: int) -> Report | None:
    """The quoted words in "what she called “a ditch”"; none where they are a name: “Enhanced Green Corridor”."""
    if said.verb.lemma not in ("call", "describe", "describe as"):
        return None
    start += reading.region[start] < 0 and reading.lowers[start] == "as"
    if start >= end:
        return None
    if reading.region[start] < 0:
        return _what_is_described(reading, said, start, end)
    inner = reading.regions[reading.region[start]].inner.slice(reading.document.text)
    if all(word[:1].isupper() for word in inner.split() if len(word) > _SHORT_WORD):
        return None
    return Report(((start, region_end(reading, start, end)),), verb_cue(reading, said), Family.ACT)


def _what_is_described(reading: Reading, said: SaidBy, start: int, end: int) -> Report | None:
    """The noun phrase in "what one driver described as a ditch without water"."""
    stop = start
    while stop < end and not (reading.region[stop] < 0 and reading.lowers[stop] in _ENDS_DESCRIPTION):
        stop += 1
    stop = trimmed(reading, start, stop)
    if reading.lowers[start] not in ("a", "an", "the") or stop - start < _MIN_CLAUSE_TOKENS:
        return None
    if any(reading.region[token] >= 0 for token in range(start, stop)):
        return None
    return Report(((start, stop),), verb_cue(reading, said), Family.ACT)
