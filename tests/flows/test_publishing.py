"""Publishing as a whole: bounds hold a run back, copies follow it, runs are compared, readers are never in the way."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.runs import Run
from flows.settings import SettingsBroken, read_settings
from flows.steps import publish as publish_step
from warehouse.bounds import OutOfBounds
from warehouse.copies import CopyFailed
from warehouse.diff import diff_runs
from warehouse.run_folders import find_run
from warehouse.table_files import table_files
from warehouse.views import DATABASE

RunOn = Callable[..., Run]

STORY = "“We cannot sail empty boats,” said Ingrid Solberg, director of the Marholm Ferry Company, on {day}.\n"


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    write(tmp_path / "inbox", "monday.txt", STORY.format(day="Monday"))
    return tmp_path / "inbox"


def test_a_run_out_of_bounds_is_not_published_until_the_bounds_are_changed(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn
) -> None:
    run_pipeline_on(new_home, inbox)
    latest = (new_home / "published" / "latest").resolve()
    write(inbox, "tuesday.txt", STORY.format(day="Tuesday"))
    write(new_home, "onrecord.toml", "[publish]\nleast_rows = { out_articles = 3 }\n")
    with pytest.raises(OutOfBounds, match="out_articles has 2 rows, least_rows is 3"):
        run_pipeline_on(new_home, inbox)
    assert (new_home / "published" / "latest").resolve() == latest
    write(new_home, "onrecord.toml", "[publish]\nleast_rows = { out_articles = 2 }\n")
    assert run_pipeline_on(new_home, inbox).published == (new_home / "published" / "latest").resolve()


@pytest.mark.parametrize("line", ["least_rows = { out_quotes = 1 }", 'least_filled_pct = { "out_articles.day" = 1 }'])
def test_bounds_of_tables_and_columns_that_do_not_exist_are_refused(tmp_path: Path, line: str) -> None:
    write(tmp_path, "onrecord.toml", f"[publish]\n{line}\n")
    with pytest.raises(SettingsBroken, match="onrecord tables"):
        read_settings(tmp_path / "onrecord.toml")


def test_a_copy_follows_each_run_and_makes_up_for_one_that_failed(
    tmp_path: Path, new_home: Path, inbox: Path, run_pipeline_on: RunOn
) -> None:
    share = tmp_path / "share"
    share.write_text("a file where the folder should be")
    write(new_home, "onrecord.toml", f"[publish]\ncopy_to = 'file://{share}'\n")
    with pytest.raises(CopyFailed, match="run again"):
        run_pipeline_on(new_home, inbox)
    assert (new_home / "published" / "latest").is_dir()
    share.unlink()
    reports = run_pipeline_on(new_home, inbox).reports
    assert [report.step for report in reports if report.rows_out and report.step in ("publish", "copy")] == ["copy"]
    pointer = json.loads((share / "latest.json").read_text("utf-8"))
    assert pointer["run_id"] == (new_home / "published" / "latest").resolve().name
    assert (share / pointer["path"] / "out_quotations.parquet").is_file()


def test_a_new_article_shows_in_the_diff_and_unchanged_tables_share_their_bytes(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn
) -> None:
    run_pipeline_on(new_home, inbox)
    write(inbox, "tuesday.txt", STORY.format(day="Tuesday") + "The vote was close, an observer said.\n")
    run_pipeline_on(new_home, inbox)
    folders = [find_run(new_home / "published", name) for name in ("previous", "latest")]
    found = {diff.table: diff for diff in diff_runs(*folders)}
    assert (found["out_articles"].added, found["out_articles"].removed, found["out_articles"].changed) == (1, 0, 0)
    assert found["out_quotations"].added >= 1 and not found["out_quotations"].removed
    same = [diff.table for diff in found.values() if diff.is_same]
    assert "out_rejects" in same
    for table in same:
        old, new = (table_files(folder, table) for folder in folders)
        assert [file.stat().st_ino for file in old] == [file.stat().st_ino for file in new]


def test_of_a_table_by_month_only_the_months_that_changed_are_new_files(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn
) -> None:
    dated = '{{"title": "Ferries", "date": "{day}", "text": "{text}"}}\n'
    text = "“We cannot sail empty boats,” said Ingrid Solberg of the Marholm Ferry Company. The {name} vote was close."
    write(inbox, "may.json", dated.format(day="2025-05-03", text=text.format(name="May")))
    write(inbox, "june.json", dated.format(day="2025-06-03", text=text.format(name="June")))
    run_pipeline_on(new_home, inbox)
    write(inbox, "more.json", dated.format(day="2025-06-09", text=text.format(name="second")))
    write(inbox, "july.json", dated.format(day="2025-07-01", text=text.format(name="July")))
    run_pipeline_on(new_home, inbox)
    old, new = (find_run(new_home / "published", name) for name in ("previous", "latest"))
    for table in ("out_tokens", "out_sentences", "out_paragraphs"):
        files = {file.stem: file.stat().st_ino for file in table_files(new, table)}
        before = {file.stem: file.stat().st_ino for file in table_files(old, table)}
        assert list(files) == ["2025-05", "2025-06", "2025-07", "undated"]
        assert {month for month, inode in files.items() if before.get(month) == inode} == {"2025-05", "undated"}
    assert not list((new_home / "published").glob("**/*.tmp"))
    found = {diff.table: diff for diff in diff_runs(old, new)}["out_sentences"]
    assert (found.added, found.removed, found.changed) == (4, 0, 0)
    assert found.rows_after == found.rows_before + 4


def test_runs_that_build_some_months_give_the_bytes_of_one_that_builds_all(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn
) -> None:
    dated = '{{"title": "Ferries", "date": "{day}", "text": "{text}"}}\n'
    text = "“We cannot sail empty boats,” said Ingrid Solberg of the Marholm Ferry Company. The {name} vote was close."
    for name, day in (("may", "2025-05-03"), ("june", "2025-06-03")):
        write(inbox, f"{name}.json", dated.format(day=day, text=text.format(name=name)))
    run_pipeline_on(new_home, inbox)
    # The date of one article is mended, another comes in, a quotation is judged to be none.
    write(inbox, "may.json", dated.format(day="2025-07-03", text=text.format(name="may")))
    write(inbox, "more.json", dated.format(day="2025-06-09", text=text.format(name="second")))
    run_pipeline_on(new_home, inbox)
    package = json.loads((new_home / "published" / "latest" / "datapackage.json").read_text("utf-8"))
    assert sorted(package["months"]) == ["2025-06", "2025-07", "undated"]
    quoted = duckdb.sql(
        f"SELECT quotation_id, text FROM '{new_home}/published/latest/out_quotations.parquet' "
        "WHERE published_on = '2025-06-09'"
    ).fetchall()
    lines = [json.dumps({"verdict": "wrong", "quotation": key, "text": text}) for key, text in quoted]
    write(new_home / "curated", "judgements.jsonl", "\n".join(lines) + "\n")
    run_pipeline_on(new_home, inbox)
    by_parts = hashes_of(new_home)
    assert not duckdb.sql(
        f"SELECT * FROM '{new_home}/published/latest/out_tokens/2025-06.parquet' "
        f"WHERE quotation_id IN {tuple([key for key, _ in quoted] * 2)}"
    ).fetchall()
    shutil.rmtree(new_home / "published")
    run_pipeline_on(new_home, inbox)
    assert hashes_of(new_home) == by_parts


def test_a_month_whose_file_was_lost_is_built_again(new_home: Path, inbox: Path, run_pipeline_on: RunOn) -> None:
    run_pipeline_on(new_home, inbox)
    before = hashes_of(new_home)
    (new_home / "published" / "latest" / "out_tokens" / "undated.parquet").write_bytes(b"")
    write(inbox, "june.json", '{"date": "2025-06-03", "text": "The council met in Marholm and nobody said a word."}\n')
    run_pipeline_on(new_home, inbox)
    lost = "out_tokens/undated.parquet"
    assert hashes_of(new_home)[lost] == before[lost]
    assert (new_home / "published" / "latest" / lost).stat().st_size > 0


def hashes_of(home: Path) -> dict[str, str]:
    """By path, of the files as they are on the disk."""
    latest = home / "published" / "latest"
    return {
        str(path.relative_to(latest)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(latest.glob("**/*.parquet"))
    }


READER = """
import sys
{open}
for line in sys.stdin:
    print({read}, flush=True)
"""
CLIENTS = {
    "duckdb": (
        "import duckdb; c = duckdb.connect(sys.argv[1], read_only=True)",
        "c.execute('SELECT count(*) FROM out_articles').fetchall()[0][0]",
    ),
    "sqlalchemy": (
        "from sqlalchemy import create_engine, text; "
        "c = create_engine('duckdb:///' + sys.argv[1], connect_args={'read_only': True}).connect()",
        "c.execute(text('SELECT count(*) FROM out_articles')).scalar_one()",
    ),
}


class Reader:
    """Another process with the view database open."""

    def __init__(self, client: str, database: Path) -> None:
        script = READER.format(open=CLIENTS[client][0], read=CLIENTS[client][1])
        self._process = subprocess.Popen(
            [sys.executable, "-c", script, str(database)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def articles(self) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.communicate()[1]
        return int(line)

    def close(self) -> None:
        self._process.communicate()


def test_the_view_database_is_read_by_three_clients_at_once_while_a_flow_writes(
    new_home: Path, inbox: Path, run_pipeline_on: RunOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_pipeline_on(new_home, inbox)
    write(inbox, "tuesday.txt", STORY.format(day="Tuesday"))
    database = (new_home / "published" / "latest").resolve() / DATABASE
    readers = [Reader(client, database) for client in CLIENTS]
    mine = duckdb.connect(database, read_only=True)
    seen: list[int] = []

    def read() -> list[int]:
        return [*mine.execute("SELECT count(*) FROM out_articles").fetchall()[0], *(r.articles() for r in readers)]

    def reading(
        store: duckdb.DuckDBPyConnection, copies: object, build: Callable[..., None] = publish_step.build_tables
    ) -> None:
        # Here the flow holds the lock of the home and its database open for writing.
        seen.extend(read())
        build(store, copies)

    monkeypatch.setattr(publish_step, "build_tables", reading)
    try:
        run_pipeline_on(new_home, inbox)
        assert seen == [1, 1, 1]
        assert read() == [1, 1, 1]
    finally:
        mine.close()
        for reader in readers:
            reader.close()
    with duckdb.connect(new_home / "published" / "latest" / DATABASE, read_only=True) as new:
        assert new.execute("SELECT count(*) FROM out_articles").fetchall() == [(2,)]
