"""Frames of one article, built from marked-up text."""

import json
import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from transforms.text.spans import Span

ARTICLE = "00000000000000aa"
Frames = dict[str, pl.DataFrame]


def marked_spans(marked: str) -> tuple[str, dict[str, Span]]:
    """A text without its marks {S:speaker} and {T:target}, and the span of each by its letter."""
    text, spans = "", {}
    for piece in re.split(r"(\{[ST]:[^}]*\})", marked):
        if piece.startswith("{"):
            spans[piece[1]] = Span(len(text), len(text) + len(piece) - 4)
            piece = piece[3:-1]
        text += piece
    return text, spans


@pytest.fixture
def frames_of() -> Callable[..., Frames]:
    """Builds the frames from a text and the strings in it that are content, cue, speaker and mentions."""
    return _frames_of


def _frames_of(
    text: str,
    *,
    content: list[str],
    cue: str | None = None,
    cue_kind: str = "verb",
    speaker: tuple[str, str] | None = None,
    mentions: list[tuple[str, str, str]] | None = None,
) -> Frames:
    spans = [_span(text, piece) for piece in content]
    start, end = spans[0][0], spans[-1][1]
    cue_span = _span(text, cue) if cue else (None, None)
    key = f"{ARTICLE}:{start}-{end}"
    said = _span(text, speaker[0]) if speaker else (None, None)
    return {
        "articles": pl.DataFrame({"article_id": [ARTICLE], "text": [text]}),
        "sentences": _frame(_sentences(text), {"start": pl.Int32, "end": pl.Int32, "sentence_no": pl.Int32}),
        "quotations": _frame(
            [
                {
                    "quotation_id": key, "article_id": ARTICLE, "start": start, "end": end, "spans": json.dumps(spans),
                    "text": " … ".join(content), "words": 5, "sentence_no": 0, "cue_start": cue_span[0],
                    "cue_end": cue_span[1], "cue": cue, "cue_lemma": cue, "cue_kind": cue_kind if cue else None,
                }
            ],
            {"start": pl.Int32, "end": pl.Int32, "cue_start": pl.Int32, "cue_end": pl.Int32, "cue": pl.String,
             "cue_lemma": pl.String, "cue_kind": pl.String},
        ),
        "attributions": _frame(
            [
                {
                    "quotation_id": key, "article_id": ARTICLE, "mention_start": said[0], "mention_end": said[1],
                    "canonical": speaker[1] if speaker else None,
                }
            ],
            {"mention_start": pl.Int32, "mention_end": pl.Int32, "canonical": pl.String},
        ),
        "mentions": _mentions(text, mentions or []),
    }  # fmt: skip


def _span(text: str, piece: str) -> tuple[int, int]:
    start = text.index(piece)
    return start, start + len(piece)


def _sentences(text: str) -> list[dict[str, Any]]:
    rows, start = [], 0
    for number, sentence in enumerate(text.split(". ")):
        end = min(len(text), start + len(sentence) + 1)
        rows.append({"article_id": ARTICLE, "sentence_no": number, "start": start, "end": end})
        start = end + 1
    return rows


def _mentions(text: str, mentions: list[tuple[str, str, str]]) -> pl.DataFrame:
    rows = []
    for piece, canonical, entity_type in mentions:
        start, end = _span(text, piece)
        rows.append((ARTICLE, start, end, piece, "name", entity_type, canonical))
    names = ("article_id", "start", "end", "text", "kind", "entity_type", "canonical")
    kinds = (pl.String, pl.Int32, pl.Int32, pl.String, pl.String, pl.String, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")


def _frame(rows: list[dict[str, Any]], types: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=types)
