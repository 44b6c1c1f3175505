"""The table of speakers, from the links of their mentions."""

from collections.abc import Mapping

import polars as pl

_COLUMNS = (
    "speaker_id", "name", "entity_type", "role", "affiliation", "aliases", "first_seen_at", "last_seen_at", "articles",
    "mentions",
)  # fmt: skip


def speaker_rows(linked: pl.DataFrame, known: pl.DataFrame, renamed: Mapping[str, str]) -> pl.DataFrame:
    """One row per speaker; names, roles and affiliations are the most frequent ones, `renamed` (by id) goes before.

    `linked` has the mentions with speaker (the number of speaker_id) and name (that of canonical and kind), `known` of
    each name whether it is a full one.
    """
    types = linked.with_columns(pl.col("entity_type").replace("unknown", None))
    whole = linked.group_by("speaker").agg(
        pl.col("speaker_id").first(),
        pl.col("published_at").min().alias("first_seen_at"),
        pl.col("published_at").max().alias("last_seen_at"),
        pl.col("article").n_unique().cast(pl.Int32).alias("articles"),
        pl.len().cast(pl.Int32).alias("mentions"),
    )
    names = linked.group_by("speaker", "name").agg(pl.col("canonical").first(), pl.len())
    names = names.join(known.select("name", "is_full"), on="name")
    for part in (
        _names(names),
        _aliases(names),
        *(_most_frequent(_counted(types, column), column) for column in ("entity_type", "role", "affiliation")),
    ):
        whole = whole.join(part, on="speaker", how="left")
    name = pl.col("speaker_id").replace_strict(dict(renamed), default=pl.col("canonical"), return_dtype=pl.String)
    return (
        whole.with_columns(name.alias("name"), pl.col("entity_type").fill_null("unknown"))
        .select(_COLUMNS)
        .sort("speaker_id")
    )


def _names(names: pl.DataFrame) -> pl.DataFrame:
    """The most frequent name of each speaker; bare family names and initials count only where there is no other."""
    best = pl.col("is_full") == pl.col("is_full").max().over("speaker")
    counts = names.filter(best).group_by("speaker", "canonical").agg(pl.col("len").sum())
    return _most_frequent(counts, "canonical")


def _aliases(names: pl.DataFrame) -> pl.DataFrame:
    listed = pl.col("canonical").unique().sort().str.join(" | ").alias("aliases")
    return names.group_by("speaker").agg(listed)


def _counted(linked: pl.DataFrame, column: str) -> pl.DataFrame:
    return linked.select("speaker", column).drop_nulls().group_by("speaker", column).len()


def _most_frequent(counts: pl.DataFrame, column: str) -> pl.DataFrame:
    """The most frequent value of `column` for each speaker; of equally frequent ones the first."""
    ordered = counts.sort("speaker", "len", column, descending=[False, True, False])
    return ordered.select("speaker", column).unique("speaker", keep="first")
