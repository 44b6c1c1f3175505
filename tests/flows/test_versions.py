"""What makes the rows of a step stale."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from flows import versions

ANNOTATE, SCORE = "annotate", "score"


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The code of the steps, at a place where it may be changed."""
    for top in ("transforms", "flows", "warehouse"):
        shutil.copytree(str(files(top)), tmp_path / top, ignore=shutil.ignore_patterns("__pycache__", "*.onnx"))
    monkeypatch.setattr(versions, "files", lambda top: tmp_path / top)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("transforms/reader/model/reader.json", {ANNOTATE}),
        ("transforms/reader/model/judge.json", {SCORE}),
        ("transforms/reader/model/large_judge.json", {SCORE}),
        ("transforms/reader/model/claims.json", set()),
        ("transforms/scores/stance.py", {SCORE}),
        ("transforms/reader/questions.py", {ANNOTATE, SCORE}),
    ],
)
def test_a_changed_file_makes_the_steps_stale_that_use_it(code: Path, changed: str, stale: set[str]) -> None:
    of = versions.step_version.__wrapped__
    before = {step: of(step) for step in (ANNOTATE, SCORE)}
    (code / changed).write_text((code / changed).read_text("utf-8") + "\n", "utf-8")
    assert {step for step in before if of(step) != before[step]} == stale
