"""The dashboard's definition: every column, metric and id it names exists, and its SQL runs on a published run."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import pytest

from transforms.schemas.tables import PUBLISHED
from warehouse.dashboard import bundle as bundling
from warehouse.dashboard.bundle import UnknownColumn, bundle, definition, filled_in, tables_of
from warehouse.query import open_published

CONTENTS = filled_in(Path("/home/published"))
COLUMN_PARAMS = ("groupby", "groupbyRows", "groupbyColumns", "all_columns", "x_axis")
METRIC_PARAMS = ("metric", "metrics", "timeseries_limit_metric", "series_limit_metric", "x_axis_sort")


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {path: content for path, content in CONTENTS.items() if path.startswith(f"{kind}/")}


DATASETS = {content["uuid"]: content for content in of_kind("datasets").values()}
CHARTS = {content["uuid"]: content for content in of_kind("charts").values()}
[DASHBOARD] = of_kind("dashboards").values()
NODES = [node for node in DASHBOARD["position"].values() if isinstance(node, dict)]


def columns_of(dataset: dict[str, Any]) -> set[str]:
    return {column["column_name"] for column in dataset["columns"]}


def listed(value: object) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def source(dataset: dict[str, Any]) -> str:
    return f"({dataset['sql']})" if dataset["sql"] else dataset["table_name"]


@pytest.fixture
def published(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = open_published(sample_home / "published")
    yield connection
    connection.close()


def test_datasets_read_published_tables_only() -> None:
    names = {table.name for table in PUBLISHED}
    for dataset in DATASETS.values():
        assert set(tables_of(dataset)) <= names


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset["table_name"])
def test_a_dataset_has_the_columns_and_types_that_its_sql_gives(
    dataset: dict[str, Any], published: duckdb.DuckDBPyConnection
) -> None:
    given = published.execute(f"DESCRIBE SELECT * FROM {source(dataset)}").fetchall()
    assert {row[0]: row[1] for row in given} == {column["column_name"]: column["type"] for column in dataset["columns"]}
    assert all(column["description"] for column in dataset["columns"])
    assert dataset["main_dttm_col"] in columns_of(dataset)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset["table_name"])
def test_every_metric_runs_and_is_described(dataset: dict[str, Any], published: duckdb.DuckDBPyConnection) -> None:
    for metric in dataset["metrics"]:
        [[value]] = published.execute(f"SELECT {metric['expression']} FROM {source(dataset)}").fetchall()
        assert value is not None, metric["metric_name"]
        assert metric["description"]


def test_the_metrics_of_a_month_are_the_published_ones(published: duckdb.DuckDBPyConnection) -> None:
    [dataset] = [entry for entry in DATASETS.values() if entry["table_name"] == "speaker_targets"]
    metrics = {metric["metric_name"]: metric["expression"] for metric in dataset["metrics"]}
    [[rows, wrong]] = published.execute(
        f"SELECT count(*), count(*) FILTER (abs(net - net_stance) + abs(low - net_low) + abs(high - net_high) "
        f"+ abs(expected - expected_net) > 1e-9) "
        f"FROM (SELECT speaker_id, target_id, period, {metrics['net_stance_all']} AS net, "
        f"{metrics['expected_net_all']} AS expected, "
        f"{metrics['net_low_all']} AS low, {metrics['net_high_all']} AS high FROM out_speaker_targets GROUP BY ALL) "
        "JOIN out_speaker_targets USING (speaker_id, target_id, period)"
    ).fetchall()
    assert rows > 10
    assert wrong == 0


def test_statements_of_the_dashboard_are_those_of_out_statements(published: duckdb.DuckDBPyConnection) -> None:
    [dataset] = [entry for entry in DATASETS.values() if entry["table_name"] == "quotations"]
    metrics = {metric["metric_name"]: metric["expression"] for metric in dataset["metrics"]}
    [[counted]] = published.execute(f"SELECT {metrics['statements']} FROM {source(dataset)}").fetchall()
    [[expected]] = published.execute("SELECT count(*) FROM out_statements WHERE is_said").fetchall()
    assert counted == expected


@pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: chart["slice_name"])
def test_every_column_and_metric_of_a_chart_is_its_datasets(chart: dict[str, Any]) -> None:
    dataset, params = DATASETS[chart["dataset_uuid"]], chart["params"]
    metrics = {metric["metric_name"] for metric in dataset["metrics"]}
    used = {name for key in COLUMN_PARAMS for name in listed(params.get(key))}
    used |= {entry["subject"] for entry in params["adhoc_filters"]}
    used |= {name for entry in params.get("order_by_cols", []) for name in re.findall(r'"(\w+)"', entry)}
    assert used <= columns_of(dataset)
    assert {name for key in METRIC_PARAMS for name in listed(params.get(key))} <= metrics
    assert set(params.get("column_config", {})) <= columns_of(dataset) | metrics
    assert {entry["column"] for entry in params.get("conditional_formatting", [])} <= columns_of(dataset) | metrics
    assert chart["viz_type"] == params["viz_type"]
    assert chart["description"]


def test_texts_of_articles_are_never_shown_as_html() -> None:
    for chart in CHARTS.values():
        if chart["viz_type"] in {"table", "pivot_table_v2"}:
            assert chart["params"]["allow_render_html"] is False, chart["slice_name"]


def test_the_dashboard_shows_every_chart_once() -> None:
    shown = [node["meta"] for node in NODES if node["type"] == "CHART"]
    assert sorted(meta["uuid"] for meta in shown) == sorted(CHARTS)
    assert len({meta["chartId"] for meta in shown}) == len(shown)
    for meta in shown:
        assert meta["sliceName"] == CHARTS[meta["uuid"]]["slice_name"]


def test_rows_are_twelve_columns_wide_and_every_node_is_where_it_says() -> None:
    by_id = {node["id"]: node for node in NODES}
    for node in NODES:
        for child in node.get("children", []):
            assert by_id[child]["parents"][-1] == node["id"]
        if node["type"] == "ROW":
            assert sum(by_id[child]["meta"]["width"] for child in node["children"]) == 12


def test_filters_name_columns_of_datasets_and_leave_out_only_charts_that_lack_them() -> None:
    chart_of = {node["meta"]["chartId"]: CHARTS[node["meta"]["uuid"]] for node in NODES if node["type"] == "CHART"}
    for entry in DASHBOARD["metadata"]["native_filter_configuration"]:
        [target] = entry["targets"]
        if "column" not in target:
            continue
        name = target["column"]["name"]
        assert name in columns_of(DATASETS[target["datasetUuid"]])
        for number, chart in chart_of.items():
            if number not in entry["scope"]["excluded"]:
                assert name in columns_of(DATASETS[chart["dataset_uuid"]]), (entry["name"], chart["slice_name"])


def test_only_the_path_of_the_run_is_filled_in_and_the_connection_only_reads() -> None:
    [before] = [content for path, content in definition().items() if path.startswith("databases/")]
    [after] = of_kind("databases").values()
    assert after["sqlalchemy_uri"] == "duckdb:////home/published/latest/onrecord.duckdb"
    assert after | {"sqlalchemy_uri": ""} == before | {"sqlalchemy_uri": ""}
    assert after["extra"]["engine_params"]["connect_args"] == {"read_only": True}
    assert not any(after[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))


def test_a_column_that_no_table_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = definition()
    path = next(path for path, content in broken.items() if content.get("table_name") == "stances")
    broken[path]["columns"].append({"column_name": "mood"})
    monkeypatch.setattr(bundling, "definition", lambda: broken)
    with pytest.raises(UnknownColumn, match="'mood'"):
        filled_in(Path("/home/published"))


def test_the_bundle_is_the_same_bytes_each_time_and_has_what_superset_asks_for(tmp_path: Path) -> None:
    assert bundle(tmp_path) == bundle(tmp_path)
    (tmp_path / "bundle.zip").write_bytes(bundle(tmp_path))
    with ZipFile(tmp_path / "bundle.zip") as archive:
        names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert names == set(CONTENTS)
    assert CONTENTS["metadata.yaml"]["type"] == "assets"
