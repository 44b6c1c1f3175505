"""`onrecord dashboard`: what it refuses, what it keeps secret, and, where Superset is installed, that it serves.

Point ONRECORD_SUPERSET to an environment that `onrecord dashboard --environment` made to run the last one.
"""

import json
import os
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from flows.commands.dashboard import dashboard_command
from flows.dashboard import USER, CommandFailed, Dashboard, EnvironmentInUse
from flows.loopback import HOST, PortTaken
from warehouse.dashboard.bundle import filled_in
from warehouse.query import NothingPublished

SUPERSET = os.environ.get("ONRECORD_SUPERSET")
PATIENCE = 600  # seconds; a busy machine takes minutes


def python_that(folder: Path, script: str) -> Path:
    """An environment whose python is this shell script and counts as installed."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return folder


def test_without_a_published_run_there_is_nothing_to_show(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="onrecord run"):
        dashboard_command(tmp_path, 8088, None)


def test_a_port_that_is_taken_is_told_before_anything_is_installed(sample_home: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            dashboard_command(sample_home, port, tmp_path / "environment")
    assert not (tmp_path / "environment").exists()


def test_secrets_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    environment = python_that(tmp_path / "environment", "exit 0")
    dashboard = Dashboard(tmp_path / "dashboard", tmp_path / "published", environment)
    assert dashboard.load()
    kept = {name: (dashboard.folder / name).read_text("utf-8") for name in ("secret_key", "password")}
    assert len(set(kept.values())) == 2
    assert min(map(len, kept.values())) >= 16
    assert stat.S_IMODE(dashboard.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE((dashboard.folder / name).stat().st_mode) for name in kept} == {0o600}
    assert not dashboard.load()  # nothing has changed
    assert {name: (dashboard.folder / name).read_text("utf-8") for name in kept} == kept


def test_a_folder_that_holds_something_else_is_no_environment(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("x")
    dashboard = Dashboard(tmp_path / "dashboard", tmp_path / "published", tmp_path / "thesis")
    with pytest.raises(EnvironmentInUse, match="--environment"):
        dashboard.install()
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "x"


def test_an_environment_that_was_not_finished_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def create(folder: Path, *, with_pip: bool) -> None:
        assert with_pip
        python_that(folder, "exit 0")

    monkeypatch.setattr("venv.create", create)
    dashboard = Dashboard(tmp_path / "home" / "dashboard", tmp_path / "published", tmp_path / "environment")
    assert dashboard.install()
    assert not dashboard.install()
    (tmp_path / "environment" / "installed").unlink()
    assert dashboard.install()
    assert stat.S_IMODE(dashboard.folder.stat().st_mode) == 0o700


def test_a_lost_password_is_written_anew_and_loaded(tmp_path: Path) -> None:
    environment = python_that(tmp_path / "environment", "exit 0")
    dashboard = Dashboard(tmp_path / "dashboard", tmp_path / "published", environment)
    dashboard.load()
    before = dashboard.password_file.read_text("utf-8")
    dashboard.password_file.unlink()
    assert dashboard.load()
    assert dashboard.password_file.read_text("utf-8") != before


def test_what_superset_says_when_it_fails_is_shown_and_loading_is_tried_again(tmp_path: Path) -> None:
    environment = python_that(tmp_path / "environment", "echo 'no such chart' >&2; exit 1")
    dashboard = Dashboard(tmp_path / "dashboard", tmp_path / "published", environment)
    for _ in range(2):
        with pytest.raises(CommandFailed, match="no such chart"):
            dashboard.load()


def test_superset_gets_neither_our_packages_nor_a_network_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    environment = python_that(tmp_path / "environment", f'env > {tmp_path}/seen; echo "$@" > {tmp_path}/arguments')
    dashboard = Dashboard(tmp_path / "dashboard", tmp_path / "published", environment)
    subprocess.run(
        [sys.executable, "-c", "import sys; from pathlib import Path; from flows.dashboard import Dashboard; "
         "Dashboard(*map(Path, sys.argv[1:])).serve(8099)", dashboard.folder, dashboard.published, environment],
        check=True, env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    seen = (tmp_path / "seen").read_text()
    assert "PYTHONPATH" not in seen
    assert "SCARF_ANALYTICS=false" in seen
    assert f"--bind {HOST}:8099" in (tmp_path / "arguments").read_text()


def ask(url: str, token: str = "", body: object = None) -> Any:  # noqa: ANN401 - JSON
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read())


@pytest.mark.skipif(not SUPERSET, reason="ONRECORD_SUPERSET names no environment with Apache Superset")
def test_superset_serves_the_dashboard_over_the_published_run(sample_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    address = f"http://{HOST}:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "dashboard", "--home", sample_home, "--port", str(port),
         "--environment", str(SUPERSET)],
    )  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/health", timeout=PATIENCE).close()
                break
            except urllib.error.URLError:
                time.sleep(1)
        password = (sample_home / "dashboard" / "password").read_text("utf-8").strip()
        login = {"username": USER, "password": password, "provider": "db"}
        token = ask(f"{address}/api/v1/security/login", body=login)["access_token"]
        contents = filled_in(sample_home / "published")
        charts = ask(f"{address}/api/v1/dashboard/onrecord/charts", token)["result"]
        assert {chart["slice_name"] for chart in charts} == {
            content["slice_name"] for path, content in contents.items() if path.startswith("charts/")
        }
        datasets = ask(f"{address}/api/v1/dataset/", token)["result"]
        assert {dataset["table_name"] for dataset in datasets} == {"quotations", "speaker_targets", "stances"}
        for dataset in datasets:
            query = {"metrics": ["statements"], "columns": [], "row_limit": 1}
            body = {"datasource": {"id": dataset["id"], "type": "table"}, "queries": [query]}
            [answer] = ask(f"{address}/api/v1/chart/data", token, body)["result"]
            assert answer["data"][0]["statements"] > 0
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
