"""Statements: quotations of one speaker that repeat one another, over articles and outlets, are one statement."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from transforms.scores.copies import repeated
from transforms.scores.wordings import LONG_WORDS, distinct_wordings, with_wordings

_Numbers = NDArray[np.int64]


def statements(quotations: pl.DataFrame) -> pl.DataFrame:
    """Columns quotation_id, statement_id, is_said for every quotation, sorted; `statement_id` is its first copy.

    First is the earliest day, undated last, then the lowest quotation_id. Copies of copies are copies; a part belongs
    to one longer wording, so that two statements never become one by a phrase they share. A statement has at most one
    known speaker; a long quotation without one joins the exact words of the only known speaker who said them.

    Args:
        quotations: columns quotation_id, article_id, char_start, speaker_id, published_on, cue_kind, kind, text.
    """
    worded = with_wordings(quotations)
    wordings = distinct_wordings(worded)
    pairs = repeated(wordings)
    groups = _groups(wordings.height, pairs.filter("is_copy"))
    grouped = wordings.with_columns(group=pl.Series(groups, dtype=pl.Int64))
    groups = _roots(_containers(grouped, pairs))[groups]
    groups = _roots(_named(wordings.with_columns(group=pl.Series(groups, dtype=pl.Int64))))[groups]
    return (
        worded.with_columns(group=pl.Series(groups, dtype=pl.Int64).gather(worded["wording"]))
        .sort("published_on", "quotation_id", nulls_last=True)
        .select("quotation_id", "is_said", statement_id=pl.col("quotation_id").first().over("group"))
        .sort("quotation_id")
    )


def _groups(count: int, copies: pl.DataFrame) -> _Numbers:
    """Wording → the number of its group: those that copies connect."""
    edges = (np.ones(copies.height), (copies["short"].to_numpy(), copies["long"].to_numpy()))
    _, labels = connected_components(coo_array(edges, shape=(count, count)), directed=False)
    return np.asarray(labels, dtype=np.int64)


def _containers(wordings: pl.DataFrame, pairs: pl.DataFrame) -> _Numbers:
    """Group → the group it is a part of, itself if none: word for word, then nearest in time, then the longest."""
    own = wordings.select("wording", "group", size=pl.col("length").max().over("group"))
    short, long = (own.rename({"wording": side, "group": f"{side}_group", "size": f"{side}_size"})
                   for side in ("short", "long"))  # fmt: skip
    # A container is longer, of equals the first: so there is no circle.
    is_longer = (pl.col("long_size") > pl.col("short_size")) | (
        (pl.col("long_size") == pl.col("short_size")) & (pl.col("long_group") < pl.col("short_group"))
    )
    best = (
        pairs.join(short, on="short")
        .join(long, on="long")
        .filter(is_longer)
        .sort("short_group", "is_exact", "gap_days", "long_size", "long_group", "short", "long",
              descending=[False, True, False, True, False, False, False])
        .unique("short_group", keep="first", maintain_order=True)
    )  # fmt: skip
    return _pointing(wordings, best["short_group"], best["long_group"])


def _named(wordings: pl.DataFrame) -> _Numbers:
    """Group without a speaker → the only known speaker's group with the very words of one of its long wordings."""
    key = ("is_said", "words")
    long = wordings.filter(pl.col("length") >= LONG_WORDS).with_columns(words=pl.col("words").list.join(" "))
    known = long.filter(pl.col("speaker_id").is_not_null()).select(*key, "speaker_id", named="group")
    found = (
        long.filter(pl.col("speaker_id").is_null())
        .select(*key, "group")
        .join(known, on=key)
        .group_by("group")
        .agg(pl.col("named").min(), speakers=pl.col("speaker_id").n_unique())
        .filter(pl.col("speakers") == 1)
    )
    return _pointing(wordings, found["group"], found["named"])


def _pointing(wordings: pl.DataFrame, groups: pl.Series, others: pl.Series) -> _Numbers:
    pointers = np.arange(wordings.height, dtype=np.int64)
    pointers[groups.to_numpy()] = others.to_numpy()
    return pointers


def _roots(pointers: _Numbers) -> _Numbers:
    """Where each number leads when its pointer is followed to the end."""
    while not np.array_equal(pointers[pointers], pointers):
        pointers = pointers[pointers]
    return pointers
