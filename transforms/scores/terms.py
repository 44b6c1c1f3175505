"""What a speaker says more than the others: weighted log-odds of words and word pairs."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import polars as pl
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from transforms.scores.straight import STRAIGHT

MIN_WORDS = 20  # of a speaker, stop words not counted; fewer say nothing about habits
PRIOR_WORDS = 500.0  # weight of the prior: as if each speaker had said this many words like everybody
TERM_SCHEMA = {
    "speaker_id": pl.String,
    "term": pl.String,
    "count": pl.Int64,
    "others_count": pl.Int64,
    "score": pl.Float64,
    "rank": pl.Int64,
}
_WORD = r"\b[^\W\d_][\w'-]*\w\b"
_TEXTS_AT_ONCE = 50_000  # whose words are all in memory
_DECIMALS = 6
_COUNT_SCHEMA = {"speaker_id": pl.String, "term": pl.String, "count": pl.Int64}
_TOTAL_SCHEMA = {"term": pl.String, "total": pl.Int64}


def distinctive_terms(quotations: pl.DataFrame, *, top: int = 25, min_count: int = 3) -> pl.DataFrame:
    """The `top` terms per speaker by z-score, said at least `min_count` times and more than others say them.

    `quotations` has speaker_id and text. Speakers with fewer than 20 content words are left out (their words still
    count as those of others). Only pairs of speaker and term that occur are scored.

    Source:
        Monroe, Colaresi, Quinn 2008, "Fightin' Words": log-odds ratio with an informative Dirichlet prior.
    """
    said = quotations.drop_nulls(["speaker_id", "text"]).select("speaker_id", "text").sort("speaker_id")
    candidates = [pl.DataFrame(schema={**_COUNT_SCHEMA, "words": pl.Int64})]
    totals = pl.DataFrame(schema=_TOTAL_SCHEMA)
    for part in _parts(said):
        counts = _counts(part).with_columns(words=pl.col("count").sum().over("speaker_id"))
        candidates.append(counts.filter((pl.col("words") >= MIN_WORDS) & (pl.col("count") >= min_count)))
        totals = pl.concat([totals, counts.select("term", total="count")]).group_by("term").agg(pl.col("total").sum())
    scored = _log_odds(pl.concat(candidates), totals).filter(pl.col("score") > 0)
    return (
        scored.sort("speaker_id", "score", "term", descending=[False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("speaker_id").cast(pl.Int64))
        .filter(pl.col("rank") <= top)
        .select(pl.col(name).cast(kind) for name, kind in TERM_SCHEMA.items())
    )


def _parts(said: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows of some speakers after the other; those of one speaker together."""
    numbered = said.with_row_index("row").with_columns(part=pl.col("row").first().over("speaker_id") // _TEXTS_AT_ONCE)
    yield from numbered.drop("row").partition_by("part", maintain_order=True, include_key=False)


def _counts(said: pl.DataFrame) -> pl.DataFrame:
    """How often each speaker says each word and pair of words; pairs never cross into the next quotation."""
    single = (
        said.with_row_index("text_no")
        .select("text_no", "speaker_id", word=words())
        .explode("word", empty_as_null=False, keep_nulls=False)
    )
    has_next = pl.col("text_no") == pl.col("text_no").shift(-1)
    pairs = single.select("speaker_id", term=pl.concat_str("word", pl.col("word").shift(-1), separator=" ")).filter(
        single.select(has_next.fill_null(value=False)).to_series()
    )
    terms = pl.concat([single.select("speaker_id", term="word"), pairs])
    return terms.group_by("speaker_id", "term").agg(count=pl.len().cast(pl.Int64))


def _log_odds(counts: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """`counts` (speaker_id, term, count, words of the speaker) with others_count and score.

    The score is the z-score of the log-odds ratio; `totals` has how often all together say each term.
    """
    everything = totals["total"].sum()
    others = pl.col("total") - pl.col("count")
    prior = PRIOR_WORDS * pl.col("total") / everything
    mine = (pl.col("count") + prior) / (pl.col("words") + PRIOR_WORDS - pl.col("count") - prior)
    theirs = (others + prior) / (everything - pl.col("words") + PRIOR_WORDS - others - prior)
    spread = (1 / (pl.col("count") + prior) + 1 / (others + prior)).sqrt()
    score = (mine.log() - theirs.log()) / spread
    return counts.join(totals, on="term").with_columns(
        others_count=others,
        # Of a single speaker there is nothing to compare with.
        score=pl.when(score.is_finite()).then(score).otherwise(0.0).round(_DECIMALS),
    )


def words() -> pl.Expr:
    """The words of `text` that may be terms, in order: lower case, straight quotes, without the genitive."""
    prepared = pl.col("text").str.replace_many(STRAIGHT).str.to_lowercase().str.replace_all("'s ", " ", literal=True)
    word = pl.element()
    return prepared.str.extract_all(_WORD).list.eval(word.filter(~word.is_in(_stop_words())))


@cache
def _stop_words() -> list[str]:
    """Words that are no terms."""
    lines = (files(__package__) / "contractions.txt").read_text(encoding="utf-8").splitlines()
    return sorted({*ENGLISH_STOP_WORDS, *(line for line in lines if line and not line.startswith("#"))})
