"""Stances and quotations counted per speaker; what several outlets repeat counts once."""

import polars as pl

from transforms.scores.intervals import SMALL_SAMPLE, net_stance
from transforms.text.scores import StanceLabel

FAVOR, AGAINST, NEUTRAL = (label.value for label in StanceLabel)
SIDES = (FAVOR, AGAINST, NEUTRAL)
_EXPECTED = pl.col("expected_favor"), pl.col("expected_against")
NET_COUNTED = dict(zip(("net_stance", "net_low", "net_high"), net_stance(*map(pl.col, SIDES)), strict=True))
# What the probabilities add up to: the label leaves out sides that are too uncertain one by one; see decision 18.
_NET_EXPECTED = net_stance(*_EXPECTED, pl.col("n") - _EXPECTED[0] - _EXPECTED[1])
NETS = NET_COUNTED | dict(zip(("expected_net", "expected_low", "expected_high"), _NET_EXPECTED, strict=True))
_COUNTED = [pl.col("label").eq(label).sum().cast(pl.Int64).alias(label) for label in SIDES]
# Of the statements in a group, whose rows are in the order of their keys: sums of floats depend on it.
TOTALS = [
    pl.len().cast(pl.Int64).alias("n"),
    pl.col("copies").sum().cast(pl.Int64).alias("copies"),
    pl.col("is_said").not_().sum().cast(pl.Int64).alias("attitudes"),
    *_COUNTED,
    pl.col("p_favor").sum().alias("expected_favor"),
    pl.col("p_against").sum().alias("expected_against"),
    pl.col("sentiment").mean().alias("sentiment_mean"),
    pl.col("target_sentiment").mean().alias("target_sentiment_mean"),
]


def statement_stances(stances: pl.DataFrame) -> pl.DataFrame:
    """One row per statement and target: the side most of its copies give (a tie is neutral), sorted.

    Columns statement_id, target_id, speaker_id, target, is_said, published_on (the first copy's; NULL: undated), label,
    copies, p_favor, p_against, sentiment and target_sentiment (means of the copies). Stances without a speaker are left
    out.

    Args:
        stances: one row per quotation and target: quotation_id, statement_id, speaker_id, target_id, target, is_said,
            published_on, label, p_favor, p_against, sentiment, target_sentiment.
    """
    keys = ("statement_id", "target_id")
    favor, against, neutral = (pl.col(label) for label in SIDES)
    most = (
        pl.when((favor > against) & (favor > neutral)).then(pl.lit(FAVOR))
        .when((against > favor) & (against > neutral)).then(pl.lit(AGAINST))
        .otherwise(pl.lit(NEUTRAL))
    )  # fmt: skip
    return (
        stances.filter(pl.col("speaker_id").is_not_null())
        .sort(*keys, "quotation_id")
        .group_by(keys, maintain_order=True)
        .agg(
            pl.col("speaker_id", "target", "is_said").first(),
            pl.col("published_on").min(),
            *_COUNTED,
            copies=pl.len().cast(pl.Int64),
            **{name: pl.col(name).mean() for name in ("p_favor", "p_against", "sentiment", "target_sentiment")},
        )
        .with_columns(label=most)
        .drop(SIDES)
        .sort(keys)
    )


def speaker_targets(stances: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker, target and month (its first day; NULL: undated), sorted; `stances` of statements."""
    keys = ("speaker_id", "target_id", "month")
    return (
        stances.with_columns(month=pl.col("published_on").dt.truncate("1mo"))
        .sort(*keys, "statement_id")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("target").min(), *TOTALS)
        .with_columns(is_small=pl.col("n") < SMALL_SAMPLE, **NETS)
        .sort(keys, nulls_last=True)
    )


def speaker_days(quotations: pl.DataFrame, stances: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker and day (NULL: undated) on which he is quoted, sorted; rows without a speaker are left out.

    What is an attitude counts as one and is no quotation. A statement and its stances count on their first day.

    Args:
        quotations: quotation_id, statement_id, speaker_id, published_on, article_id, outlet, words, sentiment, is_said.
        stances: of statements.
    """
    keys = ("speaker_id", "published_on")
    said = pl.col("is_said")
    first_on = pl.col("published_on").min().over("speaker_id", "statement_id")
    sides = stances.group_by(keys, maintain_order=True).agg(_COUNTED[:2])
    counted = (
        quotations.filter(pl.col("speaker_id").is_not_null())
        .with_columns(is_first=first_on.eq_missing(pl.col("published_on")))
        .sort(*keys, "quotation_id")  # sums of floats depend on their order
        .group_by(keys, maintain_order=True)
        .agg(
            quotations=said.sum().cast(pl.Int64),
            statements=pl.col("statement_id").filter(said & pl.col("is_first")).n_unique().cast(pl.Int64),
            attitudes=said.not_().sum().cast(pl.Int64),
            words=pl.col("words").filter(said).sum().cast(pl.Int64),
            articles=pl.col("article_id").n_unique().cast(pl.Int64),
            outlets=pl.col("outlet").drop_nulls().n_unique().cast(pl.Int64),
            sentiment_mean=pl.col("sentiment").filter(said).mean(),
        )
    )
    return (
        counted.join(sides, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col(FAVOR, AGAINST).fill_null(0))
        .sort(keys, nulls_last=True)
    )
