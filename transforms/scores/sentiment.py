"""VADER compound scores, identical to the vaderSentiment package on straightened text, at a multiple of its speed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import heapify, heappop, heappush
from importlib.metadata import version as package_version
from types import SimpleNamespace

import dataframely as dy
import polars as pl
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
    SentiText,
    normalize,
)

from transforms.schemas.core_scores import CoreSentiment
from transforms.scores.straight import STRAIGHT, straighten
from transforms.text.scores import SentimentUnit

SCORER = "vader"
VERSION = package_version("vaderSentiment")
_WORDS_KEPT = 16_384  # most words of a text are among the commonest of the language
_NEGATIONS = frozenset(NEGATE)
# Of each idiom the longest word: “the” alone would make nearly every window look like “the bomb”.
_IDIOM_WORDS = frozenset(max(idiom.split(), key=len) for idiom in (*SPECIAL_CASES, *BOOSTER_DICT) if " " in idiom)
# Without one of these within its window, a word has the score of the lexicon.
_ACTIVE = frozenset({*NEGATE, *BOOSTER_DICT, "no", "least", "so", "this"}) | _IDIOM_WORDS


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as the package cuts it.

    `is_scored`: the lexicon has it, and not as a booster of others. `is_active`: it may change the score of words near.
    """

    text: str
    lower: str
    is_scored: bool
    is_active: bool
    is_upper: bool


class _FastAnalyzer(SentimentIntensityAnalyzer):  # type: ignore[misc]  # the package is untyped
    """The package's lexicon and rules without its emoji loop per character and its lower-casing of the text per word.

    Every rule of the package looks at most three words back and two ahead, so each scored word is handed to the
    package's own code inside a window of six words; rules that cannot fire there are skipped. Time is linear.
    """

    def __init__(self) -> None:
        super().__init__()
        self._read = lru_cache(_WORDS_KEPT)(self._word)
        self._emojis = frozenset(key for key in self.emojis if len(key) == 1)
        self._emoji: Callable[[Callable[[re.Match[str]], str], str], str] = re.compile(
            f"[{re.escape(''.join(sorted(self._emojis)))}]"
        ).sub

    def compound(self, text: str) -> float:
        """The `compound` of `polarity_scores(text)`."""
        has_emoji = not (text.isascii() or self._emojis.isdisjoint(text))
        text = (self._emoji(self._described, text) if has_emoji else text).strip()
        words = [self._read(token) for token in text.split()]
        if not any(word.is_scored for word in words):
            return 0.0
        total = float(sum(self._word_scores(words)))
        emphasis = self._punctuation_emphasis(text)
        if total > 0:
            total += emphasis
        elif total < 0:
            total -= emphasis
        return float(round(normalize(total), 4))

    def _described(self, match: re.Match[str]) -> str:
        start = match.start()
        description = str(self.emojis[match.group()])
        return description if start == 0 or match.string[start - 1] == " " else f" {description}"

    def _word(self, token: str) -> _Word:
        text = SentiText._strip_punc_if_word(token)
        lower = text.lower()
        is_scored = lower in self.lexicon and lower not in BOOSTER_DICT
        is_active = lower in _ACTIVE or "n't" in lower
        return _Word(text, lower, is_scored=is_scored, is_active=is_active, is_upper=text.isupper())

    def _word_scores(self, words: list[_Word]) -> list[float]:
        is_cap_diff = 0 < sum(word.is_upper for word in words) < len(words)
        sentiments: list[float] = [0] * len(words)
        for at, word in enumerate(words):
            if not word.is_scored:
                continue
            if word.lower == "kind" and [after.lower for after in words[at + 1 : at + 2]] == ["of"]:
                continue
            near = words[max(0, at - 3) : at + 3]
            if not (word.is_upper or any(other.is_active for other in near)):
                sentiments[at] = self.lexicon[word.lower]
                continue
            window = SimpleNamespace(words_and_emoticons=[other.text for other in near], is_cap_diff=is_cap_diff)
            sentiments[at] = self.sentiment_valence(0, window, word.text, min(at, 3), [])[0]
        but = next((at for at, word in enumerate(words) if word.lower == "but"), None)
        if but is not None:
            _shift_around_but(sentiments, but)
        return sentiments

    def _negation_check(self, valence: float, words_and_emoticons: list[str], start_i: int, i: int) -> float:
        before = words_and_emoticons[i - start_i - 1].lower()
        may_fire = before in _NEGATIONS or "n't" in before
        if may_fire or (start_i == 2 and words_and_emoticons[i - 1].lower() in ("so", "this")):
            return float(super()._negation_check(valence, words_and_emoticons, start_i, i))
        return valence

    def _special_idioms_check(self, valence: float, words_and_emoticons: list[str], i: int) -> float:
        if _IDIOM_WORDS.isdisjoint(word.lower() for word in words_and_emoticons):
            return valence
        return float(super()._special_idioms_check(valence, words_and_emoticons, i))


def _shift_around_but(sentiments: list[float], but: int) -> None:
    """What the package's `_but_check` does to `sentiments`, its quirk included, without its quadratic searches.

    The package weights, for each word in turn, the FIRST word that then has the same score, which may be another.
    """
    scored = [at for at, value in enumerate(sentiments) if value]
    where: dict[float, list[int]] = {}
    for at in scored:
        where.setdefault(sentiments[at], []).append(at)
    for positions in where.values():
        heapify(positions)
    for at in scored:
        value = sentiments[at]
        first = where[value][0]
        if first != but:
            heappop(where[value])
            sentiments[first] = value * (0.5 if first < but else 1.5)
            heappush(where.setdefault(sentiments[first], []), first)


@cache
def _analyzer() -> _FastAnalyzer:
    return _FastAnalyzer()


def compound_of(text: str) -> float:
    """VADER compound of one text, straightened first; in [-1, 1]."""
    return _analyzer().compound(straighten(text))


def compound(texts: Sequence[str] | pl.Series) -> pl.Series:
    """VADER compound per text, in order, straightened first; in [-1, 1]."""
    straight = pl.Series("value", texts, dtype=pl.String).str.replace_many(STRAIGHT)
    return pl.Series("value", map(_analyzer().compound, straight.to_list()), dtype=pl.Float64)


def score_sentiment(
    quotations: pl.DataFrame, sentences: pl.DataFrame, articles: pl.DataFrame, *, version: str = VERSION
) -> dy.DataFrame[CoreSentiment]:
    """VADER of every quotation (its `text`) and every sentence; sorted by article, unit and start.

    `version` is that of the vaderSentiment package, its rules and its lexicon.
    """
    unit = pl.lit(SentimentUnit.QUOTATION.value).alias("unit")
    units = [quotations.select("article_id", unit, "start", "end", "text"), _sentence_texts(sentences, articles)]
    scored = pl.concat(units).with_columns(pl.col("start", "end").cast(pl.Int32))
    return CoreSentiment.validate(
        scored.with_columns(compound(scored["text"]), scorer=pl.lit(SCORER), version=pl.lit(version))
        .select(CoreSentiment.column_names())
        .unique(["article_id", "unit", "start", "end"], keep="first", maintain_order=True)
        .sort("article_id", "unit", "start", "end")
    )


def _sentence_texts(sentences: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    texts = dict(articles.select("article_id", "text").iter_rows())
    rows = sentences.select("article_id", "start", "end").rows()
    return sentences.select(
        "article_id",
        pl.lit(SentimentUnit.SENTENCE.value).alias("unit"),
        "start",
        "end",
        pl.Series("text", [texts[article][start:end] for article, start, end in rows], dtype=pl.String),
    )
