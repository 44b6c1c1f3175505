import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.canonical import article_key, canonical_url, host_of, revision_key


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("HTTP://WWW.Example.com:80/a/B/?utm_source=x&b=2&a=1#top", "https://www.example.com/a/B?a=1&b=2"),
        ("https://example.com", "https://example.com/"),
        ("example.com/news/1", "https://example.com/news/1"),
        ("//example.com//news///1", "https://example.com/news/1"),
        ("https://user:secret@example.com:443/x", "https://example.com/x"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://example.com/x?fbclid=1&gclid=2&ref=rss&id=7", "https://example.com/x?id=7"),
        ("https://example.com/storm-hits-coast/amp/", "https://example.com/storm-hits-coast"),
        ("https://example.com/gear/amp", "https://example.com/gear/amp"),
        ("https://exämple.com/ü", "https://xn--exmple-cua.com/%C3%BC"),
        ("https://example.com/%7euser/%c3%bc/100%", "https://example.com/~user/%C3%BC/100%25"),
        ("https://example.com/a%2Fb", "https://example.com/a%2Fb"),
        ("https://example.com/%ff", "https://example.com/%ff"),
        ("  https://example.com/\n a ", "https://example.com/a"),
    ],
)
def test_an_address_has_one_spelling(found: str, canonical: str):
    assert canonical_url(found) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "found",
    [
        None,
        "",
        "not a url",
        "mailto:a@b.org",
        "javascript:alert(1)",
        "ftp://a.org/x",
        "http://[::1",
        "https://",
        "https://a.org:99999/x",
        "https://" + "a" * 70 + "é.com/x",
        "https://a.org/" + "x" * 3_000,
        "urn:isbn:1",
        "/local/path",
    ],
)
def test_what_names_no_page_is_no_address(found: str | None):
    assert canonical_url(found) is None


@given(st.text(max_size=80).map(lambda tail: "https://example.com/" + tail))
def test_a_canonical_address_stays_as_it_is(url: str):
    canonical = canonical_url(url)
    assert canonical is None or canonical_url(canonical) == canonical


def test_the_key_comes_from_the_address_where_it_names_a_page():
    page = canonical_url("https://example.com/a?utm_source=feed")
    assert article_key(page, "one") == article_key("https://example.com/a", "two")
    assert article_key("https://example.com/?p=12", "one") == article_key("https://example.com/?p=12", "two")


def test_a_home_page_is_no_article_so_the_key_comes_from_the_text():
    assert article_key("https://example.com/", "one") == article_key(None, "one")
    assert article_key("https://example.com/", "one") != article_key("https://example.com/", "two")


def test_a_revision_has_a_key_of_its_own():
    url = "https://example.com/a"
    assert len({article_key(url, "one"), revision_key(url, "one"), revision_key(url, "two")}) == 3


def test_the_host_is_named_without_www():
    assert host_of("https://www.example.com/a") == "example.com"
