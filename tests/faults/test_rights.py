"""A home or an article that may not be written or read: a message or a reject, whoever runs it."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# Root is above the rights of files unless these are taken from it.
NO_PRIVILEGES = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
STORY = "“We cannot sail empty boats,” said Ingrid Solberg, director of the {name} Ferry Company, on Monday.\n"
Ordinary = Callable[..., Any]


@pytest.fixture
def as_ordinary(start: Callable[..., subprocess.Popen[str]]) -> Ordinary:
    """Runs `onrecord` as somebody whom the rights of files bind."""
    prefix = NO_PRIVILEGES if os.geteuid() == 0 else ()
    if prefix and (shutil.which("setpriv") is None or subprocess.run([*prefix, "true"], check=False).returncode):
        pytest.skip("root without setpriv is above the rights of files")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        with start(*arguments, prefix=prefix) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


def test_an_article_that_may_not_be_read_is_a_reject_until_it_may(tmp_path: Path, as_ordinary: Ordinary) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "closed").mkdir(parents=True)
    for name in ("open", "secret", "closed/within"):
        (inbox / f"{name}.txt").write_text(STORY.format(name=name), "utf-8")
    (tmp_path / "home").mkdir()
    (inbox / "secret.txt").chmod(0)
    (inbox / "closed").chmod(0)
    first = as_ordinary("run", inbox, "--home", tmp_path / "home")
    assert first.returncode == 0, first.stderr
    assert "3 in → 1 out, 1 new, 2 rejects (unreadable 2)" in first.stderr
    (inbox / "secret.txt").chmod(0o644)
    (inbox / "closed").chmod(0o755)
    second = as_ordinary("run", inbox, "--home", tmp_path / "home")
    assert "2 in → 2 out, 2 new" in second.stderr, second.stderr
    rejects = as_ordinary("sql", "--home", tmp_path / "home", "SELECT * FROM out_rejects", "--format", "csv")
    assert len(rejects.stdout.splitlines()) == 1, rejects.stderr


def test_a_home_that_may_not_be_written_is_a_message_and_can_still_be_read(
    tmp_path: Path, sample_home: Path, as_ordinary: Ordinary
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    (tmp_path / "a.txt").write_text(STORY.format(name="new"), "utf-8")
    folders = [home, *(path for path in home.rglob("*") if path.is_dir() and not path.is_symlink())]
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in (*files, *folders):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        for command in (["run", tmp_path / "a.txt"], ["rebuild"]):
            run = as_ordinary(*command, "--home", home)
            assert run.returncode == 2, run.stderr
            assert "Permission denied" in run.stderr and "Traceback" not in run.stderr
            assert "the right to read and write" in run.stderr
        count = as_ordinary("sql", "--home", home, "SELECT count(*) FROM out_articles", "--format", "csv")
        assert count.stdout.splitlines()[1:] == ["22"], count.stderr
        assert as_ordinary("status", "--home", home).returncode == 0
    finally:
        for path in (*folders, *files):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_home_whose_database_alone_may_not_be_written_is_a_message(
    tmp_path: Path, sample_home: Path, as_ordinary: Ordinary
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    (home / "warehouse.duckdb").chmod(0o444)
    (tmp_path / "a.txt").write_text(STORY.format(name="new"), "utf-8")
    run = as_ordinary("run", tmp_path / "a.txt", "--home", home)
    assert run.returncode == 2, run.stderr
    assert "the right to read and write" in run.stderr and "Traceback" not in run.stderr
