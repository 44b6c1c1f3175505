from collections.abc import Callable

import pytest

from transforms.quotations import attribute, find
from transforms.quotations.reading import read
from transforms.text.document import Document

Parse = Callable[..., Document]


def found_in(document: Document):
    quotations = find(read(document))
    attributions = attribute(read(document), quotations, ())
    return [
        (
            [span.slice(document.text) for span in quotation.spans],
            attribution.mention and attribution.mention.slice(document.text),
        )
        for quotation, attribution in zip(quotations, attributions, strict=True)
    ]


DATELINES = [
    ("ARDENT (Kestrel) - The dam will hold, engineers said.", "The dam will hold", "engineers"),
    ("ARDENT, N.V. (KPA) — The dam will hold, engineers said.", "The dam will hold", "engineers"),
    ("Ardent, N.V. (KPA) — The dam will hold, engineers said.", "The dam will hold", "engineers"),
    ("ARDENT/MOLE (Kestrel) - The dam will hold, engineers said.", "The dam will hold", "engineers"),
    ("(Kestrel) — The dam will hold, engineers said.", "The dam will hold", "engineers"),
    ("ARDENT (KPA) -- Engineers said the dam will hold.", "the dam will hold", "Engineers"),
    ("ARDENT (Kestrel) - The mayor came, saying that the dam will hold.", "that the dam will hold", "The mayor"),
]


@pytest.mark.parametrize(("text", "content", "mention"), DATELINES)
def test_a_dateline_is_neither_mention_nor_content(parsed: Parse, text: str, content: str, mention: str):
    assert found_in(parsed(text)) == [([content], mention)]


def test_a_party_between_dashes_is_no_dateline(parsed: Parse):
    text = "Ada Lim (Labour) - once a diver - came, and Mr. Osei said the dam will hold."
    assert found_in(parsed(text)) == [(["the dam will hold"], "Mr. Osei")]


def test_a_connective_in_front_of_the_cue_is_no_content(parsed: Parse):
    assert found_in(parsed("But, Ada Lim said, the dam will hold.")) == [(["the dam will hold"], "Ada Lim")]
    assert found_in(parsed("So, she said, “it held.”")) == [(["“it held.”"], "she")]


@pytest.mark.parametrize("text", ["But, he said.", "And so, he said.", "Flooded, he said."])
def test_a_lone_word_without_marks_is_no_quotation(parsed: Parse, text: str):
    assert found_in(parsed(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "I guess it will hold.",
        "You think it will work.",
        "I think we can all agree that the dam is old.",
        "I said that the dam was old.",
        "We believe that the dam is old.",
        "The dam is old, I think.",
    ],
)
def test_the_author_and_the_reader_are_not_reported(parsed: Parse, text: str):
    assert found_in(parsed(text)) == []


def test_the_author_may_speak_in_marks(parsed: Parse):
    assert found_in(parsed("“It will hold,” I said.")) == [(["“It will hold,”"], "I")]


CONNECTIVES = [
    ("Moreover the mayor told divers that the dam would hold.", [(["that the dam would hold"], "the mayor")]),
    ("Meanwhile, Ada Lim told divers that the dam would hold.", [(["that the dam would hold"], "Ada Lim")]),
    ("However, Ada Lim came, saying that the dam would hold.", [(["that the dam would hold"], "Ada Lim")]),
    ("Moreover told divers that the dam would hold.", []),
]


@pytest.mark.parametrize(("text", "found"), CONNECTIVES)
def test_a_connective_is_never_the_mention(parsed: Parse, text: str, found: list[tuple[list[str], str]]):
    assert found_in(parsed(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "A photo of the dam suggested that it would break.",
        "The logo hints that the dam is new.",
        "It confirms that the dam is old.",
        "Such confirms that the dam is old.",
        "One data point indicates that the dam is old.",
    ],
)
def test_a_thing_that_shows_something_says_nothing(parsed: Parse, text: str):
    assert found_in(parsed(text)) == []


@pytest.mark.parametrize("mention", ["A study", "The report", "The ministry", "A letter"])
def test_a_document_or_a_body_that_suggests_something_says_it(parsed: Parse, mention: str):
    assert found_in(parsed(f"{mention} suggested that the dam is old.")) == [(["that the dam is old"], mention)]


OUTLETS = [
    ("The dam will hold, the Ardent Post reports.", "The dam will hold", "the Ardent Post"),
    ("Ada Lim said the dam will hold, the Ardent Post reports.", "the dam will hold", "Ada Lim"),
    ("The dam will hold, Ada Lim said, the Ardent Post reports.", "The dam will hold", "Ada Lim"),
]


@pytest.mark.parametrize(("text", "content", "mention"), OUTLETS)
def test_the_outlet_at_the_end_is_no_content(parsed: Parse, text: str, content: str, mention: str):
    assert found_in(parsed(text)) == [([content], mention)]


@pytest.mark.parametrize(
    "text",
    [
        "Police questioned a man who had opened the dam.",
        "Police questioned two divers about the dam.",
        "Ada Lim retweeted it.",
        "Ada Lim retweeted the post of a diver.",
    ],
)
def test_questioning_somebody_and_passing_on_a_post_are_no_quotations(parsed: Parse, text: str):
    assert found_in(parsed(text)) == []


def test_questioning_a_plan_is_a_quotation(parsed: Parse):
    assert found_in(parsed("Ada Lim questioned the plan for a dam.")) == [(["the plan for a dam"], "Ada Lim")]
