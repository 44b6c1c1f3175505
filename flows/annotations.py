"""Readings as rows: what was found in a batch of documents, as frames of the core tables."""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from flows.reading import Reading
from transforms.schemas.core_quotations import CoreAttributions, CoreMentions, CoreQuotations
from transforms.schemas.core_segments import CoreTokens
from transforms.text.document import Document, TokenKind
from transforms.text.records import Attribution, MentionKind, Quotation, Resolution, ResolutionMethod
from transforms.text.spans import Span

Row = dict[str, Any]
_SPAN_JOINT = " … "


def content(document: Document, quotation: Quotation) -> str:
    """What was said, as one text: the spans joined by “ … ”."""
    return _SPAN_JOINT.join(span.slice(document.text) for span in quotation.spans)


def quotation_id(article_id: str, quotation: Quotation) -> str:
    """The key of a quotation: where it stands."""
    start, end = quotation.hull
    return f"{article_id}:{start}-{end}"


def annotation_frames(
    articles: Sequence[str], documents: Sequence[Document], readings: Sequence[Reading]
) -> dict[str, pl.DataFrame]:
    """Frames core_quotations, core_attributions, core_mentions of the articles with these keys."""
    quotations: list[Row] = []
    attributions: list[Row] = []
    mentions: list[Row] = []
    for article_id, document, reading in zip(articles, documents, readings, strict=True):
        for quotation, attribution in zip(reading.quotations, reading.attributions, strict=True):
            quotations.append(_quotation_row(article_id, document, quotation))
            resolution = reading.resolutions.get(attribution.mention) if attribution.mention else None
            attributions.append(_attribution_row(article_id, document, quotation, attribution, resolution))
        mentions.extend(_mention_row(article_id, document, entry) for entry in reading.resolutions.values())
    return {
        "core_quotations": _frame(quotations, CoreQuotations),
        "core_attributions": _frame(attributions, CoreAttributions),
        "core_mentions": _frame(mentions, CoreMentions),
    }


def mark_tokens(tokens: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """`tokens` with the quotation each lies in, as CoreTokens."""
    spans = (
        quotations.select(
            "article_id", "quotation_id", pl.col("spans").str.json_decode(pl.List(pl.List(pl.Int32))).alias("span")
        )
        .explode("span")
        .select(
            "article_id",
            "quotation_id",
            pl.col("span").list.get(0).alias("start"),
            pl.col("span").list.get(1).alias("span_end"),
        )
        .sort("article_id", "start")
    )
    return (
        tokens.sort("article_id", "start")
        .join_asof(spans, on="start", by="article_id", strategy="backward", check_sortedness=False)
        .with_columns(pl.when(pl.col("start") < pl.col("span_end")).then(pl.col("quotation_id")).alias("quotation_id"))
        .select(CoreTokens.column_names())
        .sort("article_id", "token_no")
    )


def _frame(rows: list[Row], schema: Any) -> pl.DataFrame:  # noqa: ANN401 - a dataframely schema class
    frame = pl.DataFrame(rows, schema=schema.create_empty().schema, orient="row")
    return frame.sort(schema.primary_key())


def _slice(document: Document, span: Span | None) -> str | None:
    return span.slice(document.text) if span else None


def _quotation_row(article_id: str, document: Document, quotation: Quotation) -> Row:
    start, end = quotation.hull
    cue = quotation.cue
    words = sum(
        document.tokens[index].kind in (TokenKind.WORD, TokenKind.NUMBER)
        for span in quotation.spans
        for index in document.tokens_in(span)
    )
    return {
        "quotation_id": quotation_id(article_id, quotation),
        "article_id": article_id,
        "kind": quotation.kind,
        "start": start,
        "end": end,
        "spans": json.dumps([list(span) for span in quotation.spans]),
        "text": content(document, quotation),
        "words": words,
        "sentence_no": document.sentence_at(start) or 0,
        "cue_start": cue.span.start if cue else None,
        "cue_end": cue.span.end if cue else None,
        "cue": _slice(document, cue.span if cue else None),
        "cue_lemma": cue.lemma if cue else None,
        "cue_kind": cue.kind if cue else None,
        "confidence": quotation.confidence,
    }


def _attribution_row(
    article_id: str,
    document: Document,
    quotation: Quotation,
    attribution: Attribution,
    resolution: Resolution | None,
) -> Row:
    mention = attribution.mention
    reasons = attribution.reasons + (resolution.reasons if resolution else ())
    return {
        "quotation_id": quotation_id(article_id, quotation),
        "article_id": article_id,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        "mention": _slice(document, mention),
        "mention_kind": resolution.mention_kind if resolution else None,
        "method": attribution.method,
        "confidence": attribution.confidence,
        "canonical": resolution.canonical if resolution else None,
        "resolution": resolution.method if resolution else ResolutionMethod.NONE,
        "resolution_confidence": resolution.confidence if resolution else 0.0,
        "reasons": "; ".join(reasons),
    }


def _mention_row(article_id: str, document: Document, resolution: Resolution) -> Row:
    return {
        "article_id": article_id,
        "start": resolution.mention.start,
        "end": resolution.mention.end,
        "text": resolution.mention.slice(document.text),
        "kind": MentionKind(resolution.mention_kind),
        "entity_type": resolution.entity_type,
        "canonical": resolution.canonical,
        "role": resolution.role,
        "affiliation": resolution.affiliation,
        "honorific": resolution.honorific,
        "method": resolution.method,
        "confidence": resolution.confidence,
        "reasons": "; ".join(resolution.reasons),
    }
