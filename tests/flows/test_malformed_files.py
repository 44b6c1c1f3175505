"""Whatever stands in a folder: articles out, or rejects with a reason; never a traceback, never a lost neighbour."""

import codecs
import errno
import gzip
import io
import json
import os
import tempfile
import threading
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.file_batches import read_batches
from flows.files import discover
from flows.read_limits import ReadLimits
from transforms.articles.admit import AdmitSettings, admit
from transforms.text.rejects import Reason

WORDS = "The council approved the new budget on Tuesday, said the mayor."
GOOD = json.dumps({"text": WORDS})
PAGE = "<html><body><article>%s</article></body></html>"
PARAGRAPH = f"<p>{WORDS} It had been debated for weeks.</p>"
LIMITS = ReadLimits(max_record_bytes=50_000, max_whole_bytes=400_000, max_file_bytes=2_000_000)
ARTICLE = "article"


def outcomes(folder: Path, *, limits: ReadLimits = LIMITS):
    """What became of each record: key → ARTICLE or the reason of its reject."""
    found = {}
    for batch in read_batches(discover([folder]), limits=limits, max_articles=3):
        admitted = admit(batch.frame, settings=AdmitSettings())
        for path, record in admitted.articles.select("source_path", "source_record").iter_rows():
            assert (path, record) not in found
            found[path, record] = ARTICLE
        for reject in (*batch.rejects, *admitted.rejects):
            assert reject.key not in found
            assert reject.detail
            found[reject.key] = reject.reason
        for column in ("text", "title", "url"):  # what Parquet and DuckDB will ask of it
            assert all(value is None or value.encode("utf-8") for value in admitted.articles[column])
    return list(found.values())


def parquet(**columns: object):
    buffer = io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


def deep(opening: str, closing: str, depth: int = 100_000):
    return (opening * depth + closing * depth).encode()


ZEROS = gzip.compress(b"0" * 5_000_000)

ONE_ARTICLE = {
    "latin1.txt": f"Café. {WORDS}".encode("latin-1"),
    "cp1252.txt": f"“Café” – {WORDS}".encode("cp1252"),
    "stray_bytes.txt": f"“Café” {WORDS}".encode() + b" \x93no\x94 \xff",
    "utf8_mark.txt": codecs.BOM_UTF8 + WORDS.encode(),
    "utf16.txt": WORDS.encode("utf-16"),
    "utf16_without_mark.txt": WORDS.encode("utf-16-le"),
    "controls.txt": f"{WORDS}\x07 \x1b[0m\x0c{WORDS}".encode(),
    "upper.TXT": WORDS.encode(),
    "upper.HTM": (PAGE % PARAGRAPH).encode(),
    "truncated.html": (PAGE % (PARAGRAPH * 3))[:200].encode(),
    "fragment.html": PARAGRAPH.encode(),
    "long_line.html": (PAGE % (PARAGRAPH * 300)).encode(),
    "entities.html": ('<!DOCTYPE html [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]>' + PAGE % PARAGRAPH + "&a;").encode(),
    "wrong_charset.html": ('<meta charset="utf-16">' + PAGE % PARAGRAPH).encode(),
    "deep.html": b"<div>" * 100 + (PAGE % PARAGRAPH).encode(),
    "front_matter_open.md": f"---\ntitle: x\n\n{WORDS}".encode(),
    "brackets.md": (f"{WORDS}\n\n" + "[" * 500 + "*" * 500 + "`" * 501).encode(),
    "nan.json": f'{{"text": "{WORDS}", "a": NaN, "date": Infinity, "b": -Infinity}}'.encode(),
    "duplicate_keys.json": f'{{"text": "x", "text": "{WORDS}"}}'.encode(),
    "surrogate.json": f'{{"text": "\\ud83d {WORDS}", "title": "\\udc00"}}'.encode(),
    "mark.json": codecs.BOM_UTF8 + GOOD.encode(),
    "utf16.json": GOOD.encode("utf-16"),
    "odd_types.json": json.dumps(
        {"text": WORDS, "title": {"a": []}, "author": [[1], None], "date": [], "url": 5, "source": {}}
    ).encode(),
    "wild_dates.json": json.dumps({"text": WORDS, "date": "9999-99-99T99:99:99+99:99", "url": "http://[::1"}).encode(),
    "null_byte.csv": f"id,text\n1,\x01{WORDS.replace(',', '')}\n".encode(),
    "excel.csv": codecs.BOM_UTF8 + f'"Title";"Text"\r\n"T";"{WORDS}"\r\n'.encode(),
    "excel_sep.csv": f'sep=;\r\ntitle;text\r\nT;"{WORDS}"\r\n'.encode("cp1252"),
    "tabs.csv": f"title\ttext\nT\t{WORDS}\n".encode(),
    "utf16.csv": f"title\ttext\nT\t{WORDS}\n".encode("utf-16"),
    "one_quote_in_field.csv": f'title;text\nT;{WORDS} 5" long\n'.encode(),
    "nested.parquet": parquet(text=[WORDS], source=[{"name": "The Daily"}], authors=[["Ada Lim"]], vector=[[0.5, 1.5]]),
    "gzip.txt.gz": gzip.compress(WORDS.encode()),
    "two_members.txt.gz": gzip.compress(WORDS.encode()) + gzip.compress(WORDS.encode()),
}

ONE_REJECT = {
    "empty.txt": (b"", Reason.EMPTY),
    "white.txt": (b" \r\n\t\n", Reason.EMPTY),
    "only_mark.txt": (codecs.BOM_UTF8, Reason.EMPTY),
    "only_controls.txt": (b"\x1b\x1b\x1b", Reason.EMPTY),
    "nuls.txt": (b"\0" * 500, Reason.NOT_TEXT),
    "nul_inside.txt": (WORDS.encode() + b"\0" + WORDS.encode(), Reason.NOT_TEXT),
    "image.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", Reason.NOT_TEXT),
    "pdf.txt": (b"%PDF-1.4\n" + WORDS.encode(), Reason.NOT_TEXT),
    "office.md": (b"PK\x03\x04" + b"\x14\0\x06\0" * 20, Reason.NOT_TEXT),
    "gzip_without_suffix.txt": (gzip.compress(WORDS.encode()), Reason.NOT_TEXT),
    "utf16_odd.txt": (codecs.BOM_UTF16_LE + b"a\0b", Reason.UNDECODABLE),
    "marks.txt": (("a" + "\u0301\u0316" * 5_000).encode(), Reason.NOT_TEXT),
    "short.txt": (b"Two words", Reason.TOO_SHORT),
    "large.txt": (b"word " * 20_000, Reason.TOO_LARGE),
    "unknown.docx": (b"PK\x03\x04", Reason.UNKNOWN_FORMAT),
    "no_suffix": (WORDS.encode(), Reason.UNKNOWN_FORMAT),
    "archive.tar.gz": (gzip.compress(b"x"), Reason.UNKNOWN_FORMAT),
    "front_matter_only.md": (b"---\ntitle: x\n---\n", Reason.EMPTY),
    "image_only.md": (b"![a](b.png)\n", Reason.EMPTY),
    "empty.html": (b"", Reason.EMPTY),
    "no_elements.html": (b"<!-- -->", Reason.NO_BODY),
    "empty_body.html": (b"<html><body></body></html>", Reason.NO_BODY),
    "script_only.html": (b"<html><body><script>var a=1</script></body></html>", Reason.NO_BODY),
    "frames.html": (b"<frameset><frame src=a><frame src=b></frameset>", Reason.NO_BODY),
    "refresh.html": (b'<meta http-equiv="refresh" content="0; url=/a">', Reason.NO_BODY),
    "deep_only.html": (b"<div>" * 5_000, Reason.NO_BODY),
    "large.html": ((PAGE % ("x" * 60_000)).encode(), Reason.TOO_LARGE),
    "binary.html": (b"<html>\0\0\0</html>", Reason.NOT_TEXT),
    "empty.json": (b"", Reason.EMPTY),
    "no_records.json": (b"[]", Reason.EMPTY),
    "cut.json": (GOOD[:-5].encode(), Reason.BROKEN_RECORD),
    "scalar.json": (b"42", Reason.BROKEN_RECORD),
    "null.json": (b"null", Reason.BROKEN_RECORD),
    "text.json": (json.dumps(WORDS).encode(), Reason.BROKEN_RECORD),
    "words.json": (WORDS.encode(), Reason.BROKEN_RECORD),
    "deep_list.json": (deep("[", "]"), Reason.BROKEN_RECORD),
    "deep_object.json": (deep('{"text":', "}", 20_000), Reason.BROKEN_RECORD),
    "no_body.json": (b'{"title": "T", "url": "http://a.example/x"}', Reason.NO_BODY),
    "null_body.json": (b'{"text": null}', Reason.NO_BODY),
    "body_of_tags.json": (b'{"text": "<p> </p><br>"}', Reason.EMPTY),
    "large.json": (b"[" + b" " * 500_000 + b"]", Reason.TOO_LARGE),
    "large_record.json": (json.dumps([{"text": "word " * 20_000}]).encode(), Reason.TOO_LARGE),
    "binary.json": (b"\0\1\2\3", Reason.NOT_TEXT),
    "empty.jsonl": (b"", Reason.EMPTY),
    "blank_lines.jsonl": (b"\n\n  \r\n", Reason.EMPTY),
    "binary.jsonl": (b"\x89PNG\r\n\0\0", Reason.NOT_TEXT),
    "endless_line.jsonl": (b"x" * 300_000, Reason.TOO_LARGE),
    "empty.csv": (b"", Reason.EMPTY),
    "header_only.csv": (b"title,text\n", Reason.EMPTY),
    "no_header.csv": (f"1,{WORDS}\n2,{WORDS}\n".encode(), Reason.NO_BODY),
    "no_body_column.csv": (b"id,title\n1,T\n2,U\n", Reason.NO_BODY),
    "never_closed.csv": (('id,text\n1,"' + WORDS).encode(), Reason.BROKEN_RECORD),
    "all_ragged.csv": (b"id,text\n1\n2\n3,a,b\n", Reason.BROKEN_RECORD),
    "binary.csv": (b"a,text\n\0\0\0\0", Reason.NOT_TEXT),
    "empty.parquet": (b"", Reason.BROKEN_RECORD),
    "words.parquet": (WORDS.encode(), Reason.BROKEN_RECORD),
    "cut.parquet": (parquet(text=[WORDS] * 50)[:-30], Reason.BROKEN_RECORD),
    "wrong_footer.parquet": (b"PAR1" + b"\xff" * 50 + b"\xff\xff\xff\x7fPAR1", Reason.BROKEN_RECORD),
    "no_rows.parquet": (parquet(text=pl.Series([], dtype=pl.String)), Reason.EMPTY),
    "no_body_column.parquet": (parquet(id=[1, 2], title=["T", "U"]), Reason.NO_BODY),
    "null_body.parquet": (parquet(text=pl.Series([None], dtype=pl.String)), Reason.NO_BODY),
    "number_body.parquet": (parquet(text=[5]), Reason.NO_BODY),
    "cut.txt.gz": (gzip.compress(WORDS.encode())[:-9], Reason.BROKEN_ARCHIVE),
    "no_gzip.txt.gz": (WORDS.encode(), Reason.BROKEN_ARCHIVE),
    "empty.txt.gz": (b"", Reason.EMPTY),
    "wrong_sum.txt.gz": (gzip.compress(WORDS.encode())[:-8] + b"\0" * 8, Reason.BROKEN_ARCHIVE),
    "flipped.json.gz": (gzip.compress(GOOD.encode())[:12] + b"\xff" * 40, Reason.BROKEN_ARCHIVE),
    "bomb.txt.gz": (ZEROS, Reason.TOO_LARGE),
    "bomb.json.gz": (ZEROS, Reason.TOO_LARGE),
    "bomb.parquet.gz": (ZEROS, Reason.TOO_LARGE),
    "bomb.jsonl.gz": (ZEROS, Reason.TOO_LARGE),
    "cut.parquet.gz": (gzip.compress(parquet(text=[WORDS]))[:-20], Reason.BROKEN_ARCHIVE),
}

SEVERAL = {
    "lines.jsonl": (
        f'{GOOD}\n{{"text": "cut\n\n \n{GOOD}\r\n[1]\n{GOOD}',
        [ARTICLE, Reason.BROKEN_RECORD, ARTICLE, Reason.BROKEN_RECORD, ARTICLE],
    ),
    "mark.jsonl": (f"\ufeff{GOOD}\n{GOOD}\n", [ARTICLE, ARTICLE]),
    "long_line.jsonl": (f'{GOOD}\n{{"text": "{"x" * 60_000}"}}\n{GOOD}\n', [ARTICLE, Reason.TOO_LARGE, ARTICLE]),
    "surrogates.jsonl": (f'{GOOD}\n{{"text": "\\udc80 {WORDS}"}}\n{GOOD}\n', [ARTICLE] * 3),
    "nul.jsonl": (f'{GOOD}\n{{"text": "\\u0000"}}\n{GOOD}\n', [ARTICLE, Reason.EMPTY, ARTICLE]),
    "deep.jsonl": (f"{GOOD}\n{'[' * 40_000}\n{GOOD}\n", [ARTICLE, Reason.BROKEN_RECORD, ARTICLE]),
    "is_a_list.jsonl": (f"[{GOOD},\n{GOOD}]", [ARTICLE, ARTICLE]),
    "pretty.jsonl": ("{\n" + GOOD[1:-1] + "\n}\n{\n" + GOOD[1:-1] + "\n}", [ARTICLE, ARTICLE]),
    "mixed.json": (f'[{GOOD}, 5, "x", null, {GOOD}]', [ARTICLE, *[Reason.BROKEN_RECORD] * 3, ARTICLE]),
    "cut_list.json": (f'[{GOOD}, {GOOD}, {{"text": "cut', [ARTICLE, ARTICLE, Reason.BROKEN_RECORD]),
    "marks.json": (
        json.dumps([{"text": WORDS}, {"text": "a" + "\u0301\u0316" * 5_000}, {"text": WORDS}], ensure_ascii=False),
        [ARTICLE, Reason.NOT_TEXT, ARTICLE],
    ),
    "damaged.json": (f'[{GOOD}, {{"text": oops}}, {GOOD}]', [ARTICLE, Reason.BROKEN_RECORD, ARTICLE]),
    "envelope.json": (f'{{"status": "ok", "articles": [{GOOD}, {{}}, {GOOD}]}}', [ARTICLE, Reason.NO_BODY, ARTICLE]),
    "is_jsonl.json": (f"{GOOD}\n{GOOD}\n", [ARTICLE, ARTICLE]),
    "ragged.csv": (
        f'id,text\n1,"{WORDS}"\n2\n3,"{WORDS}",x,y\n4,"{WORDS}"\n',
        [ARTICLE, Reason.BROKEN_RECORD, ARTICLE],
    ),
    "open_quote.csv": (f'id,text\n1,"{WORDS}"\n2,"open\n3,"{WORDS}"\n', [ARTICLE, Reason.BROKEN_RECORD, ARTICLE]),
    "empty_body.csv": (f'id,text\n1,"{WORDS}"\n2,\n3,"{WORDS}"\n', [ARTICLE, Reason.NO_BODY, ARTICLE]),
    "long_field.csv": (
        f'id,text\n1,"{WORDS}"\n2,"{"x" * 60_000}"\n3,"{WORDS}"\n',
        [ARTICLE, Reason.BROKEN_RECORD, ARTICLE],
    ),
}


@pytest.mark.parametrize(("name", "data"), ONE_ARTICLE.items(), ids=ONE_ARTICLE.keys())
def test_odd_files_become_articles(tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    assert outcomes(tmp_path) == [ARTICLE]


@pytest.mark.parametrize(("name", "data", "reason"), [(n, *v) for n, v in ONE_REJECT.items()], ids=ONE_REJECT.keys())
def test_malformed_files_become_rejects_beside_their_neighbours(tmp_path: Path, name: str, data: bytes, reason: Reason):
    (tmp_path / "0_before.txt").write_text(WORDS)
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz_after.txt").write_text(WORDS)
    found = outcomes(tmp_path)
    assert sorted(found) == sorted([ARTICLE, ARTICLE, reason])


@pytest.mark.parametrize(("name", "text", "expected"), [(n, *v) for n, v in SEVERAL.items()], ids=SEVERAL.keys())
def test_a_malformed_record_leaves_the_records_around_it(tmp_path: Path, name: str, text: str, expected: list[str]):
    (tmp_path / name).write_text(text, newline="")
    assert sorted(outcomes(tmp_path)) == sorted(expected)


def test_records_before_the_end_of_a_cut_archive_are_kept(tmp_path: Path):
    lines = "".join(json.dumps({"text": f"{number} {os.urandom(20).hex()} {WORDS}"}) + "\n" for number in range(2_000))
    whole = gzip.compress(lines.encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    found = outcomes(tmp_path)
    assert found.count(ARTICLE) > 500
    assert Reason.BROKEN_ARCHIVE in found
    assert set(found) <= {ARTICLE, Reason.BROKEN_ARCHIVE}


def test_records_before_a_file_outgrows_its_limit_are_kept(tmp_path: Path):
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress(f"{GOOD}\n".encode() * 5_000))
    found = outcomes(tmp_path, limits=ReadLimits(max_file_bytes=100_000))
    assert found.count(ARTICLE) > 100
    assert found.count(Reason.TOO_LARGE) == 1


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv", "parquet"])
def test_a_file_that_vanished_after_it_was_found_is_a_reject(tmp_path: Path, suffix: str):
    path = tmp_path / f"a.{suffix}"
    path.write_text(WORDS)
    files = discover([tmp_path])
    path.unlink()
    (batch,) = read_batches(files, limits=LIMITS)
    assert [(reject.key, reject.reason) for reject in batch.rejects] == [(f"a.{suffix}", Reason.UNREADABLE)]


def test_a_pipe_that_took_the_place_of_a_file_does_not_block(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(WORDS)
    files = discover([tmp_path])
    path.unlink()
    os.mkfifo(path)
    found = []
    reader = threading.Thread(target=lambda: found.extend(read_batches(files, limits=LIMITS)), daemon=True)
    reader.start()
    reader.join(timeout=10)
    assert [reject.reason for reject in found[0].rejects] == [Reason.UNREADABLE]


def test_a_file_without_permission_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.txt").write_text(WORDS)
    open_file = os.open

    def refuse(path: Path, flags: int, *args: int, **options: int):
        if str(path).endswith("a.txt"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_file(path, flags, *args, **options)

    monkeypatch.setattr(os, "open", refuse)
    assert sorted(outcomes(tmp_path)) == sorted([ARTICLE, Reason.UNREADABLE])


def test_what_is_no_file_is_a_reject_beside_its_neighbours(tmp_path: Path):
    (tmp_path / "a.txt").write_text(WORDS)
    os.mkfifo(tmp_path / "fifo.jsonl")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "b.txt").write_text(WORDS)
    assert sorted(outcomes(tmp_path)) == sorted([ARTICLE, ARTICLE, Reason.UNREADABLE, Reason.UNREADABLE])


def test_a_file_whose_name_is_not_utf8_is_read(tmp_path: Path):
    for suffix, data in ((b"txt", WORDS.encode()), (b"parquet", parquet(text=[WORDS]))):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9*." + suffix)).write_bytes(data)
    assert outcomes(tmp_path) == [ARTICLE, ARTICLE]


def test_nothing_reaches_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    for name, (data, _) in ONE_REJECT.items():
        (tmp_path / name).write_bytes(data)
    assert len(outcomes(tmp_path)) == len(ONE_REJECT)
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


SUFFIXES = st.sampled_from(["txt", "md", "html", "json", "jsonl", "csv", "tsv", "parquet", "docx"])
PIECES = st.sampled_from(
    [
        GOOD.encode(),
        WORDS.encode(),
        b"text,id\n",
        b'"',
        b"\n",
        b"[",
        b"]",
        b",",
        b"<p>",
        b"\xff\xfe",
        b"\0",
        b"PAR1",
        b"---\n",
    ]
)
BYTES = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=12).map(b"".join))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(SUFFIXES, st.booleans(), BYTES), min_size=1, max_size=4))
def test_any_bytes_under_any_suffix_become_articles_or_rejects(files: list[tuple[str, bool, bytes]]):
    with tempfile.TemporaryDirectory() as folder:
        for number, (suffix, is_gzipped, data) in enumerate(files):
            name = f"{number}.{suffix}" + (".gz" if is_gzipped else "")
            Path(folder, name).write_bytes(gzip.compress(data) if is_gzipped else data)
        records = 0
        for batch in read_batches(discover([Path(folder)]), limits=LIMITS):
            admitted = admit(batch.frame, settings=AdmitSettings(min_words=1))
            assert admitted.articles.height + len(admitted.rejects) == batch.frame.height
            records += batch.frame.height + len(batch.rejects)
        assert records >= len(files)
