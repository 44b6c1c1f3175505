"""What a step says of itself, and who listens: a terminal, a log, or Prefect."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

logger = logging.getLogger("onrecord")


@dataclass(frozen=True, slots=True)
class StepReport:
    """Rows in = rows out + rejects, in articles (records for ingest); `notes` are further counts by name."""

    step: str
    rows_in: int
    rows_out: int
    rejects: Mapping[str, int]  # by reason
    seconds: float
    notes: Mapping[str, int] = field(default_factory=dict)
    published: Path | None = None  # the run's folder, from the step that made one

    def line(self) -> str:
        """One line for people: `annotate: 412 articles → 410, 2 rejects (too_short 2), 14.2 s`."""
        notes = "".join(f", {count:,} {name}" for name, count in self.notes.items())
        rejected = sum(self.rejects.values())
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(self.rejects.items()))
        rejects = f", {rejected:,} rejects ({reasons})" if rejected else ""
        return f"{self.step}: {self.rows_in:,} in → {self.rows_out:,} out{notes}{rejects}, {self.seconds:.1f} s"


class Observer(Protocol):
    """Hears how a run goes on."""

    def started(self, step: str, total: int | None) -> None:
        """A step begins; `total` in articles where it is known."""
        ...

    def advanced(self, articles: int) -> None:
        """Articles done since the last call."""
        ...

    def ended(self, report: StepReport) -> None:
        """The step is over."""
        ...

    def close(self) -> None:
        """The run is over, however it ended."""
        ...


class LogObserver:
    """Plain log lines: one per finished step."""

    def __init__(self, target: logging.Logger | logging.LoggerAdapter[logging.Logger] = logger) -> None:
        self._logger = target

    def started(self, step: str, total: int | None) -> None:
        """See Observer."""
        if total:
            self._logger.info("%s: %s articles to do", step, f"{total:,}")

    def advanced(self, articles: int) -> None:
        """See Observer."""

    def ended(self, report: StepReport) -> None:
        """See Observer."""
        self._logger.info(report.line())

    def close(self) -> None:
        """See Observer."""


class TerminalObserver:
    """A progress bar while a step runs, its report when it is over."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def started(self, step: str, total: int | None) -> None:
        """See Observer."""
        self._progress = Progress(
            TextColumn("{task.description:>9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=self._console, transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(step, total=total)
        self._progress.start()

    def advanced(self, articles: int) -> None:
        """See Observer."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, articles)

    def ended(self, report: StepReport) -> None:
        """See Observer."""
        self.close()
        self._console.print(report.line(), highlight=False, markup=False)

    def close(self) -> None:
        """Gives the terminal its cursor back."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
