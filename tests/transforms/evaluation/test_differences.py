"""What is told of each error."""

from collections.abc import Callable
from typing import Any

from transforms.evaluation.counts import ArticleScore
from transforms.evaluation.differences import differences

Row = dict[str, Any]
Score = Callable[..., ArticleScore]
Mark = Callable[..., Row]


def test_no_difference_between_the_gold_and_itself(score: Score, gold: list[Row]) -> None:
    assert differences(score(gold, gold)) == []


def test_each_difference_is_one_row_in_the_order_of_the_text(
    score: Score, gold: list[Row], mark: Mark, text: str
) -> None:
    found = [
        mark("The meeting went on", by="Oskar Brandt"),  # nobody said it
        mark("the ferry would sail", by="Oskar Brandt"),  # too short, and somebody else
        mark("“We have waited for a year,”", by="she"),  # right, but who is she
        mark("the pier “is not safe yet” for cars", by="Greta Holm"),
    ]
    rows = differences(score(gold, found))
    assert [(row["what"], row["kind"]) for row in rows] == [
        ("bounds", "indirect"),
        ("speaker", "indirect"),
        ("name", "direct"),
        ("missed", "direct"),
        ("speaker", "mixed"),
        ("spurious", "indirect"),
    ]
    first = rows[0]
    assert (first["gold_text"], first["system_text"]) == ("the ferry would sail again", "the ferry would sail")
    assert (first["gold_speaker"], first["system_speaker"]) == ("Greta Holm", "Oskar Brandt")
    assert (first["gold_canonical"], first["system_canonical"]) == ("Greta Holm", None)
    assert (first["gold_cue"], first["system_cue"]) == ("said", None)
    assert text[first["system_start"] : first["system_end"]] == first["system_text"]
    assert (rows[3]["gold_text"], rows[3]["system_text"]) == ("That is enough", None)
    assert (rows[5]["gold_text"], rows[5]["system_text"]) == (None, "The meeting went on")
