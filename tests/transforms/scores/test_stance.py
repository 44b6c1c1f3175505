import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.stance import LexicalStance, score_stance
from transforms.scores.targets import find_targets
from transforms.scores.watch_list import WatchList, parse_watch_list
from transforms.text.scores import StanceAnswer, StanceLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

Frames = dict[str, pl.DataFrame]
SCORER: StanceScorer = LexicalStance()


def asked(marked: str) -> StanceQuestion:
    """A question from text with {S:speaker}, {T:target} and curly quotes around the content."""
    text, spans = "", {}
    for piece in re.split(r"(\{[ST]:[^}]*\})", marked):
        if piece.startswith("{"):
            spans[piece[1]] = Span(len(text), len(text) + len(piece) - 4)
            piece = piece[3:-1]
        text += piece
    opens, closes = text.find("“"), text.find("”")
    content = (Span(opens, closes + 1),) if opens >= 0 else ()
    return StanceQuestion(text, content=content, speaker=spans.get("S"), target=spans.get("T"))


def judged(marked: str) -> StanceAnswer:
    return SCORER.judge([asked(marked)])[0]


PAIRS = [
    ("{S:Mara Quist} endorsed {T:the merger}.", "{S:Mara Quist} refused to endorse {T:the merger}."),
    ("{S:Mara Quist} did not oppose {T:the merger}.", "{S:Mara Quist} did not support {T:the merger}."),
    ("“I support {T:the merger},” {S:she} said.", "“I do not support {T:the merger},” {S:she} said."),
    ("“We need {T:the merger}. It is vital,” {S:she} said.", "“{T:The merger} is a disaster,” {S:she} said."),
    ("{S:She} said: “{T:The merger} is not a disaster.”", "{S:She} said: “{T:The merger} is a disaster.”"),
    ("{S:She} called for {T:a new ferry}.", "{S:She} called for an end to {T:the ferry}."),
    ("{S:She} thanked {T:the brigade}.", "{S:She} blamed {T:the brigade}."),
    ("{S:She} spoke in favor of {T:the levy}.", "{S:She} spoke against {T:the levy}."),
    ("{S:She} spoke in favour of {T:the levy}.", "{S:She} spoke of her opposition to {T:the levy}."),
    ("{S:The senator} hailed {T:Governor Pell}.", "{S:The senator} slammed {T:Governor Pell}."),
    ("{T:Governor Pell} was hailed by {S:the senator}.", "{T:Governor Pell} was slammed by {S:the senator}."),
    ("{S:Reyl} voiced his support for {T:the pipeline}.", "{S:Reyl} voiced his opposition to {T:the pipeline}."),
    ("{S:Reyl} said: “{T:The pipeline} must be defended.”", "{S:Reyl} said: “{T:The pipeline} must be stopped.”"),
    ("“We have to save {T:the pipeline},” said {S:Reyl}.", "“We have to stop {T:the pipeline},” said {S:Reyl}."),
    ("“{T:The pipeline} is necessary,” said {S:Reyl}.", "“{T:The pipeline} is dangerous,” said {S:Reyl}."),
    ("{S:Reyl} congratulated {T:the council}.", "{S:Reyl} accused {T:the council} of lying."),
    ("{S:Reyl} urged ministers to raise {T:their pay}.", "{S:Reyl} urged ministers to cut {T:their pay}."),
    ("“There is no reason to oppose {T:the treaty},” {S:she} said.",
     "“There is no reason to support {T:the treaty},” {S:she} said."),
    ("{S:She} was never against {T:the treaty}.", "{S:She} was never in favor of {T:the treaty}."),
    ("{S:She} has confidence in {T:the bank}.", "{S:She} is deeply critical of {T:the bank}."),
    ("{S:She} is proud of {T:the bank}.", "“I am fed up with {T:the bank},” {S:she} said."),
    ("{S:Reyl} praised the move to fund {T:the pipeline}.", "{S:Reyl} praised the move to ban {T:the pipeline}."),
    ("{S:Reyl} defended the council's readiness to fund {T:the pipeline}.",
     "{S:Reyl} defended the council's unwillingness to fund {T:the pipeline}."),
]  # fmt: skip


@pytest.mark.parametrize(("favor", "against"), PAIRS)
def test_turning_one_word_or_a_negation_turns_the_side(favor: str, against: str):
    assert judged(favor).label is StanceLabel.FAVOR
    assert judged(against).label is StanceLabel.AGAINST


@pytest.mark.parametrize(
    "marked",
    [
        "{S:The senator} met {T:Governor Pell}.",
        "{S:The senator} said {T:Governor Pell} would arrive at noon.",
        "{S:The senator} asked whether {T:Governor Pell} would come.",
        "{S:Tomas Reyl} would not say if he backs {T:the pipeline}.",
        "{S:Tomas Reyl} said {T:the pipeline} is ninety kilometres long.",
        "{S:She} was on her way to {T:Norport}.",
        "“The fire in {T:Norport} killed nine,” {S:she} said.",
        "“We were fighting a flood near {T:Norport},” {S:she} said.",
        "“{T:The bank} attacked its rival,” {S:she} said.",
        "“It opens at nine,” {S:she} said of {T:the bank}.",
    ],
)
def test_a_mere_mention_is_neutral(marked: str):
    assert judged(marked).label is StanceLabel.NEUTRAL


@pytest.mark.parametrize(
    ("toward", "away"),
    [
        ("{S:Ada Lim} criticized {T:Bo Ek}.", "{T:Ada Lim} criticized {S:Bo Ek}."),
        ("{S:Ada Lim} denounced {T:Bo Ek}.", "{T:Ada Lim} denounced {S:Bo Ek}."),
    ],
)
def test_swapping_speaker_and_target_weakens_the_side(toward: str, away: str):
    assert judged(toward).p_against > judged(away).p_against


@pytest.mark.parametrize(
    ("sure", "hedged"),
    [
        ("{S:She} said: “I support {T:the levy}.”", "{S:She} said: “Do others support {T:the levy}?”"),
        ("{S:She} opposes {T:the levy}.", "{S:She} would not say if she opposes {T:the levy}."),
    ],
)
def test_asking_and_hedging_move_toward_neutral(sure: str, hedged: str):
    assert judged(hedged).p_neutral > judged(sure).p_neutral


@pytest.mark.parametrize("tail", [" The meeting lasted two hours.", " It rained in the morning.", " He left at nine."])
def test_a_neutral_sentence_adds_nothing(tail: str):
    plain = "{S:Mara Quist} endorsed {T:the merger}."
    assert judged(plain + tail) == judged(plain)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("{S:She} refused to endorse {T:the merger}.", ["refused", "endorse"]),
        ("“{T:The merger} is a disaster,” {S:she} said.", ["disaster"]),
        ("{S:She} renewed her pleas to {T:open the border}.", ["pleas"]),
        ("{S:She} met {T:the board}.", []),
    ],
)
def test_the_evidence_is_the_words_that_decided(marked: str, words: list[str]):
    question = asked(marked)
    assert [span.slice(question.text) for span in SCORER.judge([question])[0].evidence] == words


def test_a_text_that_does_not_name_its_target_is_judged_as_a_whole():
    answer = SCORER.judge([StanceQuestion("What a shameful, disgraceful lie!", target_name="the levy")])[0]
    assert answer.p_against > answer.p_favor


def test_nothing_asked_nothing_answered():
    assert SCORER.judge([]) == []


def test_the_company_of_other_questions_changes_no_answer():
    questions = [asked(marked) for pair in PAIRS for marked in pair]
    assert SCORER.judge(questions) == [SCORER.judge([question])[0] for question in questions]


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 20), st.integers(0, 120))
def test_any_text_and_span_gets_probabilities_and_evidence_inside_the_text(text: str, at: int, long: int, by: int):
    question = StanceQuestion(text, target=Span(at, at + long), speaker=Span(by, by + 3))
    answer = SCORER.judge([question])[0]
    assert answer.p_favor + answer.p_against + answer.p_neutral == pytest.approx(1)
    assert all(0 <= span.start < span.end <= len(text) for span in answer.evidence)


def stances(frames: Frames, watch_list: WatchList | None = None) -> pl.DataFrame:
    targets = find_targets(
        frames["quotations"], frames["mentions"], frames["sentences"], frames["articles"], watch_list or WatchList()
    )
    return score_stance(
        targets, frames["quotations"], frames["attributions"], frames["sentences"], frames["articles"], SCORER
    )


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
    (row,) = stances(frames, dam).rows(named=True)
    assert row["label"] == "against"
    assert row["evidence"] == "stop"
    assert text[row["target_start"] : row["target_end"]] == "The dam"


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
    assert stances(frames, dam)["label"].to_list() == ["against"]


def test_without_targets_there_is_an_empty_table(frames_of: Callable[..., Frames]):
    assert stances(frames_of("Ada Lim said: “No.”", content=["“No.”"], cue="said")).is_empty()
