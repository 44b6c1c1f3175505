"""Words per CPU-second of every step of the pipeline, on articles of your own.

    python benchmarks/pipeline.py ARTICLES... [--workers N] [--repeat N] [--settings onrecord.toml]

Runs the pipeline in a new home, then again with nothing new, and prints CPU seconds (this process and its workers),
wall seconds and words per CPU-second per step, the share of each step, and the peak memory. Machines differ and are
noisy: compare shares and ratios inside one run, not numbers of two machines.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flows.batches import InProcess, WorkerProcesses
from flows.context import Context
from flows.home import Home
from flows.reports import StepReport
from flows.settings import Settings, read_settings
from flows.steps.annotate import annotate
from flows.steps.ingest import ingest
from flows.steps.publish import publish
from flows.steps.score import score
from warehouse.query import open_published


class Silent:
    """An observer that prints nothing."""

    def started(self, step: str, total: int | None) -> None:
        """See Observer."""

    def advanced(self, articles: int) -> None:
        """See Observer."""

    def ended(self, report: StepReport) -> None:
        """See Observer."""

    def close(self) -> None:
        """See Observer."""


def cpu_seconds() -> float:
    """CPU seconds of this process and of its ended children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measured(step: Callable[[], StepReport]) -> tuple[float, float]:
    """CPU and wall seconds of one step."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    step()
    return cpu_seconds() - cpu, time.perf_counter() - wall


def run(paths: list[Path], home: Path, workers: int, settings: Settings, name: str) -> dict[str, tuple[float, float]]:
    """CPU and wall seconds per step of one run."""
    runner = InProcess() if workers == 1 else WorkerProcesses(workers)
    context = Context(Home(home), settings, runner, Silent())
    context.home.create()
    return {
        "ingest": measured(lambda: ingest(context, paths)),
        "annotate": measured(lambda: annotate(context)),
        "score": measured(lambda: score(context)),
        "publish": measured(lambda: publish(context, name)),
    }


def words_read(home: Path) -> int:
    """Words of the sentences that were read."""
    connection = open_published(home / "published")
    try:
        return int(connection.execute("SELECT sum(words) FROM out_articles").fetchall()[0][0] or 0)
    finally:
        connection.close()


def report(title: str, steps: dict[str, tuple[float, float]], words: int) -> None:
    """Prints one run."""
    total_cpu = sum(cpu for cpu, _ in steps.values())
    total_wall = sum(wall for _, wall in steps.values())
    print(f"\n{title}: {words:,} words")
    print(f"{'step':10} {'CPU s':>8} {'wall s':>8} {'share':>7} {'words/CPU-s':>12}")
    for step, (cpu, wall) in [*steps.items(), ("all", (total_cpu, total_wall))]:
        print(f"{step:10} {cpu:8.2f} {wall:8.2f} {cpu / total_cpu:7.0%} {words / max(cpu, 1e-9):12,.0f}")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="ARTICLES")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--settings", type=Path, metavar="onrecord.toml")
    options = parser.parse_args()
    settings = read_settings(options.settings) if options.settings else Settings()
    for number in range(1, options.repeat + 1):
        with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
            home = Path(folder) / "home"
            first = run(options.paths, home, options.workers, settings, "first")
            words = words_read(home)
            report(f"run {number}, everything new, {options.workers} workers", first, words)
            report(f"run {number}, nothing new", run(options.paths, home, options.workers, settings, "second"), words)
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"\npeak memory: {peaks[0] / 1024:,.0f} MB this process, {peaks[1] / 1024:,.0f} MB the largest worker")


if __name__ == "__main__":
    main()
