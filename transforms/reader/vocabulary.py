"""Words as word pieces of the encoder's vocabulary (WordPiece, uncased: greedy, longest piece first)."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The vector of a word is the mean of its pieces; what stands behind the fourth adds little.
PIECES_MAX = 4
_CHARS_MAX = 64
PAD, UNKNOWN, START = "[PAD]", "[UNK]", "[CLS]"


class Vocabulary:
    """The pieces of the encoder; the place of a piece in the list is its number, and 0 is padding."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(pieces)}
        self.unknown, self.start = self.numbers[UNKNOWN], self.numbers[START]
        self._of = lru_cache(maxsize=131_072)(self._cut)

    def pieces(self, words: Iterable[str]) -> NDArray[Any]:
        """Piece numbers of `words`, int64 of shape (words, PIECES_MAX), padded with 0."""
        return np.array([self._of(word) for word in words], dtype=np.int64).reshape(-1, PIECES_MAX)

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        for part in _parts(word[:_CHARS_MAX]):
            found += self._greedy(part)
            if len(found) >= PIECES_MAX:
                break
        found = (found or [self.unknown])[:PIECES_MAX]
        return tuple(found + [0] * (PIECES_MAX - len(found)))

    def _greedy(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(part):
            lead = "##" if start else ""
            for end in range(len(part), start, -1):
                number = self.numbers.get(lead + part[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


@cache
def vocabulary_of(pieces: tuple[str, ...]) -> Vocabulary:
    """One per process: the reader and the judge have the same pieces, and read the same words."""
    return Vocabulary(pieces)


def _parts(word: str) -> list[str]:
    """`word` in lower case without accents, cut before and behind every mark."""
    plain = (char for char in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(char) != "Mn")
    parts: list[str] = []
    is_open = False
    for char in plain:
        if not char.isalnum():
            parts.append(char)
            is_open = False
        elif is_open:
            parts[-1] += char
        else:
            parts.append(char)
            is_open = True
    return parts
