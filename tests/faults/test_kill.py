"""`kill -9`, again and again, wherever the run happens to be."""

import random
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

KILLS = 20
# About three times as many changes and commits as this make up an undisturbed run over the samples.
LATEST_POINT = 130


def test_killed_at_random_points_and_started_again_a_run_ends_with_the_same_bytes(
    tmp_path: Path,
    small_batches: Callable[[str], Path],
    sample_articles: Path,
    sample_home: Path,
    published_tables: Callable[[Path], dict[str, str]],
    onrecord: Callable[..., Any],
    check_published: Callable[[Path], None],
) -> None:
    chance = random.Random(11)
    note = tmp_path / "where"
    points: list[str] = []
    for number in count():
        if len(points) >= KILLS:
            break
        home = small_batches(f"home{number}")
        while True:
            plan = {"home": str(home), "at": chance.randint(1, LATEST_POINT), "note": str(note)}
            run = onrecord("run", sample_articles, "--home", home, kill=plan)
            check_published(home)
            if run.returncode == 0:
                break
            assert run.returncode == -signal.SIGKILL, run.stderr
            points.append(note.read_text())
        assert published_tables(home) == published_tables(sample_home), points
        assert not list(home.glob("**/*.tmp"))
    for place in ("before a commit", "after a commit", "/staging/ingest", "/staging/annotate", "/staging/score",
                  "/published"):  # fmt: skip
        assert any(place in point for point in points), (place, points)
