"""Questions about a speaker and a target as passages for the encoder: each text is read once for all its targets."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.reader.batches import Batch, collate
from transforms.reader.passages import WORDS_MAX, Passage, shape_of
from transforms.reader.vocabulary import Vocabulary
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

# What is known of a word: its shape and its role; see `Passage`.
ROLE_SIZES = (6, 3)
ROLE = 1  # the place of the role among them
TARGET, SPEAKER = 1, 2
_NAME_WORDS = 24
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
Range = tuple[int, int]


@dataclass(slots=True)
class Asked:
    """A passage and the questions about it: `numbers` among all questions, and the words of each one's target."""

    passage: Passage
    numbers: list[int] = field(default_factory=list)
    targets: list[Range] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QuestionBatch:
    """Arrays for the questions about some passages; for `passages` see Batch.

    `asked` int64 [questions]: the row of the passage. `targets` float32 [questions, 1 + words]: 1 for a target's words.
    """

    passages: Batch
    asked: NDArray[Any]
    targets: NDArray[Any]

    def named(self) -> dict[str, NDArray[Any]]:
        """The inputs of the net, by name."""
        return self.passages.named() | {"asked": self.asked, "targets": self.targets}


def ask(questions: Iterable[StanceQuestion], *, mark: bool = False) -> list[Asked]:
    """The passages that have to be read, with the questions about each.

    The words of the speaker are marked, and those of a target that does not stand in the text, which is put behind it.
    Of a text too long for a passage the words around the target are read.

    Args:
        questions: what is asked.
        mark: mark the words of the targets, so that each question has a passage of its own.
    """
    found: dict[tuple[object, ...], Asked] = {}
    texts: dict[str, _Text] = {}
    for number, question in enumerate(questions):
        text = texts.get(question.text) or texts.setdefault(question.text, _Text(question.text))
        speaker, target = text.words_in(question.speaker), text.words_in(question.target)
        named = [] if target[0] < target[1] else _WORD.findall(question.target_name or "")[:_NAME_WORDS]
        room = WORDS_MAX - len(named)
        first = _window(len(text.words), room, speaker, target)
        key = (question.text, speaker, first, tuple(named), number if mark else None)
        asked = found.get(key)
        if asked is None:
            roles = text.roles(speaker, target if mark else (0, 0))
            passage = _passage([*text.words[first : first + room], *named], roles[first : first + room])
            asked = found[key] = Asked(passage)
        count = len(asked.passage.words)
        asked.numbers.append(number)
        asked.targets.append(
            (count - len(named), count) if named else (target[0] - first, min(count, target[1] - first))
        )
    return list(found.values())


def question_batch(some: Sequence[Asked], vocabulary: Vocabulary) -> QuestionBatch:
    """One batch of passages, in their order, and of their questions, in theirs."""
    passages = collate([each.passage for each in some], vocabulary)
    asked = np.repeat(np.arange(len(some)), [len(each.numbers) for each in some])
    targets = np.zeros((len(asked), passages.words.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(target for each in some for target in each.targets):
        targets[row, 1 + start : 1 + end] = 1.0
    return QuestionBatch(passages, asked, targets)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a net reads questions: what it takes for words, and what it is shown of a question."""

    vocabulary: Vocabulary
    ask: Callable[[Iterable[StanceQuestion]], list[Asked]] = ask


class _Text:
    """The words of a text and where they stand."""

    __slots__ = ("_ends", "_starts", "words")

    def __init__(self, text: str) -> None:
        found = [match.span() for match in _WORD.finditer(text)]
        self._starts, self._ends = [start for start, _ in found], [end for _, end in found]
        self.words = [text[start:end] for start, end in found]

    def words_in(self, span: Span | None) -> Range:
        """The words that a span touches; none are (0, 0)."""
        if span is None:
            return 0, 0
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        return (first, last) if first < last else (0, 0)

    def roles(self, speaker: Range, target: Range) -> NDArray[np.uint8]:
        roles = np.zeros(len(self.words), dtype=np.uint8)
        roles[slice(*speaker)] = SPEAKER
        roles[slice(*target)] = TARGET
        return roles


def _passage(words: list[str], roles: NDArray[np.uint8]) -> Passage:
    """`roles` of the first words; those behind them are the target's name."""
    table = np.full((len(words), len(ROLE_SIZES)), TARGET, dtype=np.uint8)
    table[: len(roles), ROLE] = roles
    known = list(map(_known, words))
    table[:, 0] = [shape for _, shape in known]
    return Passage([plain for plain, _ in known], table)


@lru_cache(maxsize=131_072)
def _known(word: str) -> tuple[str, int]:
    """`word` in lower case with straight marks, and its shape."""
    return word.lower().translate(_STRAIGHT), shape_of(word)


def _window(count: int, room: int, speaker: Range, target: Range) -> int:
    """The first word of the `room` words that are read: those around the target, with the speaker if he is near."""
    if count <= room or target == (0, 0):
        return 0
    first, last = target
    if speaker != (0, 0):
        both = min(first, speaker[0]), max(last, speaker[1])
        if both[1] - both[0] <= room:
            first, last = both
    return max(0, min((first + last - 1) // 2 - room // 2, count - room))
