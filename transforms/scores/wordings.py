"""What is compared of quotations: their bare words; and the wordings, each of which stands for all its exact copies."""

import polars as pl

from transforms.scores.lexicon import lines
from transforms.text.records import CueKind, QuotationKind

CLOSE_DAYS = 14  # what is short is only a copy of what was published within two weeks; it is easily said again
LONG_WORDS = 8  # bare words from which nobody says the same again by chance
_SHORT_WORDS = 3  # with fewer bare words all words are compared
_STEM_CHARS = 5  # harbour/harbor, increase/increasing; the prefixes that turn a meaning (un-, dis-, de-) count
_WORD = r"\p{N}+(?:[.,]\p{N}+)*|\p{L}+"
_WRITTEN_OUT = {"[’‘ʼ]": "'", r"\bwon't\b": "will not", r"\bcan(?:'t|not)\b": "can not", r"n't\b": " not",
                r"'(?:s|re|ve|ll|d|m)\b": ""}  # fmt: skip
NEGATORS = ("not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "without", "against")
_ROWS_AT_ONCE = 50_000  # whose words are all in memory
_READ = ("quotation_id", "article_id", "char_start", "speaker_id", "published_on", "cue_kind", "kind", "text")
_COPIES = ("speaker_id", "is_said", "compared", "turn")


def is_said() -> pl.Expr:
    """Whether the quotation was said; what is hoped, planned or opposed (CueKind.ATTITUDE) was not."""
    return pl.col("cue_kind").ne_missing(CueKind.ATTITUDE.value)


def with_wordings(quotations: pl.DataFrame) -> pl.DataFrame:
    """Of each quotation is_said, its bare words and `wording`, equal for exact copies and numbered as first published.

    Exact copies have one speaker, are both said or both not, and have the same bare words. Short ones must be close in
    time, and the second “No” of an article is a copy of the second “No” of another. Without a speaker only long texts
    have copies.

    Args:
        quotations: columns quotation_id, article_id, char_start, speaker_id, published_on, cue_kind, kind, text.
    """
    read = quotations.select(_READ)
    prepared = pl.concat([_compared(part) for part in (read.clear(), *read.iter_slices(_ROWS_AT_ONCE))])
    gap = pl.col("published_on").diff().dt.total_days().over(_COPIES)
    return (
        prepared.sort("article_id", "char_start", "quotation_id")
        .with_columns(turn=pl.when("is_short").then(pl.int_range(pl.len()).over(*_COPIES[:3], "article_id")))
        .sort("published_on", "quotation_id")  # undated first: they belong to the first stretch of time
        .with_columns(is_far=(gap > CLOSE_DAYS).fill_null(value=False) & ~pl.col("is_long"))
        .with_columns(stretch=pl.col("is_far").cum_sum().over(_COPIES))
        .sort("published_on", "quotation_id", nulls_last=True)
        .with_row_index("row")
        .with_columns(wording=pl.col("row").min().over(*_COPIES, "stretch").rank("dense").cast(pl.Int64) - 1)
        .select("quotation_id", "speaker_id", "published_on", "kind", "is_said", "words", "wording")
    )


def _compared(quotations: pl.DataFrame) -> pl.DataFrame:
    """Without the text, with the bare words and the words that exact copies share."""
    worded = quotations.with_columns(all_words=_words()).with_columns(words=_bare())
    length = pl.col("words").list.len()
    is_alone = pl.col("all_words").list.len().eq(0) | (pl.col("speaker_id").is_null() & (length < LONG_WORDS))
    compared = (
        pl.when(is_alone).then(pl.concat_str(pl.lit("\n"), "quotation_id"))
        .when(length < _SHORT_WORDS).then(pl.col("all_words").list.join(" "))
        .otherwise(pl.col("words").list.join(" "))
    )  # fmt: skip
    return worded.with_columns(
        is_said=is_said(), compared=compared, is_short=length < _SHORT_WORDS, is_long=length >= LONG_WORDS
    ).drop("text", "all_words")


def distinct_wordings(quotations: pl.DataFrame) -> pl.DataFrame:
    """One row per wording of `with_wordings`, in their order: words, length, marks, first and last day."""
    return (
        quotations.group_by("wording", maintain_order=True)
        .agg(
            pl.col("speaker_id", "is_said", "words").first(),
            is_quoted=pl.col("kind").ne(QuotationKind.INDIRECT.value).any(),
            first_on=pl.col("published_on").min(),
            last_on=pl.col("published_on").max(),
        )
        .sort("wording")
        .with_columns(
            length=pl.col("words").list.len(),
            # What must not differ between copies that differ a little.
            marks=pl.col("words").list.eval(pl.element().filter(_is_mark(pl.element()))).list.sort().list.join(" "),
        )
    )


def _words() -> pl.Expr:
    text = pl.col("text").str.to_lowercase()
    for pattern, written_out in _WRITTEN_OUT.items():
        text = text.str.replace_all(pattern, written_out)
    return text.str.extract_all(_WORD)


def _bare() -> pl.Expr:
    word = pl.element()
    kept = word.filter(~word.is_in(sorted(lines("grammar_words"))))
    return pl.col("all_words").list.eval(pl.when(_is_mark(kept)).then(kept).otherwise(kept.str.slice(0, _STEM_CHARS)))


def _is_mark(word: pl.Expr) -> pl.Expr:
    return word.is_in(NEGATORS) | word.str.contains(r"^\p{N}")
