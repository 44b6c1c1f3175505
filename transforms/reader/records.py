"""What the reader says about a passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

from transforms.reader.passages import Passage

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Log-probabilities, float32, for a passage of n words.

    `content`, `cue`, `source`: [n, 3] outside, begins, goes on. `mention`: [n, 4] none, person, organisation, place.
    `to_cue`, `to_source`: [n, n + 1]: 0 is nobody or not in this passage, 1 + i the word i with which the cue or
    source of the content that holds this word begins.
    """

    content: Floats
    cue: Floats
    source: Floats
    mention: Floats
    to_cue: Floats
    to_source: Floats


class Reader(Protocol):
    """Reads passages; tests use one that answers by hand, settings may name a bigger one."""

    name: str
    version: str

    def read(self, passages: Sequence[Passage]) -> list[Answer]:
        """One answer per passage, in order; what stands in other passages changes nothing."""
        ...
