"""Where the time of a run goes: writes docs/profile.md.

    python benchmarks/profile.py [ARTICLES...] [--articles N]

Runs the pipeline in one process over ARTICLES, or over N generated ones (benchmarks/articles.py), and times the stages
of every step. Times are CPU seconds of the process with all its threads. Shares and ratios can be compared between
machines, seconds cannot.
"""

import argparse
import importlib
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from articles import write
from pipeline import Silent, words_read

from flows.batches import InProcess
from flows.context import Context
from flows.home import Home
from flows.settings import Settings
from flows.steps.annotate import annotate
from flows.steps.ingest import ingest
from flows.steps.publish import publish
from flows.steps.score import score

PAGE = Path(__file__).parents[1] / "docs" / "profile.md"
READER, JUDGE = "reader (encoder)", "judge (encoder)"
# Step → stage → where the functions it consists of are looked up. None of them calls another.
STAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "ingest": {
        "admit": ("flows.steps.ingest.admit",),
        "signatures": ("flows.steps.ingest.signatures",),
        "near-duplicates": ("flows.steps.ingest._link_near_duplicates",),
        "load": ("flows.steps.ingest.load_admitted",),
    },
    "annotate": {
        "segment": ("flows.reading.segment",),
        "tokenise": ("flows.reading.tokenise",),
        "documents": ("flows.reading.documents",),
        "mentions": ("flows.reading.read_words", "flows.reading.find_mentions"),
        "proposed quotations": ("flows.reading.scan", "flows.reading.find", "flows.reading.attribute"),
        "hints for the reader": ("flows.reading.Proposal.hints", "flows.reading.passages"),
        READER: ("transforms.reader.onnx_reader.OnnxReader.read",),
        "decode": ("flows.reading.decode",),
        "who is meant": ("flows.reading.resolve", "flows.reading.typed"),
        "rows": (
            "flows.steps.annotate.annotation_frames", "flows.steps.annotate.mark_tokens",
            "flows.steps.annotate.validated",
        ),
        "stage": ("warehouse.staging_folder.FolderBatch.stage",),
        "load": ("flows.steps.todo.load_step",),
    },
    "score": {
        "speakers across articles": ("flows.steps.score._linked", "flows.steps.score._load_links"),
        "targets": ("flows.steps.score.find_targets",),
        "VADER": ("flows.steps.score.score_sentiment",),
        JUDGE: ("transforms.scores.encoder_judge.EncoderJudge.odds",),
        "evidence": ("transforms.scores.encoder_judge.leaning", "transforms.scores.stance.evidence"),
        "stage": ("warehouse.staging_folder.FolderBatch.stage",),
        "load": ("flows.steps.todo.load_step",),
    },
    "publish": {
        "build": ("warehouse.publish._build",),
        "statements": ("flows.steps.publish.statement_copies",),
        "summaries": ("flows.steps.publish.aggregates",),
        "checks": ("warehouse.publish.run_checks",),
        "write": ("warehouse.publish.write_tables", "warehouse.publish.write_views"),
    },
}  # fmt: skip
# What a pipeline does that finds no quotations: the issue's “pipeline without the reader”.
WITHOUT_READER = (
    ("ingest", None), ("annotate", "segment"), ("annotate", "tokenise"), ("annotate", "stage"), ("annotate", "load"),
    ("score", "VADER"), ("score", "stage"), ("score", "load"), ("publish", None),
)  # fmt: skip
Seconds = dict[tuple[str, str], float]


@contextmanager
def timed(seconds: Seconds, step: str) -> Iterator[None]:
    """Adds the CPU seconds of the stages of `step` to `seconds` while it lasts."""
    undo: list[Callable[[], None]] = []
    for stage, places in STAGES[step].items():
        for place in places:
            owner, name = _place(place)
            function = getattr(owner, name)
            setattr(owner, name, _timing(function, seconds, (step, stage)))
            undo.append(lambda owner=owner, name=name, function=function: setattr(owner, name, function))
    try:
        yield
    finally:
        for each in undo:
            each()


def _place(path: str) -> tuple[Any, str]:
    """The module or class, and the name in it."""
    owner, name = path.rsplit(".", 1)
    try:
        return importlib.import_module(owner), name
    except ModuleNotFoundError:
        module, cls = owner.rsplit(".", 1)
        return getattr(importlib.import_module(module), cls), name


def _timing(function: Callable[..., Any], seconds: Seconds, key: tuple[str, str]) -> Callable[..., Any]:
    @wraps(function)
    def timing(*args: Any, **named: Any) -> Any:  # noqa: ANN401
        began = time.process_time()
        try:
            return function(*args, **named)
        finally:
            seconds[key] += time.process_time() - began

    return timing


def profile(paths: list[Path], home: Path) -> tuple[Seconds, dict[str, float], int]:
    """CPU seconds by step and stage, by step, and the words read."""
    context = Context(Home(home), Settings(), InProcess(), Silent())
    context.home.create()
    steps: dict[str, Callable[[], object]] = {
        "ingest": lambda: ingest(context, paths),
        "annotate": lambda: annotate(context),
        "score": lambda: score(context),
        "publish": lambda: publish(context, "profile"),
    }
    seconds: Seconds = defaultdict(float)
    whole = {}
    for name, step in steps.items():
        began = time.process_time()
        with timed(seconds, name):
            step()
        whole[name] = time.process_time() - began
    return seconds, whole, words_read(home)


def page(seconds: Seconds, whole: dict[str, float], words: int, source: str) -> str:
    """The page: a row per stage, what is left of each step as `rest`."""
    total = sum(whole.values())
    lines = []
    for step, stages in STAGES.items():
        lines.append(_line(f"**{step}**", "", whole[step], total, words))
        left = whole[step] - sum(seconds[step, stage] for stage in stages)
        lines += [_line("", stage, seconds[step, stage], total, words) for stage in stages]
        lines.append(_line("", "rest", left, total, words))
    other = sum(whole[step] if stage is None else seconds[step, stage] for step, stage in WITHOUT_READER)
    return f"""# Where the time of a run goes

Written by `python benchmarks/profile.py`, not by hand; it times one process over {source}: {words:,} words.

| step | stage | share | words per CPU-second |
|---|---|---|---|
{chr(10).join(lines)}
| **all** | | 100 % | {words / total:,.0f} |

Without the reader and what needs its quotations (ingest, segment, tokenise, VADER, stage, load, publish):
**{words / other:,.0f} words per CPU-second**. The documents are not among these: objects that only the search for
quotations and speakers walks through. Words per CPU-second are those of the machine it ran on; compare shares.
"""


def _line(step: str, stage: str, seconds: float, total: float, words: int) -> str:
    return f"| {step} | {stage} | {seconds / total:.1%} | {words / max(seconds, 1e-3):,.0f} |"


def main() -> None:
    """Profiles and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder:
        paths = options.paths or write(Path(folder) / "articles", 0, options.articles)
        source = "articles of your own" if options.paths else f"{options.articles:,} generated articles"
        text = page(*profile(paths, Path(folder) / "home"), source)
    PAGE.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
