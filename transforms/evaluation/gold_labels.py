"""Rows whose stance or sentiment somebody judged, out of the lines of a JSON Lines file."""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.evaluation.lines import Fault, Gold, Row, UnusableLine, read_lines, span_of, string_at
from transforms.text.scores import SentimentLabel, StanceLabel

STANCE_LABELS = tuple(label.value for label in StanceLabel)
SENTIMENT_LABELS = tuple(str(label.value) for label in SentimentLabel)


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One line of the gold; `row` is the line without its label, as a predictor takes it."""

    line: int
    row: Row
    label: str


def read_gold_labels(lines: Iterable[str], labels: tuple[str, ...]) -> Gold[GoldRow]:
    """The rows of `lines`, and those that cannot be scored with the reason; a label may be written as a number."""

    def gold_row(number: int, row: Row) -> GoldRow:
        label = row.get("label")
        if isinstance(label, bool | float) or str(label) not in labels:
            raise UnusableLine(Fault.NO_LABEL)
        check_names(row)
        return GoldRow(number, {key: value for key, value in row.items() if key != "label"}, str(label))

    return read_lines(lines, gold_row)


def check_names(row: Row) -> None:
    """Does nothing where the speaker and the target of `row`, and their places in its text, can be used.

    Raises:
        UnusableLine: a name that is no string, a place outside the text or only half given.
    """
    for name in ("speaker", "target"):
        string_at(row, name)
        start, end = row.get(f"{name}_start"), row.get(f"{name}_end")
        if start is not None or end is not None:
            span_of((start, end), len(row["text"]))
