"""The scores of labels as a table for people."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from flows.commands.quotation_scores import percent, score_console, span
from transforms.evaluation.label_measures import LabelScores

_SHOWN = 0.05  # less is 0.0
_COLUMNS = ("gold", "found", "expected", "P", "R", "F1")


def print_label_scores(scores: LabelScores) -> None:
    """One line per class of the gold, and what holds for all of them below."""
    console = score_console()
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("label", no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column, justify="right", no_wrap=True)
    for label, of_class in scores.classes.items():
        shares = (percent(share) for share in (of_class.precision, of_class.recall, of_class.f1))
        expected = "" if of_class.expected is None else f"{of_class.expected:,.1f}"
        table.add_row(label, f"{of_class.gold:,}", f"{of_class.found:,}", expected, *shares)
    console.print(table, markup=False)
    lines = [
        "",
        f"In percent, over {scores.rows:,} row{'s' if scores.rows != 1 else ''}.",
        f"accuracy {percent(scores.accuracy)}, macro-F1 {percent(scores.macro_f1)} (the mean F1 of these classes)",
        f"95 %: {span(scores.macro_f1_low, scores.macro_f1_high)}, how far macro-F1 moves with the choice of rows",
        f"found: the likeliest label{_others(scores.rows - sum(each.found for each in scores.classes.values()))}",
        f"expected: what the probabilities of {scores.calibrated:,} rows add up to"
        f"{_others(scores.calibrated - sum(each.expected or 0.0 for each in scores.classes.values()))}",
        f"calibration error {percent(scores.calibration_error)} over {scores.calibrated:,} with a probability: how far"
        " it is from the share that is right",
    ]
    console.print("\n".join(lines), markup=False, soft_wrap=True)


def _others(rows: float) -> str:
    """How many rows have labels that the gold has not."""
    shown = f"{rows:,}" if isinstance(rows, int) else f"{rows:,.1f}"
    return f" ({shown} of labels that the gold has not)" if rows >= _SHOWN else ""
