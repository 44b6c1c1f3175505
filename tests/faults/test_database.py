"""A damaged or lost database is made anew of the staged batches: the same tables, and nothing is annotated twice."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.commands.rebuild import rebuild_command
from flows.commands.status import NoSuchHome
from flows.home import Home
from flows.lock import HomeBusy, only_run
from flows.runs import Run
from flows.steps import annotate, score
from warehouse.frames import fetch
from warehouse.kept import restore
from warehouse.staging import open_staging
from warehouse.store import WarehouseTooNew, WarehouseUnreadable, migrations, open_store

RunOn = Callable[..., Run]
Hashes = Callable[[Path], dict[str, str]]
BLOCK = 262_144
HEADERS = 12_288
GARBAGE = b"no database " * 900
JUDGED = {"verdict": "same", "left": "Tomas Reyes", "right": "Ingrid Solberg", "by": "ed", "on": "2031-01-01"}
STORY = (
    "“We cannot sail empty boats through ice,” said Ingrid Solberg, director of the Marholm Ferry Company.\n\n"
    "Mayor Tomas Reyes called the plan of {day} a disgrace. “People here have jobs to get home from,” he said.\n"
)


@pytest.fixture(scope="module")
def grown(
    tmp_path_factory: pytest.TempPathFactory, sample_articles: Path, run_pipeline_on: RunOn
) -> Callable[[Path], tuple[Path, Path]]:
    """Copies a home of three runs, with a judgement, an edited article and one whose file is gone, and its articles."""
    made = tmp_path_factory.mktemp("grown")
    home, inbox = made / "home", made / "inbox"
    (home / "curated").mkdir(parents=True)
    shutil.copy(sample_articles.parent / "targets.toml", home)
    shutil.copytree(sample_articles / "calder-courier", inbox / "calder-courier")
    for day in ("Monday", "Tuesday", "Wednesday"):
        (inbox / f"{day}.txt").write_text(STORY.format(day=day), "utf-8")
    run_pipeline_on(home, inbox)
    shutil.copytree(sample_articles / "inbox", inbox / "inbox")
    (inbox / "Monday.txt").write_text(STORY.format(day="Thursday"), "utf-8")
    run_pipeline_on(home, inbox)
    (inbox / "Tuesday.txt").unlink()
    (home / "curated" / "judgements.jsonl").write_text(json.dumps(JUDGED) + "\n", "utf-8")
    run_pipeline_on(home, inbox)

    def copied(to: Path) -> tuple[Path, Path]:
        # The path of a file tells whether it was read: the articles stay where they are.
        shutil.copytree(home, to / "home", symlinks=True)
        return to / "home", inbox

    return copied


@pytest.fixture
def nothing_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "annotate_articles", None)
    monkeypatch.setattr(score, "score_articles", None)


def blocks(data: bytes) -> bytes:
    """Every block but the headers with some bytes of another value."""
    damaged = bytearray(data)
    for start in range(HEADERS + BLOCK // 2, len(data), BLOCK):
        damaged[start : start + 4096] = bytes(byte ^ 0xFF for byte in damaged[start : start + 4096])
    return bytes(damaged)


@pytest.mark.usefixtures("nothing_computed")
@pytest.mark.parametrize(
    "damage",
    [lambda data: GARBAGE + data[len(GARBAGE) :], lambda data: data[: len(data) // 2], blocks],
    ids=["header", "cut", "blocks"],
)
def test_a_damaged_database_is_refused_and_rebuilt_by_one_command(
    tmp_path: Path,
    grown: Callable[[Path], tuple[Path, Path]],
    run_pipeline_on: RunOn,
    published_tables: Hashes,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[bytes], bytes],
) -> None:
    home, inbox = grown(tmp_path)
    before = published_tables(home)
    database = home / "warehouse.duckdb"
    damaged = damage(database.read_bytes())
    database.write_bytes(damaged)
    (inbox / "new.txt").write_text("Nobody said anything about the harbour on that long and quiet evening.\n")
    with pytest.raises(WarehouseUnreadable, match="onrecord rebuild"):
        run_pipeline_on(home, inbox)
    (inbox / "new.txt").unlink()
    rebuild_command(home)
    assert "rebuilt" in capsys.readouterr().err
    assert (home / "warehouse.duckdb.damaged-1").stat().st_size >= len(damaged)
    run = run_pipeline_on(home, inbox)
    assert run.reports[0].rows_in == 0
    assert published_tables(home) == before


@pytest.mark.usefixtures("nothing_computed")
@pytest.mark.parametrize("is_empty", [False, True])
def test_a_database_that_is_gone_or_was_never_written_is_rebuilt_by_the_run(
    tmp_path: Path,
    grown: Callable[[Path], tuple[Path, Path]],
    run_pipeline_on: RunOn,
    published_tables: Hashes,
    is_empty: bool,
) -> None:
    home, inbox = grown(tmp_path)
    before = published_tables(home)
    (home / "warehouse.duckdb").unlink()
    if is_empty:
        (home / "warehouse.duckdb").touch()
        (home / "warehouse.duckdb.wal").write_bytes(GARBAGE)
    run_pipeline_on(home, inbox)
    assert published_tables(home) == before
    with open_store(home / "warehouse.duckdb") as store:
        assert fetch(store, "SELECT status FROM core_runs ORDER BY run_id")["status"].to_list() == ["done"] * 4


def test_an_empty_file_where_nothing_was_kept_is_a_new_database(
    home: Path, sample_articles: Path, run_pipeline_on: RunOn
) -> None:
    (home / "warehouse.duckdb").touch()
    assert run_pipeline_on(home, sample_articles / "calder-courier").published


def test_what_was_kept_in_an_object_storage_rebuilds_a_home_too(
    tmp_path: Path,
    home: Path,
    sample_articles: Path,
    run_pipeline_on: RunOn,
    published_tables: Hashes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (home / "onrecord.toml").write_text(f"[scale]\nstaging = 'memory://{tmp_path.name}/staging'\n")
    inbox = sample_articles / "calder-courier"
    run_pipeline_on(home, inbox)
    before = published_tables(home)
    monkeypatch.setattr(annotate, "annotate_articles", None)
    monkeypatch.setattr(score, "score_articles", None)
    (home / "warehouse.duckdb").unlink()
    rebuild_command(home)
    assert run_pipeline_on(home, inbox).reports[0].rows_in == 0
    assert published_tables(home) == before
    assert not (home / "staging").exists()


def test_articles_whose_kept_text_is_damaged_come_from_their_files(
    tmp_path: Path,
    grown: Callable[[Path], tuple[Path, Path]],
    run_pipeline_on: RunOn,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home, inbox = grown(tmp_path)
    with open_store(home / "warehouse.duckdb") as store:
        articles = "SELECT article_id FROM core_articles ORDER BY ALL"
        before = fetch(store, articles)
        (batch,) = fetch(
            store, "SELECT batch FROM _fingerprints WHERE step = 'texts' AND article_id IN "
                   "(SELECT article_id FROM core_articles WHERE source_path LIKE 'inbox/%') GROUP BY batch"
        )["batch"]  # fmt: skip
    (home / "staging" / "texts" / batch / "texts.parquet").write_bytes(GARBAGE)
    (home / "warehouse.duckdb").write_bytes(GARBAGE)
    rebuild_command(home)
    assert "come from their files" in capsys.readouterr().err
    run_pipeline_on(home, inbox)
    with open_store(home / "warehouse.duckdb") as store:
        assert fetch(store, articles).equals(before)


def test_if_the_newest_tables_are_damaged_those_before_are_taken(
    tmp_path: Path, grown: Callable[[Path], tuple[Path, Path]]
) -> None:
    home, _ = grown(tmp_path)
    newest = max((home / "staging" / "tables").iterdir())
    (newest / "core_articles.parquet").write_bytes(GARBAGE)
    (home / "warehouse.duckdb").unlink()
    restored = restore(home / "warehouse.duckdb", open_staging(home / "staging"))
    assert (restored.articles > 3, restored.lost) == (True, 0)


def test_a_database_killed_while_it_was_rebuilt_is_rebuilt_again(
    tmp_path: Path, grown: Callable[[Path], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = grown(tmp_path)
    database = home / "warehouse.duckdb"
    database.unlink()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        restore(database, open_staging(home / "staging"))
    assert not database.exists()
    assert restore(database, open_staging(home / "staging")).lost == 0
    assert sorted(path.name for path in home.glob("warehouse*")) == ["warehouse.duckdb"]


def test_what_a_later_version_kept_is_refused(
    tmp_path: Path, grown: Callable[[Path], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = grown(tmp_path)
    (home / "warehouse.duckdb").unlink()
    earlier = migrations()[:-1]
    monkeypatch.setattr("warehouse.store.migrations", lambda: earlier)
    with pytest.raises(WarehouseTooNew):
        restore(home / "warehouse.duckdb", open_staging(home / "staging"))


def test_rebuild_waits_for_no_run_and_makes_no_home(tmp_path: Path, home: Path) -> None:
    with pytest.raises(NoSuchHome):
        rebuild_command(tmp_path / "nowhere")
    (home / "warehouse.duckdb").touch()
    with only_run(Home(home)), pytest.raises(HomeBusy):
        rebuild_command(home)
