"""A batch's result as the frames that are staged and loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import polars as pl

from transforms.schemas.core_rejects import CoreRejects
from transforms.schemas.tables import table
from transforms.text.rejects import Reject

REJECTS_SCHEMA = CoreRejects.create_empty().schema


def reject_frame(rejects: Sequence[Reject]) -> pl.DataFrame:
    """Rejects as rows of core_rejects."""
    return pl.DataFrame([asdict(reject) for reject in rejects], schema=REJECTS_SCHEMA)


def validated(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`frames` by table name, each checked against the schema of its table.

    Raises:
        dataframely.exc.ValidationError: a row is not what its schema promises; a fault of ours.
    """
    return {name: table(name).schema.validate(frame) for name, frame in frames.items()}


def batch_frames(
    names: Sequence[str],
    results: Sequence[Mapping[str, pl.DataFrame]],
    rejects: Sequence[Reject],
    articles: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """The tables `names` of all results, with `rejects` and `fingerprints`."""
    frames: dict[str, pl.DataFrame] = {
        name: pl.concat([table(name).schema.create_empty(), *(result[name] for result in results)]) for name in names
    }
    frames["rejects"] = pl.concat([
        reject_frame(rejects), *(result["rejects"] for result in results if "rejects" in result)
    ])  # fmt: skip
    frames["fingerprints"] = articles.select("article_id", "fingerprint")
    return frames
