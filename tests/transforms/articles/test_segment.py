import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.segment import paragraph_spans, segment
from transforms.schemas.core_segments import CoreParagraphs, CoreSentences

WRAPPED = (
    "The harbour of Vell was closed on Monday after the storm had torn\n"
    "the cranes from their rails and thrown two of them across the quay\n"
    "where a night watchman had been drinking his tea a minute earlier,\n"
    "as the port authority told reporters.\n"
    "\n"
    "Engineers will test the quay before the first ship may enter."
)


def articles(*texts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"article_id": [f"{index:016x}" for index in range(len(texts))], "text": texts, "title": [None] * len(texts)},
        schema={"article_id": pl.String, "text": pl.String, "title": pl.String},
    )


def paragraphs(text: str) -> list[str]:
    return [span.slice(text) for span in paragraph_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\nTwo.\n\n\n", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("  One.  ", ["One."]),
        ("Skip to main content\nOpen this photo:\n\nTwo.", ["Skip to main content", "Open this photo:", "Two."]),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_blank_lines_and_single_newlines_separate(text: str, expected: list[str]):
    assert paragraphs(text) == expected


def test_hard_wrapped_lines_are_one_paragraph_and_keep_their_newlines():
    found = paragraphs(WRAPPED)
    assert len(found) == 2
    assert found[0].count("\n") == 3


def test_an_indented_line_begins_a_paragraph_of_hard_wrapped_text():
    text = WRAPPED.replace("\n\nEngineers", "\n    Engineers")
    assert len(paragraphs(text)) == 2


def test_one_paragraph_a_line_is_not_taken_for_hard_wrapped():
    text = "\n".join(
        ["The harbour is shut until Friday, the mayor said.", "No.", "Two cranes fell into the water."] * 3
    )
    assert len(paragraphs(text)) == 9


def test_lines_longer_than_any_wrapping_are_paragraphs():
    text = "\n".join(["word " * 60 + "end"] * 4)
    assert len(paragraphs(text)) == 4


def test_frames_conform_and_are_in_order():
    found = segment(articles(WRAPPED, "One. Two.\n\nAdvertisement\n\nThree.", ""))
    CoreParagraphs.validate(found.paragraphs)
    CoreSentences.validate(found.sentences)
    assert found.paragraphs.equals(found.paragraphs.sort("article_id", "paragraph_no"))
    assert found.sentences.equals(found.sentences.sort("article_id", "sentence_no"))


def test_only_paragraphs_of_the_story_have_sentences():
    found = segment(articles("The quay is shut. It rains.\n\nAdvertisement\n\nIt may open."))
    assert found.paragraphs["role"].to_list() == ["text", "boilerplate", "text"]
    assert found.sentences["paragraph_no"].to_list() == [0, 0, 2]


def test_the_order_of_the_articles_changes_nothing():
    forward = articles("One. Two.", "Three.", WRAPPED)
    assert segment(forward).sentences.equals(segment(forward.reverse()).sentences)


def test_no_article_gives_empty_frames_that_conform():
    found = segment(articles())
    CoreParagraphs.validate(found.paragraphs)
    CoreSentences.validate(found.sentences)


@given(st.text(max_size=200) | st.text(alphabet="ab .\n\f", max_size=200))
def test_paragraphs_cover_all_but_white_space_in_order(text: str):
    position = 0
    for start, end in paragraph_spans(text):
        assert start >= position
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        position = end
    assert not text[position:].strip()
