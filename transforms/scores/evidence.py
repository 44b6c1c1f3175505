"""The words that speak for a side, by word lists and grammar: what an editor can check. Whoever took the decision."""

from transforms.scores.signals import signals
from transforms.text.scores import StanceLabel, StanceQuestion
from transforms.text.spans import Span

_EVIDENCE_SHOWN = 6
_SIDES = {StanceLabel.FAVOR: 1, StanceLabel.AGAINST: -1}


def evidence(question: StanceQuestion, label: StanceLabel) -> list[Span]:
    """The listed words of the question's text that speak for `label`, in order; none for neutral."""
    side = _SIDES.get(label)
    if side is None:
        return []
    return sorted({span for span, sign in signals(question).evidence if sign == side})[:_EVIDENCE_SHOWN]
