"""A text read once for stance: its words, sentences and clauses, and what the word lists say about them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from transforms.scores.lexicon import Entry, Role, entries, lines
from transforms.scores.straight import straighten
from transforms.text.spans import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*|[^\s\w]|_")
_SENTENCE_END = frozenset(".!?")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "gen",
        "sen",
        "rep",
        "gov",
        "prof",
        "lt",
        "col",
        "sgt",
        "no",
        "vs",
        "jr",
        "sr",
        "maj",
    ]
)
_BREAKS = frozenset(
    [",", ";", ":", "(", ")", "[", "]", '"', "—", "–", "but", "although", "though", "while", "whereas", "because",
     "after", "before", "when", "who", "whom", "which", "whose", "where", "until", "since", "unless", "despite"]
)  # fmt: skip
_NOUN_TAILS = frozenset(["for", "of", "to", "on", "with", "against", "at", "about", "over", "toward", "towards"])


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed word or phrase at the words `first` to `last` (inclusive)."""

    first: int
    last: int
    role: Role
    sign: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Words with their offsets; sentence numbers; `breaks[i]`: a clause ends or begins at word i; hits by last word."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_name: tuple[bool, ...]
    sentences: tuple[int, ...]
    breaks: tuple[bool, ...]
    hits: dict[int, tuple[Hit, ...]]  # first word → what begins there

    def words_in(self, span: Span) -> range:
        """Indices of the words that share a character with `span`."""
        first = bisect_right(self.ends, span.start)
        return range(first, max(first, bisect_left(self.starts, span.end)))

    def sentence_of(self, word: int) -> range:
        """Indices of all words of the sentence of `word`."""
        number = self.sentences[word]
        return range(bisect_left(self.sentences, number), bisect_right(self.sentences, number))

    def clause_of(self, words: range) -> range:
        """Indices of the words around `words` up to the next break on either side, inside the sentence."""
        sentence = self.sentence_of(words.start)
        first, last = words.start, words.stop
        while first > sentence.start and not self.breaks[first - 1]:
            first -= 1
        while last < sentence.stop and not self.breaks[last]:
            last += 1
        return range(first, last)

    def slice(self, words: range) -> str:
        """The straightened text from the first to the last of `words`."""
        return self.text[self.starts[words.start] : self.ends[words.stop - 1]] if words else ""


class _Word(NamedTuple):
    """What is known of a word wherever it stands; `listed`: the entries that begin with it, longest first."""

    lower: str
    is_name: bool
    is_break: bool
    listed: tuple[Entry, ...]


@lru_cache(maxsize=64)
def read(text: str) -> Reading:
    """Reads `text`; offsets are those of `text`. Cached, as several targets ask about one text."""
    straight = straighten(text)
    spans = [match.span() for match in _WORD.finditer(straight)]
    found = [_word(straight[start:end]) for start, end in spans]
    words = tuple([word.lower for word in found])
    ends = tuple([end for _, end in spans])
    return Reading(
        text=straight,
        words=words,
        starts=tuple([start for start, _ in spans]),
        ends=ends,
        is_name=tuple([word.is_name for word in found]),
        sentences=_sentence_numbers(straight, words, ends),
        breaks=tuple([word.is_break for word in found]),
        hits=_hits(found, words),
    )


@lru_cache(maxsize=65_536)
def _word(written: str) -> _Word:
    lower = written.lower()
    listed = entries().get(lower, ())
    if not listed and lower.endswith("n't"):
        listed = (Entry((lower,), Role.NEGATOR, 0),)
    return _Word(lower, _is_name(written, lower), lower in _BREAKS or lower in _SENTENCE_END, listed)


def _is_name(word: str, lowered: str) -> bool:
    """Whether a word is written like a name; one that only begins a sentence with a function word is none."""
    return word[0].isupper() and (lowered not in lines("function_words") or (len(word) > 1 and word.isupper()))


def _sentence_numbers(text: str, words: tuple[str, ...], ends: tuple[int, ...]) -> tuple[int, ...]:
    numbers, number = [], 0
    for at, word in enumerate(words):
        numbers.append(number)
        if word in _SENTENCE_END and _ends_sentence(text, words, ends, at):
            number += 1
    return tuple(numbers)


def _ends_sentence(text: str, words: tuple[str, ...], ends: tuple[int, ...], at: int) -> bool:
    after = text[ends[at] : ends[at] + 2].lstrip("\"')")
    if after and not after[0].isspace():
        return False
    before = words[at - 1] if at else ""
    return words[at] != "." or (len(before) > 1 and before not in _ABBREVIATIONS)


def _hits(found: list[_Word], words: tuple[str, ...]) -> dict[int, tuple[Hit, ...]]:
    hits = ((at, _matching(word.listed, words, at)) for at, word in enumerate(found) if word.listed)
    return {at: standing for at, standing in hits if standing}


def _matching(listed: tuple[Entry, ...], words: tuple[str, ...], at: int) -> tuple[Hit, ...]:
    """The entries that stand at `at`; of each role only the longest, and a noun only before its preposition."""
    found: dict[Role, Hit] = {}
    for entry in listed:
        last = at + len(entry.words) - 1
        if entry.role in found or words[at : last + 1] != entry.words:
            continue
        if entry.role is Role.NOUN and words[last] not in _NOUN_TAILS and _next(words, last) not in _NOUN_TAILS:
            continue
        found[entry.role] = Hit(at, last, entry.role, entry.sign)
    return tuple(found.values())


def _next(words: tuple[str, ...], last: int) -> str:
    return words[last + 1] if last + 1 < len(words) else ""
