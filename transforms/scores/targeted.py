"""Sentiment toward a mention: the signals of its clause (VADER among them), weighed by a small logistic regression."""

from transforms.scores.linear import load
from transforms.scores.sentiment import compound_of
from transforms.scores.signals import signals
from transforms.text.scores import SentimentAnswer, SentimentLabel, StanceQuestion
from transforms.text.spans import Span

# Best macro-F1 (54.1) of whole-text VADER on targeted_sentiment_newsmtsc train, in steps of 0.1.
_NEGATIVE_BELOW, _POSITIVE_ABOVE = 0.0, 0.4


class LexicalSentiment:
    """The tone of the clause around the target; VADER of the whole text where it does not name the target."""

    name = "lexical"

    def __init__(self) -> None:
        self._model = load("sentiment_weights")
        self.version = self._model.version

    def judge(self, questions: list[tuple[str, Span | None]]) -> list[SentimentAnswer]:
        """One answer per (text, target), in order."""
        found = [signals(StanceQuestion(text, target=target)) for text, target in questions]
        rows = self._model.probabilities([signal.values for signal in found]).tolist()
        return [
            _whole_text(text) if signal.is_whole_text else self._answer(row)
            for (text, _), signal, row in zip(questions, found, rows, strict=True)
        ]

    def _answer(self, row: list[float]) -> SentimentAnswer:
        return sentiment_answer(
            dict(zip((SentimentLabel(int(label)) for label in self._model.labels), row, strict=True))
        )


def sentiment_answer(probabilities: dict[SentimentLabel, float]) -> SentimentAnswer:
    """The most probable label, with positive minus negative as the score."""
    return SentimentAnswer(
        max(probabilities, key=lambda label: probabilities[label]),
        probabilities[SentimentLabel.POSITIVE] - probabilities[SentimentLabel.NEGATIVE],
        probabilities,
    )


def targeted(text: str, target: Span | None) -> tuple[int, float]:
    """The label -1, 0 or 1 toward the mention at `target`, and a score in [-1, 1]; None: VADER of the whole text."""
    return toward([(text, target)])[0]


def toward(questions: list[tuple[str, Span | None]]) -> list[tuple[int, float]]:
    """`targeted` for many (text, target), in order."""
    return [(int(answer.label), answer.score) for answer in LexicalSentiment().judge(questions)]


def _whole_text(text: str) -> SentimentAnswer:
    score = compound_of(text)
    sign = 1 if score > _POSITIVE_ABOVE else -1 if score < _NEGATIVE_BELOW else 0
    return SentimentAnswer(SentimentLabel(sign), score)
