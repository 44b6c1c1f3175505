"""A model whose files are not the shipped ones computes nothing."""

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from flows.batches import InProcess
from flows.runs import Run
from flows.steps.annotate import annotate_batch
from transforms.reader import weights
from transforms.reader.onnx_reader import shipped_reader
from warehouse.staging import open_staging


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped files, at a place where they may be damaged."""
    shipped = str(files("transforms.reader").joinpath("model"))
    # Of the large judge the description is enough to be damaged.
    shutil.copytree(shipped, tmp_path / "shipped" / "model", ignore=shutil.ignore_patterns("large_judge.onnx"))
    monkeypatch.setattr(weights, "files", lambda _: tmp_path / "shipped")
    return tmp_path / "shipped" / "model"


WEIGHTS = ("reader.onnx", "judge.onnx", "vocabulary.txt")
DESCRIPTIONS = ("reader.json", "judge.json")


@pytest.mark.parametrize(
    ("name", "damage"),
    [*((name, flip) for name in WEIGHTS), *((name, damage) for name in DESCRIPTIONS for damage in (cut, Path.unlink))],
)
def test_a_damaged_model_is_refused_before_any_work(
    home: Path,
    sample_articles: Path,
    models: Path,
    run_pipeline_on: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    damage: Callable[[Path], Any],
) -> None:
    damage(models / name)
    monkeypatch.setattr(InProcess, "run", None)
    with pytest.raises(weights.DamagedWeights, match=f"{name}.*Install"):
        run_pipeline_on(home, sample_articles)
    assert not (home / "published").exists()


def test_a_damaged_model_that_no_run_asks_is_refused_when_it_is_asked(models: Path) -> None:
    flip(models / "claims.onnx")
    with pytest.raises(weights.DamagedWeights, match=r"claims\.onnx.*Install"):
        weights.shipped("claims")


def test_a_damaged_large_judge_is_refused_where_the_settings_name_it(
    home: Path, sample_articles: Path, models: Path, run_pipeline_on: Callable[..., Run]
) -> None:
    cut(models / "large_judge.json")
    with (home / "onrecord.toml").open("a") as settings:
        settings.write("[sentiment]\njudge = 'large'\n")
    with pytest.raises(weights.DamagedWeights, match=r"large_judge\.json.*Install"):
        run_pipeline_on(home, sample_articles)
    assert not (home / "published").exists()


def test_a_damaged_model_makes_no_rejects_of_a_batchs_articles(tmp_path: Path, sample_home: Path, models: Path) -> None:
    import polars as pl

    flip(models / "reader.onnx")
    articles = pl.read_parquet(sample_home / "published" / "latest" / "out_articles.parquet")
    staging = open_staging(tmp_path / "staging")
    source = staging.batch("annotate", "source")
    source.stage({"articles": articles.select("article_id", "text", "title", "authors")})
    shipped_reader.cache_clear()
    try:
        with pytest.raises(weights.DamagedWeights):
            annotate_batch(source, staging.batch("annotate", "target"))
    finally:
        shipped_reader.cache_clear()
