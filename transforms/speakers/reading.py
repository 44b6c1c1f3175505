"""One article as resolving reads it: its words, its mentions, and where each mention stands among the words."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.speakers.words import Word
from transforms.text.document import Document
from transforms.text.records import Mention, MentionKind
from transforms.text.spans import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """`ranges[i]` are the words of `mentions[i]`; `at` says which mention a word belongs to."""

    document: Document
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    mentions: tuple[Mention, ...]
    ranges: tuple[tuple[int, int], ...]
    at: dict[int, int]

    def words_in(self, span: Span) -> tuple[int, int]:
        """The half-open range of words that start inside `span`."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def text(self, first: int, last: int) -> str:
        """The article's text from word `first` up to word `last`, exclusive."""
        return self.document.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def name_at(self, index: int) -> int | None:
        """The mention by name that the word at `index` belongs to."""
        found = self.at.get(index)
        return found if found is not None and self.mentions[found].kind is MentionKind.NAME else None

    def same_sentence(self, a: int, b: int) -> bool:
        """True where both words exist and stand in one sentence."""
        count = len(self.words)
        return 0 <= a < count and 0 <= b < count and self.words[a].sentence == self.words[b].sentence


def read(document: Document, words: Sequence[Word], mentions: Sequence[Mention]) -> Reading:
    """`document` with `mentions` laid over its `words`."""
    starts = tuple(word.start for word in words)
    ordered = tuple(sorted(mentions, key=lambda mention: mention.span))
    ranges: list[tuple[int, int]] = []
    at: dict[int, int] = {}
    for number, mention in enumerate(ordered):
        first, last = bisect_left(starts, mention.span.start), bisect_left(starts, mention.span.end)
        ranges.append((first, last))
        at.update(dict.fromkeys(range(first, last), number))
    return Reading(document, tuple(words), starts, ordered, tuple(ranges), at)
