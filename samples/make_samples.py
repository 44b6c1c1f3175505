"""Writes the sample articles that no text editor can: compressed, tabular, oddly encoded and broken files.

Run `python samples/make_samples.py` after a change in `samples/sources`; two runs give the same bytes.
A source is a few `field: value` lines, an empty line and the text; the plain ones are the text alone.
"""

import csv
import gzip
import io
import json
import unicodedata
from pathlib import Path

import polars as pl

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
ARTICLES = HERE / "articles"


def main() -> None:
    """Writes every generated file below `samples/articles`."""
    for path, content in generated().items():
        target = ARTICLES / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def generated() -> dict[str, bytes]:
    """The bytes of every generated file, by its path below `samples/articles`."""
    return _json_files() | _tables() | _plain_files() | _rejects()


def _json_files() -> dict[str, bytes]:
    levy = _renamed(_fields("levy-announced"), {"published": "date", "outlet": "source", "text": "body"})
    february = [_with_authors(_fields(name)) for name in ("merger-plan", "strike-ballot")]
    live = _renamed(_fields("strike-live"), {"outlet": "source", "text": "content"})
    wire = [_fields(name) for name in ("harbour-audit", "rovers-draw", "sallowfield-obituary")]
    return {
        "northern-ledger/levy-announced.json": _json(levy),
        "northern-ledger/february.json": _json(february),
        "channel-nine/strike-live.ndjson": _lines([live]),
        "kpa-wire/kpa.jsonl.gz": _gzipped(_lines(wire)),
    }


def _tables() -> dict[str, bytes]:
    rows = [_fields(name) for name in ("harbour-guarantee", "merger-approved")]
    export = io.StringIO()
    writer = csv.DictWriter(export, fieldnames=list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    frame = pl.DataFrame([_fields("orsk-address")]).with_columns(pl.col("published").str.to_date())
    address = io.BytesIO()
    frame.write_parquet(address, compression="zstd", statistics=False)
    return {
        "inbox/april-export.csv": export.getvalue().encode(),
        "calder-courier/orsk-address.parquet": address.getvalue(),
    }


def _plain_files() -> dict[str, bytes]:
    decomposed = unicodedata.normalize("NFD", _source("marenne-ferry.txt"))
    return {
        "port-ansel-mercury/harbour-hearing.txt.gz": _gzipped(_source("harbour-hearing.txt").encode()),
        "calder-courier/harbour-audit.html.gz": _gzipped(_source("harbour-audit-courier.html").encode()),
        "calder-courier/strike-deal.txt": _source("strike-deal.txt").encode("cp1252"),
        "inbox/marenne-ferry.txt": decomposed.replace("\n", "\r\n").encode(),
        "port-ansel-mercury/jobs-pact-release.txt": (ARTICLES / "inbox/jobs-pact-release.txt").read_bytes(),
    }


def _rejects() -> dict[str, bytes]:
    png_start = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x02\x00\x00\x00"
    noise = bytes(i * i * 37 % 256 for i in range(1024))
    return {"inbox/empty.txt": b"", "inbox/crane-camera.txt": png_start + noise}


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _fields(name: str) -> dict[str, str]:
    head, _, text = _source(f"{name}.txt").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return fields | {"text": text.rstrip("\n")}


def _renamed(fields: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    return {names.get(field, field): value for field, value in fields.items()}


def _with_authors(fields: dict[str, str]) -> dict[str, str | list[str]]:
    return {**fields, "author": fields["author"].split("; ")}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _lines(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _gzipped(content: bytes) -> bytes:
    # mtime=0 keeps the time of writing out of the header, so that two runs give the same bytes.
    return gzip.compress(content, compresslevel=9, mtime=0)


if __name__ == "__main__":
    main()
