"""The expected rows are a human reading of the samples; these tests hold them to the characters of the articles.

The readers below are deliberately simple and not the pipeline's own, so that a fault of the pipeline cannot hide here.
"""

import csv
import gzip
import importlib.util
import io
import json
import re
import tomllib
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

Row = dict[str, Any]

SAMPLES = Path(__file__).parents[2] / "samples"
ARTICLES = SAMPLES / "articles"
ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "expected.jsonl").read_text(encoding="utf-8").splitlines()
]
READ = [row for row in ROWS if row["outcome"] != "reject"]
SPOKEN = [row for row in READ if row["quotations"]]
OUTCOMES = {"article", "duplicate", "near_duplicate", "reject", "not_english"}
OPENING, CLOSING = '“"‘«', '”"’»'


class _Blocks(HTMLParser):
    """Text of a page, one line per block; scripts, styles and the head left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "head"}:
            self._hidden += 1
        elif tag not in {"a", "em", "span"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head"}:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def bodies(name: str) -> list[str]:
    """The text of each record of a sample file, NFC, with `\\n` for newlines."""
    content = (ARTICLES / name).read_bytes()
    if name.endswith(".gz"):
        content, name = gzip.decompress(content), name.removesuffix(".gz")
    texts = _records(content, Path(name).suffix)
    return [unicodedata.normalize("NFC", text).replace("\r\n", "\n") for text in texts]


def _records(content: bytes, suffix: str) -> list[str]:
    match suffix:
        case ".parquet":
            return pl.read_parquet(io.BytesIO(content))["text"].to_list()
        case ".csv":
            return [row["text"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
        case ".json":
            value = json.loads(content)
            return [_text_field(row) for row in (value if isinstance(value, list) else [value])]
        case ".jsonl" | ".ndjson":
            return [_text_field(json.loads(line)) for line in content.decode().splitlines()]
        case ".html":
            page = _Blocks()
            page.feed(content.decode())
            page.close()
            return ["".join(page.pieces)]
        case ".md":
            return [re.sub(r"\*\*?", "", content.decode())]
        case _:
            return [_decoded(content)]


def _text_field(row: dict[str, str]) -> str:
    return next(row[field] for field in ("text", "body", "content") if field in row)


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _body(row: Row) -> str:
    return bodies(row["file"])[row["record"]]


def _pieces(quotation: Row) -> list[str]:
    return quotation["spans"] if "spans" in quotation else [quotation["text"]]


def _name(row: Row) -> str:
    return f"{row['file']}#{row['record']}"


def _kind(pieces: list[str]) -> str:
    """Direct: every piece in marks (only the last paragraph need close them); mixed: some marks; indirect: none."""
    closed = all(piece[-1] in CLOSING for piece in pieces[-1:])
    if closed and all(piece[0] in OPENING for piece in pieces):
        return "direct"
    return "mixed" if any(mark in piece for piece in pieces for mark in OPENING) else "indirect"


def _make_samples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make_samples.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_record_of_every_sample_has_one_row():
    files = {str(path.relative_to(ARTICLES)) for path in ARTICLES.rglob("*") if path.is_file()}
    rejected = {row["file"] for row in ROWS if row["outcome"] == "reject"}
    records = {f"{name}#{index}" for name in files - rejected for index in range(len(bodies(name)))}
    assert sorted(map(_name, ROWS)) == sorted(records | {f"{name}#0" for name in rejected})


def test_every_outcome_is_known_and_shown():
    assert {row["outcome"] for row in ROWS} == OUTCOMES


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_each_quotation_stands_once_and_in_order_in_its_article(row: Row):
    body = _body(row)
    for quotation in row["quotations"]:
        pieces = _pieces(quotation)
        assert [body.count(piece) for piece in pieces] == [1] * len(pieces), pieces
        starts = [body.index(piece) for piece in pieces]
        ends = [start + len(piece) for start, piece in zip(starts, pieces, strict=True)]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False)), pieces


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_each_kind_agrees_with_the_quotation_marks(row: Row):
    for quotation in row["quotations"]:
        if quotation.get("layout") == "transcript":  # the layout stands for the marks
            assert quotation["kind"] == "direct"
        else:
            assert quotation["kind"] == _kind(_pieces(quotation)), quotation


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_each_mention_and_cue_stands_in_the_article(row: Row):
    body = _body(row)
    for quotation in row["quotations"]:
        assert all(quotation[part] is None or quotation[part] in body for part in ("mention", "cue")), quotation


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_a_quotation_without_a_cue_is_floating_or_laid_out(row: Row):
    for quotation in row["quotations"]:
        assert (quotation["cue"] is None) == (quotation.get("floating", False) or "layout" in quotation), quotation


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_each_speaker_is_named_by_the_article_or_the_row_says_why_not(row: Row):
    names = "\n".join([_body(row), *row["authors"], row["outlet"] or ""])
    for quotation in row["quotations"]:
        if quotation["speaker"] is None:
            assert quotation["why"], quotation
        else:
            assert quotation["speaker"] in names, quotation


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_each_stance_is_toward_a_watched_issue_or_a_name_in_the_article(row: Row):
    watched = {target["id"] for target in tomllib.loads((SAMPLES / "targets.toml").read_text("utf-8"))["targets"]}
    for stance in (stance for quotation in row["quotations"] for stance in quotation["stances"]):
        assert stance["label"] in {"favor", "against"}
        assert stance["target"] in watched or stance["target"] in _body(row), stance


@pytest.mark.parametrize("row", READ, ids=_name)
def test_lines_that_are_no_statement_stand_in_the_article(row: Row):
    body = _body(row)
    for line in (*row.get("boilerplate", []), *row.get("headings", []), *row.get("not_quotations", [])):
        assert line in body
    for text in row.get("not_quotations", []):
        assert all(text != piece for quotation in row["quotations"] for piece in _pieces(quotation))


@pytest.mark.parametrize("row", SPOKEN, ids=_name)
def test_every_opening_mark_is_accounted_for(row: Row):
    body = _body(row)
    known = [piece for quotation in row["quotations"] for piece in _pieces(quotation)]
    known += [row["title"] or "", *row["headings"], *row["boilerplate"], *row["not_quotations"]]
    spans = [match.span() for text in known if text for match in re.finditer(re.escape(text), body)]
    for mark in re.finditer(r"[“«‘]|(?<!\S)\"", body):
        assert any(start <= mark.start() < end for start, end in spans), body[mark.start() : mark.start() + 40]


@pytest.mark.parametrize("row", [row for row in ROWS if "of" in row], ids=_name)
def test_a_copy_points_to_an_article(row: Row):
    assert row["of"] in {_name(other) for other in ROWS if other["outcome"] == "article"}


def test_an_exact_duplicate_has_the_same_text():
    for row in ROWS:
        if row["outcome"] == "duplicate":
            name, _, record = row["of"].partition("#")
            assert _body(row) == bodies(name)[int(record)]


@pytest.mark.parametrize(("path", "content"), _make_samples().generated().items())
def test_the_committed_samples_are_made_from_their_sources(path: str, content: bytes):
    committed = (ARTICLES / path).read_bytes()
    if path.endswith(".gz"):  # other releases of zlib may compress to other bytes
        assert gzip.decompress(committed) == gzip.decompress(content)
    elif path.endswith(".parquet"):  # and other releases of Polars write other metadata
        assert pl.read_parquet(io.BytesIO(committed)).equals(pl.read_parquet(io.BytesIO(content)))
    else:
        assert committed == content
