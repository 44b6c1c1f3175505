import pytest

from transforms.articles.fields import FieldNames, read_record
from transforms.articles.formats import Fault, Found
from transforms.text.rejects import Reason

NAMES = FieldNames()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (  # Schema.org
            {
                "@type": "NewsArticle",
                "headline": "T",
                "articleBody": "Body.",
                "datePublished": "2025-03-04",
                "author": [{"@type": "Person", "name": "Ada Lim"}],
                "publisher": {"name": "The Daily"},
                "url": "https://a.example/x",
            },
            Found("Body.", "T", ("Ada Lim",), "2025-03-04", "The Daily", "https://a.example/x"),
        ),
        (  # NewsAPI
            {
                "source": {"id": None, "name": "The Daily"},
                "author": "Ada Lim",
                "title": "T",
                "url": "https://a.example/x",
                "publishedAt": "2025-03-04T10:00:00Z",
                "content": "Body.",
            },
            Found("Body.", "T", ("Ada Lim",), "2025-03-04T10:00:00Z", "The Daily", "https://a.example/x"),
        ),
        (  # news-please, Common Crawl news
            {
                "maintext": "Body.",
                "title": "T",
                "authors": ["Ada Lim"],
                "date_publish": "2025-03-04 10:00:00",
                "source_domain": "a.example",
            },
            Found("Body.", "T", ("Ada Lim",), "2025-03-04 10:00:00", "a.example"),
        ),
        (  # WordPress
            {
                "title": {"rendered": "T"},
                "content": {"rendered": "<p>Body.</p>"},
                "date": "2025-03-04",
                "link": "https://a.example/x",
            },
            Found("<p>Body.</p>", "T", (), "2025-03-04", None, "https://a.example/x"),
        ),
        (
            {"Article Text": "Body.", "Publication-Date": "2025-03-04", "HEADLINE": "T"},
            Found("Body.", "T", (), "2025-03-04"),
        ),
        ({"text": "", "body": None, "content": "Body."}, Found("Body.")),
        ({"text": ["One.", "", {"text": "Two."}]}, Found("One.\n\nTwo.")),
        ({"fields": {"bodyText": "Body.", "byline": "Ada Lim"}, "webTitle": "T"}, Found("Body.", "T", ("Ada Lim",))),
        (
            {"text": "Body.", "meta": {"source": "The Daily", "date": 1741000000}},
            Found("Body.", None, (), 1741000000, "The Daily"),
        ),
        (
            {"text": "Body.", "title": "nan", "date": "None", "author": "N/A", "source": "https://a.example"},
            Found("Body."),
        ),
    ],
)
def test_common_layouts_are_known(record: dict[str, object], expected: Found):
    assert read_record(record, NAMES) == expected


@pytest.mark.parametrize(
    "record", [{}, {"title": "T"}, {"text": 12}, {"text": "  "}, {"text": "nan"}, {"text": {"a": "b"}}, {"text": True}]
)
def test_a_record_without_a_body_is_a_fault(record: dict[str, object]):
    found = read_record(record, NAMES)
    assert isinstance(found, Fault)
    assert found.reason is Reason.NO_BODY


def test_names_can_be_set():
    names = FieldNames(text=("payload.words",), title=("kop",))
    record = {"payload": [{"words": "Body."}], "kop": "T", "text": "not this"}
    assert read_record(record, names) == Found("Body.", "T")


def test_only_columns_that_may_be_read_are_picked():
    assert NAMES.columns(["id", "Title", "article_text", "embedding", "pubDate"]) == [
        "Title",
        "article_text",
        "pubDate",
    ]
    assert NAMES.has_text(["id", "Full Text"])
    assert not NAMES.has_text(["id", "title"])


def test_an_unknown_setting_raises():
    with pytest.raises(ValueError, match="extra"):
        FieldNames.model_validate({"texts": ["a"]})
