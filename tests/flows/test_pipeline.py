"""The whole pipeline on small folders: what goes in comes out, once, and the same way every time."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.batches import InProcess, WorkerProcesses
from flows.context import Context
from flows.home import Home
from flows.runs import Run, run_pipeline
from flows.settings import RunSettings, Settings, SettingsBroken, read_settings
from transforms.scores.watch_list import BadWatchList
from transforms.speakers.judgements import MalformedJudgement
from warehouse.query import open_published

RunOn = Callable[..., Run]
Hashes = Callable[[Path], dict[str, str]]

STORY = (
    "The ferry company will cut its winter timetable, its director said on Monday.\n\n"
    "“We cannot sail empty boats through ice for nobody,” said Ingrid Solberg, director of the Marholm Ferry Company. "
    "She said the evening boat would go first.\n\n"
    "Mayor Tomas Reyes called the plan a disgrace. “People here have jobs to get home from,” he said.\n"
)


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    connection = open_published(home / "published")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write(tmp_path / "inbox", "ferry.txt", STORY)
    return tmp_path / "inbox"


def test_every_record_is_an_article_a_duplicate_or_a_reject(sample_home: Path) -> None:
    assert rows(sample_home, "SELECT count(*), count(*) FILTER (is_duplicate) FROM out_article_files") == [(23, 1)]
    assert rows(sample_home, "SELECT count(*) FROM out_articles") == [(22,)]
    assert rows(sample_home, "SELECT count(*) FROM out_rejects") == [(2,)]


def test_a_speaker_is_named_and_every_cell_leads_back_to_the_text(
    inbox: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    run_pipeline_on(new_home, inbox)
    found = rows(
        new_home,
        "SELECT speaker, kind, q.text, substring(a.text, char_start + 1, char_end - char_start) = q.text, mention "
        "FROM out_quotations AS q JOIN (SELECT article_id, text FROM out_articles) AS a USING (article_id) "
        "WHERE kind = 'direct' ORDER BY char_start",
    )
    assert found == [
        ("Ingrid Solberg", "direct", "“We cannot sail empty boats through ice for nobody,”", True, "Ingrid Solberg"),
        ("Tomas Reyes", "direct", "“People here have jobs to get home from,”", True, "he"),
    ]


def test_a_second_run_does_nothing(
    inbox: Path, new_home: Path, run_pipeline_on: RunOn, published_tables: Hashes
) -> None:
    first = run_pipeline_on(new_home, inbox)
    before = published_tables(new_home)
    second = run_pipeline_on(new_home, inbox)
    assert first.published is not None
    assert second.published is None
    assert [report.rows_in for report in second.reports] == [0, 0, 0, 0]
    assert published_tables(new_home) == before


def test_articles_added_later_give_the_same_rows_as_all_at_once(
    tmp_path: Path, sample_articles: Path, run_pipeline_on: RunOn
) -> None:
    inbox, later, whole = tmp_path / "inbox", tmp_path / "later", tmp_path / "whole"
    for home in (later, whole):
        home.mkdir()
    shutil.copytree(sample_articles / "calder-courier", inbox / "calder-courier")
    run_pipeline_on(later, inbox)
    shutil.copytree(sample_articles / "northern-ledger", inbox / "northern-ledger")
    run_pipeline_on(later, inbox)
    run_pipeline_on(whole, inbox)
    for table in (
        "out_quotations",
        "out_stances",
        "out_speakers",
        "out_speaker_targets",
        "out_sentences",
        "out_statements",
        "out_who_about_whom",
        "out_stance_changes",
    ):
        assert rows(later, f"SELECT * FROM {table}") == rows(whole, f"SELECT * FROM {table}"), table


def test_a_statement_in_three_outlets_is_one_and_takes_one_side(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    write(new_home, "targets.toml", '[[targets]]\nid = "plan"\nname = "the plan"\naliases = []\n')
    ends = ["The vote is in June.", "Rain fell on the square all night.", "A choir sang before the session began."]
    said = "“We must stop the plan before it ruins the whole island,” said Mayor Tomas Reyes."
    lines = [
        {"text": f"{said}\n\n{end}\n", "outlet": outlet, "date": f"2031-03-0{day}", "title": end}
        for outlet, day, end in zip(("Courier", "Agency", "Ledger"), (3, 2, 4), ends, strict=True)
    ]
    write(tmp_path / "inbox", "feed.jsonl", "\n".join(map(json.dumps, lines)))
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(
        new_home,
        "SELECT speaker, copies, articles, outlet_names, first_seen_on::VARCHAR, last_seen_on::VARCHAR, is_said "
        "FROM out_statements",
    ) == [("Tomas Reyes", 3, 3, "Agency | Courier | Ledger", "2031-03-02", "2031-03-04", True)]
    assert rows(new_home, "SELECT statement_id = min(quotation_id) FILTER (outlet = 'Agency') FROM out_quotations "
                          "GROUP BY statement_id") == [(True,)]  # fmt: skip
    for table in ("out_speaker_targets", "out_who_about_whom"):
        found = f"SELECT n, copies, attitudes, against FROM {table} WHERE target_id = 'watch:plan'"
        assert rows(new_home, found) == [(1, 3, 0, 1)], table
    counted = "SELECT quotations, statements, attitudes, against FROM out_speakers WHERE name = 'Tomas Reyes'"
    assert rows(new_home, counted) == [(3, 1, 0, 1)]
    assert rows(new_home, "SELECT sum(against) FROM out_speaker_days") == [(1,)]


def test_what_is_only_wanted_is_no_quotation_and_takes_a_side(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    write(tmp_path / "inbox", "plan.txt", "Mayor Tomas Reyes opposes the new ferry contract with Marholm. It rained.\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT is_said FROM out_statements") == [(False,)]
    assert rows(new_home, "SELECT quotations, attitudes FROM out_articles") == [(0, 1)]
    counted = "SELECT quotations, statements, attitudes, words FROM out_speakers WHERE name = 'Tomas Reyes'"
    assert rows(new_home, counted) == [(0, 0, 1, 0)]
    assert rows(new_home, "SELECT DISTINCT n = attitudes FROM out_who_about_whom") == [(True,)]


def test_batches_and_worker_processes_change_no_byte(
    tmp_path: Path, sample_home: Path, sample_articles: Path, published_tables: Hashes
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_home / "targets.toml", home)
    settings = Settings(run=RunSettings(batch_articles=5))
    run_pipeline(Context(Home(home), settings, WorkerProcesses(2)), [sample_articles])
    assert published_tables(home) == published_tables(sample_home)


def test_lines_added_to_a_file_are_new_articles_and_the_old_ones_are_known(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    def line(number: int) -> str:
        return json.dumps(
            {"title": f"Boat {number}", "text": STORY.replace("evening boat", f"boat at {number} o’clock")}
        )

    path = write(tmp_path / "inbox", "feed.jsonl", line(5) + "\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    path.write_text(line(5) + "\n" + line(6) + "\n", "utf-8")
    second = run_pipeline_on(new_home, tmp_path / "inbox")
    assert dict(second.reports[0].notes) == {"new": 1, "known": 1, "near-duplicates": 1}
    assert rows(new_home, "SELECT count(*), count(duplicate_of) FROM out_articles") == [(2, 1)]


def test_the_same_text_in_two_files_is_one_article_with_two_paths(
    inbox: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    write(inbox, "again/copy.txt", STORY)
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(1,)]
    assert rows(new_home, "SELECT source_path, is_duplicate FROM out_article_files ORDER BY ALL") == [
        ("again/copy.txt", False),
        ("ferry.txt", True),
    ]


def test_another_text_under_the_same_address_is_kept_beside_the_first(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    lines = [
        json.dumps({"url": "https://marholm.example/ferry", "text": text})
        for text in (STORY, STORY.replace("Monday", "Tuesday") + "\nThe council meets on Friday.\n")
    ]
    write(tmp_path / "inbox", "feed.jsonl", "\n".join(lines))
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT count(*), count(DISTINCT article_id), count(DISTINCT url) FROM out_articles") == [
        (2, 2, 1)
    ]


def test_a_file_read_by_other_settings_replaces_what_it_gave_before(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    record = {"body": "An early draft of the story. " * 9, "final": STORY}
    write(tmp_path / "inbox", "feed.jsonl", json.dumps(record) + "\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    write(new_home, "onrecord.toml", '[admit.fields]\ntext = ["final"]\n')
    second = run_pipeline_on(new_home, tmp_path / "inbox")
    assert dict(second.reports[0].notes) == {"new": 1, "dropped": 1}
    assert rows(new_home, "SELECT left(text, 9), count(*) FROM out_articles GROUP BY 1") == [("The ferry", 1)]
    assert rows(new_home, "SELECT count(*) FROM out_sentences WHERE text LIKE '%draft%'") == [(0,)]


def test_a_feed_written_anew_keeps_the_articles_of_yesterday(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    path = write(tmp_path / "inbox", "latest.jsonl", json.dumps({"text": STORY}) + "\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    path.write_text(
        json.dumps({"text": "Snow fell on the whole island on Tuesday, and the school stayed shut."}), "utf-8"
    )
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(2,)]


def test_an_edited_article_replaces_what_it_was(inbox: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    run_pipeline_on(new_home, inbox)
    write(inbox, "ferry.txt", STORY.replace("winter timetable", "summer timetable"))
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT count(*), count(*) FILTER (text LIKE '%summer%') FROM out_articles") == [(1, 1)]
    assert rows(new_home, "SELECT count(DISTINCT article_id) FROM out_quotations") == [(1,)]


def test_files_of_one_name_in_two_folders_stay_two_files(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn
) -> None:
    write(tmp_path / "a", "x.txt", STORY)
    write(tmp_path / "b", "x.txt", STORY.replace("ferry", "bus"))
    for folders in (["a"], ["b"], ["a", "b"], ["a"]):
        run_pipeline_on(new_home, *(tmp_path / folder for folder in folders))
    write(new_home, "onrecord.toml", "[admit]\nmin_words = 6\n")
    for folder in ("a", "b", "a"):
        run_pipeline_on(new_home, tmp_path / folder)
    assert rows(new_home, "SELECT source_path FROM out_article_files ORDER BY ALL") == [("b/x.txt",), ("x.txt",)]
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(2,)]


def test_rejects_of_one_name_in_two_folders_stay_two(tmp_path: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    write(tmp_path / "a", "x.txt", "")
    mended = write(tmp_path / "b", "x.txt", "")
    run_pipeline_on(new_home, tmp_path / "a")
    run_pipeline_on(new_home, tmp_path / "b")
    assert rows(new_home, "SELECT count(*) FROM out_rejects") == [(2,)]
    mended.write_text(STORY, "utf-8")
    run_pipeline_on(new_home, tmp_path / "b")
    assert rows(new_home, "SELECT key FROM out_rejects") == [("x.txt#0",)]


def test_a_reject_goes_with_its_file_and_an_article_stays(inbox: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    write(inbox, "empty.txt", "")
    run_pipeline_on(new_home, inbox)
    (inbox / "empty.txt").unlink()
    (inbox / "ferry.txt").unlink()
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT count(*) FROM out_rejects") == [(0,)]
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(1,)]


def test_a_home_inside_the_folder_of_articles_is_not_read(inbox: Path, run_pipeline_on: RunOn) -> None:
    for _ in range(3):
        run = run_pipeline_on(inbox / "home", inbox)
    assert run.reports[0].rows_in == 0
    assert rows(inbox / "home", "SELECT count(*) FROM out_article_files") == [(1,)]


def test_a_line_put_in_front_makes_no_duplicates(tmp_path: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    lines = [json.dumps({"text": STORY.replace("Monday", day)}) for day in ("Friday", "Saturday", "Sunday")]
    path = write(tmp_path / "inbox", "feed.jsonl", "\n".join(lines[1:]) + "\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT source_record, is_duplicate FROM out_article_files ORDER BY ALL") == [
        (0, False),
        (1, False),
        (2, False),
    ]
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(3,)]


def test_corrected_metadata_reach_the_tables(tmp_path: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    path = write(tmp_path / "inbox", "feed.jsonl", json.dumps({"text": STORY, "date": "03/04/2025"}) + "\n")
    run_pipeline_on(new_home, tmp_path / "inbox")
    published = "SELECT title, published_on::VARCHAR FROM out_articles"
    assert rows(new_home, published) == [(None, None)]
    write(new_home, "onrecord.toml", '[admit]\nday_order = "day_first"\n')
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, published) == [(None, "2025-04-03")]
    path.write_text(json.dumps({"text": STORY, "date": "03/04/2025", "title": "Ferry"}) + "\n", "utf-8")
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, published) == [("Ferry", "2025-04-03")]


def test_an_article_that_is_no_longer_read_loses_its_rows(inbox: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    run_pipeline_on(new_home, inbox)
    write(new_home, "onrecord.toml", '[admit]\nanalysed_languages = ["fr"]\n')
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT count(*) FROM out_quotations") == [(0,)]
    assert rows(new_home, "SELECT is_analysed FROM out_articles") == [(False,)]


def test_what_could_not_be_opened_is_tried_again(
    inbox: Path, new_home: Path, run_pipeline_on: RunOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import file_records

    opened = os.open

    def refused(path: str, *arguments: int, **options: int) -> int:
        if str(path).endswith("ferry.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(file_records.os, "open", refused)
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT reason FROM out_rejects") == [("unreadable",)]
    monkeypatch.undo()
    run_pipeline_on(new_home, inbox)
    assert rows(new_home, "SELECT reason FROM out_rejects") == []
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(1,)]


def test_a_mended_file_is_no_reject_any_more(tmp_path: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    path = write(tmp_path / "inbox", "ferry.txt", "")
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT reason FROM out_rejects") == [("empty",)]
    path.write_text(STORY, "utf-8")
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT reason FROM out_rejects") == []
    assert rows(new_home, "SELECT count(*) FROM out_articles") == [(1,)]


def test_an_article_that_breaks_a_step_becomes_a_reject_and_its_neighbours_go_on(
    tmp_path: Path, new_home: Path, run_pipeline_on: RunOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "inbox", "ferry.txt", STORY)
    write(tmp_path / "inbox", "odd.txt", STORY.replace("ferry", "unlucky"))
    from flows import reading as step

    def propose(document: object, propose: Callable[[object], object] = step.propose) -> object:  # type: ignore[assignment]
        if "unlucky" in document.text:  # type: ignore[attr-defined]
            raise ValueError("the secret words of the article")
        return propose(document)

    monkeypatch.setattr(step, "propose", propose)
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT step, reason FROM out_rejects") == [("annotate", "step_failed")]
    assert rows(new_home, "SELECT detail NOT LIKE '%secret%' FROM out_rejects") == [(True,)]
    assert rows(new_home, "SELECT count(DISTINCT article_id) FROM out_quotations") == [(1,)]


def test_an_empty_folder_publishes_empty_tables(tmp_path: Path, new_home: Path, run_pipeline_on: RunOn) -> None:
    (tmp_path / "inbox").mkdir()
    run_pipeline_on(new_home, tmp_path / "inbox")
    assert rows(new_home, "SELECT count(*) FROM out_quotations") == [(0,)]


def test_readers_read_while_a_run_writes(new_home: Path, inbox: Path, run_pipeline_on: RunOn) -> None:
    run_pipeline_on(new_home, inbox)
    writer = duckdb.connect(new_home / "warehouse.duckdb")
    try:
        assert rows(new_home, "SELECT count(*) FROM out_articles") == [(1,)]
    finally:
        writer.close()


@pytest.mark.parametrize(
    ("name", "text", "error", "says"),
    [
        ("onrecord.toml", "[run]\nbatches = 5\n", SettingsBroken, "run.batches"),
        ("onrecord.toml", "[scale]\nworkers = 0\n", SettingsBroken, "greater than or equal to 1"),
        ("onrecord.toml", "[run\n", SettingsBroken, "docs/settings.md"),
        ("targets.toml", "[[targets]]\nname = 'No id'\n", BadWatchList, "id"),
        ("curated/judgements.jsonl", '{"verdict": "maybe"}\n', MalformedJudgement, "line 1"),
    ],
)
def test_a_broken_setting_is_a_named_error_that_says_what_to_mend(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn, name: str, text: str, error: type[Exception], says: str
) -> None:
    write(new_home, name, text)
    with pytest.raises(error, match=says):
        run_pipeline_on(new_home, inbox)


def test_without_a_settings_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "onrecord.toml") == Settings()
    assert isinstance(Context(Home(tmp_path), Settings()).runner, InProcess)


def test_a_failed_run_is_recorded_and_latest_stays(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn, published_tables: Hashes
) -> None:
    run_pipeline_on(new_home, inbox)
    before = published_tables(new_home)
    write(new_home, "targets.toml", "[[targets]]\n")
    with pytest.raises(BadWatchList):
        run_pipeline_on(new_home, inbox)
    connection = duckdb.connect(new_home / "warehouse.duckdb")
    try:
        statuses = connection.execute("SELECT status FROM core_runs ORDER BY started_at").fetchall()
    finally:
        connection.close()
    assert statuses == [("done",), ("failed",)]
    assert published_tables(new_home) == before
