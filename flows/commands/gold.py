"""What every `onrecord evaluate` does with the user's gold: read it, predict for it, list what is wrong."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from flows.commands.predict import InputMissing, is_same_file
from transforms.evaluation.lines import Fault, FaultyLine, Gold
from transforms.text.errors import PipelineError

Row = dict[str, Any]
_BATCH = 500  # rows that are predicted at a time
_LINES_SHOWN = 10


class _Predictable(Protocol):
    """An item of the gold, as a predictor takes it."""

    @property
    def row(self) -> Row: ...


Item = TypeVar("Item")
Asked = TypeVar("Asked", bound=_Predictable)


class NothingToScore(PipelineError):
    """No line of the gold can be scored."""

    def __init__(self, path: Path, faults: list[FaultyLine], example: str) -> None:
        why = _by_reason(faults) if faults else "it is empty"
        super().__init__(
            f"{path}: no line can be scored: {why}. Give one JSON object a line: {example}, "
            "offsets in characters of the text, end exclusive."
        )


class ErrorsOverGold(PipelineError):
    """The list of errors would overwrite the gold."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is the gold itself; give --errors another path.")


def usable_gold(
    path: Path, errors: Path | None, read: Callable[[Iterable[str]], Gold[Item]], example: str
) -> Gold[Item]:
    """The gold in `path`, at least one item of it; the lines that are left out are told on stderr.

    Raises:
        InputMissing: the file cannot be read.
        NothingToScore: no line of it can be scored; the message shows `example`.
        ErrorsOverGold: `errors`, the file to be written, is the gold itself.
    """
    try:
        # An editor of Windows puts a byte order mark in front, which would make the first line no JSON.
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            gold = read(lines)
    except OSError as error:
        raise InputMissing(path, error) from error
    if not gold.items:
        raise NothingToScore(path, gold.faults, example)
    if gold.faults:
        shares = f"{len(gold.faults):,} of {len(gold.faults) + len(gold.items):,} lines of {path}"
        sys.stderr.write(f"onrecord: {shares} are left out: {_by_reason(gold.faults)}\n")
    if errors is not None and is_same_file(errors, path):
        raise ErrorsOverGold(errors)
    return gold


def predicted(items: Sequence[Asked], predict: Callable[[list[Row]], list[Row]]) -> Iterator[tuple[Asked, Row]]:
    """Each item with its prediction, in order."""
    for first in range(0, len(items), _BATCH):
        batch = items[first : first + _BATCH]
        yield from zip(batch, predict([item.row for item in batch]), strict=True)


def left_out(faults: Iterable[FaultyLine]) -> list[Row]:
    """The lines left out, as JSON takes them."""
    return [{"line": fault.line, "reason": fault.fault.value} for fault in faults]


def print_record(record: Row) -> None:
    """One JSON object on stdout."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def write_errors(target: Path, rows: Iterable[Row]) -> None:
    """Writes `rows` to `target`, which appears whole or not at all."""
    unfinished = target.with_name(f"{target.name}.tmp")
    # A name in the gold may hold half a surrogate pair, which no UTF-8 file can.
    with unfinished.open("w", encoding="utf-8", errors="replace") as output:
        output.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    unfinished.replace(target)


def lines_named(numbers: list[int]) -> str:
    """`lines 3, 8`, the first ten of many."""
    shown = ", ".join(str(number) for number in numbers[:_LINES_SHOWN])
    more = f" and {len(numbers) - _LINES_SHOWN:,} more" if len(numbers) > _LINES_SHOWN else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _by_reason(faults: list[FaultyLine]) -> str:
    """`not JSON: lines 3, 8; no object with a `text`: line 5`."""
    lines = {reason: [fault.line for fault in faults if fault.fault is reason] for reason in Fault}
    return "; ".join(f"{reason}: {lines_named(at)}" for reason, at in lines.items() if at)
