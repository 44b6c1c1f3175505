"""`onrecord run`."""

import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import duckdb
import polars as pl
from rich.console import Console

from flows.batches import BatchRunner, InProcess, WorkerProcesses
from flows.context import Context
from flows.files import check_paths
from flows.home import Home
from flows.reports import LogObserver, Observer, TerminalObserver
from flows.runs import Run, run_pipeline
from flows.settings import read_settings
from transforms.text.errors import PipelineError


class RunStopped(PipelineError):
    """The system refused to read, write, or give memory."""

    def __init__(self, error: Exception) -> None:
        reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        super().__init__(
            f"the run stopped: {reason}. Nothing half-written counts and the last published run stays. Give what is "
            "missing (free space, the right to read and write, memory; where the database asks for it, a larger "
            "`memory_mb` under [run] in onrecord.toml), then run the same command again: it goes on where it was."
        )


class PrefectUnreachable(PipelineError):
    """PREFECT_API_URL names a server that does not answer."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"{error}. Start that server, unset PREFECT_API_URL, or run with --no-orchestrate.")


# What the machine can do to a run, as the libraries say it; everything else is a fault of ours and shows its traceback.
_SYSTEM_ERRORS = (
    OSError, MemoryError, BrokenProcessPool, duckdb.IOException, duckdb.OutOfMemoryException,
    duckdb.TransactionException, pl.exceptions.ComputeError,
)  # fmt: skip


class ClusterNeedsPrefect(PipelineError):
    """Batches reach a cluster as Prefect tasks only."""

    def __init__(self) -> None:
        super().__init__(
            "a Dask cluster is computed on through Prefect. Run without --no-orchestrate, or with --workers to compute "
            "on this machine."
        )


def run_command(
    paths: list[Path], home: Path, *, workers: int | None, dask: str | None, orchestrate: bool | None
) -> None:
    """Runs the pipeline once and says where the tables are.

    Args:
        paths: article files and folders of them.
        home: folder of the pipeline.
        workers: worker processes of this machine, whatever the settings say.
        dask: address of a Dask scheduler, whatever the settings say.
        orchestrate: as Prefect flows or not; None: on a cluster and where PREFECT_API_URL names a server.

    Raises:
        ClusterNeedsPrefect: a cluster, and not orchestrated.
        RunStopped: the disk is full, the home may not be written, a worker was killed.
        PrefectUnreachable: the server does not answer.
    """
    console = Console(stderr=True)
    check_paths(paths)
    context = _context(home, workers=workers, dask=dask, console=console)
    cluster = context.settings.scale.dask
    if cluster and orchestrate is False:
        raise ClusterNeedsPrefect
    by_default = bool(cluster or os.environ.get("PREFECT_API_URL"))
    try:
        if by_default if orchestrate is None else orchestrate:
            published = _run_flow(paths, home, workers, dask)
        else:
            run = _run_here(paths, context)
            published = run.published
            if not run.reports[0].rows_in and not run.reports[0].notes:
                console.print(f"no article files under {', '.join(map(str, paths))}", highlight=False, markup=False)
    except _SYSTEM_ERRORS as error:
        raise RunStopped(error) from error
    said = f"published {published}" if published else "nothing new; the last published run stays"
    console.print(said, highlight=False, markup=False, soft_wrap=True)


def _run_here(paths: list[Path], context: Context) -> Run:
    try:
        return run_pipeline(context, paths)
    finally:
        context.observer.close()


def _run_flow(paths: list[Path], home: Path, workers: int | None, dask: str | None) -> Path | None:
    from flows.pipeline import pipeline

    try:
        published = pipeline(paths=[str(path) for path in paths], home=str(home), workers=workers, dask=dask)
    except RuntimeError as error:
        if not str(error).startswith("Failed to reach API"):
            raise
        raise PrefectUnreachable(error) from error
    return Path(published) if published else None


def _context(home: Path, *, workers: int | None, dask: str | None, console: Console) -> Context:
    """The context of a run without an orchestrator: a progress bar on a terminal, log lines elsewhere."""
    place = Home(home.absolute())
    settings = read_settings(place.settings).at_scale(workers=workers, dask=dask)
    count = settings.scale.workers
    runner: BatchRunner = InProcess() if count == 1 else WorkerProcesses(count)
    observer: Observer = TerminalObserver(console) if console.is_terminal else LogObserver()
    return Context(place, settings, runner, observer)
