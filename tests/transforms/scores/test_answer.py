from typing import Any

import pytest

from transforms.scores import answer
from transforms.scores.encoder_judge import EncoderSentiment, encoder_judge, shipped_judge
from transforms.scores.locate import locate

Row = dict[str, object]


def stance_rows(rows: list[Row]) -> list[dict[str, Any]]:
    return answer.stance_rows(rows, shipped_judge())


def sentiment_rows(rows: list[Row]) -> list[dict[str, Any]]:
    return answer.sentiment_rows(rows, EncoderSentiment(encoder_judge("judge")))


def stance_row(text: str, target: str, **offsets: int | None) -> dict[str, object]:
    return {"id": "1", "text": text, "speaker": "Ada Lim", "target": target, **offsets}


def test_stance_rows_answer_in_order_with_probabilities_that_sum_to_one():
    rows = [stance_row("Ada Lim supports the dam.", "the dam"), stance_row("Ada Lim opposes the dam.", "the dam")]
    first, second = stance_rows(rows)
    assert (first["label"], second["label"]) == ("favor", "against")
    assert sum(first["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert first["score"] > 0 > second["score"]


def test_given_offsets_and_found_names_give_the_same_answer():
    text = "Ada Lim opposes the dam."
    given = stance_row(text, "the dam", speaker_start=0, speaker_end=7, target_start=16, target_end=23)
    nulls = stance_row(text, "the dam", speaker_start=None, speaker_end=None, target_start=None, target_end=None)
    assert stance_rows([given]) == stance_rows([nulls])


@pytest.mark.parametrize("text", ["", "The council meets on Tuesday.", "…"])
def test_a_target_that_is_not_in_the_text_still_gets_an_answer(text: str):
    assert stance_rows([stance_row(text, "the harbour")])[0]["label"] == "neutral"
    row = {"id": "1", "text": text, "target": "the harbour", "target_start": None, "target_end": None}
    assert sentiment_rows([row])[0] == {"id": "1", "label": 0, "score": 0.0, "probabilities": None}


@pytest.mark.parametrize(
    ("text", "target", "label"),
    [
        ("Pell is a brilliant and brave leader.", "Pell", 1),
        ("Pell is a corrupt liar.", "Pell", -1),
        ("Critics slammed Pell for his disastrous campaign.", "Pell", -1),
        ("Voters praised Pell for her wonderful work.", "Pell", 1),
        ("Pell will speak on Tuesday.", "Pell", 0),
    ],
)
def test_sentiment_is_that_toward_the_mention(text: str, target: str, label: int):
    assert sentiment_rows([{"id": "1", "text": text, "target": target}])[0]["label"] == label


def test_one_sentence_may_be_kind_to_one_and_hard_on_the_other():
    text = "Voters praised Pell for her wonderful work, but they denounced Brandt as a liar."
    pell, brandt = sentiment_rows([{"id": "1", "text": text, "target": name} for name in ("Pell", "Brandt")])
    assert pell["score"] > brandt["score"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ada Lim", "Then ADA LIM spoke.", "ADA LIM"),
        ("Ada Lim", "Then Ms. Lim spoke.", "Lim"),
        ("no-fly zone", "A no fly zone?", "no fly zone"),
        ("Mayor's Hall", "The Mayor’s Hall", "Mayor’s Hall"),
        ("the dam", "A damp day", None),
        ("", "A day", None),
        (None, "A day", None),
        ("…", "A day…", None),
    ],
)
def test_a_name_is_located_in_any_case_or_by_its_last_word(name: str | None, text: str, found: str | None):
    span = locate(name, text)
    assert (span.slice(text) if span else None) == found


def test_sentiment_rows_have_probabilities_that_sum_to_one_and_the_label_is_the_likeliest():
    row = {"id": "1", "text": "Pell is a corrupt liar.", "target": "Pell"}
    (found,) = sentiment_rows([row])
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert max(found["probabilities"], key=found["probabilities"].get) == str(found["label"]) == "-1"
    assert found["score"] == pytest.approx(found["probabilities"]["1"] - found["probabilities"]["-1"], abs=0.001)
