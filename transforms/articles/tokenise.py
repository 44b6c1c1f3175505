"""Sentences to tokens, in vectorised Polars."""

import re
from functools import cache

import polars as pl
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from transforms.articles.boilerplate_rules import word_list
from transforms.text.document import TokenKind

# Plain ranges where \p{L} would do: in the long alternation the full Unicode classes cost a factor of twenty.
_LATIN = "A-Za-zªº\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{24F}\\u{300}-\\u{36F}\\u{1E00}-\\u{1EFF}"
_LETTER = f"[{_LATIN}]"
_CAPITAL = r"[A-Z\u{C0}-\u{DE}]"
_ALNUM = f"[0-9{_LATIN}]"
_OTHER_SCRIPTS = r"[\u{370}-\u{1DFF}\u{1F00}-\u{1FFF}\u{2C00}-\u{2DFF}\u{3040}-\u{D7FF}\u{F900}-\u{FAFF}]"
_HYPHEN = "[-‑]"
_CLITIC = f"(?:[’']{_LETTER}+)?"
_CLOSERS = r"[”’\"'»)\]]*"


def tokenise(articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The tokens of `sentences`, as CoreTokens without quotation_id.

    An abbreviation keeps its dot, save where the dot ends the sentence; dotted initials (U.S.) keep it everywhere.

    Args:
        articles: columns article_id, text.
        sentences: as CoreSentences, in order of article_id and sentence_no.
    """
    tokens = (
        _pieces(articles, sentences)
        .with_columns(
            offset=pl.col("start").cast(pl.Int64)
            + pl.col("piece").str.len_chars()
            - pl.col("piece").str.len_chars().cum_sum(),
            token=pl.col("piece").str.extract_all(_pattern()),
        )
        .drop("piece", "start")
        .explode("token")
        .with_columns(chars=pl.col("token").str.len_chars().cast(pl.Int64))
        .with_columns(end=pl.col("chars").cum_sum() + pl.col("offset"))
        .filter(~pl.col("token").str.contains(r"^\s"))
    )
    return tokens.join(_vocabulary(tokens), on="token", how="left", maintain_order="left").select(
        "article_id",
        _position_in_article().alias("token_no"),
        "sentence_no",
        (pl.col("end") - pl.col("chars")).cast(pl.Int32).alias("start"),
        pl.col("end").cast(pl.Int32),
        "lower",
        "kind",
        "is_stop",
    )


def _pieces(articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The text of every sentence; one that ends with an abbreviation in two pieces, cut before its full stop."""
    texts = dict(articles.select("article_id", "text").iter_rows())
    # Slicing here and not in Polars: str.slice walks from the start of the article for every sentence.
    columns = (sentences[name].to_list() for name in ("article_id", "start", "end"))
    slices = [texts[article_id][start:end] for article_id, start, end in zip(*columns, strict=True)]
    whole = sentences.select("article_id", "sentence_no", "start").with_columns(
        piece=pl.Series(slices, dtype=pl.String), row=pl.int_range(pl.len())
    )
    ends_short = pl.col("piece").str.contains(_final_abbreviation())
    tails = (
        whole.filter(ends_short)
        .with_columns(piece=pl.col("piece").str.extract(rf"(\.{_CLOSERS})$"), chars=pl.col("piece").str.len_chars())
        .with_columns(start=(pl.col("start") + pl.col("chars") - pl.col("piece").str.len_chars()).cast(pl.Int32))
        .drop("chars")
    )
    if tails.is_empty():
        return whole
    heads = whole.with_columns(
        piece=pl.when(ends_short).then(pl.col("piece").str.replace(rf"\.{_CLOSERS}$", "")).otherwise("piece")
    )
    return pl.concat([heads, tails]).sort("row", "start", maintain_order=True)


def _vocabulary(tokens: pl.DataFrame) -> pl.DataFrame:
    """Lower case, kind and stop mark of each distinct token."""
    token = pl.col("token")
    return (
        tokens.select(token.unique())
        .with_columns(lower=token.str.to_lowercase())
        .with_columns(
            kind=pl.when(token.str.contains(r"^\p{N}") & ~token.str.contains(r"[-‑’']\p{L}"))
            .then(pl.lit(TokenKind.NUMBER.value))
            .when(token.str.contains(r"[\p{L}\p{N}]"))
            .then(pl.lit(TokenKind.WORD.value))
            .when(token.str.contains(r"^[\p{P}&&[^%&@#*§†‡\\/]]"))
            .then(pl.lit(TokenKind.PUNCTUATION.value))
            .otherwise(pl.lit(TokenKind.SYMBOL.value)),
            is_stop=_is_stop(pl.col("lower")),
        )
    )


def _is_stop(lower: pl.Expr) -> pl.Expr:
    """Stop words, also with a clitic (it’s, they’ll), and every auxiliary in n’t; sklearn's list has none of these."""
    stem = lower.str.replace(r"[’'](?:s|re|ve|ll|d|m)$", "")
    return stem.is_in(sorted(ENGLISH_STOP_WORDS)) | lower.str.contains(r"^[a-z]+n[’']t$")


def _position_in_article() -> pl.Expr:
    index = pl.int_range(pl.len(), dtype=pl.Int32)
    article = pl.col("article_id")
    first = pl.when(article.ne_missing(article.shift(1))).then(index).otherwise(None).forward_fill()
    return index - first


@cache
def _abbreviations() -> str:
    entries = sorted(word_list("abbreviations.txt"), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry) for entry in entries)


@cache
def _pattern() -> str:
    """Alternatives in order of precedence; together they match every character."""
    word = rf"{_ALNUM}+(?:[’'‑-]{_ALNUM}+)*"
    short = rf"(?:{_abbreviations()})\."
    return "|".join(
        (
            r"\s+",
            r"(?:https?://|www\.)[^\s<>“”\"]*[^\s<>“”\".,;:!?()\[\]’']",
            r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
            r"[@#][A-Za-z0-9_]+",
            rf"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\.(?:com|org|net|gov|edu|info|co\.uk){_CLITIC}",
            rf"(?:{_ALNUM}+{_HYPHEN})?(?:{_LETTER}\.){{2,}}(?:{_HYPHEN}{word})?{_CLITIC}",
            rf"{short}(?:{_HYPHEN}{short})*{_CLITIC}",
            rf"{_CAPITAL}\.",
            rf"[0-9]+(?:[.,:/][0-9]+)*(?:[’'‑-]?{_ALNUM}+)*",
            word,
            rf"{_OTHER_SCRIPTS}+",
            r"\.(?:\s?\.)+|…+",
            r"[!?]+",
            r"-{2,}|[–—]+",
            r"(?s:.)",
        )
    )


@cache
def _final_abbreviation() -> str:
    return rf"(?:^|[^\p{{L}}\p{{N}}.])(?:{_abbreviations()}|\p{{Lu}})\.{_CLOSERS}$"
