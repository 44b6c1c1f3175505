"""Publish: aggregates, checks, an immutable run of Parquet files, and `latest`, if anything changed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from flows.context import Context
from flows.judgements import read_judgements
from flows.reports import StepReport
from flows.steps.aggregates import aggregates, statement_copies
from flows.versions import fingerprint, step_version
from transforms.speakers.judgements import wrong_quotations
from warehouse.frames import fetch
from warehouse.kept import TEXTS
from warehouse.load import batches_in_use, set_state, state
from warehouse.publish import build_aggregates, build_quotations, build_tables, is_published
from warehouse.publish import publish as publish_run
from warehouse.store import transaction

STEP = "publish"

# Everything a published run is made of, as one hash: the same state is not published twice.
_STATE = """
    SELECT md5(concat_ws('/',
        (SELECT md5(string_agg(concat_ws('|', article_id, text_sha256, outlet, url, title, authors, published_at,
                                         duplicate_of), chr(10) ORDER BY article_id)) FROM core_articles),
        (SELECT md5(string_agg(concat_ws('|', source_path, source_record, article_id, is_duplicate), chr(10)
                               ORDER BY source_path, source_record, article_id)) FROM core_article_files),
        (SELECT md5(string_agg(concat_ws('|', step, article_id, fingerprint), chr(10)
                               ORDER BY step, article_id)) FROM _fingerprints),
        (SELECT md5(string_agg(concat_ws('|', step, key, reason, detail), chr(10)
                               ORDER BY step, key, reason)) FROM core_rejects),
        (SELECT md5(string_agg(fingerprint, '|' ORDER BY name)) FROM _state WHERE name <> 'publish')
    )) AS state
"""


def publish(context: Context, run_id: str) -> StepReport:
    """Publishes the tables as run `run_id` unless the last published run already shows this state.

    Raises:
        ChecksFailed: wrong rows; `latest` stays where it was.
        OutOfBounds: not what the settings expect; likewise.
    """
    began = time.perf_counter()
    settings = context.settings
    wrong = wrong_quotations(read_judgements(context.home)[1])
    with context.store() as store:
        mark = fingerprint(
            step_version(STEP), settings.score.model_dump_json(), repr(wrong), fetch(store, _STATE)["state"].item()
        )
        if state(store, STEP) == mark and is_published(context.home.published):
            return StepReport(STEP, 0, 0, {}, time.perf_counter() - began)
        context.observer.started(STEP, None)
        build_quotations(store, wrong)
        build_tables(store, statement_copies(store))
        build_aggregates(store, aggregates(store, settings.score))
        folder = publish_run(
            store,
            context.home.published,
            run_id,
            versions={"onrecord": step_version(STEP)},
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            keep_runs=settings.publish.keep_runs,
            bounds=settings.publish.bounds,
        )
        with transaction(store):
            set_state(store, STEP, mark)
        # What other settings or code staged is of no use any more; what is loaded can rebuild a lost database.
        for step in ("annotate", "score", TEXTS):
            context.staging.keep_only(step, batches_in_use(store, step))
        rows = fetch(store, "SELECT count(*) AS n FROM out_quotations")["n"].item()
    report = StepReport(STEP, rows, rows, {}, time.perf_counter() - began, published=folder)
    context.observer.ended(report)
    return report
