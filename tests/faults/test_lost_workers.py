"""A worker process that is killed costs nothing but time; an article that kills its worker every time is a reject."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.lost_workers import Part, WorkersKilled, compute_in_parts
from warehouse.query import open_published, query
from warehouse.staging import StagedBatch, staged_frame
from warehouse.staging_folder import FolderBatch

STORY = "“We cannot sail empty boats,” said Ingrid Solberg, director of the {name} Ferry Company, on Monday.\n"


def test_a_worker_that_is_killed_once_changes_no_byte(
    tmp_path: Path,
    home: Path,
    sample_articles: Path,
    sample_home: Path,
    published_tables: Callable[[Path], dict[str, str]],
    onrecord: Callable[..., Any],
) -> None:
    (home / "onrecord.toml").write_text("[run]\nbatch_articles = 12\n")
    once = tmp_path / "killed"
    deadly = {"word": "Brandvold", "once": str(once)}
    run = onrecord("run", sample_articles, "--home", home, "--workers", 2, deadly=deadly)
    assert run.returncode == 0, run.stderr
    assert once.exists()
    assert published_tables(home) == published_tables(sample_home)


def test_an_article_that_kills_its_worker_every_time_becomes_a_reject_and_its_neighbour_goes_on(
    tmp_path: Path, home: Path, onrecord: Callable[..., Any]
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in ("Marholm", "Unlucky"):
        (inbox / f"{name}.txt").write_text(STORY.format(name=name), "utf-8")
    arguments = ("run", inbox, "--home", home, "--workers", 2)
    run = onrecord(*arguments, deadly={"word": "Unlucky"})
    assert run.returncode == 0, run.stderr
    assert "annotate: 2 in → 1 out" in run.stderr
    connection = open_published(home / "published")
    try:
        _, rejects = query(connection, "SELECT step, reason, detail LIKE '%killed%' FROM out_rejects")
        _, quotations = query(connection, "SELECT count(DISTINCT article_id) FROM out_quotations")
    finally:
        connection.close()
    assert (rejects, quotations) == ([("annotate", "step_failed", True)], [(1,)])
    assert not list((home / "staging").glob("**/*.tmp"))


ROWS = pl.DataFrame({"article_id": [f"a{number}" for number in range(40)]})


def staged_but_for(deadly: set[int]) -> Callable[[StagedBatch, Part], bool]:
    def compute(target: StagedBatch, part: Part) -> bool:
        rows = range(part.first, part.first + part.rows)
        if not part.is_deadly and deadly.intersection(rows):
            return False
        mine = part.of(ROWS)
        nothing = mine.clear()
        of_all = pl.DataFrame({"article_id": ["of the whole batch"]})
        rejects = pl.concat([of_all, mine if part.is_deadly else nothing])
        target.stage({"articles": nothing if part.is_deadly else mine, "rejects": rejects})
        return True

    return compute


@pytest.mark.parametrize("deadly", [set(), {0}, {7, 8}, {39}])
def test_the_parts_of_a_batch_make_the_batch(tmp_path: Path, deadly: set[int]) -> None:
    batch = FolderBatch(tmp_path / "batch")
    compute_in_parts(staged_but_for(deadly), batch, ROWS.height)
    assert batch.is_staged()
    good = [key for row, key in enumerate(ROWS["article_id"]) if row not in deadly]
    assert staged_frame(batch.path, "articles")["article_id"].to_list() == good
    bad = staged_frame(batch.path, "rejects")["article_id"].to_list()
    assert bad == ["of the whole batch", *(f"a{row}" for row in sorted(deadly))]
    assert [path.name for path in tmp_path.iterdir()] == ["batch"]


def test_workers_that_are_killed_by_everything_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkersKilled, match="fewer --workers"):
        compute_in_parts(staged_but_for(set(range(40))), FolderBatch(tmp_path / "batch"), ROWS.height)
