"""Published runs made by hand: two small tables are enough to compare and copy."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from transforms.schemas.tables import table
from warehouse.datapackage import PublishedFile, PublishedTable, datapackage
from warehouse.run_folders import PACKAGE

MakeRun = Callable[..., Path]


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """A run `run_id` of the tables given as frames, in a home below `tmp_path`; it becomes the latest."""

    def made(run_id: str, **frames: pl.DataFrame) -> Path:
        folder = tmp_path / "home" / "published" / "runs" / run_id
        folder.mkdir(parents=True)
        written = []
        for name, frame in frames.items():
            path = folder / f"{name}.parquet"
            frame.write_parquet(path)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            written.append(
                PublishedTable(table(name), [PublishedFile(path.name, frame.height, path.stat().st_size, digest)])
            )
        package = datapackage(written, run_id=run_id, created_at="2025-05-01T00:00:00+00:00", versions={}, months={})
        (folder / PACKAGE).write_text(json.dumps(package), "utf-8")
        link = tmp_path / "home" / "published" / "latest"
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
        return folder

    return made
