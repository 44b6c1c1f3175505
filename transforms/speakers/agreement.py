"""What the articles of two names have in common: roles, affiliations, other names, outlets and days.

What is common by chance is no evidence: somebody named every day is near every article in time, and shares names with
most of them.
"""

from dataclasses import dataclass

import polars as pl

from transforms.speakers.appearances import Appearances
from transforms.speakers.signals import MOST_CO_MENTIONS, NEAR_DAYS

_PAIR = ["unit", "target"]
_COMMON_SHARE = 0.05  # of the speakers with any role (of all articles, outlets): more tells hardly anything
_COMMON_LEAST = 20  # in a small corpus everything is frequent
_OUTLETS_SHARE = 0.25
_OUTLETS_LEAST = 5
_CHANCE_MOST = 0.1  # expected by chance, of names in common; a cast of ten names then gives at most one
_CHANCE_DAYS_MOST = 0.5  # expected by chance, of articles within a few days
_ARTICLES_LEAST = 1000  # a small corpus is taken for a slice of one of this size and of a year
_SPAN_LEAST = 365


@dataclass(frozen=True, slots=True)
class Sightings:
    """Where names were seen: `who` is the name of the column that holds their numbers.

    `seen`: who, article, outlet, published_at. `roles`, `places`: who, value.
    """

    who: str
    seen: pl.DataFrame
    roles: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is frequent: `cast` has article and speaker of full names with `df`, the articles that name the speaker."""

    cast: pl.DataFrame
    articles: int
    outlets: int
    days: int


def sightings(appearances: Appearances, rows: pl.DataFrame, column: str, who: str) -> Sightings:
    """The sightings of the names in `rows` (a part of `appearances`), by the numbers in `column`."""
    keys = rows.select("article", "name", pl.col(column).alias(who))
    seen = rows.select(pl.col(column).alias(who), "article", "outlet", "published_at")
    roles, places = (
        values.join(keys, on=["article", "name"]).select(who, "value").unique()
        for values in (appearances.roles, appearances.places)
    )
    return Sightings(who, seen, roles, places)


def corpus_of(rows: pl.DataFrame) -> Corpus:
    """What is frequent in the appearances `rows`, which have article and speaker."""
    cast = rows.filter("is_full").select("article", "speaker").unique()
    cast = cast.with_columns(pl.len().over("speaker").alias("df"))
    articles = max(cast["article"].n_unique(), _ARTICLES_LEAST)
    most = max(_COMMON_LEAST, int(_COMMON_SHARE * cast["article"].n_unique()))
    first, last = rows["published_at"].min(), rows["published_at"].max()
    span = rows.select((pl.col("published_at").max() - pl.col("published_at").min()).dt.total_days()).item()
    days = max(span or 0, _SPAN_LEAST) if first is not None and last is not None else _SPAN_LEAST
    return Corpus(cast.filter(pl.col("df") <= most), articles, rows["outlet"].n_unique(), days)


def with_agreements(pairs: pl.DataFrame, asked: Sightings, held: Sightings, corpus: Corpus) -> pl.DataFrame:
    """`pairs` (unit, target) with role, role_is_common, place, place_is_common, is_one_article, same_outlet and days.

    Where one article names both, its outlet and day say nothing, so same_outlet is false and days is null.
    """
    counts = (
        some.seen.group_by(some.who).agg(
            pl.col("article").n_unique().alias(f"{some.who}_articles"),
            pl.col("outlet").n_unique().alias(f"{some.who}_outlets"),
        )
        for some in (asked, held)
    )
    for count, who in zip(counts, _PAIR, strict=True):
        pairs = pairs.join(count, on=who, how="left")
    pairs = pairs.join(_together(pairs, asked, held), on=_PAIR, how="left")
    pairs = pairs.with_columns(pl.col("is_one_article").fill_null(value=False))
    pairs = pairs.join(_shared(pairs, asked.roles, held.roles, "role"), on=_PAIR, how="left")
    pairs = pairs.join(_shared(pairs, asked.places, held.places, "place"), on=_PAIR, how="left")
    other = pairs.filter(~pl.col("is_one_article"))
    pairs = pairs.join(_outlets(other, asked, held, corpus), on=_PAIR, how="left")
    pairs = pairs.join(_days(other, asked, held, corpus), on=_PAIR, how="left")
    flags = ("role_is_common", "place_is_common", "same_outlet")
    return pairs.with_columns(pl.col(flag).fill_null(value=False) for flag in flags)


def co_mentions(pairs: pl.DataFrame, asked: Sightings, held: Sightings, corpus: Corpus) -> pl.DataFrame:
    """unit, target and how many other names their articles share, at most `MOST_CO_MENTIONS`; none where there is none.

    Pairs that stand in one article share all its names, which says nothing: they are left out. `pairs` have been
    through `with_agreements`.
    """
    pairs = pairs.filter(~pl.col("is_one_article")).select(*_PAIR, "unit_articles", "target_articles")
    left = _named(pairs, asked, corpus)
    right = _named(pairs, held, corpus).join(left.select("speaker").unique(), on="speaker", how="semi")
    met = pairs.join(left, on="unit").join(right.drop("df"), on=["target", "speaker"])
    chance = pl.col("unit_articles") * pl.col("target_articles").cast(pl.Float64) * (pl.col("df") - 1)
    met = met.filter(
        chance <= _CHANCE_MOST * corpus.articles,
        pl.col("speaker") != pl.col("target"),
        pl.col("speaker") != pl.col("unit"),
    )
    return met.group_by(_PAIR).agg(pl.len().clip(upper_bound=MOST_CO_MENTIONS).cast(pl.Int64).alias("co_mentions"))


def _named(pairs: pl.DataFrame, some: Sightings, corpus: Corpus) -> pl.DataFrame:
    """Each of the pairs with every speaker that an article of theirs names."""
    mine = some.seen.select(some.who, "article").join(pairs.select(some.who).unique(), on=some.who, how="semi")
    return mine.join(corpus.cast, on="article").select(some.who, "speaker", "df").unique()


def _together(pairs: pl.DataFrame, asked: Sightings, held: Sightings) -> pl.DataFrame:
    places = pairs.select(_PAIR).join(asked.seen.select("unit", "article"), on="unit")
    both = places.join(held.seen.select("target", "article"), on=["target", "article"], how="semi")
    return both.select(_PAIR).unique().with_columns(pl.lit(value=True).alias("is_one_article"))


def _shared(pairs: pl.DataFrame, asked: pl.DataFrame, held: pl.DataFrame, name: str) -> pl.DataFrame:
    """unit, target, the rarest value that both have, as `name`, and whether it is common."""
    holders = held.group_by("value").agg(pl.len().alias("holders"))
    most = max(_COMMON_LEAST, _COMMON_SHARE * held["target"].n_unique())
    met = pairs.select(_PAIR).join(asked, on="unit").join(held, on=["target", "value"]).join(holders, on="value")
    first = met.sort(*_PAIR, "holders", "value").unique(_PAIR, keep="first", maintain_order=True)
    return first.select(*_PAIR, pl.col("value").alias(name), (pl.col("holders") > most).alias(f"{name}_is_common"))


def _outlets(pairs: pl.DataFrame, asked: Sightings, held: Sightings, corpus: Corpus) -> pl.DataFrame:
    """The pairs that one outlet names, unless most outlets name them."""
    most = max(_OUTLETS_LEAST, _OUTLETS_SHARE * corpus.outlets)
    known = pairs.filter(pl.col("target_outlets") <= most, pl.col("unit_outlets") <= most).select(_PAIR)
    want = known.join(asked.seen.select("unit", "outlet").drop_nulls().unique(), on="unit")
    met = want.join(held.seen.select("target", "outlet").drop_nulls().unique(), on=["target", "outlet"], how="semi")
    return met.select(_PAIR).unique().with_columns(pl.lit(value=True).alias("same_outlet"))


def _days(pairs: pl.DataFrame, asked: Sightings, held: Sightings, corpus: Corpus) -> pl.DataFrame:
    """The days between the articles of a pair that are nearest in time, unless it is in the news too often for that."""
    often = pl.col("unit_articles") * pl.col("target_articles").cast(pl.Float64) * (2 * NEAR_DAYS + 1)
    seldom = pairs.filter(often <= _CHANCE_DAYS_MOST * corpus.days).select(_PAIR)
    want = seldom.join(asked.seen.select("unit", "published_at").drop_nulls(), on="unit").sort("published_at")
    seen = held.seen.select("target", "published_at").drop_nulls().sort("published_at")
    met = want.join_asof(
        seen.with_columns(pl.col("published_at").alias("seen_at")),
        on="published_at",
        by="target",
        strategy="nearest",
        check_sortedness=False,
    ).drop_nulls("seen_at")
    days = (pl.col("published_at") - pl.col("seen_at")).abs().dt.total_days()
    return met.group_by(_PAIR).agg(days.min().alias("days"))
