"""Sentiment toward a mention: the signals of its clause (VADER among them), weighed by a small logistic regression."""

from transforms.scores.linear import load
from transforms.scores.sentiment import compound_of
from transforms.scores.signals import signals
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

# Best macro-F1 (54.1) of whole-text VADER on targeted_sentiment_newsmtsc train, in steps of 0.1.
_NEGATIVE_BELOW, _POSITIVE_ABOVE = 0.0, 0.4


def targeted(text: str, target: Span | None) -> tuple[int, float]:
    """The label -1, 0 or 1 toward the mention at `target`, and a score in [-1, 1]; None: VADER of the whole text."""
    return toward([(text, target)])[0]


def toward(questions: list[tuple[str, Span | None]]) -> list[tuple[int, float]]:
    """`targeted` for many (text, target), in order."""
    model = load("sentiment_weights")
    found = [signals(StanceQuestion(text, target=target)) for text, target in questions]
    rows = model.probabilities([signal.values for signal in found])
    negative, positive = model.labels.index("-1"), model.labels.index("1")
    return [
        _whole_text(question[0])
        if signal.is_whole_text
        else (int(model.labels[row.argmax()]), float(row[positive] - row[negative]))
        for question, signal, row in zip(questions, found, rows, strict=True)
    ]


def _whole_text(text: str) -> tuple[int, float]:
    score = compound_of(text)
    return (1 if score > _POSITIVE_ABOVE else -1 if score < _NEGATIVE_BELOW else 0), score
