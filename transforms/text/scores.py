"""Labels and records of the scoring steps, shared by the scorers, the schemas and the flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol, Self

from transforms.text.spans import Span


class SentimentUnit(StrEnum):
    """What a sentiment score is about."""

    QUOTATION = "quotation"
    SENTENCE = "sentence"


class StanceLabel(StrEnum):
    """The side a speaker takes on a target."""

    FAVOR = "favor"
    AGAINST = "against"
    NEUTRAL = "neutral"


class SentimentLabel(IntEnum):
    """The tone toward a target."""

    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1


class TargetKind(StrEnum):
    """Where a target comes from."""

    WATCH_LIST = "watch_list"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StanceQuestion:
    """Which side does the speaker take on the target in `text`?

    `text` is the sentence (or sentences) that hold the quotation together with its cue and speaker; the spans are
    in characters of `text`. `content` are the spans of the quotation inside `text`; empty: the text is judged as a
    whole. `speaker` or `target` None: it does not stand in the text.
    """

    text: str
    content: tuple[Span, ...] = ()
    cue: Span | None = None
    cue_lemma: str | None = None
    speaker: Span | None = None
    speaker_name: str | None = None
    target: Span | None = None
    target_name: str | None = None


@dataclass(frozen=True, slots=True)
class SentimentAnswer:
    """The tone toward a target; probabilities sum to 1 and are None where only the tone of the whole text is known."""

    label: SentimentLabel
    score: float  # in [-1, 1]
    probabilities: Mapping[SentimentLabel, float] | None = None

    @classmethod
    def of(cls, probabilities: Mapping[SentimentLabel, float]) -> Self:
        """The most probable label, with positive minus negative as the score."""
        return cls(
            max(probabilities, key=lambda label: probabilities[label]),
            probabilities[SentimentLabel.POSITIVE] - probabilities[SentimentLabel.NEGATIVE],
            probabilities,
        )


@dataclass(frozen=True, slots=True)
class StanceAnswer:
    """Probabilities sum to 1; `tone` is that toward the target, where the scorer tells it too."""

    p_favor: float
    p_against: float
    p_neutral: float
    tone: SentimentAnswer | None = None

    @property
    def label(self) -> StanceLabel:
        """The most probable side; a tie is neutral."""
        best = max(self.p_favor, self.p_against)
        if self.p_neutral >= best or self.p_favor == self.p_against:
            return StanceLabel.NEUTRAL
        return StanceLabel.FAVOR if self.p_favor > self.p_against else StanceLabel.AGAINST

    @property
    def score(self) -> float:
        """In [-1, 1]: favor minus against."""
        return self.p_favor - self.p_against


class StanceScorer(Protocol):
    """Judges a batch of questions."""

    name: str
    version: str

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order."""
        ...


class SentimentScorer(Protocol):
    """Judges the tone toward the target at a span of a text; None: the text does not name it."""

    name: str
    version: str

    def judge(self, questions: list[tuple[str, Span | None]]) -> list[SentimentAnswer]:
        """One answer per question, in order."""
        ...
