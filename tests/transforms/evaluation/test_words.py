"""Words, and which of them stand inside quotation marks."""

import pytest

from transforms.evaluation.words import words_of
from transforms.text.spans import Span


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("He said “no way” twice.", ["no", "way"]),
        ('He said "no way" twice.', ["no", "way"]),
        ("He said «no way» twice.", ["no", "way"]),
        ("He said no way twice.", []),
        ("He said “no way.\nShe left.", ["no", "way"]),  # an open mark ends with its paragraph
        ("He said ”no way.", []),  # a closing mark opens nothing
        ("“One “two” three.", ["One", "two"]),  # marks of one shape do not nest
        ("It’s “don’t” and no-fly.", ["don’t"]),
        ("", []),
    ],
)
def test_words_inside_marks(text: str, marked: list[str]) -> None:
    words = words_of(text)
    assert [text[words.starts[word] : words.ends[word]] for word in sorted(words.marked)] == marked


def test_a_span_holds_the_words_it_touches() -> None:
    words = words_of("One two, three.")
    assert words.within([Span(0, 3)]) == {0}
    assert words.within([Span(1, 5)]) == {0, 1}
    assert words.within([Span(3, 4), Span(7, 9)]) == frozenset()
    assert words.within([Span(0, 3), Span(9, 15)]) == {0, 2}
    assert words.span(frozenset({1, 2})) == Span(4, 14)
