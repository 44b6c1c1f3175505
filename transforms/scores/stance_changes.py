"""Whether a speaker's stance on a target changed from one month to the next."""

import polars as pl

from transforms.scores.aggregate import SIDES
from transforms.scores.intervals import SMALL_SAMPLE, net_difference

_BEFORE = {name: f"{name}_before" for name in ("month", "n", "net_stance", "target_sentiment_mean", *SIDES)}


def stance_changes(targets: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker, target and month that follows another month with stances, however long after; sorted.

    `is_clear`: the interval of the difference leaves out 0 and both months have five stances or more.

    Args:
        targets: of `speaker_targets`; undated stances are left out.
    """
    keys = ("speaker_id", "target_id")
    before = tuple(pl.col(_BEFORE[side]) for side in SIDES)
    after = tuple(pl.col(side) for side in SIDES)
    difference, low, high = net_difference((before[0], before[1], before[2]), (after[0], after[1], after[2]))
    return (
        targets.filter(pl.col("month").is_not_null())
        .sort(*keys, "month")
        .with_columns(pl.col(name).shift().over(keys).alias(earlier) for name, earlier in _BEFORE.items())
        .filter(pl.col("month_before").is_not_null())
        .with_columns(difference=difference, low=low, high=high)
        .select(
            *keys, "target", "month", "month_before", "n", "n_before", "difference",
            net_before="net_stance_before",
            net_after="net_stance",
            target_sentiment_before="target_sentiment_mean_before",
            target_sentiment_after="target_sentiment_mean",
            difference_low="low",
            difference_high="high",
            is_clear=((pl.col("low") > 0) | (pl.col("high") < 0))
            & (pl.min_horizontal("n", "n_before") >= SMALL_SAMPLE),
        )
    )  # fmt: skip
