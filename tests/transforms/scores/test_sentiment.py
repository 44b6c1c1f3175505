from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from transforms.scores.sentiment import compound, compound_of, score_sentiment
from transforms.scores.straight import straighten

RULE_WORDS = """good bad GREAT awful not never no or nor so this without doubt least at very hardly kind of sort
but BUT yeah right just enough kiss of death the bomb shit to die for beating heart bus stop
isn't don't happy HATE 😁 💘 😢x :) :D !!! ?? word"""


@cache
def package() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def as_package(text: str) -> float:
    return float(package().polarity_scores(straighten(text))["compound"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "The harbour plan is good.",
        "The harbour plan is GOOD!!!",
        "It isn’t good, it is “awful”.",
        "We don’t hate it ‚ at all",
        "Good food, but the service was terrible and the wait was terrible",
        "good good good but good bad good bad",
        "but good",
        "He is the least helpful clerk, at least to us",
        "No good or bad news. no, nor hope",
        "She was kind of happy, kind of sad, sort of glad",
        "That pie is to die for; what a kiss of death",
        "never so happy, never this sad, without doubt great, without any doubt great",
        "Yeah right, the bomb squad is the bomb",
        "😁 good😁😁bad 😢",
        "😁",
        "WHY??? HOW?? ok? fine! ok!!!!!!",
        "a\nb\tc good\u00a0bad",
        "BAD ass, badass",
    ],
)
def test_compound_is_that_of_the_package_on_straightened_text(text: str):
    assert compound_of(text) == as_package(text)


@given(st.lists(st.sampled_from(RULE_WORDS.split()), max_size=40).map(" ".join))
def test_compound_is_that_of_the_package_on_any_mix_of_rule_words(text: str):
    assert compound_of(text) == as_package(text)


@given(st.text(max_size=200))
def test_compound_is_that_of_the_package_on_any_text(text: str):
    assert compound_of(text) == as_package(text)


@given(st.text())
def test_straightening_keeps_every_offset(text: str):
    assert len(straighten(text)) == len(text)


def test_straightening_replaces_every_typographic_mark():
    assert straighten("‘’‚‛′“”„«»″é") == '\'\'\'\'\'""""""é'


def test_compound_keeps_the_order_of_a_series():
    assert compound(pl.Series(["bad", "", "good"])).to_list() == [as_package("bad"), 0.0, as_package("good")]


def test_a_very_long_text_is_scored_in_linear_time():
    assert compound_of("good but bad word " * 50_000) != 0.0


def test_score_sentiment_gives_one_row_per_quotation_and_sentence(frames_of: Callable[..., dict[str, pl.DataFrame]]):
    text = "Ada Lim said: “It is awful.” Bo left."
    frames = frames_of(text, content=["“It is awful.”"], cue="said")
    scored = score_sentiment(frames["quotations"], frames["sentences"], frames["articles"], version="1")
    assert scored["unit"].to_list() == ["quotation", "sentence"]
    assert scored["value"].to_list() == [as_package("“It is awful.”"), as_package(text)]
