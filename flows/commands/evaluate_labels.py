"""`onrecord evaluate stance` and `sentiment`: how well the predicted labels agree with those the user has given."""

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from flows.commands.gold import Row, left_out, predicted, print_record, usable_gold, write_errors
from flows.commands.label_scores import print_label_scores
from flows.commands.predict import predictor
from flows.settings import Settings
from transforms.evaluation.gold_labels import SENTIMENT_LABELS, STANCE_LABELS, GoldRow, read_gold_labels
from transforms.evaluation.label_measures import JudgedLabel, measure_labels


@dataclass(frozen=True, slots=True)
class _Task:
    labels: tuple[str, ...]
    example: str


_TASKS = {
    "stance": _Task(STANCE_LABELS, '{"id": …, "text": "…", "speaker": "…", "target": "…", "label": "favor"}'),
    "sentiment": _Task(SENTIMENT_LABELS, '{"id": …, "text": "…", "target": "…", "label": -1}'),
}


def evaluate_labels(task: str, gold_file: Path, form: str, errors: Path | None, settings: Settings) -> None:
    """Prints the scores of the predicted labels on `gold_file`, as a table or as one JSON object.

    `errors` is written anew: each row with a wrong label, what was found and with which probabilities.

    Raises:
        InputMissing: the file cannot be read.
        NothingToScore: no line of it can be scored.
        ErrorsOverGold: `errors` is the gold itself.
        PipelineError: the model that `settings` name cannot be used.
    """
    of_task = _TASKS[task]
    gold = usable_gold(gold_file, errors, partial(read_gold_labels, labels=of_task.labels), of_task.example)
    answered = list(predicted(gold.items, predictor(task, settings)))
    scores = measure_labels([_judged(row, answer) for row, answer in answered], of_task.labels)
    if form == "json":
        print_record({"lines_left_out": left_out(gold.faults)} | asdict(scores))
    else:
        print_label_scores(scores)
    if errors is not None:
        write_errors(errors, (_error(row, answer) for row, answer in answered if str(answer["label"]) != row.label))


def _judged(row: GoldRow, answer: Row) -> JudgedLabel:
    return JudgedLabel(row.label, str(answer["label"]), answer["probabilities"])


def _error(row: GoldRow, answer: Row) -> Row:
    """The row as it was given, but for its label."""
    found = {f"system_{name}": answer[name] for name in ("label", "score", "probabilities")}
    return {"line": row.line} | row.row | {"gold_label": row.label} | found
