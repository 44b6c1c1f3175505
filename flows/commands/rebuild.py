"""`onrecord rebuild`."""

from pathlib import Path

from rich.console import Console

from flows.commands.status import NoSuchHome
from flows.context import Context
from flows.home import Home
from flows.lock import only_run
from flows.settings import read_settings
from warehouse.kept import is_lost, restore, set_aside


def rebuild_command(home: Path) -> None:
    """Makes a new database of the staged batches, keeps the old one beside it, and says what came back.

    Raises:
        NoSuchHome: there is no pipeline in `home`.
        HomeBusy: a run works in it.
    """
    place = Home(home.absolute())
    staging = Context(place, read_settings(place.settings)).staging
    if not place.database.exists() and not is_lost(place.database, staging):
        raise NoSuchHome(home)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with only_run(place):
        aside = set_aside(place.database)
        restored = restore(place.database, staging)
    if aside:
        console.print(f"the old database is {aside}", markup=False)
    lost = f"; {restored.lost:,} more, whose batch is damaged too, come from their files" if restored.lost else ""
    console.print(
        f"rebuilt {place.database}: {restored.articles:,} articles{lost}. Now run the same `onrecord run` as always: "
        "it loads what was annotated and scored before.",
        markup=False,
    )
