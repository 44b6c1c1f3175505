"""The subject in front of a comma: Ann Lee, the mayor of Oxford, said."""

from transforms.quotations.noun_phrase import Phrase, before_brackets, ending_at
from transforms.quotations.reading import Reading
from transforms.quotations.verbs import FORMS, Form
from transforms.quotations.words import words

_DETERMINERS = words("determiners")
_HONORIFICS = words("honorifics")
_RELATIVES = frozenset(("who", "whose", "which", "whom", "where", "when"))
_EDGES = frozenset(
    [",", ";", ":", "—", "–", "-", ")", "and", "but", "as", "while", "that", "though", "although", "because", "when"]
)
# An apposition longer than this is more likely a clause of its own.
_APPOSITION_TOKENS = 45


def phrase_before_comma(reading: Reading, comma: int, lowest: int) -> Phrase | None:
    """The noun phrase that an apposition or a relative clause ending at `comma` belongs to.

    Of the phrases that open a stretch between commas, the best name wins: a full name before a word with a capital
    before a description; of equals the one further from the verb ("Ann Lee, Labour leader").
    """
    best: tuple[int, Phrase] | None = None
    if reading.lowers[comma - 1] == ")":
        named = ending_at(reading, before_brackets(reading, comma - 1, lowest), lowest)
        if named is not None and _opens_stretch(reading, named, lowest):
            return named
    bound = max(lowest, comma - _APPOSITION_TOKENS)
    segment_end = comma
    for at in range(comma - 1, bound, -1):
        if reading.lowers[at] != "," or reading.region[at] >= 0:
            continue
        if _has_verb(reading, at + 1, segment_end):
            break
        segment_end = at
        phrase = ending_at(reading, before_brackets(reading, at - 1, lowest), lowest)
        if phrase is None or not _opens_stretch(reading, phrase, lowest):
            continue
        rank = _rank(reading, phrase)
        if best is None or rank >= best[0]:
            best = (rank, phrase)
    return best[1] if best else None


def _has_verb(reading: Reading, start: int, end: int) -> bool:
    """True for a stretch that is a clause of its own, which no apposition is."""
    if start < end and reading.lowers[start] in _RELATIVES:
        return False
    for token in range(start, end):
        word = reading.lowers[token]
        if word in _RELATIVES:
            return False
        if reading.region[token] < 0 and word in FORMS and FORMS[word][0].form is Form.PAST and not word.endswith("ed"):
            return True
        if word in ("is", "was", "were", "are", "will", "has", "had"):
            return True
    return False


def _opens_stretch(reading: Reading, phrase: Phrase, lowest: int) -> bool:
    if phrase[0] <= lowest:
        return True
    before = phrase[0] - 1
    return reading.region[before] >= 0 or reading.lowers[before] in _EDGES


def _rank(reading: Reading, phrase: Phrase) -> int:
    first, last = phrase
    capitals = sum(reading.is_capital(token) for token in range(first, last + 1))
    if reading.lowers[first].rstrip(".") in _HONORIFICS:
        return 3
    if reading.lowers[first] not in _DETERMINERS and reading.is_capital(last):
        return 3 if capitals >= 2 else 2
    return 1 if reading.lowers[first] in _DETERMINERS else 0
