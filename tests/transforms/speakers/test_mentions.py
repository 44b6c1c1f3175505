from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.speakers.mentions import find_mentions
from transforms.speakers.words import read_words
from transforms.text.document import Document
from transforms.text.records import EntityType, MentionKind

PERSON, ORGANISATION, PLACE, GROUP = (
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.PLACE,
    EntityType.GROUP,
)
Build = Callable[..., Document]


def found(document: Document) -> list[tuple[str, EntityType]]:
    return [
        (mention.span.slice(document.text), mention.entity_type)
        for mention in find_mentions(document, read_words(document))
    ]


@pytest.mark.parametrize(
    ("text", "mention", "entity_type"),
    [
        ("On Monday Mr. Halden agreed.", "Mr. Halden", PERSON),
        ("The plan pleased Major-General Ingrid Sørby.", "Major-General Ingrid Sørby", PERSON),
        ("It was signed by UNESCO Director-General Ada Lim.", "UNESCO Director-General Ada Lim", PERSON),
        ("Reporters met Rep. Joan Tilley in the lobby.", "Rep. Joan Tilley", PERSON),
        ("They spoke to former prime minister Ada Lim.", "former prime minister Ada Lim", PERSON),
        ("Speaking for it was spokeswoman Clara Benn.", "spokeswoman Clara Benn", PERSON),
        ("The envoy met Secretary of State Bo Ekman.", "Secretary of State Bo Ekman", PERSON),
        ("It was written by Karel van der Meer, 54.", "Karel van der Meer", PERSON),
        ("Singer Clara Benn won.", "Singer Clara Benn", PERSON),
        ("The prize went to Theresa May in March.", "Theresa May", PERSON),
        (
            "She works at the Ostland Institute of Marine Research.",
            "Ostland Institute of Marine Research",
            ORGANISATION,
        ),
        ("Shares of Halden & Sons fell.", "Halden & Sons", ORGANISATION),
        ("He left Borealis Holdings Ltd. last year.", "Borealis Holdings Ltd.", ORGANISATION),
        ("An appeal by the OECD was refused.", "OECD", ORGANISATION),
        ("A spokesman for the White House declined.", "White House", ORGANISATION),
        ("Storms hit New Zealand again.", "New Zealand", PLACE),
        ("They drove to Silver Lake Valley.", "Silver Lake Valley", PLACE),
        ("Most Democrats refused.", "Democrats", GROUP),
        ("Many Ukrainians have left.", "Ukrainians", GROUP),
    ],
)
def test_a_name_is_found_whole_and_typed(document: Build, text: str, mention: str, entity_type: EntityType):
    assert (mention, entity_type) in found(document(text))


@pytest.mark.parametrize(
    "text",
    [
        "However, nothing came of it.",
        "Critics said so. Analysts agreed.",
        "On Tuesday, in March, it rained.",
        "Building work began early. Yesterday it stopped.",
        "Ten Reasons Why Every Gardener Should Plant Trees Now",
        "I’m sure they’re right, and I’ll say so.",
        "Russian planes and American ships met.",
    ],
)
def test_capitals_alone_make_no_name(document: Build, text: str):
    assert found(document(text)) == []


def test_a_headline_keeps_the_names_the_article_knows(document: Build):
    text = "Ada Lim Wants More Trees Along Every Street\nMs. Ada Lim said so on Monday in Paris."
    assert ("Ada Lim", PERSON) in found(document(text))


def test_an_acronym_and_its_definition_are_two_mentions(document: Build):
    text = "It was run by the Northern Harbour Council (NHC) for years."
    assert found(document(text)) == [("Northern Harbour Council", ORGANISATION), ("NHC", ORGANISATION)]


def test_a_family_name_alone_is_typed_by_the_full_name(document: Build):
    text = "The singer Clara Benn sang. Later Benn left."
    assert ("Benn", PERSON) in found(document(text))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Then the Secretary-General left.", "the Secretary-General"),
        ("Then the prime minister left.", "the prime minister"),
        ("The former attorney general left.", "The former attorney general"),
    ],
)
def test_a_title_alone_is_a_mention_with_its_article(document: Build, text: str, title: str):
    mentions = find_mentions(document(text), read_words(document(text)))
    assert [(m.span.slice(text), m.kind) for m in mentions] == [(title, MentionKind.TITLE)]


def test_a_possessive_is_left_out_of_the_span(document: Build):
    assert ("Ada Lim", PERSON) in found(document("The press liked Ms Ada Lim’s plan and Ada Lim's smile."))


PIECES = st.sampled_from(
    [
        "Ada Lim",
        "Mr. Ek",
        "the",
        "said",
        "“",
        "”",
        '"',
        "'",
        "’s",
        "NATO",
        "of",
        "The President",
        "\n",
        " ",
        ".",
        ",",
        "&",
        "é",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join)))
def test_mentions_of_any_text_are_in_order_apart_and_inside(document: Build, text: str):
    mentions = find_mentions(document(text), read_words(document(text)))
    end = 0
    for mention in mentions:
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.slice(text) == mention.span.slice(text).strip()
        end = mention.span.end
