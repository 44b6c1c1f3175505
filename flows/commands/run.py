"""`onrecord run`."""

from pathlib import Path

from rich.console import Console

from flows.batches import BatchRunner, InProcess, WorkerProcesses
from flows.context import Context
from flows.home import Home
from flows.reports import LogObserver, Observer, TerminalObserver
from flows.runs import run_pipeline
from flows.settings import read_settings
from transforms.text.errors import PipelineError


class DiskRefused(PipelineError):
    """The system refused to read or write."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"{error}. Nothing half-written is left and `latest` is as before; free space or give the right to write, "
            "then run the same command again."
        )


def run_command(paths: list[Path], home: Path, *, workers: int | None, orchestrate: bool) -> None:
    """Runs the pipeline once and says where the tables are."""
    console = Console(stderr=True)
    try:
        if orchestrate:
            from flows.pipeline import pipeline

            pipeline(paths=[str(path) for path in paths], home=str(home), workers=workers)
            return
        context = make_context(home, workers=workers, console=console)
        run = run_pipeline(context, paths)
    except OSError as error:
        raise DiskRefused(error) from error
    if run.published:
        console.print(f"published {run.published}", highlight=False, markup=False, soft_wrap=True)
    else:
        console.print("nothing new; the last published run stays", highlight=False, markup=False)


def make_context(home: Path, *, workers: int | None, console: Console) -> Context:
    """The context of a run without an orchestrator: a progress bar on a terminal, log lines elsewhere."""
    place = Home(home.absolute())
    settings = read_settings(place.settings)
    count = workers or settings.run.workers
    runner: BatchRunner = InProcess() if count == 1 else WorkerProcesses(count)
    observer: Observer = TerminalObserver(console) if console.is_terminal else LogObserver()
    return Context(place, settings, runner, observer)
