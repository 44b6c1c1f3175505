"""Two runs at once: the second says who is at work, and the first never notices."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_the_second_run_says_who_holds_the_home_and_since_when(
    tmp_path: Path,
    home: Path,
    sample_articles: Path,
    sample_home: Path,
    published_tables: Callable[[Path], dict[str, str]],
    start: Callable[..., Any],
    onrecord: Callable[..., Any],
) -> None:
    flag = tmp_path / "paused"
    arguments = ("run", sample_articles, "--home", home)
    with start(*arguments, pause=str(flag)) as first:
        while not flag.exists():
            assert first.poll() is None, first.communicate()
            time.sleep(0.05)
        for second in (onrecord(*arguments), onrecord("rebuild", "--home", home)):
            assert second.returncode == 2
            said = re.search(
                r"another run \(process (\d+), since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC\)", second.stderr
            )
            assert said is not None and said[1] == str(first.pid), second.stderr
        flag.unlink()
        assert first.wait() == 0, first.communicate()
    assert published_tables(home) == published_tables(sample_home)
