"""Questions about a speaker and a target as passages for the encoder: the text with both marked."""

import re
from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from transforms.reader.passages import WORDS_MAX, Passage, shapes
from transforms.text.scores import StanceQuestion

# What is known of a word: its shape and its role; see `Passage`.
ROLE_SIZES = (6, 3)
_TARGET, _SPEAKER = 1, 2
_NAME_WORDS = 24
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


def passage_of(question: StanceQuestion) -> Passage:
    """The words around the target, those of the target and of the speaker marked.

    A target that does not stand in the text is put behind it.
    """
    found = [match.span() for match in _WORD.finditer(question.text)]
    starts, ends = [start for start, _ in found], [end for _, end in found]
    words = [question.text[start:end] for start, end in found]
    roles = np.zeros(len(words), dtype=np.uint8)
    for span, role in ((question.speaker, _SPEAKER), (question.target, _TARGET)):
        if span is not None:
            roles[bisect_right(ends, span.start) : bisect_left(starts, span.end)] = role
    named = [] if (roles == _TARGET).any() else _WORD.findall(question.target_name or "")[:_NAME_WORDS]
    room = WORDS_MAX - len(named)
    first = _window(len(words), room, roles)
    words = [*words[first : first + room], *named]
    table = np.zeros((len(words), len(ROLE_SIZES)), dtype=np.uint8)
    table[:, 0] = shapes(words)
    table[:, 1] = [*roles[first : first + room], *([_TARGET] * len(named))]
    return Passage([word.lower().translate(_STRAIGHT) for word in words], table)


def _window(count: int, room: int, roles: NDArray[np.uint8]) -> int:
    """The first word of the `room` words that are read: those around the target, with the speaker if he is near."""
    if count <= room:
        return 0
    targets, speakers = np.flatnonzero(roles == _TARGET), np.flatnonzero(roles == _SPEAKER)
    if not len(targets):
        return 0
    both = np.concatenate([targets, speakers])
    if both.max() - both.min() >= room:
        both = targets
    middle = (int(both.min()) + int(both.max())) // 2
    return max(0, min(middle - room // 2, count - room))
