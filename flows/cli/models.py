"""`onrecord predict | evaluate`: the models alone, without a home."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import ResultFormat
from flows.judges import JudgeSize

if TYPE_CHECKING:
    from flows.settings import Settings

commands = typer.Typer()

SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="onrecord.toml",
        exists=True,
        dir_okay=False,
        help="Judge with the scorers that its sections stance and sentiment name.",
    ),
]
JudgeOption = Annotated[
    JudgeSize | None,
    typer.Option("--judge", help="Judge with the small or the large judge of onrecord, whatever the settings name."),
]


class Task(StrEnum):
    """What `onrecord predict` predicts and `onrecord evaluate` scores."""

    QUOTATIONS = "quotations"
    STANCE = "stance"
    SENTIMENT = "sentiment"


@commands.command()
def predict(
    task: Annotated[Task, typer.Argument(help="What to predict.")],
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One JSON object a line.")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Written anew, one object a line, in order.")],
    settings: SettingsOption = None,
    judge: JudgeOption = None,
) -> None:
    """Predict for the rows of a JSON Lines file, without any warehouse."""
    from flows.commands.predict import predict_command

    predict_command(task.value, source, target, _settings(settings, judge))


@commands.command()
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
    format: Annotated[ResultFormat, typer.Option("--format", help="How to print the scores.")] = ResultFormat.TABLE,  # noqa: A002
    errors: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.jsonl", help="Written anew: one object for each difference between gold and prediction."
        ),
    ] = None,
    settings: SettingsOption = None,
    judge: JudgeOption = None,
) -> None:
    """Score the predictions on articles or rows that you have marked yourself."""
    if task is Task.QUOTATIONS:
        from flows.commands.evaluate import evaluate_quotations

        evaluate_quotations(gold, format, errors)
    else:
        from flows.commands.evaluate_labels import evaluate_labels

        evaluate_labels(task, gold, format, errors, _settings(settings, judge))


def _settings(path: Path | None, judge: JudgeSize | None) -> "Settings":
    from flows.settings import Settings, read_settings

    settings = read_settings(path) if path else Settings()
    if judge is None:
        return settings
    asked = {"judge": judge, "hub_model": ""}
    sections = {"stance": settings.stance, "sentiment": settings.sentiment}
    return settings.model_copy(update={name: section.model_copy(update=asked) for name, section in sections.items()})
