"""One bad article never stops a batch: what raises is halved until the culprit stands alone and becomes a reject."""

from collections.abc import Callable
from typing import TypeVar

import polars as pl

from transforms.text.errors import PipelineError
from transforms.text.rejects import Reason, Reject

_Result = TypeVar("_Result")
# A few odd articles are data; a tenth of a batch is a fault of ours, and rejecting it quietly would hide that.
_FEW = 3
_FEW_SHARE = 0.1


class StepBroken(PipelineError):
    """A step raised on so many articles that the articles cannot be the cause."""

    def __init__(self, step: str, failed: int, articles: int, detail: str) -> None:
        super().__init__(
            f"{step} failed on {failed} of {articles} articles ({detail}). This is a fault of onrecord, not of the "
            "articles: please report it with this message; what was loaded before is kept."
        )


def most_odd(articles: int) -> float:
    """How many of so many articles may be odd."""
    return max(_FEW, _FEW_SHARE * articles)


def isolate(
    compute: Callable[[pl.DataFrame], _Result],
    articles: pl.DataFrame,
    *,
    step: str,
    key_of: Callable[[pl.DataFrame], str] = lambda article: str(article["article_id"][0]),
    is_deadly: bool = False,
) -> tuple[list[_Result], list[Reject]]:
    """`compute` over all rows but the few it raises on; these become rejects STEP_FAILED.

    Costs one call where nothing is wrong, about 2 log2(n) more per bad article. Lack of memory or disk is not the
    article's fault and is raised.

    Args:
        compute: takes any part of the rows.
        articles: one row each.
        step: named in the rejects.
        key_of: the reject's key, from a frame of one row.
        is_deadly: the rows kill the process that computes them: all become rejects, nothing is computed.

    Raises:
        StepBroken: it raises on more than 3 rows and more than a tenth of them.
    """
    if is_deadly:
        detail = "its worker process was killed each time, as when memory runs out"
        return [], [Reject(step, key_of(row), Reason.STEP_FAILED, detail) for row in articles.iter_slices(1)]
    results, rejects = _halve(compute, articles, step, key_of)
    if len(rejects) > most_odd(articles.height):
        raise StepBroken(step, len(rejects), articles.height, rejects[0].detail)
    return results, rejects


def _halve(
    compute: Callable[[pl.DataFrame], _Result], articles: pl.DataFrame, step: str, key_of: Callable[[pl.DataFrame], str]
) -> tuple[list[_Result], list[Reject]]:
    if not articles.height:
        return [], []
    try:
        return [compute(articles)], []
    except (MemoryError, OSError):
        raise
    except (
        Exception,
        pl.exceptions.PanicException,
    ) as error:  # the one place where a fault of ours must not cost the neighbours
        if articles.height == 1:
            # The type and place only: a message may hold article text.
            trace = error.__traceback__
            while trace and trace.tb_next:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
            detail = f"{type(error).__name__} in {where}"
            return [], [Reject(step, key_of(articles), Reason.STEP_FAILED, detail)]
    half = articles.height // 2
    left, left_rejects = _halve(compute, articles.head(half), step, key_of)
    right, right_rejects = _halve(compute, articles.tail(articles.height - half), step, key_of)
    return left + right, left_rejects + right_rejects
