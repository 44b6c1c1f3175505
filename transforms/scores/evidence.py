"""The words that speak for a side, by word lists and grammar: a hint to the judge, and what an editor can check."""

from functools import lru_cache

from transforms.scores.effects import effects, rejected_claim
from transforms.scores.governors import governed
from transforms.scores.predicates import predicated
from transforms.scores.scene import scene_of
from transforms.text.scores import StanceLabel, StanceQuestion
from transforms.text.spans import Span

_EVIDENCE_SHOWN = 6
# The judge asks for the leaning of all questions of a batch before the evidence of its answers is asked for.
_QUESTIONS_KEPT = 8_192
_SIDES = {StanceLabel.FAVOR: 1, StanceLabel.AGAINST: -1}


def evidence(question: StanceQuestion, label: StanceLabel) -> list[Span]:
    """The listed words of the question's text that speak for `label`, in order; none for neutral."""
    side = _SIDES.get(label)
    if side is None:
        return []
    return sorted({span for span, sign in _told(question) if sign == side})[:_EVIDENCE_SHOWN]


def leaning(question: StanceQuestion) -> int:
    """1 where the listed words speak for the target, -1 where against it, 0 where there are none or both."""
    return sum({sign for _, sign in _told(question)})


@lru_cache(maxsize=_QUESTIONS_KEPT)
def _told(question: StanceQuestion) -> tuple[tuple[Span, int], ...]:
    """What the text tells of the target; nothing without a target in it."""
    scene = scene_of(question)
    if not scene.target:
        return ()
    return (*(rejected_claim(scene) or governed(scene)), *predicated(scene), *effects(scene))
