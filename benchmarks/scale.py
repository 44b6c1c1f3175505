"""What a large corpus costs: generated articles read, nothing new, and some more articles on top of them.

    python benchmarks/scale.py FOLDER --articles 100000 [--more 1000] [--workers 2]

Keeps articles and homes in FOLDER, which needs 60 kB an article. Every phase is one `onrecord run` in a process of its
own; a line has its CPU and wall seconds, the CPU milliseconds an article, and the peak memory of the largest process.
Compare two sizes on the same quiet machine: an article should cost the same in both.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from articles import write


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds of a run, and the peak memory of its largest process."""

    cpu_s: float
    wall_s: float
    peak_mb: float


def run(paths: list[Path], home: Path, workers: int) -> Cost:
    """One run of the pipeline over `paths`."""
    command = [sys.executable, "-m", "flows.cli", "run", *map(str, paths), "--home", str(home)]
    began = time.perf_counter()
    with subprocess.Popen([*command, "--workers", str(workers), "--no-orchestrate"]) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the run failed: {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def show(phase: str, cost: Cost, articles: int, home: Path) -> None:
    """Prints one line, and the wall seconds of the steps as the run recorded them."""
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as store:
        (steps,) = store.execute("SELECT timings FROM core_runs ORDER BY started_at DESC LIMIT 1").fetchall()[0]
    each = f"{1000 * cost.cpu_s / articles:6.2f} ms/article" if articles else " " * 17
    print(
        f"{phase:12} {cost.cpu_s:8.1f} CPU s {cost.wall_s:8.1f} wall s {each} {cost.peak_mb:6,.0f} MB  {steps}",
        flush=True,
    )


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--more", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    size, more = options.articles, options.more
    many = write(options.folder / f"articles-{size}", 0, size)
    few = write(options.folder / f"articles-{size}-more", size, more)
    home, alone = options.folder / f"home-{size}", options.folder / f"home-{size}-more"
    for folder in (home, alone):
        shutil.rmtree(folder, ignore_errors=True)
    show("first", run(many, home, options.workers), size, home)
    show("nothing new", run(many, home, options.workers), 0, home)
    added = run([*many, *few], home, options.workers)
    show(f"{more:,} more", added, more, home)
    by_themselves = run(few, alone, options.workers)
    show(f"{more:,} alone", by_themselves, more, alone)
    print(f"{more:,} more cost {added.cpu_s / by_themselves.cpu_s:.2f} of what they cost alone", flush=True)


if __name__ == "__main__":
    main()
