"""Which published runs there are, and which one somebody means."""

from pathlib import Path

from transforms.text.errors import PipelineError
from warehouse.query import latest_run

# Whose presence makes a folder a run.
PACKAGE = "datapackage.json"
LATEST = "latest"
PREVIOUS = "previous"


class UnknownRun(PipelineError):
    """No published run is meant by this, or several are."""

    def __init__(self, name: str, runs: list[str]) -> None:
        super().__init__(
            f"{name!r} names no single published run. Give `{LATEST}`, `{PREVIOUS}`, the folder of a run, or the "
            f"beginning of one of: {', '.join(runs)}."
        )


class OnlyOneRun(PipelineError):
    """There is no run before the latest."""

    def __init__(self, latest: str) -> None:
        super().__init__(
            f"{latest} is the only published run: there is none before it. A later `onrecord run` makes one."
        )


class OlderRun(PipelineError):
    """A run was published before it had all tables and columns of today."""

    def __init__(self, run: str, missing: str) -> None:
        super().__init__(f"{run} holds no {missing}: it is of an earlier version. Run `onrecord run` again.")


def run_names(published: Path) -> list[str]:
    """The ids of all published runs that are kept, oldest first."""
    return sorted(entry.parent.name for entry in (published / "runs").glob(f"*/{PACKAGE}"))


def find_run(published: Path, name: str) -> Path:
    """The folder of the run called `name`: `latest`, `previous`, the beginning of its id, or a folder anywhere.

    Raises:
        NothingPublished: no run was published yet, and `name` is no folder.
        UnknownRun: no run is meant, or several.
        OnlyOneRun: the previous run is meant, and there is none.
    """
    if (Path(name) / PACKAGE).is_file():
        return Path(name).resolve()
    latest = latest_run(published)
    if name == LATEST:
        return latest
    others = [published / "runs" / name for name in run_names(published) if name != latest.name]
    if name == PREVIOUS:
        if not others:
            raise OnlyOneRun(latest.name)
        return others[-1]
    meant = [run for run in (*others, latest) if name and run.name.startswith(name)]
    if len(meant) != 1:
        raise UnknownRun(name, [run.name for run in (*others, latest)])
    return meant[0]
