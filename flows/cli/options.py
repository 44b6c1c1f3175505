"""Options that several commands have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar="ONRECORD_HOME", help="Folder of the pipeline: settings, database, published runs."),
]
DEFAULT_HOME = Path("onrecord-data")


class ResultFormat(StrEnum):
    """How `onrecord evaluate` and `diff` print what they found."""

    TABLE = "table"
    JSON = "json"
