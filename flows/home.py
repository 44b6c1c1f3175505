"""Where a pipeline keeps its things: one folder, the home."""

from dataclasses import dataclass
from pathlib import Path

from transforms.text.errors import PipelineError

# DuckDB and Polars read a path with one of these as a pattern.
_PATTERN_MARKS = "*?[]"


class HomeUnusable(PipelineError):
    """The home has a path that the databases would read as something else."""

    def __init__(self, root: Path) -> None:
        shown = str(root).encode("utf-8", "backslashreplace").decode()
        super().__init__(
            f"{shown} cannot be a home: its path holds one of * ? [ ] or unprintable characters. Choose another."
        )


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one pipeline. Everything in it but `curated`, `onrecord.toml` and `targets.toml` can be rebuilt."""

    root: Path

    @property
    def settings(self) -> Path:
        """Settings, optional."""
        return self.root / "onrecord.toml"

    @property
    def targets(self) -> Path:
        """The watch-list, optional."""
        return self.root / "targets.toml"

    @property
    def judgements(self) -> Path:
        """Human judgements about speakers, optional."""
        return self.root / "curated" / "judgements.jsonl"

    @property
    def database(self) -> Path:
        """The private working database: one writer, no readers."""
        return self.root / "warehouse.duckdb"

    @property
    def staging(self) -> Path:
        """Computed batches, and what a lost database is rebuilt from, unless the settings say where else."""
        return self.root / "staging"

    @property
    def published(self) -> Path:
        """What everybody else reads: `latest` and `runs`."""
        return self.root / "published"

    @property
    def dashboard(self) -> Path:
        """What Superset keeps: its database, its secrets and, unless told otherwise, its environment."""
        return self.root / "dashboard"

    def create(self) -> None:
        """Makes the folder.

        Raises:
            HomeUnusable: its path cannot be given to DuckDB.
        """
        if not is_plain(str(self.root)):
            raise HomeUnusable(self.root)
        self.root.mkdir(parents=True, exist_ok=True)


def is_plain(path: str) -> bool:
    """Whether DuckDB and Polars read `path` as the name of one thing."""
    return path.isprintable() and not any(mark in path for mark in _PATTERN_MARKS)
