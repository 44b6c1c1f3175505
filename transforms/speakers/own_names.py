"""The link of a name to the speaker that its own name makes: why, and how sure."""

import polars as pl

from transforms.speakers.appearances import Appearances
from transforms.speakers.namesakes import TRAITS
from transforms.speakers.signals import Signal, explained, weighed

_IS_SHORT = (pl.col("kind") == "person") & ~pl.col("is_full")
_IN_ARTICLES = pl.when(pl.col("articles") > 1).then(pl.format(" in {} articles", "articles")).otherwise(pl.lit(""))

OWN_SIGNALS = (
    Signal("same_name", ~_IS_SHORT, pl.concat_str(pl.lit("same name"), _IN_ARTICLES)),
    Signal("short_name", _IS_SHORT, pl.concat_str(pl.lit("same short name"), _IN_ARTICLES)),
    Signal("middle_left_out", pl.col("is_middle_mixed"), pl.lit("with and without a middle initial")),
    Signal("namesake", pl.col("has_namesake"), pl.lit("a namesake is known")),
    Signal(
        "told_apart",
        pl.col("has_namesake") & (pl.col("traits") != ""),
        pl.format("told apart from a namesake by {}", "traits"),
    ),
    Signal("role", pl.col("role").is_not_null(), pl.format("role “{}” elsewhere too", "role")),
    Signal("affiliation", pl.col("place").is_not_null(), pl.format("affiliation “{}” elsewhere too", "place")),
)


def own_links(appearances: Appearances, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows`, those of `appearances`, with score, signals and method of the link to their own node."""
    node = "own"
    keys = rows.select("article", "name", node)
    frame = rows.join(_nodes(rows), on=node).join(_namesakes(rows), on="sake", how="left")
    frame = frame.with_columns(
        pl.col("has_namesake").fill_null(value=False),
        pl.concat_str(*(pl.when(pl.col(t) != "").then(t) for t in TRAITS), separator="/", ignore_nulls=True).alias(
            "traits"
        ),
    )
    for values, name in ((appearances.roles, "role"), (appearances.places, "place")):
        frame = frame.join(
            _elsewhere(values.join(keys, on=["article", "name"]), name), on=["article", node], how="left"
        )
    listed = explained(weighed(frame, OWN_SIGNALS), OWN_SIGNALS)
    method = (
        pl.when(_IS_SHORT)
        .then(pl.lit("alone"))
        .when("is_middle_mixed")
        .then(pl.lit("name_variant"))
        .otherwise(pl.lit("same_name"))
    )
    return listed.with_columns(pl.format("“{}”: {}", "canonical", "signals").alias("signals"), method.alias("method"))


def _nodes(rows: pl.DataFrame) -> pl.DataFrame:
    has_middle = pl.col("middle") != ""
    is_mixed = has_middle.any() & ~has_middle.all()
    return rows.group_by("own").agg(pl.col("article").n_unique().alias("articles"), is_mixed.alias("is_middle_mixed"))


def _namesakes(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.filter(pl.col("discriminator") != "").select("sake").unique()
    return told.with_columns(pl.lit(value=True).alias("has_namesake"))


def _elsewhere(given: pl.DataFrame, name: str) -> pl.DataFrame:
    """article, own and the first value that another article gives to the node too."""
    again = given.select("article", "own", "value").unique().filter(pl.len().over("own", "value") > 1)
    return again.group_by("article", "own").agg(pl.col("value").min().alias(name))
