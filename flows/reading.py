"""The order of the reading steps: cut the text up, then mentions, quotations, who utters them, whom that means."""

from dataclasses import dataclass

import polars as pl

from transforms.articles.parse import documents
from transforms.articles.segment import Segments, segment
from transforms.articles.tokenise import tokenise
from transforms.quotations.attribute import attribute
from transforms.quotations.find import find
from transforms.speakers.mentions import find_mentions
from transforms.speakers.resolve import resolve
from transforms.text.document import Document
from transforms.text.records import Attribution, Mention, Quotation, Resolution
from transforms.text.spans import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document; `attributions[i]` belongs to `quotations[i]`."""

    mentions: list[Mention]
    quotations: list[Quotation]
    attributions: list[Attribution]
    resolutions: dict[Span, Resolution]


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Articles read together; `documents[i]` and `readings[i]` belong to the i-th article."""

    segments: Segments
    tokens: pl.DataFrame
    documents: list[Document]
    readings: list[Reading]


def read_articles(articles: pl.DataFrame) -> ReadBatch:
    """Reads a frame of articles (article_id, text, title, authors)."""
    segments = segment(articles)
    tokens = tokenise(articles, segments.sentences)
    parsed = documents(articles, segments.paragraphs, segments.sentences, tokens)
    return ReadBatch(segments, tokens, parsed, [read(document) for document in parsed])


def read(document: Document) -> Reading:
    """The quotations of `document` with their speakers, and every mention with the name it stands for."""
    mentions = find_mentions(document)
    quotations = find(document)
    attributions = attribute(document, quotations, mentions)
    spans = {mention.span for mention in mentions}
    spans |= {attribution.mention for attribution in attributions if attribution.mention is not None}
    ordered = sorted(spans)
    resolutions = dict(zip(ordered, resolve(document, mentions, ordered), strict=True))
    return Reading(mentions, quotations, attributions, resolutions)
