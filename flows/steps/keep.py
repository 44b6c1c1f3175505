"""Keep: what a lost database is rebuilt from, staged when articles came in and when a run is over."""

import duckdb

from flows.context import Context
from flows.steps.todo import article_batches
from warehouse.frames import fetch
from warehouse.kept import TEXTS, keep_tables
from warehouse.load import load_step
from warehouse.staging import discard, is_staged

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
    for batch in article_batches(context, store, TEXTS, fetch(store, _TODO, [TEXTS]), _INPUTS):
        # Nothing is to be computed: the input is the result.
        if not is_staged(batch.target):
            discard(batch.target)
            batch.source.replace(batch.target)
        load_step(store, batch.target, step=TEXTS, tables=())
    keep_tables(store, context.home.staging)
