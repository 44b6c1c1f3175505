"""Linking the resolved mentions of all articles to speakers that last across them.

One name is one speaker, unless roles, forms of address or middle initials exclude each other. Names that differ come
together where the sum of named signals says so: spellings of a full name over the whole corpus, initials and bare
family names article by article. Judgements beat all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from transforms.speakers.appearances import appearances_of, identified
from transforms.speakers.families import family_fits
from transforms.speakers.judgements import Judgement
from transforms.speakers.merge import Merged, merge, split_names
from transforms.speakers.own_names import own_links
from transforms.speakers.short_names import short_links
from transforms.speakers.speaker_rows import speaker_rows
from transforms.speakers.variants import variants

_ROW = ["article_id", "start", "end"]
_NAME = ["article", "name"]
_LINK = ["speaker_id", "score", "signals", "method"]


@dataclass(frozen=True, slots=True)
class SpeakerLinks:
    """`speakers`: one row per speaker. `links`: one row per mention, with the speaker, a score in [0, 1] and why."""

    speakers: pl.DataFrame
    links: pl.DataFrame


def link(mentions: pl.DataFrame, judgements: Sequence[Judgement]) -> SpeakerLinks:
    """The speakers of `mentions` and the link of each mention to its speaker; row order of the input changes nothing.

    Args:
        mentions: article_id, start, end, canonical (never null), entity_type, role, affiliation, honorific, outlet,
            published_at (null where unknown), confidence, admitted_no (of the article; later ones never change the ids
            that namesakes admitted before them have).
        judgements: from `parse_judgements`.

    Raises:
        ContradictoryJudgements: two speakers are judged the same and different.
    """
    rows, names = identified(mentions, split_names(judgements))
    appearances = appearances_of(rows, names)
    fits = family_fits(appearances.rows.filter(pl.col("kind") == "person")["family"])
    spelt = variants(appearances, fits)
    merged = merge(_ids_by_name(appearances.rows), list(spelt.select("node", "target").iter_rows()), judgements)
    known = _with_speakers(appearances.rows, merged)
    short = short_links(appearances, known, fits, merged.apart)
    found = _explained(own_links(appearances, known), spelt, short)
    found = found.select(*_NAME, *_LINK, pl.col("speaker_id").rank("dense").alias("speaker"))
    linked = rows.join(found, on=_NAME, how="left", maintain_order="left")
    return SpeakerLinks(speaker_rows(linked, names, merged.names), linked.select(*_ROW, *_LINK).sort(_ROW))


def _ids_by_name(appearances: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The ids made from each folded name, people and first bearers first."""
    grouped = (
        appearances.select("key", "kind", "discriminator", "node")
        .unique()
        .sort(pl.col("kind") != "person", "key", "discriminator")
        .group_by("key", maintain_order=True)
        .agg("node")
    )
    return {key: tuple(ids) for key, ids in grouped.iter_rows()}


def _with_speakers(rows: pl.DataFrame, merged: Merged) -> pl.DataFrame:
    """`rows` with speaker_id, its number and whether the name was judged."""
    moved = {node: speaker for node, speaker in merged.speakers.items() if node != speaker}
    speaker_id = pl.col("node").replace(moved)
    judged = pl.col("node").is_in(sorted(merged.judged))
    named = rows.with_columns(speaker_id.alias("speaker_id"), judged.alias("is_judged"))
    return named.with_columns(pl.col("speaker_id").rank("dense").alias("speaker"))


def _explained(appearances: pl.DataFrame, spelt: pl.DataFrame, short: pl.DataFrame) -> pl.DataFrame:
    """`appearances` with score, signals and method of the link that counts: judged, short, spelt otherwise, or own."""
    frame = appearances.join(spelt, on="node", how="left", suffix="_spelt")
    frame = frame.join(short, on=_NAME, how="left", suffix="_short")
    is_short = pl.col("is_sure").fill_null(value=False)
    # Where a judgement took the name elsewhere, the rule's pair is not why.
    is_spelt = pl.col("signals_spelt").is_not_null() & (pl.col("speaker_id") != pl.col("node"))
    doubted = pl.concat_str("signals", "signals_short", separator="; ", ignore_nulls=True)
    judged = pl.format("“{}”: judged by a person", "canonical")
    when = pl.when("is_judged")
    return frame.with_columns(
        pl.when(is_short).then("target_short").otherwise("speaker_id").alias("speaker_id"),
        when.then(1.0).when(is_short).then("score_short").when(is_spelt).then("score_spelt").otherwise("score").alias(
            "score"
        ),
        when.then(judged).when(is_short).then("signals_short").when(is_spelt).then("signals_spelt").otherwise(doubted)
        .alias("signals"),
        when.then(pl.lit("judgement"))
        .when(is_short & pl.col("is_initial")).then(pl.lit("initial"))
        .when(is_short).then(pl.lit("family_name"))
        .when(is_spelt).then(pl.lit("spelling"))
        .otherwise("method").alias("method"),
    )  # fmt: skip
