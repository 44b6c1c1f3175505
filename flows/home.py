"""Where a pipeline keeps its things: one folder, the home."""

from dataclasses import dataclass
from pathlib import Path


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
        """Computed batches."""
        return self.root / "staging"

    @property
    def published(self) -> Path:
        """What everybody else reads: `latest` and `runs`."""
        return self.root / "published"

    def create(self) -> None:
        """Makes the folder."""
        self.root.mkdir(parents=True, exist_ok=True)
