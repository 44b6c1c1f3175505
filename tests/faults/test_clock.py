"""A clock that jumps: what is newest stays newest, and what changed is read."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows import runs
from flows.runs import Run
from warehouse.frames import fetch
from warehouse.query import open_published, query
from warehouse.run_folders import find_run
from warehouse.store import open_store

RunOn = Callable[..., Run]
STORY = "“We cannot sail empty boats,” said Ingrid Solberg, director of the {name} Ferry Company, on Monday.\n"
TODAY = datetime(2031, 5, 1, 12)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_runs_keep_their_order_whatever_the_clock_says(
    home: Path, inbox: Path, run_pipeline_on: RunOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "onrecord.toml").write_text("[publish]\nkeep_runs = 2\n")
    published = []
    for number, days in enumerate((0, 400, -400, 0)):
        (inbox / f"{number}.txt").write_text(STORY.format(name=f"Marholm {number}"), "utf-8")
        monkeypatch.setattr(runs, "_now", lambda days=days: TODAY + timedelta(days=days))
        run = run_pipeline_on(home, inbox)
        assert run.published is not None
        published.append(run.published.name)
        assert (home / "published" / "latest").resolve().name == run.run_id
        if number:
            assert find_run(home / "published", "previous").name == published[-2]
    assert published == sorted(set(published))
    assert sorted(path.name for path in (home / "published" / "runs").iterdir()) == published[-2:]
    with open_store(home / "warehouse.duckdb") as store:
        recorded = fetch(store, "SELECT run_id, started_at FROM core_runs ORDER BY run_id")
    assert recorded["run_id"].to_list() == published
    assert recorded["started_at"][2] == TODAY - timedelta(days=400)


def test_the_order_outlives_the_database(
    home: Path, inbox: Path, run_pipeline_on: RunOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.txt").write_text(STORY.format(name="Marholm"), "utf-8")
    monkeypatch.setattr(runs, "_now", lambda: TODAY + timedelta(days=400))
    first = run_pipeline_on(home, inbox)
    (home / "warehouse.duckdb").unlink()
    monkeypatch.setattr(runs, "_now", lambda: TODAY)
    assert run_pipeline_on(home, inbox).run_id > first.run_id


@pytest.mark.parametrize("changed_on", [datetime(2099, 1, 1), datetime(1985, 1, 1)], ids=["future", "past"])
def test_a_file_that_was_changed_at_an_odd_time_is_read_again(
    home: Path, inbox: Path, run_pipeline_on: RunOn, changed_on: datetime
) -> None:
    path = inbox / "a.txt"
    path.write_text(STORY.format(name="Marholm"), "utf-8")
    run_pipeline_on(home, inbox)
    path.write_text(STORY.format(name="Wexcomb"), "utf-8")  # as long as before
    os.utime(path, (changed_on.timestamp(), changed_on.timestamp()))
    run_pipeline_on(home, inbox)
    connection = open_published(home / "published")
    try:
        assert query(connection, "SELECT count(*), bool_and(text LIKE '%Wexcomb%') FROM out_articles")[1] == [(1, True)]
    finally:
        connection.close()
