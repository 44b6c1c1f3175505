"""Rows of gold with a label: what can be scored, and what is told of the rest."""

import json

import pytest

from transforms.evaluation.gold_labels import SENTIMENT_LABELS, STANCE_LABELS, read_gold_labels
from transforms.evaluation.lines import Fault, FaultyLine

GOOD = {"id": "a", "text": "Ada Lim praised the dam.", "speaker": "Ada Lim", "target": "the dam", "label": "favor"}


def line(**more: object) -> str:
    return json.dumps(GOOD | more)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("no", Fault.NOT_JSON),
        (line(text=" "), Fault.NO_TEXT),
        (line(label=None), Fault.NO_LABEL),
        (line(label="for"), Fault.NO_LABEL),
        (line(label=1), Fault.NO_LABEL),
        (line(speaker=3), Fault.NOT_A_STRING),
        (line(target=["the dam"]), Fault.NOT_A_STRING),
        (line(target_start=16), Fault.OUTSIDE_TEXT),
        (line(target_start=16, target_end=99), Fault.OUTSIDE_TEXT),
        (line(speaker_start="0", speaker_end="7"), Fault.OUTSIDE_TEXT),
    ],
)
def test_a_line_that_cannot_be_scored_is_told_with_its_reason(bad: str, fault: Fault) -> None:
    gold = read_gold_labels([line(), "\n", bad], STANCE_LABELS)
    assert [(row.line, row.label) for row in gold.items] == [(1, "favor")]
    assert gold.faults == [FaultyLine(3, fault)]


def test_sentiment_labels_are_numbers_or_their_texts_and_never_truth_values() -> None:
    lines = [line(label=label) for label in (-1, "-1", 0, 1, True, False, 1.0)]
    gold = read_gold_labels(lines, SENTIMENT_LABELS)
    assert [row.label for row in gold.items] == ["-1", "-1", "0", "1"]
    assert [fault.line for fault in gold.faults] == [5, 6, 7]


def test_the_predictor_does_not_see_the_answer() -> None:
    (row,) = read_gold_labels([line()], STANCE_LABELS).items
    assert row.row == {key: value for key, value in GOOD.items() if key != "label"}
