"""`onrecord browse | report | dashboard`: the published run to look at."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import DEFAULT_HOME, HomeOption

commands = typer.Typer()


@commands.command()
def browse(
    home: HomeOption = DEFAULT_HOME,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")] = 8765,
) -> None:
    """A local web page over the published run: search, articles with their quotations marked, speakers, targets."""
    from flows.commands.browse import browse_command

    browse_command(home, port)


@commands.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made anew; an earlier report in it is replaced.")],
    home: HomeOption = DEFAULT_HOME,
    articles: Annotated[int, typer.Option(min=1, help="How many of the newest articles.")] = 100,
) -> None:
    """The pages of `browse` as files to mail or to host, for the newest articles."""
    from flows.commands.browse import report_command

    report_command(home, folder, articles)


@commands.command()
def dashboard(
    home: HomeOption = DEFAULT_HOME,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8088,
    environment: Annotated[
        Path | None,
        typer.Option(help="Where Superset is installed; homes may share it. Default: in the home.", file_okay=False),
    ] = None,
) -> None:
    """Serve a dashboard of the published run: Apache Superset, on this machine only."""
    from flows.commands.dashboard import dashboard_command

    dashboard_command(home, port, environment)
