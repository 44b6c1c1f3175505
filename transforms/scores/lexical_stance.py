"""Stance by word lists, negation and the clause of the target, weighed by some hundred weights."""

from transforms.scores.linear import load
from transforms.scores.signals import signals
from transforms.text.scores import StanceAnswer, StanceLabel, StanceQuestion


class LexicalStance:
    """No model beyond some hundred weights."""

    name = "lexical"

    def __init__(self) -> None:
        self._model = load("stance_weights")
        self.version = self._model.version

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order; a question without a target in its text is judged by the whole text."""
        rows = self._model.probabilities([signals(question).values for question in questions]).tolist()
        return [StanceAnswer(*(row[self._model.labels.index(label)] for label in StanceLabel)) for row in rows]
