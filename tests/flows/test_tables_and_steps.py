"""Every table is written by the step the dictionary names, and by no other; and every table is read by something."""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb

from flows.context import Context
from flows.home import Home
from flows.settings import Settings
from flows.steps.annotate import annotate
from flows.steps.ingest import ingest
from flows.steps.publish import publish
from flows.steps.score import score
from transforms.schemas.tables import TABLES
from warehouse.table_files import table_names

CORE = [table for table in TABLES if not table.is_published]


def contents(home: Home) -> dict[str, object]:
    """A mark of each core table's rows; there is no database before the first step."""
    if not home.database.exists():
        return dict.fromkeys([table.name for table in CORE], (0, None))
    with duckdb.connect(home.database, read_only=True) as store:
        return {
            table.name: store.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table.name} AS t").fetchall()[0]
            for table in CORE
        }


def test_a_step_writes_its_own_tables_and_no_others(new_home: Path, sample_articles: Path) -> None:
    context = Context(Home(new_home), Settings())
    steps: dict[str, Callable[[], object]] = {
        "ingest": lambda: ingest(context, [sample_articles / "inbox"]),
        "annotate": lambda: annotate(context),
        "score": lambda: score(context),
        "publish": lambda: publish(context, "run"),
    }
    written_by: dict[str, set[str]] = {table.name: set() for table in CORE}
    before = contents(context.home)
    for step, do in steps.items():
        do()
        after = contents(context.home)
        for name, rows in after.items():
            if rows != before[name]:
                written_by[name].add(step)
        before = after
    for table in CORE:
        if table.written_by in steps:
            assert written_by[table.name] <= {table.written_by}, table.name
    # Rows of these come only from a second linking, from any step, and from the run around the steps.
    silent = {name for name, written in written_by.items() if not written}
    assert silent == {"core_speaker_changes", "core_runs"}
    published = set(table_names(new_home / "published" / "latest"))
    assert published == {table.name for table in TABLES if table.is_published}


def test_every_core_table_is_read_by_a_published_table_or_a_command() -> None:
    sources = [*Path("warehouse/sql/out").glob("*.sql"), *Path("flows").rglob("*.py")]
    read = {name for path in sources for name in re.findall(r"(?:FROM|JOIN) (core_\w+)", path.read_text("utf-8"))}
    assert {table.name for table in CORE} <= read
