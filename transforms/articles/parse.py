"""Articles to Documents, the form in which quotations and speakers are looked for."""

from typing import Any, TypeVar

import polars as pl

from transforms.articles.segment import segment
from transforms.articles.tokenise import tokenise
from transforms.text.document import Document, Paragraph, ParagraphRole, Sentence, Token, TokenKind
from transforms.text.spans import Span

_ONLY = "0" * 16
_Item = TypeVar("_Item")


def parse_text(text: str, *, title: str | None = None, author: str | None = None) -> Document:
    """One text, segmented and tokenised; for many of them `documents` is far faster."""
    schema = {"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String}
    articles = pl.DataFrame([(_ONLY, text, title, author)], schema=schema, orient="row")
    segments = segment(articles)
    tokens = tokenise(articles, segments.sentences)
    return documents(articles, segments.paragraphs, segments.sentences, tokens)[0]


def documents(
    articles: pl.DataFrame, paragraphs: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame
) -> list[Document]:
    """A Document for each row of `articles`, in its order.

    Args:
        articles: columns article_id, text, title and, where known, authors.
        paragraphs: as CoreParagraphs; like the two others, in order of article_id and position.
        sentences: as CoreSentences.
        tokens: as CoreTokens.
    """
    paragraphs_of = _grouped(paragraphs, _paragraphs(paragraphs))
    sentences_of = _grouped(sentences, _sentences(sentences))
    tokens_of = _grouped(tokens, _tokens(tokens))
    author = pl.col("authors") if "authors" in articles.columns else pl.lit(None, dtype=pl.String).alias("authors")
    return [
        Document(
            text,
            paragraphs_of.get(article_id, ()),
            sentences_of.get(article_id, ()),
            tokens_of.get(article_id, ()),
            title,
            authors,
        )
        for article_id, text, title, authors in articles.select("article_id", "text", "title", author).iter_rows()
    ]


def _grouped(frame: pl.DataFrame, items: list[_Item]) -> dict[str, tuple[_Item, ...]]:
    """`items`, one per row of `frame`, by the row's article."""
    runs = frame["article_id"].rle().struct.unnest()
    ends = runs["len"].cum_sum().to_list()
    starts = [0, *ends][: len(ends)]
    return {
        article_id: tuple(items[start:end])
        for article_id, start, end in zip(runs["value"].to_list(), starts, ends, strict=True)
    }


def _columns(frame: pl.DataFrame, *names: str) -> list[list[Any]]:
    return [frame[name].to_list() for name in names]


def _paragraphs(frame: pl.DataFrame) -> list[Paragraph]:
    return [
        Paragraph(Span(start, end), ParagraphRole(role), rule)
        for start, end, role, rule in zip(*_columns(frame, "start", "end", "role", "rule"), strict=True)
    ]


def _sentences(frame: pl.DataFrame) -> list[Sentence]:
    return [
        Sentence(Span(start, end), paragraph)
        for start, end, paragraph in zip(*_columns(frame, "start", "end", "paragraph_no"), strict=True)
    ]


def _tokens(frame: pl.DataFrame) -> list[Token]:
    kinds = {kind.value: kind for kind in TokenKind}
    return [
        Token(Span(start, end), lower, kinds[kind], sentence)
        for start, end, lower, kind, sentence in zip(
            *_columns(frame, "start", "end", "lower", "kind", "sentence_no"), strict=True
        )
    ]
