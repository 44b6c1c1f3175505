"""The files of a published table: one, or one per month for the tables that hold all text (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from warehouse.literals import literal

_SUFFIX = ".parquet"


def file_name(table: str, month: str | None = None) -> str:
    """The file of a table, or of one month of it, as seen from the run's folder."""
    return f"{table}/{month}{_SUFFIX}" if month else f"{table}{_SUFFIX}"


def table_names(folder: Path) -> list[str]:
    """The tables of the run in `folder`, by name."""
    whole = {file.stem for file in folder.glob(f"*{_SUFFIX}")}
    return sorted(whole | {file.parent.name for file in folder.glob(f"*/*{_SUFFIX}")})


def table_files(folder: Path, name: str) -> list[Path]:
    """The files of the table `name` in the run in `folder`, in order; none where it is not part of the run."""
    whole = folder / file_name(name)
    return [whole] if whole.is_file() else sorted((folder / name).glob(f"*{_SUFFIX}"))


def rows_of(files: Sequence[Path]) -> str:
    """SQL for the rows of these files, of which there is at least one."""
    return f"read_parquet([{', '.join(literal(file) for file in files)}])"


def is_whole(path: Path, size_bytes: int) -> bool:
    """Whether the file is there with the size that the data package gives."""
    return path.is_file() and path.stat().st_size == size_bytes
