"""A gold standard out of the lines of a JSON Lines file; what cannot be scored is listed, never dropped silently."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from transforms.evaluation.marks import Fault, MarkedQuotation, Row, UnusableMarks, marked_quotations


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One line of the gold; `row` is the line without its quotations, as a predictor takes it."""

    line: int
    row: Row
    quotations: list[MarkedQuotation]

    @property
    def text(self) -> str:
        """What every offset counts in."""
        return str(self.row["text"])


@dataclass(frozen=True, slots=True)
class FaultyLine:
    """A line that is left out."""

    line: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Gold:
    """All lines of a file but blank ones."""

    articles: list[GoldArticle] = field(default_factory=list)
    faults: list[FaultyLine] = field(default_factory=list)


def read_gold(lines: Iterable[str]) -> Gold:
    """The articles of `lines`, and the lines that cannot be scored with the reason; lines count from 1."""
    gold = Gold()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            gold.articles.append(_article(number, line))
        except UnusableMarks as error:
            gold.faults.append(FaultyLine(number, error.fault))
    return gold


def _article(number: int, line: str) -> GoldArticle:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnusableMarks(Fault.NOT_JSON) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise UnusableMarks(Fault.NO_TEXT)
    # Half a surrogate pair may stand in JSON but in no UTF-8 file; a question mark keeps the offsets.
    text = row["text"].encode("utf-8", "replace").decode("utf-8")
    quotations = marked_quotations(row.pop("quotes", None), text)
    return GoldArticle(number, row | {"text": text}, quotations)
