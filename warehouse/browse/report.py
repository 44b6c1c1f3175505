"""The pages as files, for the newest articles: who is quoted in them and what is spoken of. No server is needed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from transforms.schemas.tables import PUBLISHED
from transforms.text.errors import PipelineError
from warehouse.browse.app import STATIC, static_file
from warehouse.browse.article_view import article_page
from warehouse.browse.find import in_full
from warehouse.browse.links import FileLinks, article_file, speaker_file, target_file
from warehouse.browse.pages import render
from warehouse.browse.run import PublishedRun
from warehouse.browse.speaker_view import speaker_page
from warehouse.browse.table_view import columns, table_list
from warehouse.browse.target_view import target_page

_MARK = ".onrecord-report"  # a folder with it was made by a report, and may be replaced by one
_FIRST_PAGE = 100  # quotations
_CHOSEN = """
    SELECT article_id FROM out_articles WHERE is_analysed
    ORDER BY published_on DESC NULLS LAST, admitted_no DESC LIMIT ?
"""
_INSIDE = "list_contains($articles, article_id)"


class FolderInUse(PipelineError):
    """The folder of a report holds something else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds something that is no report; give a folder that is new or empty.")


def write_report(published: Path, folder: Path, articles: int) -> int:
    """Writes the pages about the newest `articles` into `folder`, whole or not at all; returns how many pages.

    Raises:
        NothingPublished: there is no run yet.
        FolderInUse: the folder holds something that no report has written.
    """
    if folder.exists() and not (folder / _MARK).exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(folder)
    run = PublishedRun(published)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, so that it can be renamed, and under a name that nobody has.
    unfinished = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    pages = 0
    try:
        unfinished.chmod(0o755)
        for name, html in _pages(run, articles):
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, "utf-8")
            pages += 1
        for name in STATIC:
            (unfinished / name).write_bytes(static_file(name))
        (unfinished / _MARK).write_text(f"{run.name}\n", "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        run.close()
    return pages


def _pages(run: PublishedRun, articles: int) -> Iterator[tuple[str, str]]:
    """Name and HTML of every file."""
    chosen = [row["article_id"] for row in run.rows(_CHOSEN, [articles])]
    speakers = _ids(run, f"SELECT DISTINCT speaker_id AS id FROM out_quotations WHERE {_INSIDE}", chosen)
    targets = _ids(run, f"SELECT DISTINCT target_id AS id FROM out_stances WHERE {_INSIDE}", chosen)
    top = FileLinks(frozenset(chosen), frozenset(speakers), frozenset(targets))
    below = replace(top, depth=1)
    yield from _lists(run, top, chosen)
    for article_id in chosen:
        if page := article_page(run, article_id):
            yield article_file(article_id), render("article.html", below, run=run, **page)
    for speaker_id in speakers:
        if page := speaker_page(run, speaker_id):
            yield speaker_file(speaker_id), render("speaker.html", below, run=run, **page)
    for target_id in targets:
        if page := target_page(run, target_id):
            yield target_file(target_id), render("target.html", below, run=run, **page)
    for table in PUBLISHED:
        yield (
            f"tables/{table.name}.html",
            render("table.html", below, run=run, table=table, columns=columns(table), rows=[]),
        )


def _lists(run: PublishedRun, links: FileLinks, chosen: list[str]) -> Iterator[tuple[str, str]]:
    inside = {"articles": chosen}
    ids = run.rows(
        f"""SELECT quotation_id FROM out_quotations WHERE {_INSIDE}
            ORDER BY published_on DESC NULLS LAST, article_id, char_start LIMIT {_FIRST_PAGE}""",
        inside,
    )
    quotations = in_full(run, [row["quotation_id"] for row in ids])
    yield "index.html", render("report.html", links, run=run, quotations=quotations, articles=len(chosen))
    rows = {
        "articles": f"SELECT * FROM out_articles WHERE {_INSIDE} ORDER BY published_on DESC NULLS LAST, article_id",
        "speakers": f"""SELECT * FROM out_speakers
            WHERE speaker_id IN (SELECT speaker_id FROM out_quotations WHERE {_INSIDE})
            ORDER BY quotations DESC, speaker_id""",
        "targets": f"""SELECT target_id, min(target) AS target, starts_with(target_id, 'watch:') AS is_watched,
                CAST(sum(n) AS BIGINT) AS n, count(*) AS speakers, CAST(sum(favor) AS BIGINT) AS favor,
                CAST(sum(against) AS BIGINT) AS against
            FROM out_who_about_whom WHERE target_id IN (SELECT target_id FROM out_stances WHERE {_INSIDE})
            GROUP BY target_id ORDER BY is_watched DESC, n DESC, target_id""",
    }
    for name, sql in rows.items():
        yield f"{name}.html", render(f"{name}.html", links, run=run, rows=run.rows(sql, inside))
    yield "tables.html", render("tables.html", links, run=run, tables=table_list(run))


def _ids(run: PublishedRun, sql: str, chosen: list[str]) -> list[str]:
    rows = run.rows(f"{sql} ORDER BY id", {"articles": chosen})
    return [row["id"] for row in rows if row["id"] is not None]
