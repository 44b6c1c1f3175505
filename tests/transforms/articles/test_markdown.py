import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.markdown import front_matter, render


@pytest.mark.parametrize(
    ("text", "pairs", "rest"),
    [
        (
            "---\ntitle: Budget: it passes\ndate: 2025-03-04\n---\nText.",
            {"title": "Budget: it passes", "date": "2025-03-04"},
            "Text.",
        ),
        ("---\ntitle: 'A \"b\"'\n---\n", {"title": 'A "b"'}, ""),
        ("---\nauthors: [Ada Lim, 'Bo Ek']\n---\nx", {"authors": ["Ada Lim", "Bo Ek"]}, "x"),
        ("---\nauthors:\n  - Ada Lim\n  - Bo Ek\ntags:\n---\nx", {"authors": ["Ada Lim", "Bo Ek"], "tags": ""}, "x"),
        ("---\n---\nx", {}, "x"),
        ("---\ntitle: never closed\n\nText.", {}, "---\ntitle: never closed\n\nText."),
        ("Text.\n---\nnot: front\n---\n", {}, "Text.\n---\nnot: front\n---\n"),
    ],
)
def test_front_matter_is_read(text: str, pairs: dict[str, object], rest: str):
    assert front_matter(text) == (pairs, rest)


@pytest.mark.parametrize(
    ("markdown", "title", "text"),
    [
        ("# Budget *passes*\n\nOne.", "Budget passes", "One."),
        ("Budget passes\n=====\n\nOne.", "Budget passes", "One."),
        ('One **bold** and _soft_ and [a link](http://a.example "t").', None, "One bold and soft and a link."),
        ("One\nline.\n\nTwo  \nlines.", None, "One line.\n\nTwo\nlines."),
        ("“Curly” 'straight' -- 5 * 3 AT&amp;T \\*", None, "“Curly” 'straight' -- 5 * 3 AT&T *"),
        ("- One\n- Two\n\n> Quoted\n> words.", None, "One\n\nTwo\n\nQuoted words."),
        ("![a picture](a.jpg)\n\nOne.", None, "One."),
        ("One<br>two <span>three</span>.\n\n<div><p>Four</p></div>", None, "One\ntwo three.\n\nFour"),
        ("```\ncode  here\n```\n\n---\n\nOne.", None, "code  here\n\nOne."),
        ("| a | b |\n|---|---|\n| c | d |", None, "a\n\nb\n\nc\n\nd"),
        ("## Only a section\n\nOne.", None, "Only a section\n\nOne."),
        ("", None, ""),
    ],
)
def test_markup_is_rendered_away(markdown: str, title: str | None, text: str):
    assert render(markdown) == (title, text)


def test_a_heading_that_is_not_the_title_stays_in_the_text():
    assert render("# Part one\n\nOne.", title="Budget passes") == ("Budget passes", "Part one\n\nOne.")


def test_a_heading_that_repeats_the_title_leaves_the_text():
    assert render("# Budget passes\n\nOne.", title="Budget passes") == ("Budget passes", "One.")


@given(st.text("ab*_`[]()<>!#-=|~\\&;:\n \t>1.", max_size=60))
def test_any_markdown_is_rendered(markdown: str):
    title, text = render(front_matter(markdown)[1])
    assert isinstance(text, str)
    assert title is None or title
