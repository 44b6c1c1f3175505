"""Short names that fit one speaker: initials (“J. Stoltenberg”) and bare family names (“Stoltenberg”)."""

import polars as pl

_NEAR_DAYS = 3


def initial_proposals(appearances: pl.DataFrame) -> list[tuple[str, str]]:
    """(node of a name with an initial, node of the one full name that it fits), sorted."""
    full = _full(appearances).with_columns(pl.col("given").str.head(1).alias("letter"))
    short = appearances.filter(pl.col("is_initial")).select("node", "family", pl.col("given").alias("letter")).unique()
    joined = short.join(full.rename({"node": "target"}), on=["family", "letter"])
    only = joined.filter(pl.col("target").n_unique().over("node") == 1)
    return sorted(only.select("node", "target").unique().iter_rows())


def family_links(appearances: pl.DataFrame) -> pl.DataFrame:
    """Bare family names with one bearer, where role, place or outlet and date agree.

    One row per article_id, node and target, with the evidence.
    """
    full = _full(appearances).filter(pl.col("node").n_unique().over("family") == 1)
    bare = appearances.filter((pl.col("kind") == "person") & ~pl.col("is_full") & ~pl.col("is_initial"))
    pairs = bare.join(full.select("family", pl.col("node").alias("target")), on="family")
    found = [
        _shared(pairs, appearances, "role_keys", "the same role"),
        _shared(pairs, appearances, "place_keys", "the same affiliation"),
        _near(pairs, appearances),
    ]
    return (
        pl.concat(found)
        .sort("article_id", "node", "evidence")
        .group_by("article_id", "node", "target", maintain_order=True)
        .agg(pl.col("evidence").str.join(", "))
    )


def _full(appearances: pl.DataFrame) -> pl.DataFrame:
    return (
        appearances.filter((pl.col("kind") == "person") & pl.col("is_full"))
        .select("node", "family", "given")
        .unique()
        .sort("node")
    )


def _shared(pairs: pl.DataFrame, appearances: pl.DataFrame, column: str, evidence: str) -> pl.DataFrame:
    held = appearances.select(pl.col("node").alias("target"), pl.col(column)).explode(column).drop_nulls().unique()
    asked = pairs.select("article_id", "node", "target", column).explode(column).drop_nulls()
    joined = asked.join(held, on=["target", column]).select("article_id", "node", "target").unique()
    return joined.with_columns(pl.lit(evidence).alias("evidence"))


def _near(pairs: pl.DataFrame, appearances: pl.DataFrame) -> pl.DataFrame:
    """The same outlet named the full name within a few days."""
    dated = appearances.select(pl.col("node").alias("target"), "outlet", "published_at").drop_nulls().unique()
    asked = pairs.select("article_id", "node", "target", "outlet", "published_at").drop_nulls()
    joined = asked.sort("published_at").join_asof(
        dated.sort("published_at").with_columns(pl.col("published_at").alias("seen_at")),
        on="published_at",
        by=["target", "outlet"],
        strategy="nearest",
        tolerance=f"{_NEAR_DAYS}d",
        check_sortedness=False,
    )
    near = joined.filter(pl.col("seen_at").is_not_null()).select("article_id", "node", "target").unique()
    return near.with_columns(pl.lit(f"the same outlet within {_NEAR_DAYS} days").alias("evidence"))
