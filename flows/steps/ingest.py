"""Ingest: files to articles, exact duplicates stored once, near-duplicates linked, the rest rejected with a reason."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import polars as pl

from flows.batches import Batch
from flows.context import Context
from flows.file_batches import RawBatch, read_batches
from flows.files import SourceFile, discover
from flows.isolate import isolate
from flows.reports import StepReport
from flows.steps.results import reject_frame
from flows.versions import fingerprint, step_version
from transforms.articles.admit import ARTICLE_SCHEMA, AdmitSettings, Admitted, admit
from transforms.articles.canonical import revision_key
from transforms.articles.formats import record_key
from transforms.articles.near_duplicates import near_duplicates, signatures
from transforms.text.rejects import Reject
from warehouse.frames import fetch
from warehouse.load import (
    Admission,
    drop_superseded,
    forget_rejects,
    load_admitted,
    remember_files,
    store_near_duplicates,
)
from warehouse.staging import discard, is_staged, stage, staged
from warehouse.store import open_store

STEP = "ingest"


def ingest(context: Context, paths: Sequence[Path]) -> StepReport:
    """Admits what is new or changed under `paths`; a file is read again only if its size, time or settings changed.

    Raises:
        PipelineError: a path does not exist.
    """
    began = time.perf_counter()
    found = discover(paths)
    version = fingerprint(step_version("admit"), context.settings.admit.model_dump_json())
    with open_store(context.home.database) as store:
        todo, reread = _to_read(store, found, version)
        context.observer.started(STEP, None)
        forget_rejects(store, _source_paths(todo))
        total = Admission(0, 0, 0, 0, 0)
        reasons: Counter[str] = Counter()
        for batch in context.runner.run(admit_batch, _batches(context, todo, version), context.settings.admit):
            total += load_admitted(store, batch.target)
            reasons.update(staged(batch.target, "rejects")["reason"].to_list())
            discard(batch.source)
            context.observer.advanced(batch.articles)
        dropped = drop_superseded(store, _source_paths(reread))
        linked = _link_near_duplicates(store)
        remember_files(store, _file_states(todo, version))
    notes = {
        "new": total.new, "exact duplicates": total.duplicates, "known": total.known, "near-duplicates": linked,
        "replaced": dropped,
        "files unchanged": len(found) - len(todo),
    }  # fmt: skip
    report = StepReport(
        STEP, total.records, total.records - total.rejects, reasons, time.perf_counter() - began,
        {name: count for name, count in notes.items() if count},
    )  # fmt: skip
    context.observer.ended(report)
    return report


def admit_batch(source: Path, target: Path, settings: AdmitSettings) -> None:
    """Admits the raw records of `source` and stages articles, signatures and rejects in `target`."""
    if is_staged(target):
        return
    records = staged(source, "records")
    results, failed = isolate(
        lambda some: admit(some, settings=settings), records, step="admit",
        key_of=lambda record: record_key(record["source_path"][0], record["source_record"][0]),
    )  # fmt: skip
    articles = pl.concat([pl.DataFrame(schema=ARTICLE_SCHEMA), *(result.articles for result in results)])
    revisions = [revision_key(url or "", text) for url, text in articles.select("url", "text").iter_rows()]
    distinct = articles.unique("text_sha256", keep="first", maintain_order=True)
    signed = signatures(distinct.select(pl.col("text_sha256").alias("article_id"), "text"))
    stage(
        target,
        {
            "articles": articles.with_columns(pl.Series("revision_id", revisions, dtype=pl.String)),
            "signatures": signed.rename({"article_id": "text_sha256"}),
            "rejects": pl.concat([staged(source, "rejects"), reject_frame([*_rejects(results), *failed])]),
        },
    )


def _rejects(results: Sequence[Admitted]) -> list[Reject]:
    return [reject for result in results for reject in result.rejects]


def _to_read(
    store: duckdb.DuckDBPyConnection, found: Sequence[SourceFile], version: str
) -> tuple[list[SourceFile], list[SourceFile]]:
    """The files not yet read in their present state by the present code; those of them whose bytes are as before."""
    known = fetch(store, "SELECT path, bytes, modified_ns, fingerprint FROM _files").rows()
    states = set(known)
    contents = {state[:-1] for state in known}
    todo = [file for file in found if _state(file, version) not in states]
    return todo, [file for file in todo if _state(file, version)[:-1] in contents]


def _source_paths(files: Sequence[SourceFile]) -> pl.DataFrame:
    return pl.DataFrame({"source_path": [file.source_path for file in files]}, schema={"source_path": pl.String})


def _state(file: SourceFile, version: str) -> tuple[str, int, int, str]:
    # Under another name in the tables it is another file: the roots given decide the name.
    mark = fingerprint(version, file.source_path, file.problem or "")
    path = os.fsencode(file.path.absolute()).decode("utf-8", errors="backslashreplace")
    return path, file.size_bytes, file.modified_ns, mark


def _file_states(files: Sequence[SourceFile], version: str) -> pl.DataFrame:
    schema = {"path": pl.String, "bytes": pl.Int64, "modified_ns": pl.Int64, "fingerprint": pl.String}
    return pl.DataFrame([_state(file, version) for file in files], schema=schema, orient="row").unique(
        "path", keep="last", maintain_order=True
    )


def _batches(context: Context, files: Sequence[SourceFile], version: str) -> Iterator[Batch]:
    settings = context.settings
    folder = context.home.staging / STEP
    for raw in read_batches(
        files, limits=settings.read, fields=settings.admit.fields, max_articles=settings.run.batch_articles
    ):
        name = _batch_name(raw, version)
        batch = Batch(folder / f"{name}.source", folder / name, raw.frame.height + len(raw.rejects))
        if not is_staged(batch.target):
            stage(batch.source, {"records": raw.frame, "rejects": reject_frame(raw.rejects)})
        yield batch


def _batch_name(raw: RawBatch, version: str) -> str:
    digest = hashlib.sha256(version.encode())
    for path, record, kind, payload in raw.frame.iter_rows():
        digest.update(f"\x1f{path}\x1f{record}\x1f{kind}\x1f{len(payload)}\x1f".encode())
        digest.update(payload)
    for reject in raw.rejects:
        digest.update(f"\x1f{reject}".encode())
    return digest.hexdigest()[:32]


def _link_near_duplicates(store: duckdb.DuckDBPyConnection) -> int:
    """Links the articles admitted since the last time; returns how many repeat another one."""
    new = fetch(
        store,
        'SELECT s.article_id, s.signature, a.admitted_no AS "order" FROM _signatures AS s '
        "JOIN core_articles AS a USING (article_id) WHERE NOT s.is_linked ORDER BY a.admitted_no",
    )
    if not new.height:
        return 0
    known = fetch(
        store,
        'SELECT s.article_id, s.signature, a.admitted_no AS "order", a.duplicate_of FROM _signatures AS s '
        "JOIN core_articles AS a USING (article_id) WHERE s.is_linked ORDER BY a.admitted_no",
    )
    links = near_duplicates(new, known)
    store_near_duplicates(store, links)
    return links.height
