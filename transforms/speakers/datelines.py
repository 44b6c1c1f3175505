"""Datelines: the place in CAPITALS at the head of a paragraph, “BUFFALO, N.Y. (AP) —”: nobody who speaks."""

from collections import Counter
from collections.abc import Sequence

from transforms.speakers.known import is_acronym, known_word
from transforms.speakers.words import Word
from transforms.text.document import Document
from transforms.text.records import EntityType

_DASHES = frozenset({"—", "–", "-", "―"})
_INSIDE = frozenset({",", ".", "(", ")", "/", ";"})
_WORDS_MAX = 14


def dateline_words(document: Document, words: Sequence[Word]) -> frozenset[int]:
    """The indices of the words that stand in datelines."""
    uses = Counter(word.text for word in words)
    found: set[int] = set()
    paragraph = -1
    for index, word in enumerate(words):
        here = document.sentences[word.sentence].paragraph
        if here == paragraph:
            continue
        paragraph = here
        end = _dash(document, words, index)
        if end is not None and _is_place(words, index, end, uses):
            found.update(range(index, end))
    return frozenset(found)


def _dash(document: Document, words: Sequence[Word], first: int) -> int | None:
    """Where the dash stands that closes what may be a dateline from word `first` on."""
    paragraph = document.sentences[words[first].sentence].paragraph
    for index in range(first, min(len(words), first + _WORDS_MAX)):
        word = words[index]
        if document.sentences[word.sentence].paragraph != paragraph:
            return None
        if word.text in _DASHES:
            return index if index > first and document.text[word.start - 1].isspace() else None
        is_place = word.is_capital or word.text in _INSIDE or word.text[0].isdigit()
        if word.is_quoted or not is_place:
            return None
    return None


def _is_place(words: Sequence[Word], first: int, end: int, uses: Counter[str]) -> bool:
    """True where the first word is a place in capitals; “NATO – the alliance – agreed” opens with a name."""
    opener = words[first]
    if len(opener.text) < 2 or not opener.text.isupper():
        return False
    if known_word(opener.lower) is EntityType.PLACE or not is_acronym(opener):
        return True
    if end - first > 1:
        return any(words[k].text in {",", "("} for k in range(first, end)) or words[first + 1].text.isupper()
    closing = (
        k for k in range(end + 1, len(words)) if words[k].sentence != opener.sentence or words[k].text in _DASHES
    )
    at = next(closing, None)
    return uses[opener.text] == 1 and (at is None or words[at].sentence != opener.sentence)
