"""What the fault tests share: homes with small batches, `onrecord` as a process of its own, what must hold after it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from warehouse.datapackage import file_hashes, read_package

ROOT = Path(__file__).parent.parent.parent
DRIVER = Path(__file__).with_name("driver.py")


@pytest.fixture
def small_batches(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a home with the samples' watch-list whose batches have at most six articles."""

    def made(name: str) -> Path:
        home = tmp_path / name
        home.mkdir()
        shutil.copy(ROOT / "samples" / "targets.toml", home)
        (home / "onrecord.toml").write_text("[run]\nbatch_articles = 6\n")
        return home

    return made


@pytest.fixture
def home(small_batches: Callable[[str], Path]) -> Path:
    return small_batches("home")


@pytest.fixture(scope="session")
def start() -> Callable[..., subprocess.Popen[str]]:
    """Starts `onrecord ARGUMENTS` as a process of its own with these faults (driver.py), by way of `prefix`."""

    def started(*arguments: object, prefix: Sequence[str] = (), **faults: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*prefix, sys.executable, str(DRIVER), json.dumps(faults), *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_API_URL": ""},
        )  # fmt: skip

    return started


@pytest.fixture(scope="session")
def onrecord(start: Callable[..., subprocess.Popen[str]]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`start`, waited for."""

    def run(*arguments: object, **faults: object) -> subprocess.CompletedProcess[str]:
        with start(*arguments, **faults) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def check_published() -> Callable[[Path], None]:
    """Whatever happened: what `latest` points to is whole, each file with the bytes that its data package lists."""

    def check(home: Path) -> None:
        latest = home / "published" / "latest"
        for path, digest in file_hashes(read_package(latest)).items():
            assert digest == f"sha256:{hashlib.sha256((latest / path).read_bytes()).hexdigest()}", path
        assert not latest.is_symlink() or (latest / "onrecord.duckdb").is_file()

    return check
