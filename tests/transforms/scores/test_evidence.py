"""The words shown for a side say something of the target; tone, address and the sides of others are no evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.evidence import evidence, leaning
from transforms.text.scores import StanceLabel, StanceQuestion
from transforms.text.spans import Span

from .conftest import marked_spans

FAVOR, AGAINST, NEUTRAL = StanceLabel


def words(marked: str, label: StanceLabel) -> list[str]:
    """What is shown for `label`, from text with {S:speaker}, {T:target} and curly quotes around the content."""
    text, spans = marked_spans(marked)
    opens, closes = text.find("“"), text.find("”")
    content = (Span(opens, closes + 1),) if opens >= 0 else ()
    question = StanceQuestion(text, content=content, speaker=spans.get("S"), target=spans.get("T"))
    return [span.slice(text) for span in evidence(question, label)]


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
        "{S:She} met {T:the board}.",
    ],
)
def test_tone_place_address_and_the_sides_of_others_are_no_evidence(marked: str):
    assert words(marked, FAVOR) == words(marked, AGAINST) == []


@pytest.mark.parametrize(
    ("marked", "label", "shown"),
    [
        ("{S:She} refused to endorse {T:the merger}.", AGAINST, ["refused", "endorse"]),
        ("“{T:The merger} is a disaster,” {S:she} said.", AGAINST, ["disaster"]),
        ("{S:She} renewed her pleas to {T:open the border}.", FAVOR, ["pleas"]),
        ("{S:Reyl} praised {T:Norland}'s commitments.", FAVOR, ["praised"]),
        ("“We will repeal {T:the levy},” {S:Reyl} said.", AGAINST, ["repeal"]),
        ("“They will repeal {T:the levy},” {S:Reyl} said.", AGAINST, []),
        ("“{T:The levy} must be scrapped,” {S:Reyl} said.", AGAINST, ["scrapped"]),
        ("“{T:The levy} was scrapped in May,” {S:Reyl} said.", AGAINST, []),
    ],
)
def test_shown_are_the_words_that_speak_for_the_side(marked: str, label: StanceLabel, shown: list[str]):
    assert words(marked, label) == shown
    other = FAVOR if label is AGAINST else AGAINST
    assert words(marked, other) == words(marked, NEUTRAL) == []


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("She praised the levy.", 1),
        ("She denounced the levy.", -1),
        ("She met the levy.", 0),
    ],
)
def test_the_words_lean_to_one_side_or_to_none(text: str, side: int):
    target = Span(text.index("the levy"), text.index("the levy") + 8)
    assert leaning(StanceQuestion(text, speaker=Span(0, 3), target=target)) == side


def test_a_text_that_does_not_name_its_target_has_none():
    assert evidence(StanceQuestion("What a shameful, disgraceful lie!", target_name="the levy"), AGAINST) == []


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 20), st.integers(0, 120))
def test_evidence_of_any_text_lies_inside_it(text: str, at: int, long: int, by: int):
    question = StanceQuestion(text, target=Span(at, at + long), speaker=Span(by, by + 3))
    spans = [*evidence(question, FAVOR), *evidence(question, AGAINST)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
