"""From the articles a step has to do to batches on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import polars as pl

from flows.batches import Batch
from flows.context import Context
from flows.versions import fingerprint
from warehouse.frames import fetch, temp_table


def article_batches(
    context: Context, store: duckdb.DuckDBPyConnection, step: str, todo: pl.DataFrame, inputs: Mapping[str, str]
) -> Iterator[Batch]:
    """Stages the input of one batch after the other, as they are asked for.

    A batch is named by the keys and fingerprints of its articles: the same work has the same name in every run.

    Args:
        context: its settings bound a batch.
        store: read for the inputs.
        step: names the folder of the batches.
        todo: columns article_id, text_chars, fingerprint, in the order of work.
        inputs: file name → SELECT of its rows; `batch_todo` (position, article_id, fingerprint) is the batch.
    """
    staging = context.staging
    limits = context.settings.run
    for articles in _slices(todo, limits.batch_articles, limits.batch_chars):
        parts = [f"{key}={mark}" for key, mark in articles.select("article_id", "fingerprint").iter_rows()]
        name = fingerprint(step, *parts)
        batch = Batch(staging.batch(step, f"{name}.source"), staging.batch(step, name), articles.height)
        if not batch.target.is_staged():
            with temp_table(store, "batch_todo", articles.drop("text_chars").with_row_index("position")):
                batch.source.stage({file: fetch(store, select) for file, select in inputs.items()})
        yield batch


def _slices(todo: pl.DataFrame, most_articles: int, most_chars: int) -> Iterator[pl.DataFrame]:
    start, chars = 0, 0
    for position, size in enumerate(todo["text_chars"].to_list()):
        if position > start and (position - start >= most_articles or chars + size > most_chars):
            yield todo.slice(start, position - start)
            start, chars = position, 0
        chars += size
    if start < todo.height:
        yield todo.slice(start)
