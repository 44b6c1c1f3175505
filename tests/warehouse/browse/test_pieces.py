"""Texts cut at their marks: nothing is lost, and every piece knows what it lies in."""

from hypothesis import given
from hypothesis import strategies as st

from warehouse.browse.pieces import Mark, cut, paragraphs

TEXT = "“No,” said Ada Lim. “Not now.”"


def test_pieces_carry_the_marks_they_lie_in_and_where_a_quotation_begins_and_ends() -> None:
    marks = [
        Mark(0, 5, "quotation", 1),
        Mark(20, 30, "quotation", 1),
        Mark(6, 10, "cue", 1),
        Mark(11, 18, "mention", 1),
    ]
    found = cut(TEXT, 0, len(TEXT), marks, {1: (0, 30)})
    assert [(piece.text, [mark.kind for mark in piece.marks]) for piece in found] == [
        ("“No,”", ["quotation"]), (" ", []), ("said", ["cue"]), (" ", []), ("Ada Lim", ["mention"]), (". ", []),
        ("“Not now.”", ["quotation"]),
    ]  # fmt: skip
    assert [piece.opens for piece in found] == [(1,), (), (), (), (), (), ()]
    assert found[-1].closes == (1,)


def test_a_mark_inside_a_mark_is_the_innermost() -> None:
    inner = cut(TEXT, 0, 5, [Mark(0, 5, "quotation", 1), Mark(1, 3, "quotation", 2)])[1]
    assert inner.text == "No"
    assert inner.mark("quotation") == Mark(1, 3, "quotation", 2)
    assert inner.mark("cue") is None


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=8), st.data())
def test_no_character_is_lost_or_repeated(text: str, spans: list[tuple[int, int]], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = cut(text, start, end, [Mark(min(span), max(span), "link") for span in spans])
    assert "".join(piece.text for piece in found) == text[start:end]


@given(st.text(alphabet="ab \n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_what_stands_between_the_paragraphs_is_shown_too(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(min(*span, len(text)), min(max(span), len(text))) for span in spans]
    shown = "".join(text[start:end] for start, end in paragraphs(text, inside))
    assert shown.split() == [word for word in shown.split() if word]
    assert sorted(shown.replace(" ", "").replace("\n", "")) == sorted(text.replace(" ", "").replace("\n", ""))
