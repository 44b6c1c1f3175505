"""The shipped judge: sides and tones of plain sentences, and answers that do not depend on their company."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.encoder_judge import EncoderSentiment, encoder_judge, shipped_judge
from transforms.scores.stance import decided
from transforms.text.scores import SentimentLabel, StanceAnswer, StanceLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

from .conftest import marked_spans

SCORER: StanceScorer = shipped_judge()
JUDGES = pytest.mark.parametrize("judge", ["judge", "large_judge"])


def asked(marked: str) -> StanceQuestion:
    """A question from text with {S:speaker} and {T:target}."""
    text, spans = marked_spans(marked)
    return StanceQuestion(text, speaker=spans.get("S"), target=spans.get("T"))


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
PAIRS_FLOOR = 20  # of PAIRS, both rows right


@JUDGES
def test_turning_one_word_or_a_negation_turns_the_side(judge: str):
    answers = iter(shipped_judge(judge).judge([asked(marked) for pair in PAIRS for marked in pair]))
    wrong = [
        pair
        for pair, favor, against in zip(PAIRS, answers, answers, strict=True)
        if (favor.label, against.label) != (StanceLabel.FAVOR, StanceLabel.AGAINST)
    ]
    assert len(PAIRS) - len(wrong) >= PAIRS_FLOOR, wrong


MENTIONS = [
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
    "{S:She} said: “{T:Norland} had worn out its best soldiers by spring.”",
    "{S:She} called on {T:Minister Okoro} to approve the loan.",
    "{S:She} said: “The flood in {T:Norport} was a disaster.”",
    "{S:She} said: “I recommend it to {T:Minister Okoro}.”",
]


MENTIONS_FLOOR = 13  # of MENTIONS


@JUDGES
def test_a_mere_mention_is_neutral(judge: str):
    answers = shipped_judge(judge).judge([asked(marked) for marked in MENTIONS])
    decisions = zip(MENTIONS, map(decided, answers), strict=True)
    wrong = [marked for marked, label in decisions if label is not StanceLabel.NEUTRAL]
    assert len(MENTIONS) - len(wrong) >= MENTIONS_FLOOR, wrong


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
def test_a_neutral_sentence_changes_no_side(tail: str):
    plain = "{S:Mara Quist} endorsed {T:the merger}."
    assert judged(plain + tail).label is judged(plain).label is StanceLabel.FAVOR


CLAIM = "The levy is good for the valley"


def claimed(text: str) -> StanceQuestion:
    return StanceQuestion(text, target_name=CLAIM)


@pytest.mark.parametrize(
    ("favor", "against"),
    [
        ("The levy pays for every nurse in the valley.", "The levy has ruined small shops."),
        ("Everybody here has gained from the levy.", "The levy should be scrapped, it only does harm."),
    ],
)
def test_a_claim_that_does_not_stand_in_the_text_has_sides(favor: str, against: str):
    for_it, against_it = SCORER.judge([claimed(favor), claimed(against)])
    assert for_it.score > against_it.score


def test_claims_among_other_questions_get_the_answers_they_get_alone():
    questions = [claimed("The levy must go."), asked(PAIRS[0][0]), claimed("Keep the levy."), asked(PAIRS[0][1])]
    alone = [SCORER.judge([question])[0] for question in questions]
    for together, single in zip(SCORER.judge(questions), alone, strict=True):
        assert together.p_favor == pytest.approx(single.p_favor, abs=2e-3)
        assert together.p_against == pytest.approx(single.p_against, abs=2e-3)


def test_the_tone_of_a_claim_is_that_of_the_whole_text():
    (answer,) = SCORER.judge([claimed("What a shameful, disgraceful lie!")])
    assert answer.tone is not None
    assert answer.tone.label is SentimentLabel.NEGATIVE
    assert answer.tone.probabilities is None


@JUDGES
def test_nothing_asked_nothing_answered(judge: str):
    assert shipped_judge(judge).judge([]) == []


@JUDGES
def test_the_company_of_other_questions_changes_no_answer(judge: str):
    scorer, questions = shipped_judge(judge), [asked(marked) for pair in PAIRS for marked in pair]
    assert scorer.judge(questions) == [scorer.judge([question])[0] for question in questions]


@JUDGES
def test_several_targets_of_one_text_have_answers_of_their_own(judge: str):
    text = "Voters praised Pell for her wonderful work. They denounced Brandt as a liar."
    pell, brandt = (Span(text.index(name), text.index(name) + len(name)) for name in ("Pell", "Brandt"))
    kind, hard = EncoderSentiment(encoder_judge(judge)).judge([(text, pell), (text, brandt)])
    assert (kind.label, hard.label) == (SentimentLabel.POSITIVE, SentimentLabel.NEGATIVE)


def test_without_its_target_the_tone_is_that_of_the_text():
    (answer,) = EncoderSentiment(encoder_judge("judge")).judge([("What a shameful, disgraceful lie!", None)])
    assert answer.label is SentimentLabel.NEGATIVE
    assert answer.probabilities is None


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 20), st.integers(0, 120))
def test_any_text_and_span_gets_probabilities(text: str, at: int, long: int, by: int):
    question = StanceQuestion(text, target=Span(at, at + long), speaker=Span(by, by + 3))
    (answer,) = SCORER.judge([question])
    assert answer.p_favor + answer.p_against + answer.p_neutral == pytest.approx(1, abs=1e-3)
    assert answer.tone is not None
    assert answer.tone.probabilities is not None
    assert np.isclose(sum(answer.tone.probabilities.values()), 1, atol=1e-3)
