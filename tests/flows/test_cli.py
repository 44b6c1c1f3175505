"""The command line as a user meets it: a process, its output, its exit code."""

import csv
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from transforms.schemas.tables import PUBLISHED


def onrecord(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "ONRECORD_"))}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *(str(argument) for argument in arguments)],
        capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_run_says_what_each_step_did_and_where_the_tables_are(tmp_path: Path, sample_articles: Path) -> None:
    result = onrecord("run", sample_articles / "calder-courier", "--home", tmp_path / "home")
    assert result.returncode == 0, result.stderr
    steps = [line.split(" ", 1)[1].split(":")[0] for line in result.stderr.splitlines() if " in → " in line]
    assert steps == ["ingest", "annotate", "score", "publish"]
    assert str(tmp_path / "home" / "published" / "runs") in result.stderr
    # A warning of a library, or DuckDB's bindings reporting leaks at the end, would be further lines.
    assert len(result.stderr.splitlines()) == 4 + 2 + 1
    again = onrecord("run", sample_articles / "calder-courier", "--home", tmp_path / "home")
    assert "nothing new" in again.stderr


def test_sql_prints_a_table_csv_or_json(sample_home: Path) -> None:
    question = (
        "SELECT speaker, published_on, sentiment IS NULL AS unscored FROM out_quotations "
        "WHERE speaker = 'Marta Lindqvist' ORDER BY quotation_id LIMIT 2"
    )
    shown = onrecord("sql", question, "--home", sample_home)
    assert "Marta Lindqvist" in shown.stdout
    assert "2 rows" in shown.stdout
    listed = json.loads(onrecord("sql", question, "--home", sample_home, "--format", "json").stdout)
    assert [row["speaker"] for row in listed] == ["Marta Lindqvist"] * 2
    assert listed[0]["published_on"].startswith("2025-")
    read = list(csv.DictReader(io.StringIO(onrecord("sql", question, "--home", sample_home, "--format", "csv").stdout)))
    assert [row["speaker"] for row in read] == ["Marta Lindqvist"] * 2


@pytest.mark.parametrize(("form", "files"), [("csv", ["columns.csv", "out_speakers.csv"]), ("xlsx", ["onrecord.xlsx"])])
def test_export_writes_files_and_says_where(tmp_path: Path, sample_home: Path, form: str, files: list[str]) -> None:
    if form == "xlsx":
        pytest.importorskip("xlsxwriter")
    result = onrecord("export", tmp_path / "out", "--format", form, "--table", "out_speakers", "--home", sample_home)
    assert result.returncode == 0, result.stderr
    assert "1 tables" not in result.stderr
    assert str(tmp_path / "out") in result.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == files


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "no/such/folder"], "does not exist"),
        (["run", "{articles}", "--home", "{file}"], "File exists"),
        (["sql", "SELECT 1", "--home", "{empty}"], "onrecord run FOLDER"),
        (["sql", "SELEC 1", "--home", "{home}"], "syntax error"),
        (["sql", "SELECT * FROM out_quotes", "--home", "{home}"], "onrecord tables"),
        (["sql", "--home", "{home}"], "--file"),
        (["sql", "SELECT 1", "--file", "{file}", "--home", "{home}"], "either one SELECT"),
        (["diff", "--home", "{home}"], "is the only published run"),
        (["diff", "2031", "--home", "{home}"], "names no single published run"),
        (
            ["diff", "latest", "latest", "--table", "out_quotes", "--home", "{home}"],
            "`onrecord tables` lists those that are published, with `--core` all",
        ),
        (["sql", "CREATE TABLE mine (a INTEGER)", "--home", "{home}"], "takes a SELECT"),
        (["sql", "SELECT * FROM read_text('{file}')", "--home", "{home}"], "disabled"),
        (["tables", "out_quotes"], "`onrecord tables` lists those that are published, with `--core` all"),
        (["status", "--home", "{empty}"], "no pipeline"),
        (["browse", "--home", "{empty}"], "onrecord run FOLDER"),
        (["browse", "--home", "{home}", "--port", "{port}"], "Choose another: --port"),
        (["report", "{articles}", "--home", "{home}"], "new or empty"),
        (["dashboard", "--home", "{empty}"], "onrecord run FOLDER"),
        (["dashboard", "--home", "{home}", "--port", "{port}"], "Choose another: --port"),
        (["speakers", "rename", "Nobody At All", "Somebody", "--home", "{home}"], "onrecord speakers list"),
        (["speakers", "same", "spk_0", "Marta Lindqvist", "--home", "{home}"], "spk_0"),
        (["predict", "quotations", "no-such.jsonl", "out.jsonl"], "JSON Lines"),
        (["predict", "stance", "{file}", "{file}"], "is the input itself"),
        (["export", "{empty}", "--home", "{empty}"], "onrecord run FOLDER"),
        (["export", "{empty}", "--table", "out_quotes", "--home", "{home}"], "onrecord tables"),
    ],
)
def test_what_the_user_can_mend_is_one_message_and_no_traceback(
    tmp_path: Path, sample_home: Path, sample_articles: Path, arguments: list[str], says: str
) -> None:
    places = {"home": sample_home, "empty": tmp_path / "empty", "articles": sample_articles, "file": tmp_path / "file"}
    (tmp_path / "file").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = onrecord(*(argument.format(**places, port=port) for argument in arguments))
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("onrecord: ")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_sql_asks_the_question_of_a_file(tmp_path: Path, sample_home: Path) -> None:
    (tmp_path / "question.sql").write_text(
        "-- Journalist: How many?\nSELECT count(*) AS n FROM out_articles\n", "utf-8"
    )
    asked = onrecord("sql", "--file", tmp_path / "question.sql", "--home", sample_home, "--format", "csv")
    assert asked.stdout == "n\n22\n"


def test_sql_starts_without_what_only_a_run_needs(sample_home: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from flows.cli import app; from flows.commands.sql import sql_command; "
        "sql_command('SELECT 1', None, Path(sys.argv[1]), 'csv'); "
        "print({'polars', 'prefect', 'dataframely', 'pydantic', 'onnxruntime'} & sys.modules.keys())"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(sample_home)], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == "set()"


def test_diff_shows_tables_rows_and_json(tmp_path: Path, sample_home: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree((sample_home / "published" / "latest").resolve(), old)
    topics = pl.read_parquet(old / "out_rejects.parquet")
    topics.head(1).with_columns(detail=pl.lit("0 bytes")).write_parquet(old / "out_rejects.parquet")
    package = (old / "datapackage.json").read_text("utf-8")
    mark = next(entry for entry in json.loads(package)["resources"] if entry["name"] == "out_rejects")["hash"]
    (old / "datapackage.json").write_text(package.replace(mark, "sha256:other"), "utf-8")
    shown = onrecord("diff", old, "latest", "--home", sample_home).stdout
    assert re.search(r"out_rejects .* 1 .* 1 .* detail 1", shown)
    assert "the same in both: out_quotations" in shown
    tables = json.loads(onrecord("diff", old, "latest", "--home", sample_home, "--format", "json").stdout)["tables"]
    assert [table["added"] for table in tables if table["table"] == "out_rejects"] == [1]
    cells = onrecord("diff", old, "latest", "--table", "out_rejects", "--home", sample_home, "--format", "json").stdout
    assert [(cell["change"], cell["column"], cell["before"]) for cell in json.loads(cells)] == [
        ("changed", "detail", "0 bytes"), ("added", None, None)
    ]  # fmt: skip


def test_tables_lists_every_published_table_and_describes_every_column() -> None:
    listed = onrecord("tables").stdout
    for table in PUBLISHED:
        assert table.name in listed
    described = onrecord("tables", "out_quotations").stdout
    for column in ("speaker_id", "char_start", "sentiment"):
        assert column in described


def test_status_counts_records_and_rejects_by_reason(sample_home: Path) -> None:
    shown = onrecord("status", "--home", sample_home).stdout
    for part in ("done", "not_text", "empty", "25"):
        assert part in shown


def test_a_judgement_holds_from_the_next_run_on_and_survives_reprocessing(
    tmp_path: Path, sample_articles: Path
) -> None:
    home = tmp_path / "home"
    onrecord("run", sample_articles, "--home", home)
    assert onrecord("speakers", "rename", "Marta Lindqvist", "Mayor Lindqvist", "--home", home).returncode == 0
    onrecord("run", sample_articles, "--home", home)
    count = "SELECT count(*) > 0 FROM out_quotations WHERE speaker = '{}'"
    assert "True" in onrecord("sql", count.format("Mayor Lindqvist"), "--home", home).stdout
    (home / "warehouse.duckdb").unlink()
    onrecord("run", sample_articles, "--home", home)
    assert "True" in onrecord("sql", count.format("Mayor Lindqvist"), "--home", home).stdout
    assert "False" in onrecord("sql", count.format("Marta Lindqvist"), "--home", home).stdout


def test_predict_quotations_gives_exact_spans_and_a_line_for_every_line(tmp_path: Path) -> None:
    text = "“Let us begin,” said Noor Haddad, the chair. She said the vote would be close."
    source = tmp_path / "in.jsonl"
    lines = [
        json.dumps({"id": "a", "text": text}),
        "not json",
        json.dumps({"id": "c"}),
        json.dumps({"id": "d", "text": ""}),
    ]
    source.write_text("\n".join(lines) + "\n", "utf-8")
    result = onrecord("predict", "quotations", source, tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "c", "d"]
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    first, second = answers[0]["quotes"]
    assert [text[start:end] for start, end in first["spans"]] == ["“Let us begin,”"]
    assert (first["kind"], first["speaker_text"], first["canonical"]) == ("direct", "Noor Haddad", "Noor Haddad")
    assert (second["kind"], second["speaker_text"], second["canonical"]) == ("indirect", "She", "Noor Haddad")
    assert text[second["cue_start"] : second["cue_end"]] == "said"


@pytest.mark.parametrize(
    ("task", "row", "labels"),
    [
        ("stance", {"speaker": "Mr. Vega", "target": "the bridge"}, {"favor", "against", "neutral"}),
        ("sentiment", {"target": "the bridge"}, {-1, 0, 1}),
    ],
)
def test_predict_stance_and_sentiment_need_no_offsets(
    tmp_path: Path, task: str, row: dict[str, str], labels: set[object]
) -> None:
    source = tmp_path / "in.jsonl"
    offsets = {f"{name}_{end}": None for name in row for end in ("start", "end")}
    answered = {"id": "a", "text": "Mr. Vega said he supports the bridge.", **row, **offsets}
    whole = {"id": "b", "text": "A wonderful day.", **dict.fromkeys(row), **offsets}
    source.write_text(json.dumps(answered) + "\n" + json.dumps(whole) + "\n", "utf-8")
    result = onrecord("predict", task, source, tmp_path / "out.jsonl")
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert {answer["label"] for answer in answers} <= labels
    assert answers[0]["label"] in ("favor", 1)


@pytest.mark.parametrize("task", ["stance", "sentiment"])
def test_a_row_whose_names_or_offsets_cannot_be_used_gets_an_error_and_costs_no_other_row(
    tmp_path: Path, task: str
) -> None:
    good = {"text": "Mr. Vega supports the bridge.", "speaker": "Mr. Vega", "target": "the bridge"}
    bad: list[dict[str, object]] = [
        {"target_start": "18", "target_end": "28"}, {"target": 3}, {"target_start": 18, "target_end": 99}
    ]  # fmt: skip
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(good | more) + "\n" for more in (*bad, {})), "utf-8")
    result = onrecord("predict", task, source, tmp_path / "out.jsonl")
    assert result.returncode == 0 and "3 lines without a prediction" in result.stderr
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert ["error" in answer for answer in answers] == [True, True, True, False]
