"""In the tables a side needs words that bear it; tone and the sides of others give none."""

import re

import pytest

from transforms.scores.answer import stance_rows
from transforms.scores.stance import LexicalStance, decided
from transforms.text.scores import StanceLabel, StanceQuestion
from transforms.text.spans import Span

SCORER = LexicalStance()


def label(marked: str) -> StanceLabel:
    """The label for the tables, from text with {S:speaker}, {T:target} and curly quotes around the content."""
    text, spans = "", {}
    for piece in re.split(r"(\{[STC]:[^}]*\})", marked):
        if piece.startswith("{"):
            spans[piece[1]] = Span(len(text), len(text) + len(piece) - 4)
            piece = piece[3:-1]
        text += piece
    opens, closes = text.find("“"), text.find("”")
    content = (Span(opens, closes + 1),) if opens >= 0 else ()
    question = StanceQuestion(
        text, content=content, speaker=spans.get("S"), target=spans.get("T"), cue=spans.get("C"), cue_lemma=None
    )
    return decided(SCORER.judge([question])[0])


@pytest.mark.parametrize(
    "marked",
    [
        "{S:She} said: “A blockade means {T:Norland} brutally attacking every ship in a terrible, deadly war.”",
        "{S:She} said: “{T:Norland} had worn out its best soldiers by spring.”",
        "{S:She} called on {T:Minister Okoro} to approve the loan.",
        "{S:She} urged {T:Minister Okoro} to halt the works.",
        "{S:She} said: “The flood in {T:Norport} was a disaster.”",
        "{S:She} said: “Minister Okoro supports {T:the levy}.”",
        "{S:She} said: “I recommend it to {T:Minister Okoro}.”",
    ],
)
def test_tone_place_address_and_the_sides_of_others_are_neutral(marked: str):
    assert label(marked) is StanceLabel.NEUTRAL


@pytest.mark.parametrize(
    ("marked", "side"),
    [
        ("{S:Reyl} praised {T:Norland}'s commitments.", StanceLabel.FAVOR),
        ("{S:Reyl} said: “We must increase {T:Norland}'s debts.”", StanceLabel.NEUTRAL),
        ("{S:Reyl} congratulated {T:Norland} goalkeeper Ada Lim.", StanceLabel.NEUTRAL),
        ("“We will repeal {T:the levy},” {S:Reyl} said.", StanceLabel.AGAINST),
        ("“They will repeal {T:the levy},” {S:Reyl} said.", StanceLabel.NEUTRAL),
        ("“{T:The levy} must be scrapped,” {S:Reyl} said.", StanceLabel.AGAINST),
        ("“{T:The levy} was scrapped in May,” {S:Reyl} said.", StanceLabel.NEUTRAL),
    ],
)
def test_a_side_needs_the_speakers_own_will_or_regard(marked: str, side: StanceLabel):
    assert label(marked) is side


def test_a_very_long_text_without_a_full_stop_is_read_near_its_target():
    text = "word " * 200_000 + "Reyl denounced the levy" + " word" * 200_000
    row = {"id": "1", "text": text, "speaker": "Reyl", "target": "the levy"}
    assert stance_rows([row])[0]["label"] == "against"
