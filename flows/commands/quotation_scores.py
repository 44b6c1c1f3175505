"""The scores of quotations, as a table for people and as a record for programs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from transforms.evaluation.measures import KindScores, Measure, Score

_COLUMNS: dict[str, Literal["left", "right"]] = {
    "kind": "left",
    "gold": "right",
    "found": "right",
    "speaker": "right",
    "measure": "left",
    "P": "right",
    "R": "right",
    "F1": "right",
    "95 %": "right",
}
_PIPE_WIDTH = 160
_LEGEND = """
In percent, over {articles} together; a quotation counts by its unbroken stretches of words.
exact: the same words. soft: the share of the words. attr: found, with the right speaker.
name: found, with the speaker’s name (where the gold has names).
speaker: right speakers among the quotations found. 95 %: how far F1 moves with the choice of articles."""


def print_scores(scores: Mapping[str, KindScores], *, articles: int) -> None:
    """A table that fits 80 columns: a block of measures per kind of quotation."""
    console = score_console()
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    for column, justify in _COLUMNS.items():
        table.add_column(column, justify=justify, no_wrap=True)
    for kind, of_kind in scores.items():
        for cells in _rows(kind, of_kind):
            table.add_row(*cells)
        table.add_section()
    console.print(table, markup=False)
    plural = f"{articles:,} article" + ("s" if articles != 1 else "")
    console.print(_LEGEND.format(articles=plural), markup=False, soft_wrap=True)


def scores_record(scores: Mapping[str, KindScores]) -> dict[str, Any]:
    """The same as JSON takes it: shares in [0, 1], null where there was nothing to measure."""
    return {kind: _record(of_kind) for kind, of_kind in scores.items()}


def score_console() -> Console:
    """A console of the terminal's width; a pipe gets one that cuts nothing."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def percent(share: float | None) -> str:
    """A share with one decimal, a dash where there is none."""
    return "–" if share is None else f"{100 * share:.1f}"


def span(low: float | None, high: float | None) -> str:
    """An interval of shares, a dash where there is none."""
    return "–" if low is None or high is None else f"{percent(low)}–{percent(high)}"


def _rows(kind: str, scores: KindScores) -> list[list[str]]:
    """One line per measure; what belongs to the kind stands on the first."""
    own = [kind, f"{scores.gold:,}", f"{scores.found:,}", percent(scores.speaker_accuracy)]
    measures = [[name.value, *_cells(scores.measures.get(name))] for name in _shown(scores)]
    return [(own if place == 0 else [""] * len(own)) + cells for place, cells in enumerate(measures)]


def _shown(scores: KindScores) -> list[Measure]:
    return [name for name in Measure if name is not Measure.NAME or name in scores.measures]


def _cells(score: Score | None) -> list[str]:
    if score is None:
        return ["–"] * 4
    return [percent(score.precision), percent(score.recall), percent(score.f1), span(score.low, score.high)]


def _record(scores: KindScores) -> dict[str, Any]:
    measures = {
        name.value: asdict(score) if score else None for name in Measure for score in [scores.measures.get(name)]
    }
    speakers = {
        "speaker_accuracy": scores.speaker_accuracy,
        "speakers_judged": scores.judged,
        "speakers_not_judged": scores.unjudged,
    }
    return {"gold": scores.gold, "found": scores.found} | measures | speakers
