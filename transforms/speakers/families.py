"""Family names that may be one, written differently: found by blocking, judged by their spelling."""

from enum import StrEnum

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Indel

from transforms.speakers import lexicon

_SPELT_MIN_CHARS = 5  # short names that sound alike are too many: Lee, Li, Lea
_SPELT_MIN = 0.79  # Gaddafi / Qaddafi 86, Meyer / Meier 80; Miller / Mueller 77 stay two
_TYPED_MIN_CHARS = 6
_TYPED_MIN = 0.90  # Stoltenberg / Stolenberg 95, Anderson / Andersen 87
_TYPED_HEAD = 4  # slips come late in a word, and a block must stay small
_PART_MIN_CHARS = 3
_HEAD_MIN_CHARS = 4  # “Lim” begins too many names
_BLOCK_MOST = 200  # families of one sound: beyond that the key says nothing, and pairs grow with the square

# Letters that desks exchange when they write a name of another alphabet, in this order.
_SOUNDS = (
    ("ph", "f"), ("sch|sh|ch|tz|ts|z", "s"), ("ck|kh|gh|q|g|c|x", "k"), ("dh", "d"), ("th", "t"), ("w", "v"), ("j", "i")
)  # fmt: skip
_DOUBLED = "bdfklmnprstv"


class FamilyFit(StrEnum):
    """How two family names fit, best first; `same` is for names that are equal."""

    SAME = "same"
    JOINED = "joined"
    SPELT = "spelt"
    PART = "part"
    BEGINS = "begins"
    TYPED = "typed"


def family_fits(families: pl.Series) -> pl.DataFrame:
    """`family`, `other`, `fit` (text of FamilyFit) and `rank` (0 is best): all pairs, both ways, each name with itself.

    `families` are folded family names.
    """
    known = pl.DataFrame({"family": families.unique().sort()}).filter(pl.col("family") != "")
    known = known.with_columns(_plain(pl.col("family")).alias("plain"))
    known = known.with_columns(_sound(pl.col("plain")).alias("sound"), pl.col("plain").str.len_chars().alias("chars"))
    found = [
        known.select("family", pl.col("family").alias("other"), pl.lit(FamilyFit.SAME.value).alias("fit")),
        _pairs(known, "plain", FamilyFit.JOINED),
        _alike(known.filter(pl.col("chars") >= _SPELT_MIN_CHARS), "sound", FamilyFit.SPELT, _SPELT_MIN),
        _parts(known),
        _beginnings(known),
        _alike(
            known.filter(pl.col("chars") >= _TYPED_MIN_CHARS).with_columns(
                pl.col("plain").str.head(_TYPED_HEAD).alias("head")
            ),
            "head",
            FamilyFit.TYPED,
            _TYPED_MIN,
        ),
    ]
    ranks = {fit.value: rank for rank, fit in enumerate(FamilyFit)}
    return (
        pl.concat(found)
        .with_columns(pl.col("fit").replace_strict(ranks, return_dtype=pl.Int8).alias("rank"))
        .sort("family", "other", "rank")
        .unique(["family", "other"], keep="first", maintain_order=True)
    )


def _plain(family: pl.Expr) -> pl.Expr:
    """Without particles and spaces: “al assad” and “assad” are “assad”."""
    particles = "|".join(sorted(lexicon.words("particles")))
    return family.str.replace_all(rf"\b(?:{particles})\b +", "").str.replace_all(" ", "", literal=True)


def _sound(plain: pl.Expr) -> pl.Expr:
    """The first letter and the consonants behind it, in classes: “zelenskyy” and “selenski” are “slnsk”."""
    for written, sound in _SOUNDS:
        plain = plain.str.replace_all(written, sound)
    rest = plain.str.slice(1).str.replace_all("[aeiouyh' ]", "")
    whole = plain.str.head(1) + rest
    for letter in _DOUBLED:
        whole = whole.str.replace_all(f"{letter}{letter}+", letter)
    return whole


def _pairs(known: pl.DataFrame, key: str, fit: FamilyFit) -> pl.DataFrame:
    """Pairs of different names with one `key`, both ways."""
    small = known.filter(pl.len().over(key).is_between(2, _BLOCK_MOST)).select(key, "family")
    pairs = small.join(small.rename({"family": "other"}), on=key).filter(pl.col("family") != pl.col("other"))
    return pairs.select("family", "other", pl.lit(fit.value).alias("fit"))


def _alike(known: pl.DataFrame, key: str, fit: FamilyFit, least: float) -> pl.DataFrame:
    """Pairs with one `key` whose spelling is alike to at least `least`."""
    pairs = _pairs(known, key, fit)
    if pairs.is_empty():
        return pairs
    alike = process.cpdist(
        pairs["family"].to_list(), pairs["other"].to_list(), scorer=Indel.normalized_similarity, score_cutoff=least
    )
    return pairs.filter(pl.Series(alike) > 0)


def _parts(known: pl.DataFrame) -> pl.DataFrame:
    """“lim ek” with “lim” and with “ek”, where those are names of the corpus too."""
    several = known.filter(pl.col("family").str.contains(" ", literal=True))
    parts = several.select("family", pl.col("family").str.split(" ").alias("other")).explode("other")
    parts = parts.filter(pl.col("other").str.len_chars() >= _PART_MIN_CHARS)
    return _both_ways(parts.join(known.select(pl.col("family").alias("other")), on="other", how="semi"), FamilyFit.PART)


def _beginnings(known: pl.DataFrame) -> pl.DataFrame:
    """“cres” with “creswell”, where both are names of the corpus."""
    lengths = pl.int_ranges(_HEAD_MIN_CHARS, pl.col("chars"), dtype=pl.Int64)
    long = known.filter(pl.col("chars") > _HEAD_MIN_CHARS).select("family", "plain", lengths.alias("length"))
    heads = long.explode("length").with_columns(pl.col("plain").str.slice(0, pl.col("length")).alias("head"))
    whole = known.select(pl.col("plain").alias("head"), pl.col("family").alias("other"))
    return _both_ways(heads.join(whole, on="head").select("family", "other"), FamilyFit.BEGINS)


def _both_ways(pairs: pl.DataFrame, fit: FamilyFit) -> pl.DataFrame:
    back = pairs.select(pl.col("other").alias("family"), pl.col("family").alias("other"))
    return pl.concat([pairs.select("family", "other"), back]).with_columns(pl.lit(fit.value).alias("fit"))
