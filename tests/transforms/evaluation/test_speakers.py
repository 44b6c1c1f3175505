"""Who is the right speaker."""

import pytest

from transforms.evaluation.marks import MarkedSpeaker
from transforms.evaluation.speakers import Verdict, judge_name, judge_speaker
from transforms.evaluation.words import words_of
from transforms.text.spans import Span

TEXT = "The mayor, Greta Holm, was there. The clerk was not. She spoke."


def speaker(mention: str = "", *, text: str = "", canonical: str = "", others: tuple[str, ...] = ()) -> MarkedSpeaker:
    def place(piece: str) -> Span:
        return Span(TEXT.index(piece), TEXT.index(piece) + len(piece))

    spans = (place(mention),) if mention else ()
    return MarkedSpeaker(spans, tuple(place(other) for other in others), mention or text, canonical)


@pytest.mark.parametrize(
    ("gold", "found", "verdict"),
    [
        (speaker("The mayor, Greta Holm"), speaker("Greta Holm"), Verdict.RIGHT),  # the same place
        (speaker("Greta Holm"), speaker("The clerk"), Verdict.WRONG),
        (speaker("Greta Holm"), speaker(), Verdict.WRONG),  # nobody named
        (speaker(), speaker("Greta Holm"), Verdict.OPEN),
        (speaker("She", others=("Greta Holm",)), speaker("Greta Holm"), Verdict.RIGHT),
        (speaker("She", canonical="Greta Holm"), speaker(text="Ms. Holm"), Verdict.RIGHT),
        (speaker("She", canonical="Greta Holm"), speaker(canonical="Greta Holm"), Verdict.RIGHT),
        (speaker("She", canonical="Greta Holm"), speaker(text="Nils Holm", canonical="Nils Holm"), Verdict.RIGHT),
        (speaker("She"), speaker("Greta Holm"), Verdict.OPEN),  # the gold says not who she is
        (speaker("She"), speaker(text="she"), Verdict.RIGHT),
        (speaker("She"), speaker(text="they"), Verdict.WRONG),
        (speaker("The clerk"), speaker(text="a clerk of the council"), Verdict.RIGHT),  # the same head
        (speaker("The mayor"), speaker("The clerk"), Verdict.WRONG),  # a shared article is nothing shared
    ],
)
def test_a_speaker_is_right_by_place_name_or_head(gold: MarkedSpeaker, found: MarkedSpeaker, verdict: Verdict) -> None:
    assert judge_speaker(words_of(TEXT), gold, found) is verdict


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (speaker("She"), Verdict.WRONG),  # right, and says not who
        (speaker("The mayor"), Verdict.WRONG),
        (speaker("She", canonical="Greta Holm"), Verdict.RIGHT),
        (speaker(text="Ms. Holm"), Verdict.RIGHT),
        (speaker(text="Greta Holm", canonical="Nils Holm"), Verdict.WRONG),
        (speaker(), Verdict.WRONG),
    ],
)
def test_only_a_name_names(found: MarkedSpeaker, verdict: Verdict) -> None:
    assert judge_name(speaker("She", canonical="Greta Holm"), found) is verdict
    assert judge_name(speaker("She"), found) is Verdict.OPEN
