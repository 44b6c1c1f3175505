"""The signals of a pair of names that differ: a short name and a full one, or two spellings."""

import polars as pl

from transforms.speakers.families import FamilyFit
from transforms.speakers.signals import MONTH_DAYS, NEAR_DAYS, YEAR_DAYS, Signal

_FIT = pl.col("family_fit")
_GIVEN = pl.col("given_fit")
_DAYS = pl.col("days")


def _family(key: str, fit: FamilyFit, words: str) -> Signal:
    return Signal(key, _FIT.eq(fit.value), pl.lit(words))


def _given(key: str, fit: str, words: str) -> Signal:
    return Signal(key, _GIVEN.eq(fit), pl.lit(words))


def _quoted(words: str, column: str) -> pl.Expr:
    return pl.format(words, pl.col(column))


_APART = (
    pl.when(_DAYS == 0)
    .then(pl.lit("same day"))
    .when(_DAYS == 1)
    .then(pl.lit("1 day apart"))
    .otherwise(pl.format("{} days apart", _DAYS))
)

NAME_SIGNALS = (
    _family("family_same", FamilyFit.SAME, "same family name"),
    _family("family_joined", FamilyFit.JOINED, "family name the same but for particles and hyphens"),
    _family("family_spelt", FamilyFit.SPELT, "family name sounds the same"),
    _family("family_part", FamilyFit.PART, "family name is half of the other"),
    _family("family_begins", FamilyFit.BEGINS, "family name begins like the other"),
    _family("family_typed", FamilyFit.TYPED, "family name is a slip away"),
    _given("given_same", "same", "same given name"),
    _given("given_initial", "initial", "given name fits initial"),
    _given("given_spelt", "spelt", "given name is a letter away"),
    _given("given_short", "short", "given name is short for the other"),
    Signal("given_alone", pl.col("is_given"), pl.lit("may be a given name")),
    Signal("only_family", pl.col("is_only_family"), pl.lit("nobody else of that family name")),
    Signal("only_given", pl.col("is_only_given"), pl.lit("nobody else of that family name and initial")),
)
CONTEXT_SIGNALS = (
    Signal("bearer_most", pl.col("share") == "most", pl.lit("nearly always meant by that name")),
    Signal("bearer_seldom", pl.col("share") == "seldom", pl.lit("another is named far more often")),
    Signal("only_often", pl.col("is_often"), _quoted("named in full in {} articles", "target_articles")),
    Signal("role", pl.col("role").is_not_null() & ~pl.col("role_is_common"), _quoted("role “{}” in both", "role")),
    Signal("role_common", pl.col("role_is_common"), _quoted("frequent role “{}” in both", "role")),
    Signal(
        "affiliation",
        pl.col("place").is_not_null() & ~pl.col("place_is_common"),
        _quoted("affiliation “{}” in both", "place"),
    ),
    Signal("affiliation_common", pl.col("place_is_common"), _quoted("frequent affiliation “{}” in both", "place")),
    Signal("outlet", pl.col("same_outlet"), pl.lit("same outlet")),
    Signal("days_near", _DAYS <= NEAR_DAYS, _APART),
    Signal("days_month", (_DAYS > NEAR_DAYS) & (_DAYS <= MONTH_DAYS), _APART),
    Signal("years", _DAYS > YEAR_DAYS, _APART),
    Signal("address_against", pl.col("address_fit") == "against", pl.lit("form of address speaks against it")),
    Signal("address_fits", pl.col("address_fit") == "fits", pl.lit("form of address fits")),
    Signal("one_article", pl.col("is_one_article"), pl.lit("one article names both")),
)
CO_MENTIONS = Signal(
    "co_mention",
    pl.col("co_mentions") > 0,
    _quoted("{} co-mentioned names", "co_mentions").str.replace("^1 co-mentioned names$", "1 co-mentioned name"),
    times=pl.col("co_mentions"),
)
PAIR_SIGNALS = (*NAME_SIGNALS, *CONTEXT_SIGNALS, CO_MENTIONS)
