"""Annotate: sentences, tokens, quotations, attributions and mentions of every article whose fingerprint changed."""

import time

import polars as pl

from flows.annotations import annotation_frames, mark_tokens
from flows.context import Context
from flows.isolate import isolate
from flows.lost_workers import WHOLE, Part
from flows.no_collection import no_collection
from flows.reading import read_articles
from flows.reports import StepReport
from flows.steps.results import batch_frames, reject_frame, validated
from flows.steps.todo import compute
from flows.versions import step_version
from transforms.reader.onnx_reader import shipped_reader
from transforms.text.document import ParagraphRole
from transforms.text.rejects import Reason, Reject
from warehouse.frames import fetch
from warehouse.staging import StagedBatch, staged_frame

STEP = "annotate"
TABLES = ("core_paragraphs", "core_sentences", "core_tokens", "core_quotations", "core_attributions", "core_mentions")
Frames = dict[str, pl.DataFrame]

# What an annotation depends on besides the code.
_TODO = """
    WITH read AS (
        SELECT article_id, text_chars, admitted_no,
               md5(concat_ws(chr(31), ?, text_sha256, coalesce(title, ''), coalesce(authors, ''))) AS fingerprint
        FROM core_articles WHERE is_analysed
    )
    SELECT r.article_id, r.text_chars, r.fingerprint
    FROM read AS r LEFT JOIN _fingerprints AS f ON f.step = ? AND f.article_id = r.article_id
    WHERE f.fingerprint IS DISTINCT FROM r.fingerprint ORDER BY r.admitted_no
"""
_INPUTS = {
    "articles": """
        SELECT b.article_id, b.fingerprint, a.text, a.title, a.authors
        FROM batch_todo AS b JOIN core_articles AS a USING (article_id) ORDER BY b.position
    """
}


def annotate(context: Context) -> StepReport:
    """Annotates the articles that are new, changed, or were read by other code; loads batch by batch."""
    began = time.perf_counter()
    with context.store(threads=1) as store:
        todo = fetch(store, _TODO, [step_version(STEP), STEP])
        reasons = compute(context, store, STEP, annotate_batch, None, todo, _INPUTS, TABLES)
        found = fetch(store, "SELECT count(*) AS n FROM core_quotations")["n"].item()
    out = todo.height - reasons.total()
    seconds = time.perf_counter() - began
    report = StepReport(STEP, todo.height, out, reasons, seconds, {"quotations in all": found})
    context.observer.ended(report)
    return report


def annotate_batch(source: StagedBatch, target: StagedBatch, options: None = None, part: Part = WHOLE) -> None:
    """Reads the articles of `source` and stages their annotations as `target`; pure but for these two."""
    if target.is_staged():
        return
    with source.folder() as folder:
        articles = part.of(staged_frame(folder, "articles"))
    # A model that cannot be loaded is no fault of the articles.
    shipped_reader()
    with no_collection():
        results, rejects = isolate(annotate_articles, articles, step=STEP, is_deadly=part.is_deadly)
    target.stage(batch_frames(TABLES, results, rejects, articles))


def annotate_articles(articles: pl.DataFrame) -> Frames:
    """Frames of `TABLES`, checked, and `rejects` for a frame of articles (article_id, text, title, authors)."""
    batch = read_articles(articles, shipped_reader())
    keys = articles["article_id"].to_list()
    frames = annotation_frames(keys, batch.documents, batch.readings)
    frames["core_paragraphs"] = batch.segments.paragraphs
    frames["core_sentences"] = batch.segments.sentences
    frames["core_tokens"] = mark_tokens(batch.tokens, frames["core_quotations"])
    empty = [
        Reject(STEP, key, Reason.NO_PARAGRAPHS, f"{len(document.paragraphs)} paragraphs, none of them text")
        for key, document in zip(keys, batch.documents, strict=True)
        if not any(paragraph.role is ParagraphRole.TEXT for paragraph in document.paragraphs)
    ]
    return validated(frames) | {"rejects": reject_frame(empty)}
