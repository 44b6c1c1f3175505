"""A database of an earlier version is migrated, and a run makes of it what it makes of a new home."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows.runs import Run
from warehouse.kept import restore
from warehouse.literals import literal
from warehouse.staging import open_staging
from warehouse.store import migrations, open_store

NUMBERS = [number for number, _ in migrations()]


def columns(connection: duckdb.DuckDBPyConnection, catalog: str, table: str) -> list[str]:
    sql = "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ? ORDER BY column_index"
    return [str(row[0]) for row in connection.execute(sql, [catalog, table]).fetchall()]


def of_schema(number: int, new: Path, old: Path) -> None:
    """Writes `old`: the rows of `new` in the tables as they were after migration `number`."""
    with open_store(old, schema=number) as store:
        store.execute(f"ATTACH {literal(new)} AS new (READ_ONLY)")
        mine = store.execute("SELECT current_database()").fetchall()[0][0]
        for (table,) in store.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND table_name <> '_migrations'", [mine]
        ).fetchall():
            shared = [name for name in columns(store, mine, table) if name in columns(store, "new", table)]
            names = ", ".join(f'"{name}"' for name in shared)
            store.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")


@pytest.fixture
def old_home(tmp_path: Path, sample_home: Path) -> Callable[[int], Path]:
    def made(number: int) -> Path:
        home = tmp_path / "home"
        shutil.copytree(sample_home, home, symlinks=True)
        shutil.move(home / "warehouse.duckdb", tmp_path / "new.duckdb")
        of_schema(number, tmp_path / "new.duckdb", home / "warehouse.duckdb")
        return home

    return made


@pytest.mark.parametrize("number", NUMBERS[:-1])
def test_a_home_of_an_earlier_version_gives_the_tables_of_a_new_one(
    old_home: Callable[[int], Path],
    sample_home: Path,
    sample_articles: Path,
    run_pipeline_on: Callable[..., Run],
    published_tables: Callable[[Path], dict[str, str]],
    number: int,
) -> None:
    home = old_home(number)
    shutil.rmtree(home / "published")
    run = run_pipeline_on(home, sample_articles)
    assert [report.rows_in for report in run.reports[:2]] == [0, 0]
    assert published_tables(home) == published_tables(sample_home)


@pytest.mark.parametrize("number", NUMBERS[:-1])
def test_what_an_earlier_version_kept_rebuilds_a_lost_database(
    old_home: Callable[[int], Path],
    sample_home: Path,
    sample_articles: Path,
    run_pipeline_on: Callable[..., Run],
    published_tables: Callable[[Path], dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    from warehouse import kept

    home = old_home(number)
    existing = {name: select for name, select in kept._KEPT.items() if number > 1 or name != "core_speaker_changes"}
    monkeypatch.setattr(kept, "_KEPT", existing)
    with open_store(home / "warehouse.duckdb", schema=number) as store:
        kept.keep_tables(store, open_staging(home / "staging"))
    (home / "warehouse.duckdb").unlink()
    assert restore(home / "warehouse.duckdb", open_staging(home / "staging")).lost == 0
    run_pipeline_on(home, sample_articles)
    assert published_tables(home) == published_tables(sample_home)
