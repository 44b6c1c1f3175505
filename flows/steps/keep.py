"""Keep: what a lost database is rebuilt from, staged when articles came in and when a run is over."""

import duckdb

from flows.context import Context
from flows.steps.todo import input_frames, named_slices
from warehouse.frames import fetch
from warehouse.kept import TEXTS, keep_tables
from warehouse.load import load_step

_TODO = """
    SELECT a.article_id, a.text_chars, a.text_sha256 AS fingerprint
    FROM core_articles AS a LEFT JOIN _fingerprints AS f ON f.step = ? AND f.article_id = a.article_id
    WHERE f.fingerprint IS DISTINCT FROM a.text_sha256 ORDER BY a.admitted_no
"""
_INPUTS = {
    "texts": """
        SELECT b.article_id, a.text_sha256, a.text, s.signature
        FROM batch_todo AS b JOIN core_articles AS a USING (article_id) JOIN _signatures AS s USING (article_id)
        ORDER BY b.position
    """,
    "fingerprints": "SELECT article_id, fingerprint FROM batch_todo ORDER BY position",
    "rejects": "SELECT * FROM core_rejects WHERE false",
}


def keep(context: Context, store: duckdb.DuckDBPyConnection) -> None:
    """Stages the texts that are not yet, each once, and the small tables as they are."""
    staging = context.staging
    for name, articles in named_slices(context, TEXTS, fetch(store, _TODO, [TEXTS])):
        batch = staging.batch(TEXTS, name)
        batch.stage(input_frames(store, articles, _INPUTS))
        with batch.folder() as folder:
            load_step(store, folder, step=TEXTS, tables=())
    keep_tables(store, staging)
