"""Full names that are one speaker under two spellings: “Kristin Lim” and “Kristen Lim”, “Zelensky” and “Zelenskyy”."""

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Hamming

from transforms.speakers.agreement import corpus_of, sightings, with_agreements
from transforms.speakers.appearances import Appearances
from transforms.speakers.families import FamilyFit
from transforms.speakers.namesakes import TRAITS
from transforms.speakers.pair_signals import PAIR_SIGNALS
from transforms.speakers.short_names import agree, chosen, with_addresses, with_co_mentions
from transforms.speakers.signals import explained

_SHORT_MIN_CHARS = 3  # “Dan” for “Daniel”; “Al” begins too many names
_OTHER_SEX = r"^(?:.|ia|na|ie|le|ne|in[ae]|el?la|elle|ett[ae]|ienne)$"  # “Jana”, “Pauline”: not long for “Jan”, “Paul”
_SPELT_MIN_CHARS = 6  # “Kristin”, “Kristen”; of the shorter ones “Maria” and “Marie” are two names


def variants(appearances: Appearances, fits: pl.DataFrame) -> pl.DataFrame:
    """node, target (the node seen first, whose id stays), signals and score: the pairs that are sure, best first.

    No chains: who is the variant of another has no variants of its own, so nobody is joined by way of a third.
    """
    rows = appearances.rows.with_columns(pl.col("own").alias("speaker"))
    full = rows.filter(pl.col("is_person") & pl.col("is_full") & (pl.col("family") != ""))
    nodes = _nodes(full)
    pairs = _candidates(nodes, fits)
    corpus = corpus_of(rows)
    asked = full.join(pairs.select(pl.col("unit").alias("speaker")).unique(), on="speaker", how="semi")
    units = sightings(appearances, asked, "speaker", "unit")
    held = sightings(appearances, full, "speaker", "target")
    pairs = with_addresses(with_agreements(pairs, units, held, corpus))
    best = explained(chosen(with_co_mentions(pairs, units, held, corpus)).filter("is_sure"), PAIR_SIGNALS)
    best = best.join(best.select(pl.col("unit").alias("target")), on="target", how="anti")
    known = nodes.select("unit", "node", "canonical")
    named = best.join(known, on="unit").join(known.rename({"unit": "target"}), on="target", suffix="_target")
    named = named.join(_torn(named), on="target", how="anti")
    words = pl.format("“{}” → “{}”: {}", "canonical", "canonical_target", "signals")
    return named.sort("total", "node", descending=[True, False]).select(
        "node", pl.col("node_target").alias("target"), words.alias("signals"), "score"
    )


def _torn(pairs: pl.DataFrame) -> pl.DataFrame:
    """Targets whose variants are known to be several people, each of whom alone would fit."""
    traits = pl.concat([
        pairs.select("target", *TRAITS),
        pairs.select("target", *(pl.col(f"{trait}_target").alias(trait) for trait in TRAITS)),
    ])  # fmt: skip
    counts = traits.group_by("target").agg(pl.col(trait).filter(pl.col(trait) != "").n_unique() for trait in TRAITS)
    return counts.filter(pl.any_horizontal(pl.col(trait) > 1 for trait in TRAITS)).select("target")


def _nodes(full: pl.DataFrame) -> pl.DataFrame:
    """One row per full name (unit): its parts and traits, and `seniority`, the order in which names were first seen."""
    traits = full.group_by("speaker").agg(*(pl.col(trait).max() for trait in TRAITS), pl.col("canonical").min())
    first = full.sort("admitted_no", "published_at", "article", "node", nulls_last=True)
    first = first.unique("speaker", keep="first", maintain_order=True).with_row_index("seniority")
    parts = first.select("seniority", "speaker", "node", "family", "given", "given_gender")
    return parts.join(traits, on="speaker").rename({"speaker": "unit"})


def _candidates(nodes: pl.DataFrame, fits: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one block: one given name and alike family names, or the other way round; `unit` is the later name."""
    columns = ["unit", "family", "given", "given_gender", "seniority", *TRAITS]
    left = nodes.select(columns)
    right = nodes.select(pl.all().name.suffix("_target")).rename({"unit_target": "target"}).drop("canonical_target")
    differ = fits.filter(pl.col("fit") != FamilyFit.SAME.value).rename({"other": "family_target"})
    by_family = left.join(differ, on="family").join(
        right, left_on=["family_target", "given"], right_on=["family_target", "given_target"]
    )
    by_family = by_family.with_columns(pl.lit("same").alias("given_fit"), pl.col("fit").alias("family_fit"))
    letter = pl.col("given").str.head(1).alias("letter")
    by_given = left.with_columns(letter).join(
        right.with_columns(pl.col("given_target").str.head(1).alias("letter")),
        left_on=["family", "letter"],
        right_on=["family_target", "letter"],
    )
    by_given = _given_fits(by_given.filter(pl.col("seniority") > pl.col("seniority_target")))
    by_given = by_given.with_columns(pl.lit(FamilyFit.SAME.value).alias("family_fit"))
    kept = [
        "unit",
        "target",
        "family_fit",
        "given_fit",
        *TRAITS,
        *(f"{t}_target" for t in TRAITS),
        "given_gender",
        "given_gender_target",
    ]
    by_family = by_family.filter(pl.col("seniority") > pl.col("seniority_target"))
    pairs = pl.concat([by_family.select(kept), by_given.select(kept)])
    no = pl.lit(value=False)
    even = pl.lit("even").alias("share")
    flags = (no.alias(flag) for flag in ("is_only_family", "is_only_given", "is_often", "is_given"))
    # “Jan” and “Jana”, “Emil” and “Emily” are alike and never one.
    return pairs.filter(agree(*TRAITS, "given_gender")).with_columns(
        *flags, even, pl.col("given_gender_target").alias("given_gender")
    )


def _given_fits(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose given names are alike, with given_fit."""
    short, long = pl.col("given"), pl.col("given_target")
    begins = long.str.starts_with(short) | short.str.starts_with(long)
    least = pl.min_horizontal(short.str.len_chars(), long.str.len_chars())
    rest = pl.when(short.str.len_chars() > least).then(short.str.slice(least)).otherwise(long.str.slice(least))
    is_short = (short != long) & begins & (least >= _SHORT_MIN_CHARS) & ~rest.str.contains(_OTHER_SEX)
    one_length = (short.str.len_chars() == long.str.len_chars()) & (short.str.tail(1) == long.str.tail(1))
    is_near = (short != long) & one_length & (least >= _SPELT_MIN_CHARS)
    near = pairs.filter(is_near)
    slips = process.cpdist(near["given"].to_list(), near["given_target"].to_list(), scorer=Hamming.distance)
    near = near.filter(pl.Series(slips, dtype=pl.Int64) == 1) if near.height else near
    return pl.concat([
        pairs.filter(is_short).with_columns(pl.lit("short").alias("given_fit")),
        near.with_columns(pl.lit("spelt").alias("given_fit")),
    ])  # fmt: skip
