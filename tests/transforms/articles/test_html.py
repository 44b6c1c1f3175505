import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.blocks import fragment_text, plain_text
from transforms.articles.formats import Fault, Found
from transforms.articles.html import is_page, read_page
from transforms.text.rejects import Reason

FIRST = "The council approved the new budget on Tuesday after a debate that lasted until well past midnight."
SECOND = "“We had no choice,” said Ada Lim, the mayor, who had promised lower taxes before the election."
BODY = f"<article><p>{FIRST}</p><p>{SECOND}</p></article>"
JSON_LD = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"x"},
{"@type":["NewsArticle"],"headline":"Budget passes &amp; taxes rise","datePublished":"2025-03-04T23:10:00-05:00",
"author":[{"@type":"Person","name":"Bo Ek"},{"@type":"Person","name":"Cy Day"}],"publisher":{"@type":"Organization",
"name":"The Daily Test"},"mainEntityOfPage":{"@id":"https://news.example.com/budget-passes?utm_source=x"}}]}</script>"""
META = """<meta property="og:title" content="Budget passes | The Daily Test"><meta name="author" content="By Bo Ek">
<meta property="og:site_name" content="The Daily Test"><meta property="article:published_time" content="2025-03-05">
<link rel="canonical" href="http://news.example.com/budget-passes/">"""


def page(head: str = "", body: str = BODY):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def test_paragraphs_stand_between_blank_lines():
    found = read_page(page())
    assert isinstance(found, Found)
    assert found.text == f"{FIRST}\n\n{SECOND}"


def test_json_ld_names_the_article():
    found = read_page(page(JSON_LD + META))
    assert isinstance(found, Found)
    assert found.title == "Budget passes & taxes rise"
    assert found.authors == ("Bo Ek", "Cy Day")
    assert found.published == "2025-03-04T23:10:00-05:00"
    assert found.outlet == "The Daily Test"
    assert found.url == "https://news.example.com/budget-passes"


def test_meta_elements_name_the_article_where_json_ld_is_missing_or_broken():
    found = read_page(page('<script type="application/ld+json">{"@type":</script>' + META))
    assert isinstance(found, Found)
    assert (found.title, found.authors, found.published) == ("Budget passes", ("Bo Ek",), "2025-03-05")
    assert found.outlet == "The Daily Test"


def test_a_date_that_is_none_gives_way_to_the_next_one():
    head = '<meta name="pubdate" content="0001-01-01"><meta name="date" content="5 March 2025">'
    found = read_page(page(head))
    assert isinstance(found, Found)
    assert found.published == "5 March 2025"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("12 May 2021", "2021-05-12"),
        ("2021/05/12", "2021-05-12"),
        ("25/12/2019", "2019-12-25"),
        ("04/05/2024", None),  # April or May
        ("25.12.19", None),  # of which century
        ("March 3", None),
        ("2 hours ago", None),
        ("Yesterday", None),
        ("Tuesday", None),
    ],
)
def test_a_date_in_the_page_counts_only_where_it_names_one_day(shown: str, day: str | None):
    found = read_page(page(body=f'<div class="post-date">{shown}</div>{BODY}'))
    assert isinstance(found, Found)
    assert found.published == day


def test_what_the_page_does_not_say_is_not_known():
    found = read_page(page())
    assert isinstance(found, Found)
    assert (found.authors, found.published, found.outlet, found.url) == ((), None, None, None)


@pytest.mark.parametrize(
    "markup",
    [
        page(body=BODY.removesuffix("</p></article>")),  # cut off
        f'<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>',
        BODY,
        f"<p>{FIRST}<br><br>{SECOND}</p>",
        page(body=BODY + "<script>document.write('<p>not this</p>')</script><!-- nor this -->"),
        page(body="<div>" * 200 + "</div>" * 200 + BODY),
    ],
)
def test_odd_pages_keep_their_paragraphs(markup: str):
    found = read_page(markup)
    assert isinstance(found, Found)
    assert found.text == f"{FIRST}\n\n{SECOND}"


def test_paragraphs_parted_by_double_line_breaks_are_paragraphs():
    written = [
        f"Sentence {n} of this page is long enough to be taken for a part of the article by anybody." for n in range(8)
    ]
    found = read_page(f"<html><body><table><tr><td>{'<br/> <BR>'.join(written)}</td></tr></table></body></html>")
    assert isinstance(found, Found)
    assert found.text.split("\n\n") == written


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<html></html>", Reason.NO_BODY),
        ("<html><body>   </body></html>", Reason.NO_BODY),
        ("<!-- nothing -->", Reason.NO_BODY),
        ("<html><body><script>var a = 'text';</script></body></html>", Reason.NO_BODY),
        ('<html><frameset><frame src="a.html"></frameset></html>', Reason.NO_BODY),
        ('<html><head><meta http-equiv="refresh" content="0;url=/a"></head><body></body></html>', Reason.NO_BODY),
        ('<html><body><img src="a.jpg"><img src="b.jpg"></body></html>', Reason.NO_BODY),
        ("<b>x</b>" * 60_000 + "<i>x</i>" * 60_000, Reason.TOO_LARGE),
    ],
)
def test_a_page_without_an_article_is_a_fault(markup: str, reason: Reason):
    found = read_page(markup)
    assert isinstance(found, Fault)
    assert found.reason is reason


def test_entities_are_not_expanded_without_bound():
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>' + page(
        body=BODY + "<p>&b;&b;</p>"
    )
    found = read_page(bomb)
    assert isinstance(found, Found)
    assert "aaaaaaaaaa" not in found.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One  <b>two</b></p>\n<p>three<br>four</p>", "One two\n\nthree\nfour"),
        ("<ul><li>One</li><li>two</li></ul>tail", "One\n\ntwo\n\ntail"),
        ("<div>a<script>b()</script>c</div><style>d</style>", "ac"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("AT&amp;T said &#8220;no&#8221;", "AT&T said “no”"),
        ("a<br><br/><br>b", "a\n\nb"),
        ("a<!-- b -->c", "ac"),
        ("", ""),
    ],
)
def test_a_piece_of_html_becomes_paragraphs(markup: str, text: str):
    assert fragment_text(markup) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("One\ntwo\n\n<blockquote>three</blockquote>\n\nfour", "One two\n\nthree\n\nfour"),
        ("One <b>two</b>\r\nthree\n\nfour", "One two\nthree\n\nfour"),
        ("AT&amp;T\n\n  said &#8220;no&#8221;", "AT&T\n\n  said “no”"),
        ("2 < 3 and 5 > 4\n\nR&D; <unknown> <3 <a b c d", "2 < 3 and 5 > 4\n\nR&D; <unknown> <3 <a b c d"),
    ],
)
def test_a_body_is_cleaned_of_html_and_else_kept(body: str, text: str):
    assert plain_text(body) == text


def test_a_page_drawn_by_a_script_gives_the_body_it_declares():
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{FIRST}"}}</script>'
    found = read_page(page(head, body="<div id='root'></div>"))
    assert isinstance(found, Found)
    assert found.text == FIRST


def test_a_whole_page_is_told_from_a_piece():
    assert is_page(page())
    assert is_page("\n<?xml version='1.0'?>\n<HTML lang='en'>")
    assert not is_page(BODY)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br>", "<table>", "<td>", "<ul><li>", "text ", "<script>", "&#0;", "<a b='", "\x00"]
        )
    )
)
def test_any_markup_gives_an_article_or_a_fault(pieces: list[str]):
    markup = "".join(pieces)
    assert isinstance(read_page(markup), Found | Fault)
    assert isinstance(fragment_text(markup), str)
