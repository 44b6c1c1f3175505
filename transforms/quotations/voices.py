"""Verbs of saying that report nobody: the author's own, the reader's, and those of things that cannot speak."""

from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.words import words

_AUTHOR_AND_READER = frozenset(("i", "we", "you"))
_THINGS = words("things")
# What a thing can do without anybody speaking.
_SHOWING = frozenset(("confirm", "suggest", "show", "hint", "imply", "indicate", "reveal", "signal", "prove"))
_PREPOSITIONS = words("prepositions")
_CONNECTIVES = words("connectives")
_MIN_WORDS = 2


def is_thing(reading: Reading, said: SaidBy) -> bool:
    """True for "a photo of the bridge suggests": not for "a photo caption says" and "a study suggests"."""
    if said.verb.lemma not in _SHOWING:
        return False
    first, last = said.subject.phrase
    head = next((token - 1 for token in range(first + 1, last + 1) if reading.lowers[token] in _PREPOSITIONS), last)
    return reading.lowers[head] in _THINGS


def is_own_voice(reading: Reading, said: SaidBy, report: Report) -> bool:
    """True for "I think …" and "you say …" of the article itself, unless it gives the words in marks."""
    if reading.lowers[said.subject.phrase[0]] not in _AUTHOR_AND_READER:
        return False
    return not any(reading.region[token] >= 0 for first, end in report.parts for token in range(first, end))


def spoken_parts(reading: Reading, report: Report) -> tuple[tuple[int, int], ...]:
    """The parts of the content without those that are only the "But" of "But, she said, …"."""
    return tuple(part for part in report.parts if not _is_joint(reading, *part))


def is_too_short(reading: Reading, parts: tuple[tuple[int, int], ...]) -> bool:
    """True for a single word outside quotation marks."""
    count = 0
    for first, end in parts:
        for token in range(first, end):
            count += reading.is_word(token)
            if count >= _MIN_WORDS or reading.region[token] >= 0:
                return False
    return True


def _is_joint(reading: Reading, first: int, end: int) -> bool:
    return all(
        reading.region[token] < 0 and (reading.lowers[token] in _CONNECTIVES or not reading.is_word(token))
        for token in range(first, end)
    )
