"""`onrecord speakers`: who is who, and what people judge about it."""

from typing import Annotated

import typer

from flows.cli.options import DEFAULT_HOME, HomeOption

commands = typer.Typer(help="List speakers, and tell who is the same person and who is not.", no_args_is_help=True)


@commands.command("list")
def list_(
    name: Annotated[str, typer.Argument(help="Part of a name; without it, the most quoted.")] = "",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Speakers with their ids, other names and counts."""
    from flows.commands.speakers import list_speakers

    list_speakers(name, home)


@commands.command()
def same(left: str, right: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """LEFT and RIGHT (ids or names) are one speaker; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="same", left=left, right=right, note=note)


@commands.command()
def different(left: str, right: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """LEFT and RIGHT (ids or names) are two speakers; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="different", left=left, right=right, note=note)


@commands.command()
def rename(speaker: str, name: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """SPEAKER (id or name) is shown as NAME; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="rename", speaker=speaker, name=name, note=note)
