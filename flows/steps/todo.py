"""From the articles a step has to do to staged batches, and what of them is staged already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import duckdb
import polars as pl

from flows.batches import Batch, Work
from flows.context import Context
from flows.versions import fingerprint
from warehouse.frames import fetch, temp_table
from warehouse.load import batches_in_use, load_step
from warehouse.staging import staged_frame

# Ends the name of a batch's input, beside its result.
SOURCE = ".source"


def compute(
    context: Context,
    store: duckdb.DuckDBPyConnection,
    step: str,
    work: Work,
    options: object,
    todo: pl.DataFrame,
    inputs: Mapping[str, str],
    tables: Sequence[str],
) -> Counter[str]:
    """Computes and loads the articles in `todo` batch by batch; returns the reasons of their rejects.

    Args:
        context: its runner computes, its observer hears of it.
        store: read for the inputs, loaded with the results.
        step: names the batches.
        work: what the runner calls, with `options`.
        options: see `work`.
        todo: see `article_batches`, as `inputs`.
        inputs: see there.
        tables: what a result holds.
    """
    context.observer.started(step, todo.height)
    left = load_leftovers(context, store, step, todo, tables)
    context.observer.advanced(todo.height - left.height)
    for batch in context.runner.run(work, article_batches(context, store, step, left, inputs), options):
        with batch.target.folder() as folder:
            load_step(store, folder, step=step, tables=tables)
        batch.source.discard()
        context.observer.advanced(batch.articles)
    return rejected(store, step, todo)


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
    for name, articles in named_slices(context, step, todo):
        batch = Batch(staging.batch(step, name + SOURCE), staging.batch(step, name), articles.height)
        if not batch.target.is_staged():
            batch.source.stage(input_frames(store, articles, inputs))
        yield batch


def named_slices(context: Context, step: str, todo: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The articles of one batch after the other and its name, made of their keys and fingerprints."""
    limits = context.settings.run
    for articles in _slices(todo, limits.batch_articles, limits.batch_chars):
        parts = [f"{key}={mark}" for key, mark in articles.select("article_id", "fingerprint").iter_rows()]
        yield fingerprint(step, *parts), articles


def input_frames(
    store: duckdb.DuckDBPyConnection, articles: pl.DataFrame, inputs: Mapping[str, str]
) -> dict[str, pl.DataFrame]:
    """The rows of each of `inputs` for these articles of `todo`; see `article_batches`."""
    with temp_table(store, "batch_todo", articles.drop("text_chars").with_row_index("position")):
        return {file: fetch(store, select) for file, select in inputs.items()}


def load_leftovers(
    context: Context, store: duckdb.DuckDBPyConnection, step: str, todo: pl.DataFrame, tables: Sequence[str]
) -> pl.DataFrame:
    """Loads what lies staged for articles in `todo` but is in no table; returns the articles that are still to do.

    Such batches are left by a run that was killed, and are all that is left when the database was lost: then the
    articles are cut into other batches, with other names.
    """
    left = todo
    in_use = batches_in_use(store, step)
    for batch in context.staging.batches(step) if todo.height else ():
        if not left.height or batch.name in in_use or batch.name.endswith(SOURCE) or not batch.is_staged():
            continue
        with batch.folder() as folder:
            found = left.join(staged_frame(folder, "fingerprints"), on=("article_id", "fingerprint"), how="semi")
            if found.height:
                load_step(store, folder, step=step, tables=tables, only=found.select("article_id"))
                left = left.join(found, on="article_id", how="anti", maintain_order="left")
    return left


def rejected(store: duckdb.DuckDBPyConnection, step: str, todo: pl.DataFrame) -> Counter[str]:
    """Reasons of `step`'s rejects among the articles in `todo`."""
    with temp_table(store, "todo", todo.select("article_id")):
        found = fetch(
            store,
            "SELECT reason, count(*) AS rejects FROM core_rejects "
            "WHERE step = ? AND key IN (SELECT article_id FROM todo) GROUP BY reason ORDER BY reason",
            [step],
        )
    return Counter(dict(found.iter_rows()))


def _slices(todo: pl.DataFrame, most_articles: int, most_chars: int) -> Iterator[pl.DataFrame]:
    start, chars = 0, 0
    for position, size in enumerate(todo["text_chars"].to_list()):
        if position > start and (position - start >= most_articles or chars + size > most_chars):
            yield todo.slice(start, position - start)
            start, chars = position, 0
        chars += size
    if start < todo.height:
        yield todo.slice(start)
