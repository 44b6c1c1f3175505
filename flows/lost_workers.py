"""A batch that kills its worker is halved until the culprit stands alone and becomes a reject."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.isolate import FEW, FEW_SHARE
from transforms.text.errors import PipelineError
from warehouse.staging import batch_frames, discard, stage


class WorkersKilled(PipelineError):
    """Worker processes are killed whatever they compute."""

    def __init__(self, batch: Path, killed: int, articles: int) -> None:
        super().__init__(
            f"worker processes were killed at {killed} of the {articles} articles of batch {batch}, each alone. Memory "
            "may be short: run with fewer --workers or give more, then run the same command again; it goes on where it "
            "was."
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


def compute_in_parts(compute: Callable[[Path, Part], bool], target: Path, articles: int) -> None:
    """Stages in `target` what `compute` makes of a batch's parts, those it survives.

    Args:
        compute: stages a part in a folder; False where its worker was killed.
        target: the batch's folder.
        articles: rows of the batch.

    Raises:
        WorkersKilled: at more than a few articles, each alone.
    """
    staged_parts: list[Path] = []
    deadly = 0
    waiting = [Part(0, articles)]
    while waiting:
        part = waiting.pop()
        folder = target.with_name(f"{target.name}.{part.first}-{part.rows}.tmp")
        if compute(folder, part):
            staged_parts.append(folder)
        elif part.rows > 1:
            waiting += reversed(part.halves())
        else:
            deadly += 1
            if deadly > max(FEW, FEW_SHARE * articles):
                raise WorkersKilled(target, deadly, articles)
            compute(folder, Part(part.first, 1, is_deadly=True))
            staged_parts.append(folder)
    stage(target, _together(staged_parts))
    for folder in staged_parts:
        discard(folder)


def _together(parts: list[Path]) -> dict[str, pl.DataFrame]:
    """The frames of all parts; what each of them has from the batch as a whole is there once."""
    frames = [batch_frames(part) for part in parts]
    return {name: pl.concat([some[name] for some in frames]).unique(maintain_order=True) for name in frames[0]}
