"""The shipped judge: which side a speaker takes on a target, and the tone toward it, from one encoder pass."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from transforms.reader.batches import by_length
from transforms.reader.piece_questions import in_pieces
from transforms.reader.questions import Reading, question_batch
from transforms.reader.vocabulary import vocabulary_of
from transforms.reader.weights import Shipped, session, shipped
from transforms.scores.evidence import leaning
from transforms.scores.sentiment import compound_of
from transforms.text.scores import SentimentAnswer, SentimentLabel, StanceAnswer, StanceQuestion
from transforms.text.spans import Span

# See onnx_reader.
_WORDS_MAX = 640
_SIDES = 3
# Best macro-F1 (54.1) of whole-text VADER on targeted_sentiment_newsmtsc train, in steps of 0.1.
_NEGATIVE_BELOW, _POSITIVE_ABOVE = 0.0, 0.4
_DECIMALS = 4  # the last digits of a sum depend on what else is in the batch, and reruns must be byte-equal
Floats = NDArray[Any]
READINGS: dict[str, Callable[[list[str]], Reading]] = {
    "words": lambda listed: Reading(vocabulary_of(tuple(listed))),
    "pieces": in_pieces,
}


class EncoderJudge:
    """Weights and vocabulary of a judge. Its answers have the tone with them.

    The odds of a net that has another `beside` it are mixed with those of the other, in shares that its files tell:
    what either of a large and a small net gets wrong, the other often does not.
    """

    def __init__(self, files: Shipped, beside: Self | None = None) -> None:
        self.name, self.version = files.name, files.version
        self._reading = READINGS[files.described["reads"]](files.pieces)
        self._session = session(files.weights)
        self._divisors: dict[str, float] = files.described["temperatures"]
        self._hint: float = files.described["hint"]
        self._beside = beside
        self.shares: dict[str, float] = files.described.get("shares", dict.fromkeys(self._divisors, 1.0))

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order."""
        odds = self.odds(questions)
        return [
            StanceAnswer(favor, against, max(0.0, 1 - favor - against), _tone(tone))
            for (favor, against, _), tone in zip(
                _rounded(self.sides(questions, odds)), _rounded(self.tones(odds)), strict=True
            )
        ]

    def sides(self, questions: Sequence[StanceQuestion], odds: Floats) -> Floats:
        """Probabilities of favor, against, neutral [n, 3]; listed words that speak for a side make it likelier."""
        sides = odds[:, :_SIDES] / self._divisors["stance"]
        leanings = np.array([leaning(question) for question in questions], dtype=np.int64)
        return _softmax(hinted(sides, leanings, self._hint))

    def tones(self, odds: Floats) -> Floats:
        """Probabilities of negative, neutral, positive toward the target [n, 3]."""
        return _softmax(odds[:, _SIDES:] / self._divisors["sentiment"])

    def odds(self, questions: Sequence[StanceQuestion]) -> Floats:
        """What is said, float32 [n, 6]: log-odds of the sides and of the tones, not calibrated."""
        own = self.own_odds(questions)
        return own if self._beside is None else mixed(own, self._beside.odds(questions), self.shares)

    def own_odds(self, questions: Sequence[StanceQuestion]) -> Floats:
        """What the net says without the one beside it, float32 [n, 6]."""
        asked = self._reading.ask(questions)
        odds = np.zeros((len(questions), 2 * _SIDES), dtype=np.float32)
        for batch in by_length([each.passage for each in asked], _WORDS_MAX):
            some = [asked[index] for index in batch]
            (found,) = self._session.run(None, question_batch(some, self._reading.vocabulary).named())
            odds[[number for each in some for number in each.numbers]] = found
        return odds


class EncoderSentiment:
    """The tone toward a target as the judge hears it."""

    def __init__(self, judge: EncoderJudge) -> None:
        self.name, self.version = judge.name, judge.version
        self._judge = judge

    def judge(self, questions: list[tuple[str, Span | None]]) -> list[SentimentAnswer]:
        """One answer per (text, target), in order; VADER of the whole text where it does not name the target."""
        asked = [StanceQuestion(text, target=target) for text, target in questions if target is not None]
        tones = iter(_rounded(self._judge.tones(self._judge.odds(asked))))
        return [_of_text(text) if target is None else _tone(next(tones)) for text, target in questions]


def mixed(own: Floats, other: Floats, shares: Mapping[str, float]) -> Floats:
    """The mean of the odds of two nets, each float32 [n, 6]; `shares` tell, per task, how much of it is `own`."""
    weights = np.repeat([shares["stance"], shares["sentiment"]], _SIDES).astype(np.float32)
    return weights * own + (1 - weights) * other


def hinted(sides: Floats, leanings: NDArray[Any], hint: float) -> Floats:
    """Log-odds of the sides [n, 3] with `hint` added to the side that each of `leanings` [n] speaks for."""
    steps = hint * np.stack([leanings > 0, leanings < 0, np.zeros(len(leanings))], axis=1)
    return (sides + steps).astype(sides.dtype)


class ShippedJudge:
    """Asks one net where the target stands in the text, and another, made when it is needed, where it does not.

    Of a claim that does not stand in the text no tone is known but that of the whole text.
    """

    def __init__(self, standing: EncoderJudge, claims: Callable[[], EncoderJudge]) -> None:
        self.name, self.version = standing.name, standing.version
        self._standing, self._claims = standing, claims

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order; a text without a word takes no side."""
        claims = [question for question in questions if _is_claim(question)]
        on_claims = iter(self._claims().judge(claims) if claims else [])
        others = iter(self._standing.judge([question for question in questions if not _is_claim(question)]))
        return [
            _on_a_claim(next(on_claims), question.text) if _is_claim(question) else next(others)
            for question in questions
        ]


def _is_claim(question: StanceQuestion) -> bool:
    return question.target is None and bool(question.target_name)


def _on_a_claim(answer: StanceAnswer, text: str) -> StanceAnswer:
    sides = answer if any(map(str.isalnum, text)) else StanceAnswer(0.0, 0.0, 1.0)
    return replace(sides, tone=_of_text(text))


def shipped_judge(model: str = "judge") -> ShippedJudge:
    """A judge that comes with the package, `judge` or `large_judge`; both ask the same net for claims.

    Raises:
        DamagedWeights: a file is not the one that was shipped.
    """
    return ShippedJudge(encoder_judge(model), lambda: encoder_judge("claims"))


@cache
def encoder_judge(model: str) -> EncoderJudge:
    """A net that comes with the package, `judge`, `large_judge` or `claims`; one of each per process.

    Raises:
        DamagedWeights: a file is not the one that was shipped.
    """
    files = shipped(model)
    beside = files.described.get("beside")
    return EncoderJudge(files, encoder_judge(beside) if beside else None)


def _tone(row: Sequence[float]) -> SentimentAnswer:
    return SentimentAnswer.of(dict(zip(SentimentLabel, row, strict=True)))


def _of_text(text: str) -> SentimentAnswer:
    score = compound_of(text)
    sign = 1 if score > _POSITIVE_ABOVE else -1 if score < _NEGATIVE_BELOW else 0
    return SentimentAnswer(SentimentLabel(sign), score)


def _rounded(shares: Floats) -> list[list[float]]:
    rows: list[list[float]] = shares.astype(np.float64).round(_DECIMALS).tolist()
    return rows


def _softmax(odds: Floats) -> Floats:
    shares: Floats = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
