"""The stances of a batch: who is asked about, what decides, what is shown."""

from collections.abc import Callable

import polars as pl
import pytest

from transforms.scores.encoder_judge import shipped_judge
from transforms.scores.stance import NoTone, score_stance
from transforms.scores.targets import find_targets
from transforms.scores.watch_list import WatchList, parse_watch_list
from transforms.text.scores import (
    SentimentAnswer,
    SentimentLabel,
    SentimentScorer,
    StanceAnswer,
    StanceQuestion,
    StanceScorer,
)
from transforms.text.spans import Span

Frames = dict[str, pl.DataFrame]


class Later:
    """Is against what stands far behind, and hardly against what stands at the beginning."""

    name, version = "later", "1"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        self.texts += [question.text for question in questions]
        return [self._answer(bool(question.target and question.target.start > 15)) for question in questions]

    def _answer(self, is_late: bool) -> StanceAnswer:  # noqa: FBT001
        tone = SentimentAnswer(SentimentLabel.NEGATIVE, -0.5)
        return StanceAnswer(0.1, 0.8, 0.1, tone) if is_late else StanceAnswer(0.2, 0.2, 0.6)


class Cheerful:
    """Hears only good."""

    name, version = "cheerful", "1"

    def judge(self, questions: list[tuple[str, Span | None]]) -> list[SentimentAnswer]:
        return [SentimentAnswer(SentimentLabel.POSITIVE, 1.0) for _ in questions]


def stances(
    frames: Frames,
    watch_list: WatchList | None = None,
    scorer: StanceScorer | None = None,
    *,
    tones: SentimentScorer | None = None,
    floor: float = 0.5,
) -> pl.DataFrame:
    targets = find_targets(
        frames["quotations"], frames["mentions"], frames["sentences"], frames["articles"], watch_list or WatchList()
    )
    return score_stance(
        targets, frames["quotations"], frames["attributions"], frames["sentences"], frames["articles"],
        scorer or shipped_judge(), tones, side_floor=floor,
    )  # fmt: skip


def test_the_speaker_is_no_target_of_his_own_quotation(frames_of: Callable[..., Frames]):
    text = "Ada Lim said: “Ada Lim supports Bo Ek.”"
    mentions = [("Ada Lim supports"[:7], "Ada Lim", "person"), ("Bo Ek", "Bo Ek", "person")]
    frames = frames_of(text, content=["“Ada Lim supports Bo Ek.”"], cue="said", speaker=("Ada Lim", "Ada Lim"))
    named = frames_of(text, content=["“Ada Lim supports Bo Ek.”"], mentions=mentions)["mentions"]
    assert stances({**frames, "mentions": named})["target_id"].to_list() == ["name:bo ek"]


def test_a_watch_list_target_that_is_the_speaker_is_left_out(frames_of: Callable[..., Frames]):
    text = "“The Mayor will not resign,” said Ada Lim."
    frames = frames_of(text, content=["“The Mayor will not resign,”"], cue="said", speaker=("Ada Lim", "Ada Lim"))
    mayor = parse_watch_list('[[targets]]\nid = "mayor"\nname = "Ada Lim"\naliases = ["the mayor"]')
    assert stances(frames, mayor).is_empty()


def test_the_most_decided_of_several_mentions_decides_and_the_first_gives_the_span(frames_of: Callable[..., Frames]):
    text = "Ada Lim said: “The dam is old. We must stop the dam.”"
    frames = frames_of(text, content=["“The dam is old. We must stop the dam.”"], cue="said")
    dam = parse_watch_list('[[targets]]\nid = "dam"\nname = "the dam"')
    (row,) = stances(frames, dam, Later()).rows(named=True)
    assert (row["label"], row["p_against"], row["target_sentiment"]) == ("against", 0.8, -0.5)
    assert row["evidence"] == "stop"
    assert text[row["target_start"] : row["target_end"]] == "The dam"


@pytest.mark.parametrize(("floor", "label"), [(0.5, "against"), (0.8, "against"), (0.81, "neutral")])
def test_a_side_less_likely_than_the_floor_is_neutral(frames_of: Callable[..., Frames], floor: float, label: str):
    frames = frames_of("Ada Lim said: “We must stop the dam.”", content=["“We must stop the dam.”"], cue="said")
    dam = parse_watch_list('[[targets]]\nid = "dam"\nname = "the dam"')
    (row,) = stances(frames, dam, Later(), floor=floor).rows(named=True)
    assert (row["label"], row["p_against"], row["score"]) == (label, 0.8, pytest.approx(-0.7))
    assert bool(row["evidence"]) is (label == "against")


def test_another_scorer_may_tell_the_tone(frames_of: Callable[..., Frames]):
    frames = frames_of("Ada Lim said: “We must stop the dam.”", content=["“We must stop the dam.”"], cue="said")
    dam = parse_watch_list('[[targets]]\nid = "dam"\nname = "the dam"')
    (row,) = stances(frames, dam, Later(), tones=Cheerful()).rows(named=True)
    assert (row["scorer"], row["label"], row["target_sentiment"]) == ("later", "against", 1.0)


class Toneless:
    """Is sure of nothing and hears no tone."""

    name, version = "toneless", "1"

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        return [StanceAnswer(0.3, 0.3, 0.4) for _ in questions]


def test_a_tone_that_nobody_tells_is_no_neutral_tone(frames_of: Callable[..., Frames]):
    frames = frames_of("Ada Lim said: “We must stop the dam.”", content=["“We must stop the dam.”"], cue="said")
    dam = parse_watch_list('[[targets]]\nid = "dam"\nname = "the dam"')
    with pytest.raises(NoTone, match="tone_scorer"):
        stances(frames, dam, Toneless())


def test_a_speech_act_is_a_stance_on_its_object(frames_of: Callable[..., Frames]):
    text = "Ada Lim praised Bo Ek, saying “it was a brave decision”."
    frames = frames_of(
        text,
        content=["“it was a brave decision”"],
        cue="praised",
        cue_kind="speech_act",
        speaker=("Ada Lim", "Ada Lim"),
        mentions=[("Bo Ek", "Bo Ek", "person")],
    )
    (row,) = stances(frames).rows(named=True)
    assert (row["label"], row["target_kind"]) == ("favor", "person")


def test_the_tone_toward_a_target_stands_beside_the_side(frames_of: Callable[..., Frames]):
    def tone(said: str) -> float:
        frames = frames_of(f"Ada Lim said: {said}", content=[said], cue="said", speaker=("Ada Lim", "Ada Lim"))
        (row,) = stances(frames, parse_watch_list('[[targets]]\nid = "brigade"\nname = "the brigade"')).rows(named=True)
        assert -1 <= row["target_sentiment"] <= 1
        return float(row["target_sentiment"])

    assert tone("“The brigade did a wonderful job.”") > tone("“The brigade failed us horribly.”")


def test_a_very_long_quotation_is_read_around_its_targets(frames_of: Callable[..., Frames]):
    said = "“" + "We spoke and we spoke, " * 500 + "and we must stop the dam" + " and so on" * 500 + ".”"
    frames = frames_of(f"Ada Lim said: {said}", content=[said], cue="said", speaker=("Ada Lim", "Ada Lim"))
    dam = parse_watch_list('[[targets]]\nid = "dam"\nname = "the dam"')
    asked = Later()
    assert stances(frames, dam, asked)["label"].to_list() == ["against"]
    assert len(asked.texts[0]) < 1600
    assert "we must stop the dam" in asked.texts[0]


def test_without_targets_there_is_an_empty_table(frames_of: Callable[..., Frames]):
    assert stances(frames_of("Ada Lim said: “No.”", content=["“No.”"], cue="said")).is_empty()
