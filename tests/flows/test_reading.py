"""The order of the reading steps: what reaches the reader, and what is kept without it."""

from collections.abc import Sequence

import polars as pl

from flows.reading import read_articles
from transforms.reader.passages import Passage
from transforms.reader.records import Answer

SCHEMA = {"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String}


class NeverAsked:
    """A reader that must not get a word."""

    name = version = "none"

    def read(self, passages: Sequence[Passage]) -> list[Answer]:
        assert not passages
        return []


def test_a_transcript_is_left_to_its_layout() -> None:
    text = "Lim: How are you?\n\nEk: I am fine.\n\nLim: And the dam?\n\nEk: We dig it in May."
    articles = pl.DataFrame([("0" * 16, text, None, None)], schema=SCHEMA, orient="row")
    (reading,) = read_articles(articles, NeverAsked()).readings
    assert [quotation.spans[0].slice(text) for quotation in reading.quotations] == [
        "How are you?", "I am fine.", "And the dam?", "We dig it in May."
    ]  # fmt: skip
    speakers = [attribution.mention for attribution in reading.attributions]
    assert [span.slice(text) for span in speakers if span is not None] == ["Lim", "Ek", "Lim", "Ek"]
