"""What became of each speaker from one linking of the corpus to the next: merged, split and the like."""

import polars as pl

from transforms.schemas.core_speakers import SpeakerChange as Change
from transforms.speakers.link import SpeakerLinks

_ROW = ["article_id", "start", "end"]
_GONE = "no mention of this speaker is left in the articles that are read"


SCHEMA = {
    "change_no": pl.Int64,
    "change": pl.String,
    "old_speaker_id": pl.String,
    "old_name": pl.String,
    "new_speaker_id": pl.String,
    "new_name": pl.String,
    "articles": pl.Int64,
    "mentions": pl.Int64,
    "signals": pl.String,
}


def speaker_changes(before: SpeakerLinks, after: SpeakerLinks) -> pl.DataFrame:
    """One row per speaker of `before` and other speaker of `after` that mentions of it now belong to; or none at all.

    Only mentions that both linkings have are compared: a speaker who just gains or loses mentions is no change.
    `signals` are those of most of the mentions that went. Columns as in `SCHEMA`; change_no counts from 1, in the order
    of the ids.
    """
    old = before.links.select(*_ROW, pl.col("speaker_id").alias("old_speaker_id"))
    new = after.links.select(*_ROW, pl.col("speaker_id").alias("new_speaker_id"), "signals")
    both = old.join(new, on=_ROW)
    went = both.filter(pl.col("old_speaker_id") != pl.col("new_speaker_id"))
    found = went.group_by("old_speaker_id", "new_speaker_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64).alias("articles"),
        pl.len().cast(pl.Int64).alias("mentions"),
        _most_frequent("signals"),
    )
    found = _named_changes(found, both, set(before.speakers["speaker_id"].to_list()))
    rows = pl.concat([found, _gone(before, both, after)], how="diagonal_relaxed").sort(
        "old_speaker_id", "new_speaker_id", nulls_last=True
    )
    for side, speakers in (("old", before.speakers), ("new", after.speakers)):
        names = speakers.select(pl.col("speaker_id").alias(f"{side}_speaker_id"), pl.col("name").alias(f"{side}_name"))
        rows = rows.join(names, on=f"{side}_speaker_id", how="left", maintain_order="left")
    return rows.with_row_index("change_no", offset=1).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _named_changes(found: pl.DataFrame, both: pl.DataFrame, known: set[str]) -> pl.DataFrame:
    """`found` with `change`."""
    targets = both.group_by("old_speaker_id").agg(pl.col("new_speaker_id").n_unique().alias("targets"))
    sources = both.group_by("new_speaker_id").agg(pl.col("old_speaker_id").n_unique().alias("sources"))
    was_known = pl.col("new_speaker_id").is_in(sorted(known))
    change = (
        pl.when((pl.col("targets") > 1) & was_known)
        .then(pl.lit(Change.MOVED.value))
        .when(pl.col("targets") > 1)
        .then(pl.lit(Change.SPLIT.value))
        .when(was_known | (pl.col("sources") > 1))
        .then(pl.lit(Change.MERGED.value))
        .otherwise(pl.lit(Change.REPLACED.value))
    )
    with_counts = found.join(targets, on="old_speaker_id").join(sources, on="new_speaker_id")
    return with_counts.with_columns(change.alias("change")).drop("targets", "sources")


def _gone(before: SpeakerLinks, both: pl.DataFrame, after: SpeakerLinks) -> pl.DataFrame:
    """Speakers none of whose mentions is left; an id that new mentions have is still there."""
    lost = before.speakers.join(both, left_on="speaker_id", right_on="old_speaker_id", how="anti")
    lost = lost.join(after.speakers, on="speaker_id", how="anti")
    return lost.select(
        pl.col("speaker_id").alias("old_speaker_id"),
        pl.col("articles").cast(pl.Int64),
        pl.col("mentions").cast(pl.Int64),
        pl.lit(_GONE).alias("signals"),
        pl.lit(Change.GONE.value).alias("change"),
    )


def _most_frequent(column: str) -> pl.Expr:
    """The most frequent value in a group, the first of equally frequent ones."""
    return pl.col(column).sort().mode(maintain_order=True).first()
