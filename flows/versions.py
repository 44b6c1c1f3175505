"""What a step's result depends on besides its input: the code and the word lists of the step, and its packages."""

import hashlib
import importlib.metadata
import platform
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from flows.judges import JUDGES

# Packages whose version can change the rows of a step.
_LIBRARIES = {
    "admit": (
        "charset-normalizer",
        "trafilatura",
        "lxml",
        "markdown-it-py",
        "python-dateutil",
        "py3langid",
        "rensa",
        "polars",
        "duckdb",
    ),
    "annotate": ("nupunkt", "onnxruntime", "polars", "rapidfuzz", "scikit-learn"),
    "link": ("rapidfuzz", "polars"),
    "score": ("vaderSentiment", "onnxruntime", "polars"),
    "publish": ("scikit-learn", "scipy", "rapidfuzz", "polars", "duckdb"),
}
_CODE = {
    "admit": (
        "transforms/articles", "transforms/text", "flows/file_records.py", "flows/parquet_records.py",
        "flows/read_limits.py", "flows/file_batches.py",
    ),
    "annotate": (
        "transforms/articles", "transforms/quotations", "transforms/reader", "transforms/speakers", "transforms/text",
        "flows/reading.py", "flows/annotations.py", "flows/steps/annotate.py",
    ),
    "link": ("transforms/speakers", "transforms/text"),
    "score": ("transforms/scores", "transforms/reader", "transforms/text", "flows/steps/score.py"),
    "publish": ("transforms/scores", "transforms/schemas", "warehouse", "flows/steps/publish.py",
        "flows/steps/aggregates.py"),
}  # fmt: skip
STEPS = tuple(_CODE)
# The shipped models that a step may ask. None asks "claims": the target of every stance row stands in its article.
MODELS = {"annotate": ("reader",), "score": tuple(JUDGES.values())}
_LEFT_OUT = ("__pycache__", "model")
# They pickle tasks on one machine and read them on another.
_SENDING = ("prefect", "prefect-dask", "distributed", "dask", "cloudpickle")


@cache
def step_version(step: str) -> str:
    """Hash of everything but the data that can change what `step` computes: sources, word lists, models, libraries."""
    digest = hashlib.sha256()
    for library in _LIBRARIES[step]:
        digest.update(f"{library}={importlib.metadata.version(library)}\n".encode())
    # The description of a model has the hashes of its files in it.
    described = [f"transforms/reader/model/{model}.json" for model in MODELS.get(step, ())]
    for code in (*_CODE[step], *described):
        top, *below = code.split("/")
        for path, content in _sources(files(top).joinpath(*below), code):
            digest.update(path.encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def step_versions() -> dict[str, str]:
    """The version of every step, by its name."""
    return {step: step_version(step) for step in STEPS}


def installed() -> dict[str, str]:
    """What must be the same on all machines of a run, by name: the steps, Python, and what sends tasks."""
    packages = {name: importlib.metadata.version(name) for name in _SENDING}
    return {"Python": platform.python_version()} | packages | step_versions()


def _sources(entry: Traversable, path: str) -> list[tuple[str, bytes]]:
    if entry.is_file():
        return [] if path.endswith(".pyc") else [(path, entry.read_bytes())]
    inside = sorted((below for below in entry.iterdir() if below.name not in _LEFT_OUT), key=lambda below: below.name)
    return [source for below in inside for source in _sources(below, f"{path}/{below.name}")]


def fingerprint(*parts: str) -> str:
    """One short hash of several texts, in order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
