"""Any text through the whole reading of articles, any damage to a file of any format: rows or rejects, never an error.

ONRECORD_FUZZ=20000 tries so many examples of each, other ones each time.
"""

import gzip
import json
import os
import tempfile
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.file_batches import read_batches
from flows.files import discover
from flows.read_limits import ReadLimits
from flows.steps.annotate import annotate_articles
from transforms.articles.admit import AdmitSettings, admit
from transforms.text.rejects import Reject

EXAMPLES = int(os.environ.get("ONRECORD_FUZZ", "0"))
FUZZ = settings(
    max_examples=EXAMPLES or 200, derandomize=not EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
)

MARKS = "“”„‟\"«»‹›'‘’‚‛`´″′〝〞＂「」"
ODD = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u202d\u2066\u0301\u0316\u0338\x00\x1b\x85\u2028\u2029\ufffd\ufffe"
SCRIPTS = "שלום عربي 中文 日本 ไทย 😀👩‍👩‍👧🏳️‍🌈 𝔘𝔫𝔦 İıſß ﬁ ǅ"
WORDS = [
    "Ada Lim",
    "said",
    "Mr.",
    "he",
    "according to",
    "told",
    "the",
    "council",
    "Monday",
    "that",
    ",",
    ".",
    ":",
    "\n\n",
]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([*MARKS, *ODD, *SCRIPTS]),
    st.tuples(st.sampled_from(MARKS), st.integers(1, 300)).map(lambda run: run[0] * run[1]),
    st.characters(codec="utf-8"),
)
TEXTS = st.tuples(st.lists(PIECES, max_size=60), st.sampled_from(["", " "])).map(lambda made: made[1].join(made[0]))


def annotated(text: str) -> dict[str, pl.DataFrame]:
    article = {"article_id": ["0" * 16], "text": [text], "title": [text[:50]], "authors": [text[:20]]}
    return annotate_articles(pl.DataFrame(article, schema=dict.fromkeys(article, pl.String)))


def check_spans(text: str, frames: dict[str, pl.DataFrame]) -> None:
    spans = []
    for row in frames["core_quotations"].iter_rows(named=True):
        own = json.loads(row["spans"])
        assert own and all(0 <= start < end <= len(text) for start, end in own)
        assert row["text"] == " … ".join(text[start:end] for start, end in own)
        spans += own
    assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))
    for table in ("core_sentences", "core_paragraphs", "core_mentions"):
        for start, end, found in frames[table].select("start", "end", "text").iter_rows():
            assert found == text[start:end] != ""
    for start, end in frames["core_tokens"].select("start", "end").iter_rows():
        assert 0 <= start < end <= len(text)
    assert frames["core_attributions"].height == frames["core_quotations"].height


def admitted(text: str) -> list[str]:
    """What admission makes of a text file; characters that nobody could store are gone or its reason to reject it."""
    payload = text.encode("utf-8", errors="surrogatepass")
    raw = pl.DataFrame({"source_path": ["a.txt"], "source_record": [0], "format": ["txt"], "payload": [payload]})
    made = admit(raw.cast({"source_record": pl.Int32}), settings=AdmitSettings(min_words=1))
    assert made.articles.height + len(made.rejects) == 1
    return made.articles["text"].to_list()


@FUZZ
@given(TEXTS)
def test_any_text_that_is_admitted_is_annotated_with_spans_of_its_own(text: str) -> None:
    for kept in admitted(text):
        check_spans(kept, annotated(kept))


@pytest.mark.parametrize("run", ["“", "'", '"\n\n'])
def test_a_hundred_thousand_marks_are_read(run: str) -> None:
    text = "Ada Lim spoke. " + run * (100_000 // len(run)) + " Bo Ek said no."
    check_spans(text, annotated(text))


LINE = "The council approved the new budget on Tuesday, “at last,” said the mayor."
ROWS = [
    {"title": f"Number {number}", "text": f"{number} {LINE}", "date": "2025-03-04", "author": "Ada Lim"}
    for number in range(6)
]


def _valid() -> dict[str, bytes]:
    frame = pl.DataFrame(ROWS)
    page = f"<html><head><title>T</title></head><body><article><p>{LINE}</p><p>{LINE * 3}</p></article></body></html>"
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("uncompressed", "zstd", "snappy"):
            frame.write_parquet(Path(folder) / f"{kind}.parquet", compression=kind)  # type: ignore[arg-type]
        parquet = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    return {
        "a.txt": LINE.encode(),
        "utf16.txt": LINE.encode("utf-16"),
        "a.md": f"---\ntitle: T\ndate: 2025-03-04\n---\n# Head\n\n{LINE}\n\n- *{LINE}*\n".encode(),
        "a.html": page.encode(),
        "a.json": json.dumps({"articles": ROWS}, ensure_ascii=False).encode(),
        "a.jsonl": frame.write_ndjson().encode(),
        "a.ndjson": frame.write_ndjson().encode(),
        "a.csv": frame.write_csv().encode(),
        "semicolons.csv": frame.write_csv(separator=";").encode("utf-8-sig"),
        **parquet,
    }


VALID = _valid()


@st.composite
def damaged_files(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(VALID)))
    data = bytearray(VALID[name])
    is_gzipped = draw(st.booleans())
    is_damaged_inside = draw(st.booleans())
    if is_gzipped and not is_damaged_inside:
        data = bytearray(gzip.compress(bytes(data)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["flip", "byte", "cut", "drop", "repeat", "splice"])):
            case "flip" if at < len(data):
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "byte" if at < len(data):
                data[at] = draw(st.sampled_from(b'\x00\xff"{}[]<>,\n\r\\\x80'))
            case "cut":
                del data[at:]
            case "drop":
                del data[at : at + draw(st.integers(1, 40))]
            case "repeat":
                data[at:at] = data[at : at + 40] * draw(st.integers(1, 30))
            case "splice":
                other = VALID[draw(st.sampled_from(sorted(VALID)))]
                data[at:at] = other[draw(st.integers(0, len(other))) :][: draw(st.integers(0, 300))]
            case _:
                pass
    if is_gzipped and is_damaged_inside:
        data = bytearray(gzip.compress(bytes(data)))
    return (f"{name}.gz" if is_gzipped else name), bytes(data)


@FUZZ
@given(st.one_of(damaged_files(), st.tuples(st.sampled_from(sorted(VALID)), st.binary(max_size=400))))
def test_any_damage_to_a_file_gives_articles_or_rejects_beside_its_neighbour(file: tuple[str, bytes]) -> None:
    name, data = file
    limits = ReadLimits(max_record_bytes=100_000, max_whole_bytes=1_000_000, max_file_bytes=4_000_000)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / "zz.txt").write_text(LINE, "utf-8")
        records = articles = 0
        rejects: list[Reject] = []
        paths: set[str] = set()
        for batch in read_batches(discover([Path(folder)]), limits=limits, max_articles=4):
            made = admit(batch.frame, settings=AdmitSettings())
            assert made.articles.height + len(made.rejects) == batch.frame.height
            records += batch.frame.height + len(batch.rejects)
            articles += made.articles.height
            rejects += [*batch.rejects, *made.rejects]
            paths.update(made.articles["source_path"])
            for column in ("text", "title", "authors", "url"):
                assert all(value is None or value.encode("utf-8") for value in made.articles[column])
    assert records == articles + len(rejects)
    assert "zz.txt" in paths
    assert name in paths or any(reject.key.startswith(name) for reject in rejects)
    assert all(reject.detail for reject in rejects)
