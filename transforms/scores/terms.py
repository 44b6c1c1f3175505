"""What a speaker says more than the others: weighted log-odds of words and word pairs."""

from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from transforms.scores.straight import straighten

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
TOKEN = r"(?u)\b[^\W\d_][\w'-]*\w\b"


def distinctive_terms(quotations: pl.DataFrame, *, top: int = 25, min_count: int = 3) -> pl.DataFrame:
    """The `top` terms per speaker by z-score, said at least `min_count` times and more than others say them.

    `quotations` has speaker_id and text. Speakers with fewer than 20 content words are left out (their words still
    count as those of others). The counts stay sparse: only pairs of speaker and term that occur are scored.

    Source:
        Monroe, Colaresi, Quinn 2008, "Fightin' Words": log-odds ratio with an informative Dirichlet prior.
    """
    said = quotations.drop_nulls(["speaker_id", "text"]).sort("speaker_id", "text")
    if said.is_empty():
        return pl.DataFrame(schema=TERM_SCHEMA)
    counts, terms, speakers = _counts(said)
    if counts is None:
        return pl.DataFrame(schema=TERM_SCHEMA)
    speaker_at, term_at, count, others, score = _log_odds(counts)
    scored = pl.DataFrame(
        {
            "speaker_id": pl.Series(speakers).gather(speaker_at),
            "term": pl.Series(terms).gather(term_at),
            "count": count,
            "others_count": others,
            "score": score,
            "words": np.asarray(counts.sum(axis=1)).ravel()[speaker_at],
        }
    ).filter((pl.col("words") >= MIN_WORDS) & (pl.col("count") >= min_count) & (pl.col("score") > 0))
    return (
        scored.sort("speaker_id", "score", "term", descending=[False, True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("speaker_id").cast(pl.Int64))
        .filter(pl.col("rank") <= top)
        .select(pl.col(name).cast(kind) for name, kind in TERM_SCHEMA.items())
    )


def _counts(said: pl.DataFrame) -> tuple[Any, list[str], list[str]]:
    """Sparse speakers x terms, the terms, the speakers; pairs of words never cross into the next quotation."""
    words_of = CountVectorizer(
        ngram_range=(1, 2), stop_words=stop_words(), token_pattern=TOKEN, preprocessor=prepared
    ).build_analyzer()
    by_speaker = said.group_by("speaker_id", maintain_order=True).agg("text")
    vectorizer = CountVectorizer(
        analyzer=lambda texts: [term for text in texts for term in words_of(text)], dtype=np.int64
    )
    try:
        counts = vectorizer.fit_transform(by_speaker["text"].to_list())
    except ValueError:  # scikit-learn's way to say that there are only stop words
        return None, [], []
    return counts, vectorizer.get_feature_names_out().tolist(), by_speaker["speaker_id"].to_list()


def _log_odds(counts: Any) -> tuple[NDArray[Any], ...]:  # noqa: ANN401 - a SciPy matrix, which is untyped
    """Per stored cell: speaker, term, count, count of the others, z-score of the log-odds ratio."""
    cells = counts.tocoo()
    total_of_term = np.asarray(counts.sum(axis=0)).ravel().astype(np.float64)
    words_of = np.asarray(counts.sum(axis=1)).ravel().astype(np.float64)[cells.row]
    everything = total_of_term.sum()
    count = cells.data.astype(np.float64)
    others = total_of_term[cells.col] - count
    prior = PRIOR_WORDS * total_of_term[cells.col] / everything
    mine = (count + prior) / (words_of + PRIOR_WORDS - count - prior)
    theirs = (others + prior) / (everything - words_of + PRIOR_WORDS - others - prior)
    spread = np.sqrt(1 / (count + prior) + 1 / (others + prior))
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.nan_to_num((np.log(mine) - np.log(theirs)) / spread, nan=0.0, posinf=0.0, neginf=0.0)
    return cells.row, cells.col, cells.data, others.astype(np.int64), np.round(score, 6)


def prepared(text: str) -> str:
    """`text` as it is cut into terms: lower case, straight quotes, without the genitive."""
    return straighten(text).lower().replace("'s ", " ")


@cache
def stop_words() -> list[str]:
    """Words that are no terms."""
    lines = (files(__package__) / "contractions.txt").read_text(encoding="utf-8").splitlines()
    return sorted({*ENGLISH_STOP_WORDS, *(line for line in lines if line and not line.startswith("#"))})
