"""Bytes to text that every later offset can count on.

Stored text is Unicode NFC, its line ends are single line feeds, it has no byte order mark. Beyond that it is kept as
found, except for characters that cannot be text: C1 controls become the Windows-1252 characters they stand for in
practice (as in HTML5: U+0093 is a curly quote), a form feed or vertical tab becomes a line feed, other control
characters go, lone surrogates become U+FFFD.
"""

import codecs
import re
import unicodedata
from typing import Final

from charset_normalizer import from_bytes

from transforms.articles.formats import Fault
from transforms.text.rejects import Reason

SAMPLE_BYTES: Final = 16_384
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: Final = (
    (b"\x89PNG", "PNG image"), (b"\xff\xd8\xff", "JPEG image"), (b"GIF8", "GIF image"), (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP archive or Office document"), (b"\x1f\x8b", "gzip data"), (b"{\\rtf", "RTF document"),
    (b"\xd0\xcf\x11\xe0", "Office 97 document"), (b"\x7fELF", "program"), (b"PAR1", "Parquet"),
    (b"SQLite format 3\0", "SQLite database"), (b"BZh", "bzip2 data"), (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "7z archive"), (b"Rar!", "RAR archive"), (b"OggS", "Ogg media"), (b"ID3", "MP3 audio"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
)  # fmt: skip
_CODEPAGES: Final = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "iso8859_5", "iso8859_7",
    "koi8_r", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_HTML_CHARSET: Final = re.compile(
    rb"""(?i)<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,80}?encoding)\s*=\s*["']?([\w.:-]{2,30})"""
)
# not every codec Python knows is one of web pages: "punycode" and "unicode_escape" would be read as code
_PAGE_CODEC: Final = re.compile(r"cp(?:125\d|874|932|949|950)|iso8859-\d+|koi8-|big5|gb|euc_|shift_jis|mac-|tis-620")
_CONTROL_BYTES: Final = bytes(c for c in range(32) if c not in b"\t\n\f\r\x0b\x1b")
_HIGH_BYTES: Final = bytes(range(128, 256))
_TO_MEND: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NEWLINES: Final = re.compile("\r\n?|[\x0b\x0c]")
_LONG_MARKS: Final = re.compile(r"[^\w\s\x00-\x7f\u2000-\u206f]{200,}")
_MANY_MARKS: Final = 100
_TOO_FEW_TO_DETECT: Final = 8

MIXED_ERRORS: Final = "onrecord.cp1252"
"""Name of the codec error handler that reads a byte which is not UTF-8 as Windows-1252."""


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error(MIXED_ERRORS, _as_cp1252)

_MENDED: Final = (
    dict.fromkeys((*range(0x09), *range(0x0E, 0x20), 0x7F))
    | {0x0B: "\n", 0x0C: "\n"}
    | {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)


def decode(data: bytes) -> str | Fault:
    """The text of a file as it is stored.

    Returns:
        A Fault with EMPTY, NOT_TEXT (binary content) or UNDECODABLE.
    """
    text = decode_raw(data)
    return text if isinstance(text, Fault) else normalise(text)


def decode_raw(data: bytes, *, is_html: bool = False) -> str | Fault:
    """The characters of a file whose text is still to be taken out of it (HTML, JSON), not normalised.

    Tried in this order: byte order mark, UTF-16 without a mark, UTF-8 (with stray Windows-1252 bytes), the encoding an
    HTML page declares, Windows-1252 where few bytes are not ASCII, charset-normalizer on a sample.

    Returns:
        A Fault with EMPTY, NOT_TEXT (binary content) or UNDECODABLE.
    """
    if not data.strip():
        return Fault(Reason.EMPTY, f"{len(data)} bytes, nothing but white space")
    binary = binary_kind(data[:SAMPLE_BYTES])
    if binary is not None:
        return Fault(Reason.NOT_TEXT, binary)
    encoding = encoding_of(data, is_html=is_html)
    try:
        text = _utf8(data) if encoding == "utf-8" else data.decode(encoding)
    except (UnicodeError, LookupError):
        return Fault(Reason.UNDECODABLE, f"not valid {encoding}")
    return text if text and not text.isspace() else Fault(Reason.EMPTY, "nothing but white space")


def _utf8(data: bytes) -> str:
    """UTF-8 with stray Windows-1252 bytes; a character cut off at the end becomes U+FFFD."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode("utf-8") + "\ufffd"
    return data.decode("utf-8", errors=MIXED_ERRORS)


def binary_kind(head: bytes) -> str | None:
    """What binary content begins with `head`; None for text."""
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if _marked_encoding(head) is not None or _wide_encoding(head) is not None:
        return None
    if b"\0" in head:
        return "binary data (NUL bytes)"
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return "binary data (control characters)" if controls * 20 > len(head) else None


def encoding_of(data: bytes, *, is_html: bool = False) -> str:
    """The name of the codec to read `data` with; "utf-8" means: with MIXED_ERRORS for stray bytes."""
    marked = _marked_encoding(data) or _wide_encoding(data[:SAMPLE_BYTES])
    if marked is not None:
        return marked
    if data.isascii() or _is_mostly_utf8(data):
        return "utf-8"
    declared = _declared(data) if is_html else None
    return declared or _legacy_encoding(data)


def normalise(text: str) -> str | Fault:
    """`text` as it is stored: see the module.

    Returns:
        A Fault with EMPTY for nothing but white space, and NOT_TEXT for endless runs of combining marks, on which
        Unicode normalisation would take quadratic time.
    """
    text = text.removeprefix("\ufeff")
    if _TO_MEND.search(text):
        text = _NEWLINES.sub("\n", text).translate(_MENDED)
    if not text.isascii():
        if any(_is_mark_flood(run.group()) for run in _LONG_MARKS.finditer(text)):
            return Fault(Reason.NOT_TEXT, f"more than {_MANY_MARKS} combining marks in a row")
        text = unicodedata.normalize("NFC", text)
    if not text or text.isspace():
        return Fault(Reason.EMPTY, "nothing but white space")
    return text


def _marked_encoding(data: bytes) -> str | None:
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: of Latin text, every other byte is NUL."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd * 10 >= pairs * 7 and even * 20 <= pairs:
        return "utf-16-le"
    if even * 10 >= pairs * 7 and odd * 20 <= pairs:
        return "utf-16-be"
    return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether the multi-byte sequences are UTF-8, but for some stray bytes or a cut at the end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and not data[: error.start].isascii():
            return True
    else:
        return True
    lenient = data.decode("utf-8", errors="ignore")
    kept = lenient.encode("utf-8")
    return len(kept) - len(kept.translate(None, _HIGH_BYTES)) > len(data) - len(kept)


def _declared(data: bytes) -> str | None:
    match = _HTML_CHARSET.search(data[:SAMPLE_BYTES])
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    if not _PAGE_CODEC.match(name):
        return None
    # what browsers do: pages that say Latin-1 are Windows-1252
    name = "cp1252" if name == "iso8859-1" else name
    return name if _decodes(data, name) else None


def _legacy_encoding(data: bytes) -> str:
    """An 8-bit or East Asian encoding: Windows-1252 where few letters are not ASCII, as in English, else detected."""
    high = len(data) - len(data.translate(None, _HIGH_BYTES))
    if high <= _TOO_FEW_TO_DETECT or high * 33 <= len(data):
        return "utf-8"  # MIXED_ERRORS reads each of the bytes as Windows-1252
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1_000) if first else 0
    best = from_bytes(data[start : start + SAMPLE_BYTES], cp_isolation=_CODEPAGES).best()
    if best is None:
        return "utf-8"
    return best.encoding if _decodes(data, best.encoding) else "utf-8"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _is_mark_flood(run: str) -> bool:
    return sum(unicodedata.combining(char) > 0 for char in run) > _MANY_MARKS
