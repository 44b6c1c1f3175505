"""What every step of a run is given."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import duckdb

from flows.batches import BatchRunner, InProcess
from flows.home import Home
from flows.reports import LogObserver, Observer
from flows.settings import Settings
from warehouse.staging import Staging, open_staging
from warehouse.store import open_store


@dataclass(frozen=True, slots=True)
class Context:
    """The home a run works in, its settings, how batches are computed and who hears of it."""

    home: Home
    settings: Settings
    runner: BatchRunner = field(default_factory=InProcess)
    observer: Observer = field(default_factory=LogObserver)

    @property
    def staging(self) -> Staging:
        """Where batches lie between computing and loading."""
        return open_staging(self.settings.scale.staging or self.home.staging)

    def store(self, threads: int | None = None) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The database of the home, for writing; for `threads` and errors see `open_store`."""
        return open_store(self.home.database, memory_mb=self.settings.run.memory_mb, threads=threads)
