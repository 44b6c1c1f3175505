"""A batch that kills its worker is halved until the culprit stands alone and becomes a reject."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from flows.isolate import most_odd
from transforms.text.errors import PipelineError
from warehouse.staging import StagedBatch, staged_frames
from warehouse.staging_folder import FolderBatch


class WorkersKilled(PipelineError):
    """Worker processes are killed whatever they compute."""

    def __init__(self, batch: StagedBatch, killed: int, articles: int) -> None:
        super().__init__(
            f"worker processes were killed at {killed} of the {articles} articles of batch {batch.name}, each alone. "
            "Memory may be short: run with fewer --workers or give more, then run the same command again; it goes on "
            "where it was."
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a batch's input rows; `is_deadly`: the one row, which is only to be rejected."""

    first: int
    rows: int
    is_deadly: bool = False

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """These rows of the input."""
        return frame.slice(self.first, self.rows)

    def halves(self) -> tuple["Part", "Part"]:
        """The first and the second half."""
        half = self.rows // 2
        return Part(self.first, half), Part(self.first + half, self.rows - half)


# More rows than any batch has.
WHOLE = Part(0, 2**31)


def compute_in_parts(compute: Callable[[StagedBatch, Part], bool], target: StagedBatch, articles: int) -> None:
    """Stages as `target` what `compute` makes of a batch's parts, those it survives.

    Args:
        compute: stages a part as another batch; False where its worker was killed.
        target: the whole batch.
        articles: rows of the batch.

    Raises:
        WorkersKilled: at more than a few articles, each alone.
    """
    staged_parts: list[FolderBatch] = []
    deadly = 0
    waiting = [Part(0, articles)]
    with TemporaryDirectory(prefix="onrecord-") as folder:
        while waiting:
            part = waiting.pop()
            batch = FolderBatch(Path(folder) / f"{part.first}-{part.rows}")
            if compute(batch, part):
                staged_parts.append(batch)
            elif part.rows > 1:
                waiting += reversed(part.halves())
            else:
                deadly += 1
                if deadly > most_odd(articles):
                    raise WorkersKilled(target, deadly, articles)
                compute(batch, Part(part.first, 1, is_deadly=True))
                staged_parts.append(batch)
        target.stage(_together(staged_parts))


def _together(parts: list[FolderBatch]) -> dict[str, pl.DataFrame]:
    """The frames of all parts; what each of them has from the batch as a whole is there once."""
    frames = [staged_frames(part.path) for part in parts]
    return {name: pl.concat([some[name] for some in frames]).unique(maintain_order=True) for name in frames[0]}
