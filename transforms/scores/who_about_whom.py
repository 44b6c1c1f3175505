"""Who speaks about whom, over all time, and what comes back."""

import polars as pl

from transforms.scores.aggregate import NET_COUNTED, NETS, SIDES, TOTALS
from transforms.scores.folding import folded
from transforms.scores.intervals import SMALL_SAMPLE


def who_about_whom(stances: pl.DataFrame, outlets: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """One row per speaker and target, sorted, with what the target, where it is a speaker, says about this speaker.

    Args:
        stances: of `statement_stances`.
        outlets: the outlets that published a stance: speaker_id, target_id, outlet.
        speakers: speaker_id, name, aliases (joined by “ | ”). A target is the only speaker that bears its name.
    """
    keys = ("speaker_id", "target_id")
    published_by = outlets.group_by(keys).agg(outlets=pl.col("outlet").drop_nulls().n_unique().cast(pl.Int64))
    counted = (
        stances.sort(*keys, "statement_id")
        .group_by(keys, maintain_order=True)
        .agg(
            pl.col("target").min(),
            *TOTALS,
            first_seen_on=pl.col("published_on").min(),
            last_seen_on=pl.col("published_on").max(),
        )
        .with_columns(is_small=pl.col("n") < SMALL_SAMPLE, **NETS)
        .join(published_by, on=keys, how="left", maintain_order="left")
    )
    return _with_reciprocal(_with_target_speaker(counted, speakers)).sort(keys)


def _with_target_speaker(counted: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """The speaker that a target's name means; NULL where none or several bear it."""
    bearers = (
        speakers.select("speaker_id", name=pl.concat_str("name", "aliases", separator=" | ").str.split(" | "))
        .explode("name", empty_as_null=False, keep_nulls=False)
        .pipe(_with_folded, "name")
        .group_by("folded")
        .agg(target_speaker_id=pl.col("speaker_id").min(), bearers=pl.col("speaker_id").n_unique())
        .filter(pl.col("bearers") == 1)
        .drop("bearers")
    )
    return (
        _with_folded(counted, "target")
        .join(bearers, on="folded", how="left", maintain_order="left")
        .drop("folded")
        .with_columns(
            target_speaker_id=pl.when(pl.col("target_speaker_id") != pl.col("speaker_id")).then("target_speaker_id")
        )
    )


def _with_folded(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    return frame.with_columns(pl.Series("folded", [folded(name) for name in frame[column]], dtype=pl.String))


def _with_reciprocal(rows: pl.DataFrame) -> pl.DataFrame:
    """What the speaker behind the target says about this one, under any of its names; 0 and NULL if nothing."""
    back = (
        rows.filter(pl.col("target_speaker_id").is_not_null())
        .group_by(speaker_id="target_speaker_id", target_speaker_id="speaker_id")
        .agg(pl.col("n", *SIDES).sum())
        .select(
            "speaker_id",
            "target_speaker_id",
            reciprocal_n="n",
            reciprocal_net=NET_COUNTED["net_stance"],
        )
    )
    return rows.join(back, on=("speaker_id", "target_speaker_id"), how="left", maintain_order="left").with_columns(
        pl.col("reciprocal_n").fill_null(0)
    )
