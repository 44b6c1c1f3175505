"""No space left: a message, an untouched `latest`, and once there is space the same command goes on."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

RunOn = Callable[..., Any]
Hashes = Callable[[Path], dict[str, str]]
# Of 6 MB that a run over the samples takes in all; free bytes at one try after the other.
FREE = (20_000, 1_000_000, 3_000_000, 5_500_000)
# Of one file; the database's is the largest.
LIMITS = (2_000, 800_000, 3_000_000)
CAPACITY = 24_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own in memory; skips where this may not be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={CAPACITY}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small tmpfs")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def published_run(home: Path) -> Path | None:
    latest = home / "published" / "latest"
    return latest.resolve() if latest.is_symlink() else None


def test_a_full_disk_stops_the_run_and_space_lets_it_go_on(
    small_disk: Path,
    small_batches: Callable[[str], Path],
    sample_articles: Path,
    sample_home: Path,
    published_tables: Hashes,
    onrecord: Callable[..., Any],
    check_published: Callable[[Path], None],
) -> None:
    home = small_disk / "home"
    shutil.copytree(small_batches("home"), home)
    ballast = small_disk / "ballast"
    stopped = 0
    for free in (*FREE, CAPACITY):
        status = os.statvfs(small_disk)
        used = ballast.stat().st_size if ballast.exists() else 0
        ballast.write_bytes(b"\0" * max(0, used + status.f_bavail * status.f_frsize - free))
        run = onrecord("run", sample_articles, "--home", home)
        check_published(home)
        if run.returncode == 0:
            break
        stopped += 1
        assert run.returncode == 2, run.stderr
        assert "Traceback" not in run.stderr
        assert "space" in run.stderr, run.stderr
        assert published_run(home) is None
    assert stopped > 1
    assert published_tables(home) == published_tables(sample_home)


def test_a_file_that_may_not_grow_stops_the_run_and_latest_stays(
    home: Path,
    sample_articles: Path,
    sample_home: Path,
    run_pipeline_on: RunOn,
    published_tables: Hashes,
    onrecord: Callable[..., Any],
    check_published: Callable[[Path], None],
) -> None:
    run_pipeline_on(home, sample_articles / "calder-courier")
    before = published_run(home)
    for limit in LIMITS:
        run = onrecord("run", sample_articles, "--home", home, file_size=limit)
        check_published(home)
        assert run.returncode == 2, (limit, run.stderr)
        assert "Traceback" not in run.stderr
        assert "run the same command again" in run.stderr
        assert published_run(home) == before
    assert onrecord("run", sample_articles, "--home", home).returncode == 0
    clean = home.with_name("clean")
    clean.mkdir()
    shutil.copy(home / "targets.toml", clean)
    run_pipeline_on(clean, sample_articles / "calder-courier")
    run_pipeline_on(clean, sample_articles)
    assert published_tables(home) == published_tables(clean)
