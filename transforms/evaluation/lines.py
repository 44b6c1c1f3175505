"""A gold standard out of the lines of a JSON Lines file; what cannot be scored is listed, never dropped silently."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from transforms.text.errors import PipelineError
from transforms.text.spans import Span

Row = dict[str, Any]
Item = TypeVar("Item")


class Fault(StrEnum):
    """Why a line cannot be scored."""

    NOT_JSON = "not JSON"
    NO_TEXT = "no object with a `text`"
    NO_QUOTES = "no list of `quotes` (an article without quotations has an empty one)"
    NO_SPANS = "a quotation without `spans` or `start` and `end`"
    NO_LABEL = "no `label` of this task (favor, against, neutral; for sentiment -1, 0, 1)"
    OUTSIDE_TEXT = "a span that is empty or outside the text (null where there is none)"
    NOT_A_STRING = "a name, text or cue that is no string"


class UnusableLine(PipelineError):
    """A line of the gold, or of a prediction, cannot be scored."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault}; give offsets in characters of the text, end exclusive.")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A line that is left out."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Gold(Generic[Item]):
    """All lines of a file but blank ones."""

    items: list[Item] = field(default_factory=list)
    faults: list[FaultyLine] = field(default_factory=list)


def read_lines(lines: Iterable[str], item: Callable[[int, Row], Item]) -> Gold[Item]:
    """The items of `lines`, and the lines that cannot be scored with the reason; lines count from 1.

    Args:
        lines: JSON Lines.
        item: makes an item of a line's number and its object, whose `text` is not blank and can be written as UTF-8;
            raises UnusableLine where it cannot.
    """
    gold: Gold[Item] = Gold()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            gold.items.append(item(number, _row(line)))
        except UnusableLine as error:
            gold.faults.append(FaultyLine(number, error.fault))
    return gold


def string_at(row: Row, key: str) -> str:
    """The text under `key`, "" where there is none.

    Raises:
        UnusableLine: it is no string.
    """
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise UnusableLine(Fault.NOT_A_STRING)
    return value or ""


def span_of(pair: object, chars: int) -> Span:
    """The span that `pair`, a start and an end, marks in a text of `chars` characters.

    Raises:
        UnusableLine: it is no such pair, or empty, or outside the text.
    """
    if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(type(offset) is int for offset in pair):
        raise UnusableLine(Fault.OUTSIDE_TEXT)
    if not 0 <= pair[0] < pair[1] <= chars:
        raise UnusableLine(Fault.OUTSIDE_TEXT)
    return Span(pair[0], pair[1])


def _row(line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnusableLine(Fault.NOT_JSON) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise UnusableLine(Fault.NO_TEXT)
    # Half a surrogate pair may stand in JSON but in no UTF-8 file; a question mark keeps the offsets.
    return row | {"text": row["text"].encode("utf-8", "replace").decode("utf-8")}
