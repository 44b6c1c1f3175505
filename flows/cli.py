"""The command line: `onrecord run | sql | diff | tables | browse | report | export | dashboard | speakers | …`."""

# Imports stand inside the commands: `onrecord sql` must answer in under a second and needs neither Polars nor Prefect.

import logging
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transforms.text.errors import PipelineError

if TYPE_CHECKING:
    from flows.settings import Settings

app = typer.Typer(
    help="Who said what, about whom, in which tone and on which side: news articles in, tables out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
speakers = typer.Typer(help="List speakers, and tell who is the same person and who is not.", no_args_is_help=True)
app.add_typer(speakers, name="speakers")

HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar="ONRECORD_HOME", help="Folder of the pipeline: settings, database, published runs."),
]
DEFAULT_HOME = Path("onrecord-data")
SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="onrecord.toml",
        exists=True,
        dir_okay=False,
        help="Judge with the scorers it names in [stance] and [sentiment].",
    ),
]


class Format(StrEnum):
    """How `onrecord sql` prints rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class FileFormat(StrEnum):
    """What `onrecord export` writes."""

    CSV = "csv"
    XLSX = "xlsx"


class Task(StrEnum):
    """What `onrecord predict` predicts and `onrecord evaluate` scores."""

    QUOTATIONS = "quotations"
    STANCE = "stance"
    SENTIMENT = "sentiment"


class ScoreFormat(StrEnum):
    """How `onrecord evaluate` and `diff` print what they found."""

    TABLE = "table"
    JSON = "json"


@app.command()
def run(
    paths: Annotated[list[Path], typer.Argument(help="Article files and folders of them.")],
    home: HomeOption = DEFAULT_HOME,
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; default from the settings.")] = None,
    orchestrate: Annotated[
        bool | None,
        typer.Option(
            "--orchestrate/--no-orchestrate",
            help="Run as Prefect flows. Default: where PREFECT_API_URL names a server.",
        ),
    ] = None,
) -> None:
    """Ingest PATHS, annotate and score what is new, and publish the tables."""
    from flows.commands.run import run_command

    wanted = bool(os.environ.get("PREFECT_API_URL")) if orchestrate is None else orchestrate
    run_command(paths, home, workers=workers, orchestrate=wanted)


@app.command()
def sql(
    select: Annotated[
        str | None, typer.Argument(metavar="[SELECT]", help="One SELECT over the published tables.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", exists=True, dir_okay=False, help="A file that holds it instead.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Format, typer.Option("--format", help="How to print the rows.")] = Format.TABLE,  # noqa: A002
) -> None:
    """Ask the published tables; see `onrecord tables` for what there is."""
    from flows.commands.sql import sql_command

    sql_command(select, file, home, format)


@app.command()
def diff(
    before: Annotated[
        str, typer.Argument(help="A run: `previous`, the beginning of its id, or its folder.")
    ] = "previous",
    after: Annotated[str, typer.Argument(help="Another, likewise.")] = "latest",
    home: HomeOption = DEFAULT_HOME,
    table: Annotated[str | None, typer.Option(help="Show the rows and cells of this table that differ.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most rows and cells shown, with --table.")] = 100,
    format: Annotated[ScoreFormat, typer.Option("--format", help="How to print it.")] = ScoreFormat.TABLE,  # noqa: A002
) -> None:
    """What differs between two published runs: rows added, removed and changed, by primary key."""
    from flows.commands.diff import diff_command

    diff_command(before, after, home, table=table, limit=limit, form=format)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="A table; without it, all of them.")] = None,
    core: Annotated[bool, typer.Option(help="Also the core tables of the working database.")] = False,
) -> None:
    """The data dictionary: tables, columns, types, units."""
    from flows.commands.tables import tables_command

    tables_command(name, core=core)


@app.command()
def browse(
    home: HomeOption = DEFAULT_HOME,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")] = 8765,
) -> None:
    """A local web page over the published run: search, articles with their quotations marked, speakers, targets."""
    from flows.commands.browse import browse_command

    browse_command(home, port)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made anew; an earlier report in it is replaced.")],
    home: HomeOption = DEFAULT_HOME,
    articles: Annotated[int, typer.Option(min=1, help="How many of the newest articles.")] = 100,
) -> None:
    """The pages of `browse` as files to mail or to host, for the newest articles."""
    from flows.commands.browse import report_command

    report_command(home, folder, articles)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="Where the files go.")],
    format: Annotated[FileFormat, typer.Option("--format", help="A CSV file per table, or one workbook of Excel.")] = (  # noqa: A002
        FileFormat.CSV
    ),
    table: Annotated[list[str] | None, typer.Option("--table", help="Only this one; may be repeated.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write the published tables for spreadsheets and tools that read no Parquet (docs/bi.md)."""
    from flows.commands.export import export_command

    export_command(folder, format, table or [], home)


@app.command()
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


@app.command()
def status(home: HomeOption = DEFAULT_HOME) -> None:
    """Runs, row counts, and rejects by reason."""
    from flows.commands.status import status_command

    status_command(home)


@app.command()
def predict(
    task: Annotated[Task, typer.Argument(help="What to predict.")],
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One JSON object a line.")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Written anew, one object a line, in order.")],
    settings: SettingsOption = None,
) -> None:
    """Predict for the rows of a JSON Lines file, without any warehouse."""
    from flows.commands.predict import predict_command

    predict_command(task.value, source, target, _settings(settings))


@app.command()
def evaluate(
    task: Annotated[Task, typer.Argument(help="What to score.")],
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD.jsonl",
            help="One article a line: id, text, and quotes as `predict` writes them; `optional` ones never count. For "
            "stance and sentiment one row a line, as `predict` reads it, and its label.",
        ),
    ],
    format: Annotated[ScoreFormat, typer.Option("--format", help="How to print the scores.")] = ScoreFormat.TABLE,  # noqa: A002
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.jsonl", help="Written anew: one object for each difference between gold and prediction."
        ),
    ] = None,
    settings: SettingsOption = None,
) -> None:
    """Score the predictions on articles or rows that you have marked yourself."""
    if task is Task.QUOTATIONS:
        from flows.commands.evaluate import evaluate_quotations

        evaluate_quotations(gold, format, errors)
    else:
        from flows.commands.evaluate_labels import evaluate_labels

        evaluate_labels(task, gold, format, errors, _settings(settings))


@speakers.command("list")
def speakers_list(
    name: Annotated[str, typer.Argument(help="Part of a name; without it, the most quoted.")] = "",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Speakers with their ids, other names and counts."""
    from flows.commands.speakers import list_speakers

    list_speakers(name, home)


@speakers.command("same")
def speakers_same(left: str, right: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """LEFT and RIGHT (ids or names) are one speaker; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="same", left=left, right=right, note=note)


@speakers.command("different")
def speakers_different(left: str, right: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """LEFT and RIGHT (ids or names) are two speakers; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="different", left=left, right=right, note=note)


@speakers.command("rename")
def speakers_rename(speaker: str, name: str, note: str = "", home: HomeOption = DEFAULT_HOME) -> None:
    """SPEAKER (id or name) is shown as NAME; holds from the next run on."""
    from flows.commands.speakers import judge

    judge(home, verdict="rename", speaker=speaker, name=name, note=note)


def main(arguments: list[str] | None = None) -> Any:  # noqa: ANN401 - typer's return
    """Entry point: an error the user can mend is one message and exit code 2, never a traceback."""
    _log_to_stderr()
    try:
        return app(arguments)
    except PipelineError as error:
        sys.stderr.write(f"onrecord: {error}\n")
        sys.exit(2)
    except UnicodeDecodeError as error:
        sys.stderr.write(f"onrecord: a file is not UTF-8 text ({error}). Save it as UTF-8.\n")
        sys.exit(2)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        sys.stderr.write(f"onrecord: {error}. Give the right to read and write it, or another path.\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("onrecord: stopped; run the same command again to go on where it was\n")
        sys.exit(130)


def _settings(path: Path | None) -> "Settings":
    from flows.settings import Settings, read_settings

    return read_settings(path) if path else Settings()


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    logger = logging.getLogger("onrecord")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


if __name__ == "__main__":
    main()
