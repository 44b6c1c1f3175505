"""Ten genres that are no plain report, written for this test: what is found in them, and what is left alone.

Floors are what was reached when they were last raised, per genre: expected, found, with the right speaker.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.commands.predict import predict_quotations
from transforms.evaluation.words import plain_words

Row = dict[str, Any]
ARTICLES = {
    row["genre"]: row
    for row in map(json.loads, Path(__file__).with_name("articles.jsonl").read_text("utf-8").splitlines())
}
FLOORS = {
    "press release": (4, 4, 4),
    "interview transcript": (3, 3, 3),
    "live blog": (5, 5, 4),
    "opinion piece": (2, 2, 2),
    "court report": (5, 4, 4),
    "sports": (4, 4, 2),
    "obituary": (4, 4, 2),
    "list article": (4, 4, 4),
    "translated wire": (4, 4, 3),
    "speech text": (2, 2, 2),
}


@cache
def found(genre: str) -> list[Row]:
    answer = predict_quotations([{"id": genre, "text": ARTICLES[genre]["text"]}])[0]
    quotes: list[Row] = answer["quotes"]
    return quotes


def like(genre: str, text: str) -> Row | None:
    """The found quotation that shares at least half of the words of `text` (one span at a time)."""
    wanted = set(plain_words(text))

    def shared(quote: Row) -> float:
        whole = ARTICLES[genre]["text"]
        return max(
            len(words & wanted) / len(words | wanted)
            for words in (set(plain_words(whole[start:end])) for start, end in quote["spans"])
        )

    best = max(found(genre), key=shared, default=None)
    return best if best is not None and shared(best) >= 0.5 else None


@pytest.mark.parametrize("genre", ARTICLES)
def test_quotations_of_a_genre_are_found_and_named(genre: str) -> None:
    expected = ARTICLES[genre]["expected"]
    rows = [like(genre, quotation["text"]) for quotation in expected]
    named = sum(
        row is not None and row["canonical"] == quotation["speaker"]
        for row, quotation in zip(rows, expected, strict=True)
    )
    fewest = FLOORS[genre]
    assert len(expected) == fewest[0]
    assert sum(row is not None for row in rows) >= fewest[1]
    assert named >= fewest[2]


@pytest.mark.parametrize("genre", ARTICLES)
def test_what_nobody_says_is_given_to_nobody(genre: str) -> None:
    for text in ARTICLES[genre]["not_quotations"]:
        assert like(genre, text) is None, text
