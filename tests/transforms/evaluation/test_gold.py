"""Lines of gold: what can be scored, and what is told of the rest."""

import json

import pytest

from transforms.evaluation.gold import read_gold
from transforms.evaluation.lines import Fault, FaultyLine
from transforms.text.records import QuotationKind
from transforms.text.spans import Span

TEXT = "Go on, he said."


def line(quotation: object, **more: object) -> str:
    return json.dumps({"id": "a", "text": TEXT, "quotes": [quotation]} | more)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("no", Fault.NOT_JSON),
        ("[" * 100_000, Fault.NOT_JSON),
        ("[1]", Fault.NO_TEXT),
        ('{"id": "a", "quotes": []}', Fault.NO_TEXT),
        ('{"text": " ", "quotes": []}', Fault.NO_TEXT),
        ('{"text": "a"}', Fault.NO_QUOTES),
        ('{"text": "a", "quotes": [1]}', Fault.NO_QUOTES),
        (line({"speaker_text": "he"}), Fault.NO_SPANS),
        (line({"spans": []}), Fault.NO_SPANS),
        (line({"spans": [[0, 99]]}), Fault.OUTSIDE_TEXT),
        (line({"spans": [[-1, 3]]}), Fault.OUTSIDE_TEXT),
        (line({"spans": [[3, 3]]}), Fault.OUTSIDE_TEXT),
        (line({"spans": [["0", "3"]]}), Fault.OUTSIDE_TEXT),
        (line({"spans": [0, 3]}), Fault.OUTSIDE_TEXT),
        (line({"spans": "0-3"}), Fault.OUTSIDE_TEXT),
        (line({"start": 0}), Fault.OUTSIDE_TEXT),
        (line({"start": 0, "end": 5, "speaker_start": 7, "speaker_end": 70}), Fault.OUTSIDE_TEXT),
        (line({"start": 0, "end": 5, "canonical": 7}), Fault.NOT_A_STRING),
    ],
)
def test_a_line_that_cannot_be_scored_is_told_with_its_reason(bad: str, fault: Fault) -> None:
    gold = read_gold([line({"start": 0, "end": 5}), "\n", bad])
    assert [article.line for article in gold.items] == [1]
    assert gold.faults == [FaultyLine(3, fault)]


def test_both_ways_to_give_spans_and_names_are_read() -> None:
    short = line({"start": 0, "end": 5, "speaker_start": 7, "speaker_end": 9, "speaker_canonical": "Bo Ek"})
    long = line({"spans": [[0, 5]], "speaker_spans": [[7, 9]], "canonical": "Bo Ek", "start": None, "kind": "odd"})
    first, second = read_gold([short, long]).items
    assert first.quotations == second.quotations
    assert first.quotations[0].spans == (Span(0, 5),)
    assert (first.quotations[0].speaker.text, first.quotations[0].speaker.canonical) == ("he", "Bo Ek")


def test_a_given_kind_and_cue_are_kept_and_the_predictor_does_not_see_the_answers() -> None:
    (article,) = read_gold([line({"start": 0, "end": 5, "kind": "mixed", "cue_start": 10, "cue_end": 14})]).items
    assert (article.quotations[0].kind, article.quotations[0].cue) == (QuotationKind.MIXED, "said")
    assert article.row == {"id": "a", "text": TEXT}


def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    (article,) = read_gold(['{"text": "\\ud83d Go.", "quotes": [{"start": 2, "end": 5}]}']).items
    assert article.text == "? Go."
