"""People without a name that are subjects: “a man in an orange hat was dancing”, “her colleague was less forgiving”.

A “he” behind such a subject means that person, so it must not be read past it to somebody with a name.
"""

from collections.abc import Iterator, Sequence

from transforms.speakers import lexicon
from transforms.speakers.cast import Cast, Member
from transforms.speakers.names import Name, gender_of
from transforms.speakers.phrases import DEFINITE
from transforms.speakers.reading import Reading
from transforms.speakers.words import Word
from transforms.text.records import EntityType

_DETERMINERS = DEFINITE | {"a", "an", "one", "another", "my"}
_ALONE = frozenset({"someone", "somebody"})
_HEADS = lexicon.words("roles") | lexicon.words("titles") | _ALONE | {"one"}
_COMPLEMENTS = frozenset({"of", "from", "in", "at", "with", "for", "who", "whose"})
_MODIFIERS_MAX = 4
_BEFORE = lexicon.words("clause_openers")


def unnamed_subjects(reading: Reading, cast: Cast) -> Iterator[tuple[int, int, Member]]:
    """The word ranges of noun phrases for one person that open a clause and are no name, each with its member.

    “The striker” is the one striker of the article where there is one; else the member is somebody without a name.
    """
    words = reading.words
    for index, word in enumerate(words):
        if word.lower not in _HEADS or word.is_quoted or (word.is_capital and not word.is_initial):
            continue
        if word.lower in _ALONE or _is_one_of(words, index):
            if _opens_clause(reading, index):
                yield index, index + 1, nobody_named(reading, index, index + 1)
            continue
        if word.lower == "one" or word.is_possessive or index in reading.at:
            continue
        first = _determiner(words, index)
        if first is None or not _opens_clause(reading, first) or _has_name_beside(reading, index):
            continue
        holders = cast.holders(word.lower) if words[first].lower == "the" else []
        yield first, index + 1, holders[0] if len(holders) == 1 else nobody_named(reading, first, index + 1)


def nobody_named(reading: Reading, first: int, last: int) -> Member:
    """Somebody called words[first:last] whose name the article does not tell."""
    shown = reading.text(first, last)
    stated = gender_of(reading.words[last - 1].lower)
    return Member(Name(), shown, EntityType.PERSON, -1, stated, is_named=False, is_shown_human=True)


def _is_one_of(words: Sequence[Word], index: int) -> bool:
    return words[index].lower == "one" and index + 1 < len(words) and words[index + 1].lower == "of"


def _determiner(words: Sequence[Word], head: int) -> int | None:
    """Where “a”, “the”, “her” begins the noun phrase that ends in `head`."""
    for index in range(head - 1, max(-1, head - 2 - _MODIFIERS_MAX), -1):
        word = words[index]
        if word.is_mark or word.sentence != words[head].sentence or word.is_capital != word.is_initial:
            return None
        if word.lower in _DETERMINERS:
            return index
    return None


def _opens_clause(reading: Reading, first: int) -> bool:
    """True at the head of a sentence, behind a mark that closes no name, and behind “and”, “when”, “said”."""
    if not reading.same_sentence(first - 1, first):
        return True
    before = reading.words[first - 1]
    if before.is_mark:
        return before.lower not in {"(", "-"} and first - 2 not in reading.at
    return before.lower in _BEFORE or before.lower in lexicon.words("saying")


def _has_name_beside(reading: Reading, head: int) -> bool:
    """True for “his wife, Ada Lim,” and “his wife Ada”, which are names, and where no verb can follow."""
    index = head + 1
    if not reading.same_sentence(head, index):
        return True
    if reading.words[index].is_mark:
        index += 1
        return not reading.same_sentence(head, index) or index in reading.at or reading.words[index - 1].lower != ","
    return index in reading.at or not _may_be_verb(reading.words[index])


def _may_be_verb(word: Word) -> bool:
    lower = word.lower
    if lower in _COMPLEMENTS or lower in lexicon.words("subject_verbs") or lower in lexicon.words("saying"):
        return True
    return len(lower) > 3 and lower.endswith(("ed", "s", "n't", "n’t", "ly")) and not lower.endswith("ss")
