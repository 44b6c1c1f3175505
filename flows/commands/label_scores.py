"""The scores of labels as a table for people."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from flows.commands.quotation_scores import percent, score_console, span
from transforms.evaluation.label_measures import LabelScores

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
        sums = "" if of_class.expected is None else f"{of_class.expected:,.1f}"
        table.add_row(label, f"{of_class.gold:,}", f"{of_class.found:,}", sums, *shares)
    console.print(table, markup=False)
    found = sum(of_class.found for of_class in scores.classes.values())
    expected = sum(of_class.expected or 0.0 for of_class in scores.classes.values())
    lines = [
        "",
        f"In percent, over {scores.rows:,} row{'s' if scores.rows != 1 else ''}.",
        f"accuracy {percent(scores.accuracy)}, macro-F1 {percent(scores.macro_f1)} (the mean F1 of these classes)",
        f"95 %: {span(scores.macro_f1_low, scores.macro_f1_high)}, how far macro-F1 moves with the choice of rows",
        f"found: the likeliest label{_others(f'{scores.rows - found:,}')}",
        f"expected: what the probabilities of {scores.calibrated:,} rows add up to"
        f"{_others(f'{scores.calibrated - expected:z,.1f}')}",
        f"calibration error {percent(scores.calibration_error)} over {scores.calibrated:,} with a probability: how far"
        " it is from the share that is right",
    ]
    console.print("\n".join(lines), markup=False, soft_wrap=True)


def _others(rows: str) -> str:
    """That so many rows have labels that the gold has not; nothing where none has."""
    return "" if rows in ("0", "0.0") else f" ({rows} of labels that the gold has not)"
