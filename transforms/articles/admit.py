"""Admit: raw records of files to articles with normalised text and known metadata, or rejects with the reason."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from transforms.articles import html, markdown
from transforms.articles.blocks import plain_text
from transforms.articles.canonical import article_key, canonical_url, host_of
from transforms.articles.dates import DayOrder, parse_date
from transforms.articles.decode import decode, decode_raw, normalise
from transforms.articles.fields import FieldNames, folded, read_metadata, read_record
from transforms.articles.formats import Fault, Format, Found, broken_json, record_key
from transforms.articles.language import is_read, languages
from transforms.schemas.core_articles import CoreArticles
from transforms.text.errors import PipelineError
from transforms.text.rejects import Reason, Reject

STEP: Final = "admit"
_SCRIPTS_WITHOUT_SPACES: Final = "\u0e00"  # Thai and what follows it, to Chinese and Japanese
_COLUMNS: Final = (
    "article_id", "outlet", "url", "title", "authors", "published_at", "language", "is_analysed", "text", "text_chars",
    "text_sha256", "source_path", "source_record", "format",
)  # fmt: skip
_ALL_COLUMNS: Final = CoreArticles.create_empty().schema
ARTICLE_SCHEMA: Final = pl.Schema({name: _ALL_COLUMNS[name] for name in _COLUMNS})
"""The columns of core_articles that a record decides by itself; the loader adds the others."""


class AdmitSettings(BaseModel):
    """What is admitted, and where records keep it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    fields: FieldNames = FieldNames()
    min_words: int = Field(default=5, ge=1)
    """Fewest words of an article; below, it is a reject TOO_SHORT."""
    max_chars: int = Field(default=2_000_000, ge=1)
    """Most characters of an article; a long novel has fewer."""
    analysed_languages: frozenset[str] = frozenset({"en"})
    """ISO 639-1 codes of the languages that are read for quotations; the rules are written for English."""
    day_order: DayOrder = DayOrder.UNKNOWN
    """How to read 03/04/2025; unknown leaves such a date NULL."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """`articles` has ARTICLE_SCHEMA and one row per admitted record, duplicates included, in the order of the batch."""

    articles: pl.DataFrame
    rejects: list[Reject]


class RecordsLost(PipelineError):
    """A record became neither an article nor a reject."""

    def __init__(self, records: int, articles: int, rejects: int) -> None:
        super().__init__(
            f"admit: {records} records became {articles} articles and {rejects} rejects."
            " This is a bug of onrecord: please report it with the file that shows it."
        )


def admit(batch: pl.DataFrame, *, settings: AdmitSettings) -> Admitted:
    """Articles and rejects of a batch with RAW_SCHEMA; every record becomes exactly one of the two.

    An article's key comes from its canonical address, so the same address with a different text gives the same key
    twice: the loader keeps the first and files later ones under `canonical.revision_key`.

    Raises:
        RecordsLost: a record was lost (a bug).
    """
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for path, record, format_name, payload in batch.iter_rows():
        found = _read(Format(format_name), payload, settings)
        row = found if isinstance(found, Fault) else _row(found, settings)
        if isinstance(row, Fault):
            rejects.append(Reject(STEP, record_key(path, record), row.reason, row.detail))
        else:
            rows.append(row | {"source_path": path, "source_record": record, "format": format_name})
    for row, language in zip(rows, languages([row["text"] for row in rows]), strict=True):
        row["language"] = language
        row["is_analysed"] = is_read(language, row["text"], analysed=settings.analysed_languages)
    articles = pl.DataFrame(rows, schema=ARTICLE_SCHEMA, orient="row")
    if articles.height + len(rejects) != batch.height:
        raise RecordsLost(batch.height, articles.height, len(rejects))
    return Admitted(articles, rejects)


def _read(kind: Format, payload: bytes, settings: AdmitSettings) -> Found | Fault:
    match kind:
        case Format.TXT:
            text = decode(payload)
            return text if isinstance(text, Fault) else Found(text)
        case Format.MD:
            text = decode(payload)
            return text if isinstance(text, Fault) else _read_markdown(text, settings)
        case Format.HTML:
            text = decode_raw(payload, is_html=True)
            return text if isinstance(text, Fault) else html.read_page(text)
        case Format.JSON | Format.JSONL | Format.CSV | Format.PARQUET:
            record = _parse_json(payload)
            return record if isinstance(record, Fault) else _read_fields(record, settings.fields)


def _read_markdown(text: str, settings: AdmitSettings) -> Found | Fault:
    if len(text) > settings.max_chars:  # before rendering, which is the slow part
        return _too_large(text, settings)
    pairs, body = markdown.front_matter(text)
    found = read_metadata({folded(key): value for key, value in pairs.items()}, settings.fields, text="")
    title, plain = markdown.render(body, title=found.title)
    return replace(found, title=title, text=plain)


def _parse_json(payload: bytes) -> Mapping[str, Any] | Fault:
    try:
        source: str | Fault = payload.decode("utf-8")
    except UnicodeDecodeError:
        source = decode_raw(payload)
    if isinstance(source, Fault):
        return source
    try:
        record = json.loads(source.removeprefix("\ufeff"), strict=False)
    except (ValueError, RecursionError) as error:
        return broken_json(error)
    if not isinstance(record, dict):
        return Fault(Reason.BROKEN_RECORD, f"JSON: not an object but {type(record).__name__}")
    return record


def _read_fields(record: Mapping[str, Any], names: FieldNames) -> Found | Fault:
    found = read_record(record, names)
    if isinstance(found, Fault):
        return found
    if not html.is_page(found.text):
        return replace(found, text=plain_text(found.text))
    page = html.read_page(found.text)
    if isinstance(page, Fault):
        return page
    return Found(
        text=page.text,
        title=found.title or page.title,
        authors=found.authors or page.authors,
        published=found.published if found.published is not None else page.published,
        outlet=found.outlet or page.outlet,
        url=found.url or page.url,
    )


def _row(found: Found, settings: AdmitSettings) -> dict[str, Any] | Fault:
    if len(found.text) > settings.max_chars:
        return _too_large(found.text, settings)
    text = normalise(found.text)
    if isinstance(text, Fault):
        return text
    words = _words(text, enough=settings.min_words)
    if words < settings.min_words:
        return Fault(Reason.TOO_SHORT, f"{words} words, fewest {settings.min_words}")
    url = canonical_url(found.url)
    published: datetime | None = parse_date(found.published, order=settings.day_order)
    return {
        "article_id": article_key(url, text),
        "outlet": found.outlet or (None if url is None else host_of(url)),
        "url": url,
        "title": found.title,
        "authors": "; ".join(found.authors) or None,
        "published_at": published,
        "text": text,
        "text_chars": len(text),
        "text_sha256": sha256(text.encode("utf-8")).hexdigest(),
    }


def _too_large(text: str, settings: AdmitSettings) -> Fault:
    return Fault(Reason.TOO_LARGE, f"{len(text)} characters, limit {settings.max_chars}")


def _words(text: str, *, enough: int) -> int:
    """The number of words, counted no further than `enough`; two letters are a word in scripts that have no spaces."""
    words = len(text.split(maxsplit=enough))
    if words < enough and not text.isascii():
        words += sum(char >= _SCRIPTS_WITHOUT_SPACES and char.isalpha() for char in text) // 2
    return words
