"""Stances and quotations counted per speaker, with an interval where a share is shown."""

import polars as pl

from transforms.text.scores import StanceLabel

SMALL_SAMPLE = 5  # below this many stances a net stance is shown as small
_Z = 1.959963984540054  # 95 %
_COUNTED = {
    label.value: pl.col("label").eq(label.value).sum().cast(pl.Int64).alias(label.value) for label in StanceLabel
}


def net_stance(favor: pl.Expr, against: pl.Expr, neutral: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Net stance (favor - against) / n in [-1, 1] and its 95 % interval; all three NULL for n = 0.

    The two shares come from one multinomial sample, which is the difference of paired proportions: adjusted Wald with
    one pseudo-stance on either side, close to its nominal coverage from n = 5 on (tests/transforms/scores).

    Source:
        Bonett, Price 2012, "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on
        Paired Data", J. Educational and Behavioral Statistics 37.
    """
    n = (favor + against + neutral).cast(pl.Float64)
    some = n > 0
    p_favor, p_against = (favor + 1) / (n + 2), (against + 1) / (n + 2)
    centre = p_favor - p_against
    half = _Z * ((p_favor + p_against - centre**2) / (n + 2)).sqrt()
    net = pl.when(some).then((favor.cast(pl.Float64) - against) / n)
    return net, pl.when(some).then((centre - half).clip(-1, 1)), pl.when(some).then((centre + half).clip(-1, 1))


def speaker_targets(stances: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker, target and month (its first day; NULL: undated), sorted.

    `stances` has speaker_id, target_id, published_on and label; rows without a speaker are left out.
    """
    net, low, high = net_stance(*(pl.col(label.value) for label in StanceLabel))
    keys = ("speaker_id", "target_id", "month")
    return (
        stances.filter(pl.col("speaker_id").is_not_null())
        .with_columns(month=pl.col("published_on").dt.truncate("1mo"))
        .group_by(keys, maintain_order=True)
        .agg(n=pl.len().cast(pl.Int64), **_COUNTED)
        .with_columns(net_stance=net, net_low=low, net_high=high, is_small=pl.col("n") < SMALL_SAMPLE)
        .sort(keys, nulls_last=True)
    )


def speaker_days(quotations: pl.DataFrame, stances: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker and day (NULL: undated) on which he is quoted, sorted; rows without a speaker are left out.

    `quotations` has speaker_id, published_on, article_id, outlet, words and sentiment; `stances` as above.
    """
    keys = ("speaker_id", "published_on")
    sides = (
        stances.filter(pl.col("speaker_id").is_not_null())
        .group_by(keys, maintain_order=True)
        .agg(_COUNTED[StanceLabel.FAVOR.value], _COUNTED[StanceLabel.AGAINST.value])
    )
    counted = (
        quotations.filter(pl.col("speaker_id").is_not_null())
        .sort("speaker_id", "published_on", "article_id", "sentiment")  # sums of floats depend on their order
        .group_by(keys, maintain_order=True)
        .agg(
            quotations=pl.len().cast(pl.Int64),
            words=pl.col("words").sum().cast(pl.Int64),
            articles=pl.col("article_id").n_unique().cast(pl.Int64),
            outlets=pl.col("outlet").drop_nulls().n_unique().cast(pl.Int64),
            sentiment_mean=pl.col("sentiment").mean(),
        )
    )
    return (
        counted.join(sides, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("favor", "against").fill_null(0))
        .sort(keys, nulls_last=True)
    )
