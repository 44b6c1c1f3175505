import csv
import io
import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.fields import FieldNames
from transforms.articles.formats import Fault
from transforms.articles.split import split_csv, split_json, split_lines
from transforms.text.rejects import Reason

NAMES = FieldNames()


def texts(records: Iterable[bytes | Fault]):
    """The `text` of each record, the reason of each fault."""
    return [item.reason if isinstance(item, Fault) else json.loads(item).get("text") for item in records]


def from_csv(source: str, *, max_chars: int = 10_000):
    return texts(split_csv(io.StringIO(source, newline=""), NAMES, max_chars=max_chars))


BROKEN = Reason.BROKEN_RECORD


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{"text": "a"}', ["a"]),
        ('[{"text": "a"}, {"text": "b"}]', ["a", "b"]),
        ('{"text": "a"}\n{"text": "b"}', ["a", "b"]),  # JSON Lines under another name
        ('{"status": "ok", "articles": [{"text": "a"}, {"text": "b"}]}', ["a", "b"]),
        ('{"text": "a", "items": [{"text": "b"}]}', ["a"]),  # an article with a list of its own
        ('[[{"text": "a"}], {"text": "b"}]', ["a", "b"]),
        ("[]", []),
        ("", []),
        ('[{"text": "a"}, {"text": "b"', ["a", BROKEN]),  # cut off
        ('[{"text": "a"}, {"text": "b"}', ["a", "b", BROKEN]),
        ('[{"text": "a"}, {"text": b}, {"text": "c"}]', ["a", BROKEN, "c"]),
        ('[{"text": "a"} {"text": "b"}]', ["a", "b"]),  # a comma is missing
        ('[{"text": "a"}, {"text": ' + "[" * 100_000 + "}, " + '{"text": "c"}]', ["a", BROKEN, "c"]),
        ('[{"text": "a"}, {"n": ' + "1" * 5_000 + '}, {"text": "c"}]', ["a", BROKEN, "c"]),
        ('{"text": "a", "n": NaN}', ["a"]),
        ('{"text": "a", "text": "b"}', ["b"]),
    ],
)
def test_json_is_split_into_objects(source: str, expected: list[object]):
    assert texts(split_json(source, NAMES)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("text,title\na,t\nb,u\n", ["a", "b"]),
        ("text;title\na;t\n", ["a"]),
        ("title\ttext\nt\ta\n", ["a"]),
        ("sep=;\ntext;title\na;t\n", ["a"]),
        ("\n\ntext,title\n\na,t\n\n", ["a"]),
        ('title,text\r\nt,"a, ""b""\r\nc"\r\n', ['a, "b"\r\nc']),
        ("text\rone\rtwo\r", ["one", "two"]),
        ("id,text\n1,a\n2,b,c\n3,d\n", ["a", BROKEN, "d"]),
        ("id,text\n1,a\n2\n3,d\n", ["a", BROKEN, "d"]),
        ("id,text\n1,a,,\n", ["a"]),
        ('id,text\n1,a\n2,"b\n3,c\n4,d\n', ["a", BROKEN, "c", "d"]),  # a quote that never closes
        ('id,text\n1,a\n2,"b\n3,"c"\n4,d\n', ["a", BROKEN, "c", "d"]),  # a quote that closes in the next row
        ('id,text\n1,a\n2,"b" c\n4,d\n', ["a", BROKEN, "d"]),
        ("id,text\n1,a\n2," + "b" * 20_000 + "\n3,c\n", ["a", BROKEN, "c"]),
        ("id,text\n1,a\x00b\n", ["a\x00b"]),
        ("id,text\n1,\n", [None]),
        ("", [Reason.EMPTY]),
        ("id,text\n", [Reason.EMPTY]),
        ("id,title\n1,t\n2,u\n", [Reason.NO_BODY]),
        ("1,Some words of an article\n", [Reason.NO_BODY]),  # no header
    ],
)
def test_csv_is_split_into_rows(source: str, expected: list[object]):
    assert from_csv(source) == expected


def test_a_file_of_nothing_but_damage_is_given_up():
    found = from_csv("id,text\n" + '1,"a"b\n' * 1_000)
    assert found == [BROKEN]


def test_a_csv_field_may_be_longer_than_the_limit_of_the_csv_module():
    assert from_csv("id,text\n1," + "b" * 200_000 + "\n", max_chars=300_000) == ["b" * 200_000]


def test_columns_nobody_looks_for_are_left_out():
    (record,) = split_csv(io.StringIO("id,text,embedding\n1,a,0.5\n"), NAMES, max_chars=100)
    assert isinstance(record, bytes)
    assert json.loads(record) == {"text": "a"}


def test_lines_are_split_and_the_overlong_one_is_skipped():
    stream = io.BytesIO(b'{"text": "a"}\r\n\n' + b"x" * 200_000 + b'\n  \n{"text": "b"}')
    first, fault, last = split_lines(stream, max_bytes=1_000)
    assert texts([first, last]) == ["a", "b"]
    assert isinstance(fault, Fault)
    assert fault.reason is Reason.TOO_LARGE


def test_a_line_of_just_the_limit_is_kept():
    stream = io.BytesIO(b"x" * 9 + b"\n" + b"y" * 10 + b"\nz")
    assert list(split_lines(stream, max_bytes=10)) == [b"x" * 9 + b"\n", b"y" * 10 + b"\n", b"z"]


@given(st.text('{}[]",:ab1 \n\\', max_size=60))
def test_any_json_like_text_is_split(source: str):
    assert all(isinstance(item, bytes | Fault) for item in split_json(source, NAMES))


@given(st.text('",;\n\rab\x00', max_size=60))
def test_any_csv_like_text_is_split(source: str):
    records = list(split_csv(io.StringIO("id,text\n" + source, newline=""), NAMES, max_chars=30))
    assert records
    assert all(isinstance(item, bytes | Fault) for item in records)


def test_reading_csv_leaves_the_limit_of_the_process_as_it_was():
    before = csv.field_size_limit()
    assert from_csv("id,text\n1,a\n", max_chars=30) == ["a"]
    assert csv.field_size_limit() == before
