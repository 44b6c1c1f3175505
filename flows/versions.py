"""What a step's result depends on besides its input: the code and the word lists of the step, and its packages."""

import hashlib
import importlib.metadata
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

# Packages whose version can change the rows of a step.
_LIBRARIES = {
    "admit": ("charset-normalizer", "trafilatura", "py3langid", "rensa"),
    "annotate": ("nupunkt", "polars", "rapidfuzz", "scikit-learn"),
    "link": ("rapidfuzz", "polars"),
    "score": ("vaderSentiment", "polars"),
    "publish": ("scikit-learn", "duckdb"),
}
_CODE = {
    "admit": ("transforms/articles", "transforms/text"),
    "annotate": ("transforms/articles", "transforms/quotations", "transforms/speakers", "transforms/text"),
    "link": ("transforms/speakers",),
    "score": ("transforms/scores", "transforms/text"),
    "publish": ("transforms/scores", "transforms/schemas", "warehouse"),
}
STEPS = tuple(_CODE)


@cache
def step_version(step: str) -> str:
    """Hash of everything but the data that can change what `step` computes: sources, word lists, library versions."""
    digest = hashlib.sha256()
    for library in _LIBRARIES[step]:
        digest.update(f"{library}={importlib.metadata.version(library)}\n".encode())
    for folder in _CODE[step]:
        top, name = folder.split("/") if "/" in folder else (folder, "")
        root = files(top).joinpath(name) if name else files(top)
        for path, content in _sources(root, folder):
            digest.update(path.encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            found += _sources(entry, f"{path}/{entry.name}")
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            found.append((f"{path}/{entry.name}", entry.read_bytes()))
    return found


def fingerprint(*parts: str) -> str:
    """One short hash of several texts, in order."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
