"""Ingest: files to articles, exact duplicates stored once, near-duplicates linked, the rest rejected with a reason."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from flows.batches import Batch
from flows.context import Context
from flows.file_batches import RawBatch, read_batches
from flows.files import SourceFile, discover
from flows.isolate import isolate
from flows.lost_workers import WHOLE, Part
from flows.reports import StepReport
from flows.source_names import named, path_key
from flows.steps.keep import keep
from flows.steps.results import reject_frame
from flows.steps.todo import SOURCE
from flows.versions import fingerprint, step_version
from transforms.articles.admit import ARTICLE_SCHEMA, AdmitSettings, Admitted, admit
from transforms.articles.canonical import revision_key
from transforms.articles.formats import WHOLE_FILE_FORMATS, record_key
from transforms.articles.near_duplicates import near_duplicates, signatures
from transforms.text.rejects import Reason, Reject
from warehouse.admission import (
    Admission,
    begin_reading,
    end_reading,
    file_names,
    file_states,
    load_admitted,
    store_near_duplicates,
)
from warehouse.frames import fetch
from warehouse.staging import StagedBatch, staged_frame

STEP = "ingest"


def ingest(context: Context, paths: Sequence[Path]) -> StepReport:
    """Admits what is new or changed under `paths`; a file is read again only if its size, time or settings changed.

    Raises:
        PathNotFound: a path does not exist.
    """
    began = time.perf_counter()
    settings = context.settings
    version = fingerprint(step_version("admit"), settings.read.model_dump_json(), settings.admit.model_dump_json())
    with context.store(threads=1) as store:
        names = file_names(store)
        found = named(discover(paths, leave_out=context.home.root), names)
        plan = _plan(found, file_states(store), version)
        context.observer.started(STEP, None)
        begin_reading(store, _file_frame(plan.todo, None), _gone(paths, found, names))
        total, reasons = Admission(), Counter[str]()
        unreadable: set[str] = set()
        loaded: list[StagedBatch] = []
        for batch in context.runner.run(admit_batch, _batches(context, plan.todo, version), settings.admit):
            with batch.target.folder() as folder:
                total += load_admitted(store, folder)
                rejects = staged_frame(folder, "rejects")
            reasons.update(rejects["reason"].to_list())
            unreadable.update(rejects.filter(pl.col("reason") == Reason.UNREADABLE)["key"].to_list())
            batch.source.discard()
            loaded.append(batch.target)
            context.observer.advanced(batch.articles)
        # What could not be opened may be tomorrow, without any change of its size or time.
        read = [file for file in plan.todo if file.source_path not in unreadable]
        replaced = [file for file in plan.replaced if file.source_path not in unreadable]
        dropped = end_reading(store, _file_frame(read, version), _source_paths(replaced))
        linked = _link_near_duplicates(store)
        if plan.todo:
            keep(context, store)
    for target in loaded:
        target.discard()
    notes = {
        "new": total.new, "exact duplicates": total.duplicates, "known": total.known, "near-duplicates": linked,
        "dropped": dropped, "files unchanged": len(found) - len(plan.todo),
    }  # fmt: skip
    report = StepReport(
        STEP, total.records, total.records - total.rejects, reasons, time.perf_counter() - began,
        {name: count for name, count in notes.items() if count},
    )  # fmt: skip
    context.observer.ended(report)
    return report


def admit_batch(source: StagedBatch, target: StagedBatch, settings: AdmitSettings, part: Part = WHOLE) -> None:
    """Admits the raw records of `source` and stages articles, signatures and rejects as `target`."""
    if target.is_staged():
        return
    with source.folder() as folder:
        records, unread = part.of(staged_frame(folder, "records")), staged_frame(folder, "rejects")
    results, failed = isolate(
        lambda some: admit(some, settings=settings), records, step="admit",
        key_of=lambda record: record_key(record["source_path"][0], record["source_record"][0]),
        is_deadly=part.is_deadly,
    )  # fmt: skip
    articles = pl.concat([pl.DataFrame(schema=ARTICLE_SCHEMA), *(result.articles for result in results)])
    revisions = [revision_key(url or "", text) for url, text in articles.select("url", "text").iter_rows()]
    distinct = articles.unique("text_sha256", keep="first", maintain_order=True)
    signed = signatures(distinct.select(pl.col("text_sha256").alias("article_id"), "text"))
    target.stage({
        "articles": articles.with_columns(pl.Series("revision_id", revisions, dtype=pl.String)),
        "signatures": signed.rename({"article_id": "text_sha256"}),
        "rejects": pl.concat([unread, reject_frame([*_rejects(results), *failed])]),
    })  # fmt: skip


def _rejects(results: Sequence[Admitted]) -> list[Reject]:
    return [reject for result in results for reject in result.rejects]


@dataclass(frozen=True, slots=True)
class _Plan:
    """`todo` is read; of these, the new reading of `replaced` stands for the file as a whole.

    Replaced are files whose bytes are as before, read by other code or settings, and single articles (txt, md, html)
    that were edited. A changed feed only adds: one that is written anew every day must not lose yesterday's articles.
    """

    todo: list[SourceFile]
    replaced: list[SourceFile]


def _plan(found: Sequence[SourceFile], states: Mapping[str, tuple[int, int, str | None]], version: str) -> _Plan:
    todo, replaced = [], []
    for file in found:
        before = states.get(path_key(file.path))
        if before == (file.size_bytes, file.modified_ns, version):
            continue
        todo.append(file)
        is_unchanged = before is not None and before[:2] == (file.size_bytes, file.modified_ns)
        if before is not None and (is_unchanged or file.format in WHOLE_FILE_FORMATS):
            replaced.append(file)
    return _Plan(todo, replaced)


def _gone(paths: Sequence[Path], found: Sequence[SourceFile], names: Mapping[str, str]) -> pl.DataFrame:
    """Files seen earlier below `paths` that are not there any more; their articles stay, their rejects go."""
    roots = [path_key(path) for path in paths]
    present = {path_key(file.path) for file in found}
    gone = [
        name
        for path, name in names.items()
        if path not in present and any(path == root or path.startswith(f"{root.rstrip('/')}/") for root in roots)
    ]
    return pl.DataFrame({"source_path": gone}, schema={"source_path": pl.String})


def _source_paths(files: Sequence[SourceFile]) -> pl.DataFrame:
    return pl.DataFrame({"source_path": [file.source_path for file in files]}, schema={"source_path": pl.String})


def _file_frame(files: Sequence[SourceFile], version: str | None) -> pl.DataFrame:
    rows = [(path_key(file.path), file.source_path, file.size_bytes, file.modified_ns, version) for file in files]
    text, number = pl.String, pl.Int64
    schema = {"path": text, "source_path": text, "bytes": number, "modified_ns": number, "fingerprint": text}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _batches(context: Context, files: Sequence[SourceFile], version: str) -> Iterator[Batch]:
    settings = context.settings
    staging = context.staging
    for raw in read_batches(
        files, limits=settings.read, fields=settings.admit.fields, max_articles=settings.run.batch_articles
    ):
        name = _batch_name(raw, version)
        batch = Batch(
            staging.batch(STEP, name + SOURCE), staging.batch(STEP, name), raw.frame.height + len(raw.rejects)
        )
        if not batch.target.is_staged():
            batch.source.stage({"records": raw.frame, "rejects": reject_frame(raw.rejects)})
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
