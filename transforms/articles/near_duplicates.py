"""Links articles that repeat one another almost word for word (wire copy), by MinHash over word 5-shingles."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rensa import RMinHash

_SHINGLE_WORDS = 5
_PERMUTATIONS = 128
_SEED = 20_220_311

# 21 bands of 6 rows: a pair of similarity 0.8 shares a band with probability 0.998, one of 0.5 with 0.28.
_BANDS, _BAND_ROWS = 21, 6

# Up to here every pair of a band's bucket is compared; in a larger one, each article with the first and its neighbour.
_SMALL_BUCKET = 24
_PAIRS_AT_ONCE = 100_000

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)

_Hashes = NDArray[np.uint64]
_Indices = NDArray[np.int64]


def signatures(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id and signature (128 little-endian UInt32 as Binary), equal on every machine and run.

    A text shorter than five words is one shingle; one without any word has no row.

    Args:
        articles: columns article_id, text.
    """
    words = (
        articles.select("article_id", word=pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+"))
        .with_columns(words=pl.col("word").list.len().cast(pl.Int64))
        .filter(pl.col("words") > 0)
    )
    if words.is_empty():
        return pl.DataFrame(schema={"article_id": pl.String, "signature": pl.Binary})
    counts = words["words"].to_numpy()
    hashes, offsets = _shingles(_word_hashes(words["word"].explode()), counts)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, _PERMUTATIONS, _SEED)
    rows = np.asarray(matrix.to_rows(), dtype="<u4")
    return pl.DataFrame(
        {"article_id": words["article_id"], "signature": [row.tobytes() for row in rows]},
        schema={"article_id": pl.String, "signature": pl.Binary},
    )


def bands(signed: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, band (UInt8), band_hash (UInt64): only articles that share one can be near-duplicates."""
    hashes = _band_hashes(_matrix(signed))
    return pl.DataFrame(
        {
            "article_id": pl.Series(signed["article_id"].to_list(), dtype=pl.String).gather(
                np.repeat(np.arange(len(signed)), _BANDS)
            ),
            "band": pl.Series(np.tile(np.arange(_BANDS, dtype=np.uint8), len(signed)), dtype=pl.UInt8),
            "band_hash": pl.Series(hashes.reshape(-1), dtype=pl.UInt64),
        }
    )


def near_duplicates(
    signatures_new: pl.DataFrame, signatures_known: pl.DataFrame, *, threshold: float = 0.8
) -> pl.DataFrame:
    """Columns article_id, duplicate_of, similarity for every new article that nearly repeats another.

    Articles linked by similar pairs form a group. `duplicate_of` is its first article: a known one before a new one,
    then by `order`, then by article_id; so nothing changes for articles known before, and the order of rows does not
    matter. `similarity` is the estimated Jaccard similarity to that first article.

    Args:
        signatures_new: columns article_id, signature, order (Int64).
        signatures_known: the same, optionally with duplicate_of (null: none); it is enough to give the articles that
            share a band with a new one, and what they are duplicates of.
        threshold: estimated Jaccard similarity from which a pair is linked.
    """
    ranked = _ranked(signatures_new, signatures_known)
    matrix = _matrix(ranked)
    is_new = ranked["is_new"].to_numpy()
    root = np.array(ranked["root"].to_numpy())
    left, right = _candidates(matrix, is_new)
    alike = _similarity(matrix, left, right) >= threshold
    first = _first_of_group(root, left[alike], right[alike])
    linked = np.flatnonzero(is_new & (first != np.arange(len(first))))
    article_id = ranked["article_id"]
    return pl.DataFrame(
        {
            "article_id": article_id.gather(linked),
            "duplicate_of": article_id.gather(first[linked]),
            "similarity": _similarity(matrix, linked, first[linked]),
        },
        schema={"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64},
    ).sort("article_id")


def _ranked(new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Known before new, earlier before later; `root` is the row of what a known article is a duplicate of."""
    columns = [pl.col("article_id"), pl.col("signature"), pl.col("order").cast(pl.Int64)]
    duplicate_of = pl.col("duplicate_of") if "duplicate_of" in known.columns else pl.lit(None)
    none = pl.lit(None, dtype=pl.String).alias("duplicate_of")
    ranked = (
        pl.concat(
            [
                known.select(*columns, duplicate_of.cast(pl.String).alias("duplicate_of"), is_new=pl.lit(False)),
                new.join(known, on="article_id", how="anti").select(*columns, none, is_new=pl.lit(True)),
            ]
        )
        .unique("article_id", keep="first", maintain_order=True)
        .sort("is_new", "order", "article_id")
        .with_row_index("row")
    )
    roots = ranked.select(pl.col("article_id").alias("duplicate_of"), pl.col("row").alias("root"))
    return ranked.join(roots, on="duplicate_of", how="left", maintain_order="left").with_columns(
        root=pl.coalesce("root", "row").cast(pl.Int64)
    )


def _candidates(matrix: NDArray[np.uint32], is_new: NDArray[np.bool_]) -> tuple[_Indices, _Indices]:
    """Pairs of rows, the earlier first and the later new, that share a whole signature or a band."""
    count = len(matrix)
    _, representative = np.unique(_row_keys(matrix), return_inverse=True)
    earliest = np.full(count, count, dtype=np.int64)
    np.minimum.at(earliest, representative, np.arange(count))
    same = earliest[representative]
    repeats = np.flatnonzero(same != np.arange(count))
    # A repeat only follows its first row; a first row that is known but repeated by known ones adds nothing.
    distinct = np.flatnonzero(same == np.arange(count))
    found = [(same[repeats], repeats), *(_bucket_pairs(keys, distinct) for keys in _band_hashes(matrix[distinct]).T)]
    left = np.concatenate([pair[0] for pair in found])
    right = np.concatenate([pair[1] for pair in found])
    keep = is_new[right]
    pairs = np.unique(left[keep] * np.int64(max(count, 1)) + right[keep])
    return pairs // max(count, 1), pairs % max(count, 1)


def _bucket_pairs(keys: _Hashes, rows: _Indices) -> tuple[_Indices, _Indices]:
    """Pairs inside each run of equal keys: all of them in small buckets, a star and a chain in large ones."""
    order = np.argsort(keys, kind="stable")
    key, row = keys[order], rows[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(key)))
    first = np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    position = np.arange(len(key))
    lefts, rights = [row[first]], [row]
    for step in range(1, _SMALL_BUCKET):
        reach = (position - first >= step) & ((size <= _SMALL_BUCKET) | (step == 1))
        lefts.append(row[position[reach] - step])
        rights.append(row[reach])
    left, right = np.concatenate(lefts), np.concatenate(rights)
    return left[left != right], right[left != right]


def _first_of_group(root: _Indices, left: _Indices, right: _Indices) -> _Indices:
    """The lowest row each row is connected to; rows are in order of precedence."""
    first = np.minimum(root, np.arange(len(root)))
    while True:
        before = first.copy()
        lowest = np.minimum(first[left], first[right])
        for side in (left, right, before[left], before[right]):
            np.minimum.at(first, side, lowest)
        first = first[first]
        if np.array_equal(first, before):
            return first


def _similarity(matrix: NDArray[np.uint32], left: _Indices, right: _Indices) -> NDArray[np.float64]:
    parts = [
        (matrix[left[start : start + _PAIRS_AT_ONCE]] == matrix[right[start : start + _PAIRS_AT_ONCE]]).mean(axis=1)
        for start in range(0, len(left), _PAIRS_AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _matrix(signed: pl.DataFrame) -> NDArray[np.uint32]:
    joined = b"".join(signed["signature"].to_list())
    return np.frombuffer(joined, dtype="<u4").reshape(-1, _PERMUTATIONS)


def _word_hashes(words: pl.Series) -> _Hashes:
    """A stable hash for each word; only the distinct ones are hashed, by rensa, whose hash depends on no process."""
    vocabulary = words.unique().sort()
    hashes = RMinHash.hash_token_sets([[word] for word in vocabulary])
    flat = pl.DataFrame({"word": vocabulary, "hash": pl.Series([entry[0] for entry in hashes], dtype=pl.UInt64)})
    joined = words.to_frame("word").join(flat, on="word", how="left", maintain_order="left")
    return joined["hash"].to_numpy()


def _shingles(hashes: _Hashes, counts: _Indices) -> tuple[_Hashes, _Hashes]:
    """One hash for each five words in a row of the same article, and where each article's begin."""
    ends = np.cumsum(counts)
    starts = ends - counts
    number = np.maximum(counts - _SHINGLE_WORDS + 1, 1)
    offsets = np.concatenate(([0], np.cumsum(number)))
    first = np.repeat(starts - offsets[:-1], number) + np.arange(offsets[-1])
    last = np.repeat(ends, number)
    mixed = np.zeros(len(first), dtype=np.uint64)
    for step in range(_SHINGLE_WORDS):
        at = first + step
        word = np.where(at < last, hashes[np.minimum(at, len(hashes) - 1)], np.uint64(0))
        mixed = _mix(mixed ^ word)
    return mixed, offsets.astype(np.uint64)


def _band_hashes(matrix: NDArray[np.uint32]) -> _Hashes:
    """One hash for each row and band."""
    rows = matrix[:, : _BANDS * _BAND_ROWS].reshape(len(matrix), _BANDS, _BAND_ROWS).astype(np.uint64)
    mixed = np.broadcast_to(np.arange(_BANDS, dtype=np.uint64), rows.shape[:2]).copy()
    for index in range(_BAND_ROWS):
        mixed = _mix(mixed ^ rows[:, :, index])
    return mixed


def _row_keys(matrix: NDArray[np.uint32]) -> _Hashes:
    mixed = np.zeros(len(matrix), dtype=np.uint64)
    for index in range(_PERMUTATIONS):
        mixed = _mix(mixed ^ matrix[:, index].astype(np.uint64))
    return mixed


def _mix(values: _Hashes) -> _Hashes:
    """A round of multiplying and shifting, modulo 2**64."""
    with np.errstate(over="ignore"):
        spread = (values + _MULTIPLIER) * _MULTIPLIER
    return spread ^ (spread >> _SHIFT)
