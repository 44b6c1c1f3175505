import json
from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms.articles.admit import ARTICLE_SCHEMA, AdmitSettings, admit
from transforms.articles.canonical import article_key
from transforms.articles.dates import DayOrder
from transforms.articles.formats import RAW_SCHEMA, Format
from transforms.text.rejects import Reason

TEXT = "“The council approved the new budget,” said the mayor on Tuesday. “It was about time that they did.”"


def raw(*records: tuple[str, bytes]):
    """A batch of (format, payload) records."""
    rows = [("a.x", number, kind, data) for number, (kind, data) in enumerate(records)]
    return pl.DataFrame(rows, schema=RAW_SCHEMA, orient="row")


def admitted(kind: str, payload: dict[str, object] | bytes, **settings: object):
    """The one article of one record, as a dict."""
    data = json.dumps(payload).encode() if isinstance(payload, dict) else payload
    found = admit(raw((kind, data)), settings=AdmitSettings(**settings))
    assert found.rejects == []
    return found.articles.row(0, named=True)


def rejected(kind: str, payload: bytes, **settings: object):
    """The reason for the one reject of one record."""
    found = admit(raw((kind, payload)), settings=AdmitSettings(**settings))
    assert found.articles.height == 0
    return found.rejects[0].reason


def test_a_plain_text_is_stored_as_it_is_and_nothing_about_it_is_guessed():
    article = admitted("txt", f"  A headline\r\n\r\n{TEXT}\n".encode())
    assert article["text"] == f"  A headline\n\n{TEXT}\n"
    assert article["text_chars"] == len(article["text"])
    unknown = ("title", "authors", "published_at", "outlet", "url")
    assert all(article[name] is None for name in unknown)


def test_a_record_becomes_an_article_with_its_metadata():
    article = admitted(
        "jsonl",
        {
            "headline": "Budget passes",
            "articleBody": TEXT,
            "datePublished": "2025-03-04T10:00:00+01:00",
            "author": [{"name": "Ada Lim"}, {"name": "Bo Ek"}],
            "publisher": {"name": "The Daily"},
            "url": "http://www.daily.example/a?utm_source=x",
        },
    )
    assert article["title"] == "Budget passes"
    assert article["authors"] == "Ada Lim; Bo Ek"
    assert article["published_at"] == datetime(2025, 3, 4, 9)
    assert article["outlet"] == "The Daily"
    assert article["url"] == "https://www.daily.example/a"
    assert article["article_id"] == article_key("https://www.daily.example/a", TEXT)
    assert (article["language"], article["is_analysed"]) == ("en", True)


def test_the_outlet_of_an_address_is_its_host_where_nothing_else_names_one():
    assert admitted("json", {"text": TEXT, "url": "https://www.daily.example/a"})["outlet"] == "daily.example"


def test_html_in_a_body_is_cleaned():
    article = admitted("jsonl", {"content": f"<p>{TEXT}</p><p>AT&amp;T<br>agreed.</p>"})
    assert article["text"] == f"{TEXT}\n\nAT&T\nagreed."


def test_a_page_in_a_body_is_read_as_a_page():
    page = f"<!doctype html><html><head><title>Budget passes</title></head><body><p>{TEXT}</p></body></html>"
    article = admitted("jsonl", {"html": page, "date": "2025-03-04"})
    assert (article["text"], article["title"], article["published_at"]) == (TEXT, "Budget passes", datetime(2025, 3, 4))


def test_markdown_is_rendered_and_its_front_matter_read():
    source = f"---\nauthor: Ada Lim\ndate: 2025-03-04\nsource: The Daily\n---\n# Budget *passes*\n\n**{TEXT}**\n"
    article = admitted("md", source.encode())
    assert (article["title"], article["text"], article["authors"]) == ("Budget passes", TEXT, "Ada Lim")
    assert (article["published_at"], article["outlet"]) == (datetime(2025, 3, 4), "The Daily")


def test_a_text_in_a_script_without_spaces_is_not_too_short():
    assert admitted("txt", "首相は新しい法律について説明した。".encode())["text_chars"] == 17


def test_a_lone_surrogate_is_replaced_so_that_the_row_can_be_stored():
    article = admitted(
        "jsonl",
        b'{"text": "\\ud800 ' + b"a word " * 6 + b'", "title": "\\udfff T", "url": "https://a.example/\\ud800"}',
    )
    assert article["text"].startswith("\ufffd a word")
    assert article["title"] == "\ufffd T"


def test_raw_line_breaks_inside_json_strings_are_taken():
    assert admitted("json", b'{"text": "one two three\nfour five six"}')["text"] == "one two three\nfour five six"


def test_other_languages_are_stored_and_not_analysed():
    text = "Le Premier ministre a déclaré que la décision était surprenante, mais que la loi devait être appliquée."
    article = admitted("txt", (text + " " + text).encode())
    assert (article["language"], article["is_analysed"]) == ("fr", False)


def test_an_ambiguous_day_is_read_as_the_setting_says():
    record = {"text": TEXT, "date": "03/04/2025"}
    assert admitted("jsonl", record)["published_at"] is None
    assert admitted("jsonl", record, day_order=DayOrder.DAY_FIRST)["published_at"] == datetime(2025, 4, 3)


@pytest.mark.parametrize(
    ("kind", "payload", "settings", "reason"),
    [
        ("txt", b"", {}, Reason.EMPTY),
        ("txt", b"Two words", {}, Reason.TOO_SHORT),
        ("txt", "“Two” wörds".encode(), {}, Reason.TOO_SHORT),
        ("txt", b"word " * 50, {"max_chars": 100}, Reason.TOO_LARGE),
        ("md", b"*word* " * 50, {"max_chars": 100}, Reason.TOO_LARGE),
        ("txt", b"\0\0\0", {}, Reason.NOT_TEXT),
        ("md", b"---\ntitle: T\n---\n", {}, Reason.EMPTY),
        ("html", b"<html></html>", {}, Reason.NO_BODY),
        ("jsonl", b'{"text": "cut', {}, Reason.BROKEN_RECORD),
        ("jsonl", b"[1, 2]", {}, Reason.BROKEN_RECORD),
        ("jsonl", b"null", {}, Reason.BROKEN_RECORD),
        ("jsonl", b"[" * 100_000, {}, Reason.BROKEN_RECORD),
        ("jsonl", b'{"text": "a", "n": ' + b"1" * 5_000 + b"}", {}, Reason.BROKEN_RECORD),
        ("jsonl", b'{"title": "T"}', {}, Reason.NO_BODY),
        ("jsonl", b'{"text": "<p></p>"}', {}, Reason.EMPTY),
        ("jsonl", b'{"text": "\\u0000\\u0001"}', {}, Reason.EMPTY),
    ],
)
def test_a_record_that_is_no_article_is_a_reject_with_its_reason(
    kind: str, payload: bytes, settings: dict[str, int], reason: Reason
):
    assert rejected(kind, payload, **settings) == reason


def test_a_bad_record_leaves_its_neighbours_alone():
    good = json.dumps({"text": TEXT}).encode()
    found = admit(raw(("jsonl", good), ("jsonl", b"{"), ("txt", b""), ("jsonl", good)), settings=AdmitSettings())
    assert found.articles["source_record"].to_list() == [0, 3]
    assert [reject.key for reject in found.rejects] == ["a.x#1", "a.x#2"]


def test_exact_duplicates_are_kept_as_rows():
    found = admit(raw(("txt", TEXT.encode()), ("txt", TEXT.encode())), settings=AdmitSettings())
    assert found.articles.height == 2
    assert found.articles["article_id"].n_unique() == 1


def test_an_empty_batch_gives_an_empty_frame_with_all_columns():
    found = admit(raw(), settings=AdmitSettings())
    assert found.articles.schema == ARTICLE_SCHEMA
    assert found.rejects == []


def test_rejects_never_hold_text_of_the_article():
    secret = "confidential"
    batch = raw(
        ("jsonl", f'{{"text": "{secret}'.encode()), ("txt", secret.encode()), ("jsonl", f'["{secret}"]'.encode())
    )
    assert all(secret not in reject.detail for reject in admit(batch, settings=AdmitSettings()).rejects)


@given(st.lists(st.tuples(st.sampled_from([str(kind) for kind in Format]), st.binary(max_size=60)), max_size=8))
def test_every_record_becomes_an_article_or_a_reject(records: list[tuple[str, bytes]]):
    found = admit(raw(*records), settings=AdmitSettings(min_words=1))
    assert found.articles.height + len(found.rejects) == len(records)


@given(st.permutations(["One two three four five.", "“Six,” seven said to eight.", "Nine ten eleven twelve thirteen."]))
def test_the_order_of_the_batch_changes_no_article(texts: list[str]):
    def rows(order: list[str]):
        found = admit(raw(*(("txt", text.encode()) for text in order)), settings=AdmitSettings())
        return found.articles.drop("source_record").sort("text")

    assert_frame_equal(rows(texts), rows(sorted(texts)))
