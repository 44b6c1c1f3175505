"""The store, the loader's surroundings and publishing: what is refused, what is kept, what moves."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.settings import ScoreSettings
from flows.steps.aggregates import aggregates, statement_copies
from transforms.schemas.tables import PUBLISHED, TABLES
from warehouse.checks import ChecksFailed, run_checks, sorted_checks, sql_type
from warehouse.datapackage import package_files
from warehouse.frames import fetch, temp_table
from warehouse.months import month_marks, touch
from warehouse.publish import build_aggregates, build_quotations, build_tables, point_latest
from warehouse.query import NothingPublished, QueryFailed, open_published, query
from warehouse.store import WarehouseBusy, WarehouseTooNew, WarehouseUnreadable, migrations, open_store, transaction
from warehouse.table_files import table_files


def test_the_migrations_make_exactly_the_core_tables_of_the_schemas(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.duckdb") as store:
        for table in TABLES:
            if not table.is_published:
                made = {row[0]: (row[1], row[2] == "YES") for row in store.execute(f"DESCRIBE {table.name}").fetchall()}
                wanted = {
                    name: (sql_type(column.dtype), column.nullable) for name, column in table.schema.columns().items()
                }
                assert made == wanted, table.name


def test_opening_twice_in_one_process_migrates_once(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(tmp_path / "w.duckdb") as store:
            assert fetch(store, "SELECT count(*) AS n FROM _migrations")["n"].item() == len(migrations())


def test_stances_without_a_tone_of_an_earlier_version_are_scored_again(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "w.duckdb") as earlier:
        earlier.execute("CREATE TABLE _migrations (number INTEGER NOT NULL)")
        for number, sql in migrations()[:2]:
            earlier.execute(sql)
            earlier.execute("INSERT INTO _migrations VALUES (?)", [number])
        earlier.execute(
            "INSERT INTO core_stance VALUES ('q', 't', 'a', 't', 'person', 0, 1, 0, 'favor', 1, 1, 0, 0, '', 's', '1')"
        )
        earlier.execute("INSERT INTO _fingerprints VALUES ('annotate', 'a', 'f', 'b'), ('score', 'a', 'f', 'b')")
    with open_store(tmp_path / "w.duckdb") as store:
        assert fetch(store, "SELECT target_sentiment FROM core_stance").height == 0
        assert fetch(store, "SELECT step FROM _fingerprints")["step"].to_list() == ["annotate"]


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.duckdb") as store:
        store.execute("INSERT INTO _migrations VALUES (999)")
    with pytest.raises(WarehouseTooNew, match="999"), open_store(tmp_path / "w.duckdb"):
        pass


def test_a_damaged_database_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseUnreadable, match="onrecord rebuild"), open_store(tmp_path / "w.duckdb"):
        pass


def test_a_database_in_use_is_refused(tmp_path: Path) -> None:
    import subprocess
    import sys

    script = (
        "import duckdb, sys; connection = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    )
    path = tmp_path / "w.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusy, match="onrecord sql"), open_store(path):
            pass
        other.communicate("\n")


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "w.duckdb") as store:
        with pytest.raises(ZeroDivisionError), transaction(store):
            store.execute("INSERT INTO _state VALUES ('link', 'x')")
            raise ZeroDivisionError
        assert fetch(store, "SELECT * FROM _state").height == 0


def test_frames_go_in_and_come_out_unchanged(tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": ["x", None, "“ü”"], "b": [1, 2, None], "c": [0.5, None, 1.0]})
    with open_store(tmp_path / "w.duckdb") as store, temp_table(store, "t", frame):
        assert fetch(store, "SELECT * FROM t").equals(frame)


@pytest.fixture
def built(tmp_path: Path, sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the samples' database with the published tables built, ready for checks."""
    shutil.copy(sample_home / "warehouse.duckdb", tmp_path / "w.duckdb")
    with open_store(tmp_path / "w.duckdb") as store:
        yield store


def build(store: duckdb.DuckDBPyConnection) -> None:
    build_quotations(store)
    build_tables(store, statement_copies(store))
    build_aggregates(store, aggregates(store, ScoreSettings()))
    month_marks(store, "")
    touch(store, set())


def test_the_samples_pass_every_check(built: duckdb.DuckDBPyConnection) -> None:
    build(built)
    run_checks(built)


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("quotation_text_is_at_its_spans", "UPDATE core_quotations SET text = 'x' || text"),
        ("mention_text_is_at_its_span", "UPDATE core_attributions SET mention_start = mention_start + 1"),
        ("spans_inside_their_article", 'UPDATE core_sentences SET "end" = 1000000'),
        ("every_quotation_is_attributed_once", "DELETE FROM core_attributions"),
        ("every_read_article_was_annotated", "DELETE FROM _fingerprints WHERE step = 'annotate'"),
        ("every_annotated_article_was_scored", "DELETE FROM _fingerprints WHERE step = 'score'"),
        ("nothing_without_its_article", "UPDATE core_tokens SET article_id = 'f' WHERE token_no = 0"),
        ("no_quotation_in_boilerplate", "UPDATE core_paragraphs SET role = 'related'"),
        ("probabilities_sum_to_one", "UPDATE core_stance SET p_favor = p_favor + 0.5"),
        ("every_quotation_is_one_statements_copy", "UPDATE out_quotations SET statement_id = NULL"),
        ("a_statement_has_one_speaker", "UPDATE out_quotations SET statement_id = 'x'"),
        ("every_link_has_its_speaker", "DELETE FROM core_speakers"),
        ("key_of_core_quotations_is_unique", "INSERT INTO core_quotations SELECT * FROM core_quotations"),
        ("columns_of_out_statements_as_described", "UPDATE out_statements SET text = NULL"),
    ],
)
def test_every_check_finds_the_rows_it_is_for(built: duckdb.DuckDBPyConnection, check: str, damage: str) -> None:
    if " core_" in damage or " _fingerprints" in damage:
        built.execute(damage)
    build(built)
    if " out_" in damage:
        built.execute(damage)
    with pytest.raises(ChecksFailed) as raised:
        run_checks(built)
    assert check in {failure.check for failure in raised.value.failures}


def test_every_sql_check_is_tested_above() -> None:
    tested = {
        mark.args[1][index][0]
        for mark in test_every_check_finds_the_rows_it_is_for.pytestmark  # type: ignore[attr-defined]
        for index in range(len(mark.args[1]))
    }
    assert {entry.name.removesuffix(".sql") for entry in sorted_checks()} <= tested


def test_a_published_run_describes_itself(sample_home: Path) -> None:
    latest = sample_home / "published" / "latest"
    package = json.loads((latest / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in PUBLISHED]
    for resource in package["resources"]:
        parts = package_files(package, resource["name"])
        assert resource["path"] in (parts[0]["path"], [part["path"] for part in parts])
        for key in ("rows", "bytes"):
            assert resource[key] == sum(part[key] for part in parts)
        for part in parts:
            frame = pl.read_parquet(latest / part["path"])
            assert frame.height == part["rows"]
            assert (latest / part["path"]).stat().st_size == part["bytes"]
            assert frame.columns == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_published_tables_are_what_their_schemas_promise_and_flat(sample_home: Path) -> None:
    for table in PUBLISHED:
        files = table_files(sample_home / "published" / "latest", table.name)
        for frame in map(pl.read_parquet, files):
            assert not any(dtype.is_nested() for dtype in frame.dtypes)
            assert frame.equals(frame.sort(table.key)), table.name
        table.schema.validate(pl.read_parquet(files))
        assert len(files) > 1 if table.by_month else len(files) == 1


def test_a_table_by_month_has_each_article_in_the_file_of_its_month(sample_home: Path) -> None:
    latest = sample_home / "published" / "latest"
    months = dict(
        pl.read_parquet(latest / "out_articles.parquet")
        .select("article_id", pl.col("published_on").dt.strftime("%Y-%m").fill_null("undated"))
        .iter_rows()
    )
    assert "undated" in months.values()
    for table in PUBLISHED:
        for file in table_files(latest, table.name) if table.by_month else []:
            held = pl.read_parquet(file)["article_id"].unique()
            assert {months[article] for article in held} == {file.stem}


def test_the_view_database_opens_by_itself_read_only_with_every_table_and_column_described(sample_home: Path) -> None:
    with duckdb.connect(sample_home / "published" / "latest" / "onrecord.duckdb", read_only=True) as connection:
        for table in PUBLISHED:
            connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()
        views = dict(connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
        columns = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert views == {table.name: table.description for table in PUBLISHED}
    assert {(table, column): comment for table, column, comment in columns} == {
        (table.name, column): comment for table in PUBLISHED for column, comment in table.column_descriptions.items()
    }


def test_a_parquet_file_alone_still_says_what_it_holds(sample_home: Path) -> None:
    for table in PUBLISHED:
        file = table_files(sample_home / "published" / "latest", table.name)[-1]
        with duckdb.connect() as connection:
            found = connection.execute(
                "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'onrecord'", [str(file)]
            ).fetchall()
        assert json.loads(found[0][0]) == {"description": table.description, "columns": table.column_descriptions}


def test_latest_moves_in_one_step_and_readers_keep_what_they_opened(tmp_path: Path, sample_home: Path) -> None:
    published = tmp_path / "published"
    for run in ("one", "two"):
        shutil.copytree((sample_home / "published" / "latest").resolve(), published / "runs" / run)
    point_latest(published, "one")
    reader = open_published(published)
    try:
        point_latest(published, "two")
        assert (published / "latest").resolve().name == "two"
        columns, rows = query(reader, "SELECT count(*) AS n FROM out_articles")
    finally:
        reader.close()
    assert (columns, rows) == (["n"], [(22,)])


def test_reading_sees_the_run_and_nothing_else(tmp_path: Path, sample_home: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    reader = open_published(sample_home / "published")
    try:
        for attempt in (
            f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            "SET enable_external_access = true",
            f"ATTACH '{tmp_path / 'other.duckdb'}'",
        ):
            with pytest.raises(QueryFailed):
                query(reader, attempt)
    finally:
        reader.close()
    with pytest.raises(NothingPublished):
        open_published(tmp_path)


def test_every_table_and_column_is_described_and_written_by_one_step() -> None:
    steps = {"ingest", "annotate", "score", "publish", "pipeline", "every step"}
    assert len({table.name for table in TABLES}) == len(TABLES)
    for table in TABLES:
        assert table.description.startswith("One row per") and "\n" not in table.description, table.name
        assert table.written_by in steps
        assert table.key
        for name, column in table.schema.columns().items():
            assert column.description, f"{table.name}.{name}"
