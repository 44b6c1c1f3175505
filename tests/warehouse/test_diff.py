"""What differs between two runs: rows by primary key, and the columns they differ in."""

from pathlib import Path

import polars as pl
import pytest

from transforms.schemas.tables import table
from warehouse.diff import CellDiff, TableDiff, diff_rows, diff_runs
from warehouse.query import NothingPublished
from warehouse.run_folders import UnknownRun, find_run

from .conftest import MakeRun

SPEAKERS = pl.DataFrame(
    {"speaker_id": ["a", "b", "c"], "name": ["Ada Lim", "Bo Ek", None], "role": ["mayor", None, "judge"]}
)
TOPICS = pl.DataFrame({"topic": [1, 1], "term": ["dam", "levy"], "rank": [1, 2]})


def changed(run: str, make_run: MakeRun) -> Path:
    later = pl.DataFrame(
        {"speaker_id": ["b", "c", "d"], "name": ["Bo Ek", "Cy Dahl", "Di Poe"], "role": ["chair", "judge", "poet"]}
    )
    return make_run(run, out_speakers=later, out_topics=TOPICS)


def tables(diffs: list[TableDiff]) -> dict[str, TableDiff]:
    return {diff.table: diff for diff in diffs if diff.rows_before or diff.rows_after}


def test_rows_added_removed_and_changed_are_counted_by_key_with_the_columns_that_changed(make_run: MakeRun) -> None:
    before = make_run("1", out_speakers=SPEAKERS, out_topics=TOPICS)
    found = tables(diff_runs(before, changed("2", make_run)))
    speakers = found["out_speakers"]
    assert (speakers.rows_before, speakers.rows_after) == (3, 3)
    assert (speakers.added, speakers.removed, speakers.changed) == (1, 1, 2)
    assert speakers.columns == {"name": 1, "role": 1}
    assert found["out_topics"].is_same and not speakers.is_same


def test_each_changed_cell_is_shown_with_its_values(make_run: MakeRun) -> None:
    before = make_run("1", out_speakers=SPEAKERS)
    after = changed("2", make_run)
    assert diff_rows(before, after, table("out_speakers"), limit=10) == [
        CellDiff("removed", {"speaker_id": "a"}),
        CellDiff("changed", {"speaker_id": "b"}, "role", None, "chair"),
        CellDiff("changed", {"speaker_id": "c"}, "name", None, "Cy Dahl"),
        CellDiff("added", {"speaker_id": "d"}),
    ]
    assert len(diff_rows(before, after, table("out_speakers"), limit=2)) == 2


def test_the_order_of_rows_is_no_difference(make_run: MakeRun) -> None:
    before = make_run("1", out_speakers=SPEAKERS)
    after = make_run("2", out_speakers=SPEAKERS.reverse())
    assert tables(diff_runs(before, after))["out_speakers"].is_same


def test_columns_and_tables_of_another_version_are_named_and_the_rest_is_compared(make_run: MakeRun) -> None:
    before = make_run("1", out_speakers=SPEAKERS)
    after = make_run("2", out_speakers=SPEAKERS.drop("role").with_columns(articles=1), out_topics=TOPICS)
    found = tables(diff_runs(before, after))
    speakers = found["out_speakers"]
    assert (speakers.columns_added, speakers.columns_removed, speakers.changed) == (["articles"], ["role"], 0)
    assert (found["out_topics"].added, found["out_topics"].removed) == (2, 0)


def test_with_another_key_every_row_is_another(make_run: MakeRun) -> None:
    before = make_run("1", out_speakers=SPEAKERS.rename({"speaker_id": "id"}))
    after = make_run("2", out_speakers=SPEAKERS)
    speakers = tables(diff_runs(before, after))["out_speakers"]
    assert (speakers.added, speakers.removed, speakers.columns) == (3, 3, {})
    assert diff_rows(before, after, table("out_speakers"), limit=5) == []


def test_a_run_is_named_by_its_place_in_time_its_id_or_its_folder(tmp_path: Path, make_run: MakeRun) -> None:
    published = tmp_path / "home" / "published"
    with pytest.raises(NothingPublished):
        find_run(published, "latest")
    first, second = (make_run(run, out_topics=TOPICS) for run in ("20250101T", "20250201T"))
    assert find_run(published, "latest") == second
    assert find_run(published, "previous") == first
    assert find_run(published, "202501") == first
    assert find_run(tmp_path / "elsewhere", str(first)) == first
    for name in ("2025", "2026", ""):
        with pytest.raises(UnknownRun, match="20250101T, 20250201T"):
            find_run(published, name)
