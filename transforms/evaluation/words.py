"""The words of a text, and which of them stand inside quotation marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from transforms.text.spans import Span

# “didn’t” and “no-fly” are one word. Marks and punctuation are in no word, so they never decide a comparison.
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_MARK_OR_LINE = re.compile(r"[“«„”»\"\n]")
_CLOSING = frozenset("”»\n")  # a mark left open ends with its paragraph


def plain_words(text: str) -> list[str]:
    """The words of `text` in lower case, without a possessive ending."""
    found = (match[0].lower() for match in _WORD.finditer(text))
    return [word.removesuffix("'s").removesuffix("’s") for word in found]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text` by their number; `starts` and `ends` are their offsets, `marked` those inside marks."""

    text: str
    starts: list[int]
    ends: list[int]
    marked: frozenset[int]

    def within(self, spans: Iterable[Span]) -> frozenset[int]:
        """The numbers of the words that share a character with one of `spans`."""
        return frozenset(
            word
            for start, end in spans
            for word in range(bisect_right(self.ends, start), bisect_left(self.starts, end))
        )

    def lower(self, word: int) -> str:
        """The word with this number, in lower case."""
        return self.text[self.starts[word] : self.ends[word]].lower()

    def span(self, words: frozenset[int]) -> Span:
        """From the first to the last of `words` (at least one)."""
        return Span(self.starts[min(words)], self.ends[max(words)])


def words_of(text: str) -> Words:
    """The words of `text`."""
    places = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in places]
    return Words(text, starts, [end for _, end in places], _marked(text, starts))


def _marked(text: str, starts: list[int]) -> frozenset[int]:
    marked: set[int] = set()
    opened: int | None = None
    for match in _MARK_OR_LINE.finditer(text):
        mark = match[0]
        if mark in _CLOSING or (mark == '"' and opened is not None):
            marked.update(_words_between(starts, opened, match.start()))
            opened = None
        elif opened is None:
            opened = match.start()
    marked.update(_words_between(starts, opened, len(text)))
    return frozenset(marked)


def _words_between(starts: list[int], opened: int | None, closed: int) -> range:
    return range(0) if opened is None else range(bisect_left(starts, opened), bisect_left(starts, closed))
