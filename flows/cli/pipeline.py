"""`onrecord run | status | rebuild`: the pipeline, what became of it, and its database anew."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import DEFAULT_HOME, HomeOption

commands = typer.Typer()


@commands.command()
def run(
    paths: Annotated[list[Path], typer.Argument(help="Article files and folders of them.")],
    home: HomeOption = DEFAULT_HOME,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes of this machine; default from the settings.")
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(help="Address of a Dask scheduler whose workers compute instead; default from the settings."),
    ] = None,
    orchestrate: Annotated[
        bool | None,
        typer.Option(
            "--orchestrate/--no-orchestrate",
            help="Run as Prefect flows. Default: on Dask, and where PREFECT_API_URL names a server.",
        ),
    ] = None,
) -> None:
    """Ingest PATHS, annotate and score what is new, and publish the tables."""
    from flows.commands.run import run_command

    if workers and dask:
        raise typer.BadParameter("--workers computes on this machine, --dask on a cluster: give one of them")
    run_command(paths, home, workers=workers, dask=dask, orchestrate=orchestrate)


@commands.command()
def status(home: HomeOption = DEFAULT_HOME) -> None:
    """Runs, row counts, and rejects by reason."""
    from flows.commands.status import status_command

    status_command(home)


@commands.command()
def rebuild(home: HomeOption = DEFAULT_HOME) -> None:
    """Make a damaged database anew of the staged batches; the old one is kept beside it."""
    from flows.commands.rebuild import rebuild_command

    rebuild_command(home)
