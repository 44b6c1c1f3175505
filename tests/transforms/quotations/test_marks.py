from collections.abc import Callable

import pytest

from transforms.quotations.marks import scan
from transforms.text.document import Document

Parse = Callable[..., Document]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("“Yes,” he said.", ["“Yes,”"]),
        ('"Yes," he said.', ['"Yes,"']),
        ("‘Yes,’ he said.", ["‘Yes,’"]),
        ("'Yes,' he said.", ["'Yes,'"]),
        ("«Yes», he said.", ["«Yes»"]),
        ("« Oui », he said.", ["« Oui »"]),
        ("„Yes“, he said.", ["„Yes“"]),
        ("»Yes«, he said.", ["»Yes«"]),
        ("``Yes,'' he said.", ["``Yes,''"]),
        ("''Yes,'' he said.", ["''Yes,''"]),
        ("”Yes,” he said.", ["”Yes,”"]),  # both marks closing ones
        ('“Yes," he said.', ['“Yes,"']),  # one curly, one straight
        ('—"Yes"— he said.', ['"Yes"']),
        ("He said (“yes”).", ["“yes”"]),
    ],
)
def test_every_type_of_mark_pairs_with_its_own(parsed: Parse, text: str, stretches: list[str]):
    assert [region.span.slice(text) for region in scan(parsed(text))] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "He doesn't mind.",
        "The ’90s and the '80s were loud.",
        "Rock ’n’ roll never died.",
        "The workers' union met the drivers’ union.",
        "Get 'em while they are hot.",
        "She is 5'2\" and he is 6'4\".",
        'A 15" screen broke.',
        "One mark ” too many.",
    ],
)
def test_apostrophes_inches_and_lone_closing_marks_are_no_quotation_marks(parsed: Parse, text: str):
    assert scan(parsed(text)) == []


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("“She told me ‘go home’ twice,” he said.", "“She told me ‘go home’ twice,”"),
        ("'She told me \"go home\" twice,' he said.", "'She told me \"go home\" twice,'"),
        ('"The "green" bridge is shut," he said.', '"The "green" bridge is shut,"'),
        ("'The drivers' union agreed,' he said.", "'The drivers' union agreed,'"),
        ("“It’s the ’90s again,” he said.", "“It’s the ’90s again,”"),
        ("“My 6’4” son left,” he said.", "“My 6’4” son left,”"),
    ],
)
def test_marks_inside_belong_to_the_outer_stretch(parsed: Parse, text: str, stretch: str):
    assert [region.span.slice(text) for region in scan(parsed(text))] == [stretch]


def test_a_mark_opened_again_in_the_next_paragraph_continues(parsed: Parse):
    text = "“First the tide rose.\n\n“Then it fell,” he said."
    first, second = scan(parsed(text))
    assert (first.continues, first.is_closed, second.is_closed) == (True, False, True)
    assert first.span.slice(text) == "“First the tide rose."


def test_a_mark_opened_again_in_the_same_paragraph_continues(parsed: Parse):
    text = '"First the tide rose. "Then it fell," he said.'
    assert [(region.span.slice(text), region.continues) for region in scan(parsed(text))] == [
        ('"First the tide rose.', True),
        ('"Then it fell,"', False),
    ]


def test_an_odd_mark_costs_no_more_than_its_paragraph(parsed: Parse):
    text = "He said it was “a shame and left.\n\n“We stay,” she said."
    assert [region.span.slice(text) for region in scan(parsed(text))][-1] == "“We stay,”"


def test_a_missing_opening_mark_is_put_at_the_start_of_the_paragraph(parsed: Parse):
    text = "We stay,” she said."
    (region,) = scan(parsed(text))
    assert (region.span.slice(text), region.is_opened) == ("We stay,”", False)


def test_boilerplate_is_not_scanned(parsed: Parse):
    assert scan(parsed("“Subscribe now,” says the footer.", boilerplate=(0,))) == []
