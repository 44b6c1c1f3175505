"""Whose claim it is: the owner of a noun of saying."""

from transforms.quotations.noun_phrase import Phrase, ending_at, starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.word_classes import is_adjective
from transforms.quotations.words import words

POSSESSIVES = frozenset(("his", "her", "their", "its", "my", "our", "your"))
_DOCUMENTS = words("documents")
_PREPOSITIONS = words("prepositions")
# How many adjectives may stand between the owner and the noun: her repeated public claims.
_BETWEEN_TOKENS = 3


def is_owned(reading: Reading, noun: int, start: int) -> bool:
    """True behind a possessive: X's claim, his repeated claims."""
    return _possessive_before(reading, noun, start) is not None


def _possessive_before(reading: Reading, noun: int, start: int) -> int | None:
    for token in range(noun - 1, max(start, noun - 1 - _BETWEEN_TOKENS) - 1, -1):
        word = reading.lowers[token]
        if word in POSSESSIVES or word.endswith(("'s", "s'", "'")):
            return token
        if reading.region[token] >= 0 or not is_adjective(word):
            return None
    return None


def owner_of_noun(reading: Reading, noun: int, start: int, end: int) -> Phrase | None:
    """The owner of the noun at `noun`: pleas by X, X's claim, his claim."""
    if noun + 1 < end and reading.lowers[noun + 1] in ("by", "from"):
        return starting_at(reading, noun + 2, end, inverted=True)
    owner = _possessive_before(reading, noun, start)
    if owner is not None and reading.lowers[owner] in POSSESSIVES:
        return (owner, owner)
    last = noun - 1 if owner is None else owner
    phrase = ending_at(reading, last, start) if last >= start else None
    if phrase is None:
        return None
    first, last = phrase
    for token in range(first + 1, last):
        if reading.lowers[token] in _PREPOSITIONS:
            first = token + 1
    # belying experts’ claims: the participle governs the phrase and is no part of it
    first += first < last and reading.lowers[first].endswith("ing") and not reading.is_capital(first)
    return (first, last)


def owner_of_phrase(reading: Reading, phrase: Phrase) -> Phrase:
    """Who owns the message in "her message": what says something in writing does so for somebody."""
    first, last = phrase
    if any(reading.lowers[token] in _DOCUMENTS for token in range(first + 1, last + 1)):
        if reading.lowers[first] in POSSESSIVES:
            return (first, first)
        for token in range(first, last):
            if reading.lowers[token].endswith(("'s", "s'")):
                return (first, token)
    return phrase
