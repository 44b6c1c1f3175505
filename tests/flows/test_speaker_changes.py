"""The link step keeps what became of speakers, in the transaction that changes them."""

import json
from pathlib import Path

import duckdb
import pytest

from flows.context import Context
from flows.home import Home
from flows.settings import Settings
from flows.steps.score import score
from warehouse.store import open_store

SAME = {"verdict": "same", "left": "Ada Lim", "right": "Bo Ek"}
CHANGES = "SELECT linking_no, change, old_name, new_name, run_id FROM core_speaker_changes ORDER BY ALL"
SPEAKERS = "SELECT name FROM core_speakers ORDER BY ALL"


def kept(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def link_in_run(home: Path, run_id: str, *judgements: dict[str, str]) -> None:
    """The step that links, inside the run `run_id`, with these judgements alone."""
    (home / "curated").mkdir(exist_ok=True)
    lines = "".join(json.dumps(judgement) + "\n" for judgement in judgements)
    (home / "curated" / "judgements.jsonl").write_text(lines, "utf-8")
    with open_store(home / "warehouse.duckdb") as store:
        store.execute("UPDATE core_runs SET status = 'done'")
        store.execute(
            "INSERT INTO core_runs (run_id, started_at, status, versions) VALUES (?, '2026-03-01', 'running', '{}')",
            [run_id],
        )
    score(Context(Home(home), Settings()))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two articles that were read, each of which names one person."""
    Home(tmp_path).create()
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for number, name in enumerate(("Ada Lim", "Bo Ek")):
            key = f"{number:016x}"
            store.execute(
                "INSERT INTO core_articles BY NAME SELECT ? AS article_id, ? AS admitted_no, 'en' AS language, "
                "true AS is_analysed, ? AS text, 20 AS text_chars, '' AS text_sha256, 'x.txt' AS source_path, "
                "0 AS source_record, 'txt' AS format",
                [key, number, f"{name} spoke at noon."],
            )
            store.execute(
                'INSERT INTO core_mentions BY NAME SELECT ? AS article_id, 0 AS start, ? AS "end", ? AS text, '
                "'name' AS kind, 'person' AS entity_type, ? AS canonical, 'name' AS method, 0.9 AS confidence, "
                "'named' AS reasons",
                [key, len(name), name, name],
            )
            store.execute("INSERT INTO _fingerprints VALUES ('annotate', ?, 'x', 'x')", [key])
    return tmp_path


def test_changes_are_added_linking_by_linking_with_their_run(home: Path) -> None:
    link_in_run(home, "run-1")
    assert kept(home, CHANGES) == []
    link_in_run(home, "run-2", SAME)
    merger = (1, "merged", "Bo Ek", "Ada Lim", "run-2")
    assert kept(home, CHANGES) == [merger]
    link_in_run(home, "run-3", SAME)
    assert kept(home, CHANGES) == [merger]
    link_in_run(home, "run-4")
    assert kept(home, CHANGES) == [merger, (2, "split", "Ada Lim", "Bo Ek", "run-4")]


def test_a_linking_that_fails_leaves_no_change_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.steps import score as step

    link_in_run(home, "run-1")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, "set_state", broken)
    with pytest.raises(OSError, match="No space"):
        link_in_run(home, "run-2", SAME)
    monkeypatch.undo()
    assert kept(home, CHANGES) == []
    assert kept(home, SPEAKERS) == [("Ada Lim",), ("Bo Ek",)]
    link_in_run(home, "run-3", SAME)
    assert kept(home, CHANGES) == [(1, "merged", "Bo Ek", "Ada Lim", "run-3")]
    assert kept(home, SPEAKERS) == [("Ada Lim",)]
