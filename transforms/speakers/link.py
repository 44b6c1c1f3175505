"""Linking the resolved mentions of all articles to speakers that last across them.

One name is one speaker, unless roles, forms of address or middle initials exclude each other; initials and bare family
names join the one speaker they fit. Judgements beat all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from transforms.speakers.appearances import appearances_of, identified
from transforms.speakers.judgements import Judgement
from transforms.speakers.merge import Merged, merge, split_names
from transforms.speakers.proposals import family_links, initial_proposals

_SCORES = {"judgement": 1.0, "same_name": 0.95, "name_variant": 0.9, "initial": 0.8, "family_name": 0.7, "alone": 0.6}
_ROW = ["article_id", "start", "end"]
_SAME = "the same name in every article"


@dataclass(frozen=True, slots=True)
class SpeakerLinks:
    """`speakers`: one row per speaker. `links`: one row per mention, with the speaker, a score in [0, 1] and why."""

    speakers: pl.DataFrame
    links: pl.DataFrame


def link(mentions: pl.DataFrame, judgements: Sequence[Judgement]) -> SpeakerLinks:
    """The speakers of `mentions` and the link of each mention to its speaker; row order of the input changes nothing.

    Args:
        mentions: article_id, start, end, canonical (never null), entity_type, role, affiliation, honorific, outlet,
            published_at (null where unknown), confidence.
        judgements: from `parse_judgements`.

    Raises:
        ContradictoryJudgements: two speakers are judged the same and different.
    """
    rows = identified(mentions, split_names(judgements))
    appearances = appearances_of(rows)
    nodes = {
        key: tuple(ids)
        for key, ids in appearances.select("key", "kind", "discriminator", "node")
        .unique()
        .sort(pl.col("kind") != "person", "key", "discriminator")
        .group_by("key", maintain_order=True)
        .agg("node")
        .iter_rows()
    }
    merged = merge(nodes, initial_proposals(appearances), judgements)
    linked = _linked(rows, appearances, merged)
    links = linked.select(
        *_ROW,
        "speaker_id",
        pl.col("method").replace_strict(_SCORES).cast(pl.Float64).alias("score"),
        "signals",
        "method",
    ).sort(_ROW)
    return SpeakerLinks(_speakers(linked, merged), links)


def _linked(rows: pl.DataFrame, appearances: pl.DataFrame, merged: Merged) -> pl.DataFrame:
    """`rows` with speaker_id, method and signals."""
    by_family = family_links(appearances).filter(
        ~pl.struct("node", "target").map_elements(
            lambda pair: merged.are_apart(pair["node"], pair["target"]) or pair["node"] in merged.judged,
            return_dtype=pl.Boolean,
        )
    )
    found = appearances.join(by_family, on=["article_id", "node"], how="left", maintain_order="left")
    found = found.with_columns(
        pl.coalesce("target", "node")
        .replace_strict(merged.speakers, default=pl.coalesce("target", "node"), return_dtype=pl.String)
        .alias("speaker_id")
    )
    found = found.with_columns(
        _method(merged).alias("method"),
        (pl.col("speaker_id") != pl.col("node")).alias("is_moved"),
    ).with_columns(_signals().alias("signals"))
    keys = ["article_id", "canonical", "key", "kind"]
    return rows.join(found.select(*keys, "speaker_id", "method", "signals"), on=keys, how="left", maintain_order="left")


def _method(merged: Merged) -> pl.Expr:
    return (
        pl.when(pl.col("node").is_in(sorted(merged.judged)))
        .then(pl.lit("judgement"))
        .when(pl.col("target").is_not_null())
        .then(pl.lit("family_name"))
        .when(pl.col("is_initial") & (pl.col("speaker_id") != pl.col("node")))
        .then(pl.lit("initial"))
        .when(~pl.col("is_full"))
        .then(pl.lit("alone"))
        .when((pl.col("middle") != "").any().over("node") & (pl.col("middle") == "").any().over("node"))
        .then(pl.lit("name_variant"))
        .otherwise(pl.lit("same_name"))
    )


def _signals() -> pl.Expr:
    name = pl.format("“{}”", "canonical")
    told_apart = pl.format("{}; told apart from a namesake by {}", name, "discriminator")
    return (
        pl.when(pl.col("method") == "judgement")
        .then(pl.format("{}: judged by a person", name))
        .when(pl.col("method") == "family_name")
        .then(pl.format("{}: the one speaker with that family name; {}", name, "evidence"))
        .when(pl.col("method") == "initial")
        .then(pl.format("{}: the one speaker with that family name and initial", name))
        .when(pl.col("method") == "alone")
        .then(pl.format("{}: no full name that is sure", name))
        .when(pl.col("discriminator") != "")
        .then(told_apart)
        .when(pl.col("method") == "name_variant")
        .then(pl.format("{}: the same name with or without a middle initial", name))
        .otherwise(pl.format("{}: " + _SAME, name))
    )


def _speakers(linked: pl.DataFrame, merged: Merged) -> pl.DataFrame:
    """One row per speaker; names, roles and affiliations are the most frequent ones."""
    names = _names(linked).rename({"canonical": "name"})
    types = linked.with_columns(pl.col("entity_type").replace("unknown", None))
    whole = linked.group_by("speaker_id").agg(
        pl.col("canonical").unique().sort().str.join(" | ").alias("aliases"),
        pl.col("published_at").min().alias("first_seen_at"),
        pl.col("published_at").max().alias("last_seen_at"),
        pl.col("article_id").n_unique().cast(pl.Int32).alias("articles"),
        pl.len().cast(pl.Int32).alias("mentions"),
    )
    for part in (
        names,
        _most_frequent(types, "entity_type"),
        *(_most_frequent(linked, c) for c in ("role", "affiliation")),
    ):
        whole = whole.join(part, on="speaker_id", how="left")
    renamed = pl.col("speaker_id").replace_strict(dict(merged.names), default=pl.col("name"), return_dtype=pl.String)
    return (
        whole.with_columns(renamed.alias("name"), pl.col("entity_type").fill_null("unknown"))
        .select(
            "speaker_id",
            "name",
            "entity_type",
            "role",
            "affiliation",
            "aliases",
            "first_seen_at",
            "last_seen_at",
            "articles",
            "mentions",
        )
        .sort("speaker_id")
    )


def _names(linked: pl.DataFrame) -> pl.DataFrame:
    """The most frequent name of each speaker; bare family names and initials count only where there is no other."""
    best = pl.col("is_full") == pl.col("is_full").max().over("speaker_id")
    return _most_frequent(linked.filter(best), "canonical")


def _most_frequent(linked: pl.DataFrame, column: str) -> pl.DataFrame:
    """speaker_id and the most frequent value of `column`."""
    counts = linked.drop_nulls(column).group_by("speaker_id", column).len()
    return (
        counts.sort("speaker_id", "len", column, descending=[False, True, False])
        .group_by("speaker_id", maintain_order=True)
        .agg(pl.col(column).first())
    )
