"""Initials (“J. Stoltenberg”) and bare family names (“Stoltenberg”): the full name each stands for in its article."""

import polars as pl

from transforms.speakers.agreement import Corpus, Sightings, co_mentions, corpus_of, sightings, with_agreements
from transforms.speakers.appearances import Appearances
from transforms.speakers.families import FamilyFit
from transforms.speakers.namesakes import TRAITS
from transforms.speakers.pair_signals import CO_MENTIONS, CONTEXT_SIGNALS, NAME_SIGNALS, PAIR_SIGNALS
from transforms.speakers.signals import LEAD, MOST_CO_MENTIONS, THRESHOLD, WEIGHTS, explained, weighed

_MOST_BEARERS = 8  # of one family name: “Smith” alone is decided by nothing an article says, and pairs would be many
_MOST_OTHER_BEARERS = 3  # of a family name that only resembles the one asked for
_OFTEN_ARTICLES = 5
_MOST_SHARE = 0.8  # of the articles that name a bearer of the family name in full


def short_links(
    appearances: Appearances, rows: pl.DataFrame, fits: pl.DataFrame, apart: frozenset[tuple[str, str]]
) -> pl.DataFrame:
    """article, name, target (a speaker_id), is_sure, signals and score of the full name that fits best.

    Args:
        appearances: all there are.
        rows: their rows, with speaker_id, speaker (its number) and is_judged.
        fits: from `family_fits`.
        apart: pairs of speaker ids that are judged different.
    """
    full = rows.filter(pl.col("is_person") & pl.col("is_full"))
    units, corpus = _units(rows), corpus_of(rows)
    holders = _holders(full)
    known = full.select(pl.col("speaker").alias("target"), pl.col("speaker_id").alias("target_id"), "canonical")
    known = known.group_by("target").agg(pl.col("target_id").first(), pl.col("canonical").min().alias("target_name"))
    pairs = _without(_candidates(units, holders, fits), units, known, apart)
    held = sightings(appearances, full, "speaker", "target")
    asked = sightings(appearances, units, "unit", "unit")
    pairs = _with_frequency(with_addresses(with_agreements(pairs, asked, held, corpus)))
    best = chosen(with_co_mentions(pairs, asked, held, corpus))
    names = pl.format("“{}” → “{}”: {}", "canonical", "target_name", "signals")
    doubts = pl.format("nearest is “{}” with {}, {}", "target_name", pl.col("score").round(2), _doubt())
    return (
        explained(best, PAIR_SIGNALS)
        .join(units.select("unit", "article", "name", "canonical"), on="unit")
        .join(known, on="target")
        .with_columns(pl.when("is_sure").then(names).otherwise(doubts).alias("signals"))
        .select("article", "name", pl.col("target_id").alias("target"), "is_sure", "signals", "score")
    )


def with_addresses(pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with address_fit: fits, against or null; the form of address beside the sex that the full name tells."""
    told = pl.when(pl.col("gender_target") != "").then(pl.col("gender_target")).otherwise("given_gender")
    known = (pl.col("gender") != "") & (told != "")
    fit = pl.when(pl.col("gender") == told).then(pl.lit("fits")).otherwise(pl.lit("against"))
    return pairs.with_columns(pl.when(known).then(fit).alias("address_fit"))


def with_co_mentions(pairs: pl.DataFrame, asked: Sightings, held: Sightings, corpus: Corpus) -> pl.DataFrame:
    """`pairs` with co_mentions and `total`; counted only for units that the count could still link: it costs most."""
    pairs = weighed(pairs, (*NAME_SIGNALS, *CONTEXT_SIGNALS))
    most = WEIGHTS[CO_MENTIONS.key] * MOST_CO_MENTIONS
    hopeful = pairs.filter(pl.col("total").max().over("unit") + most >= THRESHOLD)
    counts = co_mentions(hopeful, asked, held, corpus)
    pairs = pairs.join(counts, on=["unit", "target"], how="left").with_columns(pl.col("co_mentions").fill_null(0))
    return pairs.with_columns((pl.col("total") + CO_MENTIONS.contribution).round(6).alias("total"))


def chosen(pairs: pl.DataFrame) -> pl.DataFrame:
    """The best pair of each unit, with is_sure: at `THRESHOLD` or above, and `LEAD` ahead of the next."""
    ranked = pairs.select("unit", "target", "total").sort("unit", "total", "target", descending=[False, True, False])
    follows = pl.col("unit").shift(-1) == pl.col("unit")
    lead = pl.when(follows).then((pl.col("total") - pl.col("total").shift(-1)).round(6))
    is_ahead = (lead >= LEAD).fill_null(value=True)
    is_best = pl.col("unit") != pl.col("unit").shift(1, fill_value=0)
    best = ranked.with_columns(is_ahead.alias("is_ahead")).filter(is_best)
    sure = best.with_columns((pl.col("is_ahead") & (pl.col("total") >= THRESHOLD)).alias("is_sure"))
    return sure.join(pairs.drop("total"), on=["unit", "target"])


def agree(*traits: str) -> pl.Expr:
    """True where no trait of unit and target is known on both sides and differs."""
    apart = [(pl.col(t) != "") & (pl.col(f"{t}_target") != "") & (pl.col(t) != pl.col(f"{t}_target")) for t in traits]
    return ~pl.any_horizontal(*apart)


def _doubt() -> pl.Expr:
    unsure = pl.lit(f"below {1 / (1 + 2.718281828459045**-THRESHOLD):.2f}")
    return pl.when("is_ahead").then(unsure).otherwise(pl.lit("another fits nearly as well"))


def _units(rows: pl.DataFrame) -> pl.DataFrame:
    """Short names that nobody judged; numbered behind the speakers, so that no number means two things."""
    short = rows.filter(pl.col("is_person") & ~pl.col("is_full") & ~pl.col("is_judged") & (pl.col("family") != ""))
    behind = rows.select(pl.col("speaker").max().fill_null(0) + 1).item()
    return short.sort("article", "name").with_row_index("unit", offset=behind)


def _holders(full: pl.DataFrame) -> pl.DataFrame:
    """Family and letter of every full name (also without the letter), its speaker (target) and what is known of it."""
    traits = full.group_by("speaker").agg(
        *(pl.col(trait).max().alias(f"{trait}_target") for trait in TRAITS),
        pl.col("given_gender").max(),
        pl.col("article").n_unique().alias("named_in"),
    )
    names = full.select("speaker", "family", pl.col("given").str.head(1).alias("letter")).unique()
    bearers = pl.col("speaker").n_unique().over("family").alias("bearers")
    holders = names.with_columns(bearers).join(traits, on="speaker").rename({"speaker": "target"})
    # The letter is the block of an initial; a bare name has none, and its block is the whole family.
    blocks = pl.concat([holders, holders.with_columns(pl.lit("").alias("letter")).unique()])
    held = blocks.with_columns(_share(["family", "letter"]).alias("share"))
    is_few = (pl.col("letter") != "") | (pl.col("bearers") <= _MOST_BEARERS) | (pl.col("share") == "most")
    return held.filter(is_few)


def _share(block: list[str]) -> pl.Expr:
    """“most” for who is nearly always meant in a block, “seldom” for the others there, else “even”."""
    mine, all_of_them, top = (
        pl.col("named_in"),
        pl.col("named_in").sum().over(block),
        pl.col("named_in").max().over(block),
    )
    is_settled = (pl.len().over(block) > 1) & (top >= _OFTEN_ARTICLES) & (top >= _MOST_SHARE * all_of_them)
    return (
        pl.when(is_settled & (mine == top))
        .then(pl.lit("most"))
        .when(is_settled)
        .then(pl.lit("seldom"))
        .otherwise(pl.lit("even"))
    )


def _candidates(units: pl.DataFrame, holders: pl.DataFrame, fits: pl.DataFrame) -> pl.DataFrame:
    """Pairs whose family names are in one block, initials and traits not against each other, with the fits."""
    is_near = (pl.col("fit") == FamilyFit.SAME.value) | (pl.col("bearers") <= _MOST_OTHER_BEARERS)
    held = holders.rename({"family": "other"})
    asked = units.select("family", pl.col("given").alias("letter")).unique().join(fits, on="family")
    blocks = asked.join(held, on=["other", "letter"]).filter((pl.col("letter") != "") | is_near)
    blocks = blocks.sort("rank", "other").unique(["family", "letter", "target"], keep="first", maintain_order=True)
    own = holders.select("family", "bearers").unique().rename({"bearers": "own_bearers"})
    block = pl.struct("family", "letter").rank("dense").alias("block")
    blocks = blocks.join(own, on="family", how="left").with_columns(block)
    of_block = blocks.select("block", "family", "letter").unique()
    named = units.select("unit", "family", pl.col("given").alias("letter"), "is_initial", "is_given", *TRAITS)
    pairs = named.join(of_block, on=["family", "letter"]).join(blocks.drop("family", "letter"), on="block")
    return _with_fits(pairs.filter(agree(*TRAITS)))


def _with_fits(pairs: pl.DataFrame) -> pl.DataFrame:
    is_only = pl.col("rank").rank("max").over("unit") == 1
    is_only_family = is_only & (pl.col("own_bearers").fill_null(0) <= 1)
    return pairs.with_columns(
        pl.col("fit").alias("family_fit"),
        pl.when("is_initial").then(pl.lit("initial")).otherwise(pl.lit("none")).alias("given_fit"),
        is_only_family.alias("is_only_family"),
        (is_only & ~is_only_family & pl.col("is_initial")).alias("is_only_given"),
        (pl.col("is_given") & ~pl.col("is_initial")).alias("is_given"),
    )


def _with_frequency(pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with is_often: the only bearer of the family name, and in the news again and again."""
    return pairs.with_columns(
        (pl.col("is_only_family") & (pl.col("target_articles") >= _OFTEN_ARTICLES)).alias("is_often")
    )


def _without(
    pairs: pl.DataFrame, units: pl.DataFrame, known: pl.DataFrame, apart: frozenset[tuple[str, str]]
) -> pl.DataFrame:
    """`pairs` without those that are judged different."""
    both = sorted(apart | {(b, a) for a, b in apart})
    frame = pl.DataFrame(both, schema={"speaker_id": pl.String, "target_id": pl.String}, orient="row")
    judged = frame.join(units.select("unit", "speaker_id"), on="speaker_id").join(known, on="target_id")
    return pairs.join(judged, on=["unit", "target"], how="anti")
