"""Which wordings repeat one another: near-exact copies, parts of longer ones. They share triples of words."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from transforms.scores.wordings import CLOSE_DAYS, LONG_WORDS, NEGATORS

_TRIPLE = 3
_PROBES = 4  # the rarest triples of a wording that others have too; a part of five words shares at least one
_NEIGHBOURS = 12  # of those that share a triple, each is compared with so many that are next in length, and the longest
_TRIPLES_AT_ONCE = 400_000  # bounds memory
_PAIRS_AT_ONCE = 50_000
# Of the words of both, so many per cent are shared, in order: one of 13 replaced, or one of 6 left out.
_ALIKE_PCT, _ALL_PCT = 92.0, 100.0
_PART_WORDS_QUOTED, _PART_WORDS = 3, 5  # an indirect quotation of fewer words (“the new bridge”) is part of everything
_WORDINGS_AT_ONCE = 20_000
_SURROGATES = range(0xD800, 0xE000)  # no characters
_CHARACTERS = 0x110000 - len(_SURROGATES)
PAIR_SCHEMA = {
    "short": pl.Int64,
    "long": pl.Int64,
    "is_copy": pl.Boolean,
    "is_exact": pl.Boolean,
    "gap_days": pl.Int64,
}
_TRIPLE_SCHEMA = {"wording": pl.Int64, "length": pl.UInt32, "triple": pl.UInt64}


def repeated(wordings: pl.DataFrame) -> pl.DataFrame:
    """Columns of PAIR_SCHEMA; short and long are wordings: a pair is a copy, else `short` is a part of `long`.

    Both have one speaker and are both said or both not. Long copies may be any time apart, other pairs two weeks.

    Args:
        wordings: of `distinct_wordings`.
    """
    spelled = _spelled(wordings["words"])
    found = [_judged(pairs, spelled) for pairs in _in_parts(_candidates(wordings), wordings)]
    return pl.concat([pl.DataFrame(schema=PAIR_SCHEMA), *found]).sort("short", "long")


def _candidates(wordings: pl.DataFrame) -> pl.DataFrame:
    """Pairs short, long that share a triple that is rare for `short`; their number grows with that of the wordings."""
    triples = _shared_triples(wordings)
    # A pair shares a triple, so triples can be paired a part at a time.
    number = 1 + triples.height // _TRIPLES_AT_ONCE
    parts = (triples.filter(pl.col("triple") % number == part) for part in range(number))
    # One number for each pair: a third of the memory, and the order of short, long.
    count = wordings.height
    pairs = pl.concat([_paired(part).select(pair=pl.col("short") * count + pl.col("long")) for part in parts])
    pair = pl.col("pair")
    return pairs.unique().sort("pair").select(short=pair // count, long=pair % count)


def _paired(triples: pl.DataFrame) -> pl.DataFrame:
    """Pairs short, long of some triples; none is there twice."""
    is_first = pl.col("triple").ne_missing(pl.col("triple").shift())
    ordered = triples.sort("triple", "length", "wording", descending=[False, True, False]).with_columns(
        longest=pl.when(is_first).then("wording").forward_fill()
    )
    others = [pl.col("longest")]
    others += [
        pl.when(pl.col("triple") == pl.col("triple").shift(step)).then(pl.col("wording").shift(step))
        for step in range(1, _NEIGHBOURS + 1)
    ]
    pairs = [
        ordered.select("is_probe", short="wording", long=other)
        .filter(pl.col("is_probe") & pl.col("long").is_not_null() & (pl.col("short") != pl.col("long")))
        .select("short", "long")
        for other in others
    ]
    return pl.concat(pairs).unique()


def _shared_triples(wordings: pl.DataFrame) -> pl.DataFrame:
    """Columns triple, wording, length, is_probe: the triples of words that two wordings of a speaker have."""
    long_enough = wordings.filter(pl.col("length") >= _TRIPLE)
    triples = pl.concat(
        [pl.DataFrame(schema=_TRIPLE_SCHEMA), *map(_triples, long_enough.iter_slices(_WORDINGS_AT_ONCE))]
    )
    shared = triples.with_columns(sharers=pl.len().over("triple")).filter(pl.col("sharers") > 1)
    return (
        shared.with_row_index("position")
        .sort("wording", "sharers", "position")
        .with_columns(is_probe=pl.int_range(pl.len()).over("wording") < _PROBES)
        .select("triple", "wording", "length", "is_probe")
    )


def _triples(wordings: pl.DataFrame) -> pl.DataFrame:
    return (
        wordings.select("wording", "length", "speaker_id", "is_said", word="words")
        .explode("word", empty_as_null=False, keep_nulls=False)
        .with_columns(second=pl.col("word").shift(-1), third=pl.col("word").shift(-2))
        .filter(pl.col("wording") == pl.col("wording").shift(-2))
        # Only ever compared for equality, so it need not be the same number everywhere.
        .select("wording", "length", triple=pl.struct("speaker_id", "is_said", "word", "second", "third").hash())
        .unique(maintain_order=True)
    )


def _in_parts(pairs: pl.DataFrame, wordings: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The pairs that may be copies or parts by their time and kind, with both wordings beside one another."""
    compared = ("speaker_id", "is_said", "words", "length", "is_quoted", "marks", "first_on", "last_on")
    apart = pl.max_horizontal(
        pl.col("first_on") - pl.col("last_on_long"), pl.col("first_on_long") - pl.col("last_on"), pl.duration(days=0)
    )
    is_known = pl.col("first_on").is_not_null() & pl.col("first_on_long").is_not_null()
    for part in pairs.iter_slices(_PAIRS_AT_ONCE):
        rows = [
            wordings.select(compared)[part[side].to_numpy()].rename({name: f"{name}{ending}" for name in compared})
            for side, ending in (("short", ""), ("long", "_long"))
        ]
        yield (
            pl.concat([part, *rows], how="horizontal")
            .filter(
                pl.col("speaker_id").eq_missing(pl.col("speaker_id_long")),
                pl.col("is_said") == pl.col("is_said_long"),
                # Of equal length with other numbers, like reports of one pattern, they are neither copies nor parts.
                (pl.col("marks") == pl.col("marks_long")) | (pl.col("length") < pl.col("length_long")),
            )
            .with_columns(gap_days=pl.when(is_known).then(apart.dt.total_days()).otherwise(0))
        )


def _judged(pairs: pl.DataFrame, spelled: pl.Series) -> pl.DataFrame:
    short, long = (spelled.gather(pairs[side]).to_list() for side in ("short", "long"))
    whole, inside = (_alike_pct(short, long, scorer) for scorer in (fuzz.ratio, fuzz.partial_ratio))
    is_long = pl.col("length") >= LONG_WORDS
    same_marks = pl.col("marks") == pl.col("marks_long")
    is_close = pl.col("gap_days") <= CLOSE_DAYS
    enough = pl.when("is_quoted").then(_PART_WORDS_QUOTED).otherwise(_PART_WORDS)
    return (
        pairs.with_columns(whole=pl.Series(whole), inside=pl.Series(inside), is_exact=pl.Series(inside >= _ALL_PCT))
        .with_columns(
            is_copy=is_long & same_marks & (pl.col("whole") >= _ALIKE_PCT),
            is_part=is_close & pl.col("speaker_id").is_not_null() & (pl.col("length") >= enough)
            & (pl.col("is_exact") | (is_long & same_marks & (pl.col("inside") >= _ALIKE_PCT))),
        )
        .filter(pl.col("is_copy") | pl.col("is_part"))
        # Asked last, of the few that are left: it searches the longer text.
        .filter(pl.col("is_copy") | ~_is_turned())
        .select(pl.col(name).cast(kind) for name, kind in PAIR_SCHEMA.items())
    )  # fmt: skip


def _alike_pct(short: list[str], long: list[str], scorer: Callable[..., float]) -> NDArray[np.float64]:
    """Pair by pair; below the threshold 0."""
    if not short:
        return np.empty(0)
    alike: NDArray[np.float64] = process.cpdist(short, long, scorer=scorer, score_cutoff=_ALIKE_PCT, dtype=np.float64)
    return alike


def _spelled(words: pl.Series) -> pl.Series:
    """Each list of words as a text with one character per word, so that rapidfuzz compares words."""
    code = words.explode(empty_as_null=False, keep_nulls=False).rank("dense").to_numpy().astype(np.uint32)
    code = code % np.uint32(_CHARACTERS)
    code[code >= _SURROGATES.start] += np.uint32(len(_SURROGATES))
    text = code.astype("<u4").tobytes().decode("utf-32-le")
    ends = np.cumsum(words.list.len().to_numpy()).tolist()
    return pl.Series([text[start:end] for start, end in zip([0, *ends], ends, strict=False)], dtype=pl.String)


def _is_turned() -> pl.Expr:
    """Whether a negation stands before the part where it was taken from."""
    begins = pl.col("words").list.head(2).list.join(" ")
    longer = pl.concat_str(pl.lit(" "), pl.col("words_long").list.join(" "))
    return pl.any_horizontal(
        longer.str.contains(pl.concat_str(pl.lit(f" {negator} "), begins), literal=True) for negator in NEGATORS
    )
