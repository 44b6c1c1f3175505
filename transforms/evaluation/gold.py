"""Articles whose quotations somebody marked, out of the lines of a JSON Lines file."""

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.evaluation.lines import Gold, Row, read_lines
from transforms.evaluation.marks import MarkedQuotation, marked_quotations


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


def read_gold(lines: Iterable[str]) -> Gold[GoldArticle]:
    """The articles of `lines`, and the lines that cannot be scored with the reason; lines count from 1."""
    return read_lines(lines, _article)


def _article(number: int, row: Row) -> GoldArticle:
    quotations = marked_quotations(row.get("quotes"), row["text"])
    return GoldArticle(number, {key: value for key, value in row.items() if key != "quotes"}, quotations)
