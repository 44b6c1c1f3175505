"""Other names for speakers and targets: who they are must not tell which side is taken."""

import random
from collections.abc import Sequence

import numpy as np

from transforms.reader.passages import SHAPE, WORDS_MAX, Passage, shapes
from transforms.reader.questions import ROLE, SPEAKER, Asked, Range

_CAPITAL = (1, 2)
_LONGEST = 4  # words of a name
Name = tuple[str, ...]


def names_in(asked: Sequence[Asked]) -> list[Name]:
    """The names of all speakers and targets, as often as they occur."""
    return [
        tuple(each.passage.words[start:end]) for each in asked for start, end in _named(each) if end - start <= _LONGEST
    ]


def renamed(asked: Asked, names: Sequence[Name], draw: random.Random) -> Asked:
    """The same questions about a passage in which speaker and targets bear other names, drawn from `names`.

    Where these make it too long, it stays as it is.
    """
    words, features, targets = list(asked.passage.words), asked.passage.features, list(asked.targets)
    for start, end in sorted(_named(asked), reverse=True):
        name = draw.choice(names)
        more = len(name) - (end - start)
        words[start:end] = name
        row = features[start].copy()
        new = np.tile(row, (len(name), 1))
        new[:, SHAPE] = shapes([word.title() for word in name])
        features = np.concatenate([features[:start], new, features[end:]])
        targets = [_moved(target, (start, end), more) for target in targets]
    return Asked(Passage(words, features), asked.numbers, targets) if len(words) <= WORDS_MAX else asked


def _named(asked: Asked) -> list[Range]:
    """The ranges of speaker and targets that are names; those that overlap others keep theirs."""
    roles, shape = asked.passage.features[:, ROLE], asked.passage.features[:, SHAPE]
    spoken = np.flatnonzero(roles == SPEAKER)
    ranges = {*asked.targets, *([(int(spoken[0]), int(spoken[-1]) + 1)] if len(spoken) else [])}
    return [
        (start, end)
        for start, end in ranges
        if start < end
        and shape[start] in _CAPITAL
        and roles[start] in (0, SPEAKER)
        and not any(other != (start, end) and other[0] < end and start < other[1] for other in ranges)
    ]


def _moved(target: Range, replaced: Range, more: int) -> Range:
    if target == replaced:
        return target[0], target[1] + more
    return (target[0] + more, target[1] + more) if target[0] >= replaced[1] else target
