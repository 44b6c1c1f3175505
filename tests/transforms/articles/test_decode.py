import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.decode import decode, decode_raw, normalise
from transforms.articles.formats import Fault
from transforms.text.rejects import Reason

CURLY = "“We’re done,” said Zoë Brontë. It cost £5 – or €6…"
GERMAN = "Die Bürgermeisterin erklärte, dass die Brücke für längere Zeit gesperrt bleibe. " * 5
RUSSIAN = "Премьер-министр сообщил журналистам, что новый закон будет принят до конца года. " * 5


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (CURLY.encode(), CURLY),
        (codecs.BOM_UTF8 + CURLY.encode(), CURLY),
        (CURLY.encode("utf-16"), CURLY),
        (codecs.BOM_UTF16_BE + CURLY.encode("utf-16-be"), CURLY),
        (CURLY.encode("utf-32"), CURLY),
        (CURLY.encode("utf-16-le"), CURLY),  # no mark: every other byte is NUL
        (CURLY.encode("utf-16-be"), CURLY),
        (("Plain words before. " * 5 + CURLY).encode("cp1252"), "Plain words before. " * 5 + CURLY),
        (
            "Caf\xe9 society in S\xe3o Paulo, said the report.".encode("latin-1"),
            "Café society in São Paulo, said the report.",
        ),
        (GERMAN.encode("cp1252"), GERMAN),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        # UTF-8 with stray bytes from a paste, and cut in the middle of a character
        ("“Yes,” she said. ".encode() + "\x93No,\x94 he said.".encode("latin-1"), "“Yes,” she said. “No,” he said."),
        ("“Yes,” she said. “Café".encode()[:-1], "“Yes,” she said. “Caf\ufffd"),
    ],
)
def test_bytes_are_read_in_the_encoding_they_are_in(data: bytes, text: str):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t\r\n ", Reason.EMPTY),
        (codecs.BOM_UTF8, Reason.EMPTY),
        (codecs.BOM_UTF8 + b"  \n", Reason.EMPTY),
        (codecs.BOM_UTF16_LE, Reason.EMPTY),
        (b"\0" * 100, Reason.NOT_TEXT),
        (b"words and then \0 more", Reason.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Reason.NOT_TEXT),
        (b"%PDF-1.7 looks like text at first", Reason.NOT_TEXT),
        (b"{\\rtf1\\ansi words}", Reason.NOT_TEXT),
        (b"\x01\x02\x03\x04words", Reason.NOT_TEXT),
        (codecs.BOM_UTF16_LE + b"a\0b", Reason.UNDECODABLE),
        (codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff", Reason.UNDECODABLE),
        (("a" + "\u0301\u0316" * 50_000).encode(), Reason.NOT_TEXT),
    ],
)
def test_what_is_no_text_is_a_fault(data: bytes, reason: Reason):
    found = decode(data)
    assert isinstance(found, Fault)
    assert found.reason is reason


def test_a_page_is_read_in_the_encoding_it_declares():
    page = '<html><head><meta charset="koi8-r"></head><body>' + RUSSIAN + "</body></html>"
    assert decode_raw(page.encode("koi8-r"), is_html=True) == page


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "hex", "no-such-codec", "utf-7"])
def test_a_page_cannot_choose_a_codec_that_is_no_encoding_of_pages(name: str):
    page = f'<meta charset="{name}">Caf\xe9 said the report \\u0041'.encode("latin-1")
    assert decode_raw(page, is_html=True) == page.decode("latin-1")


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("e\u0301te\u0301", "été"),
        ("\x93Hello\x94 \x85", "“Hello” …"),
        ("a\x0cb\x0bc", "a\nb\nc"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("a\ud800b", "a\ufffdb"),
        ("\ufeffa", "a"),
        ("a\u2028b\u00a0c\tTab  spaces\n\n\nend ", "a\u2028b\u00a0c\tTab  spaces\n\n\nend "),
        ("“‘curly’” «and» —dashes– ﬁ", "“‘curly’” «and» —dashes– ﬁ"),
    ],
)
def test_stored_text_is_normalised_and_otherwise_as_found(found: str, stored: str):
    assert normalise(found) == stored


@given(st.text())
def test_normalised_text_can_be_stored_and_stays_the_same(text: str):
    stored = normalise(text)
    if isinstance(stored, str):
        assert stored.encode("utf-8").decode("utf-8") == stored
        assert unicodedata.is_normalized("NFC", stored)
        assert "\r" not in stored
        assert normalise(stored) == stored


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_text_or_a_fault(data: bytes, is_html: bool):
    assert isinstance(decode_raw(data, is_html=is_html), str | Fault)
    assert isinstance(decode(data), str | Fault)
