"""The same steps under Prefect: the same tables, retries, artifacts and a deployment file that fits the flows."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_the_pipeline_flow_publishes_the_same_bytes_and_leaves_artifacts(
    tmp_path: Path, sample_home: Path, sample_articles: Path, published_tables: Callable[[Path], dict[str, str]]
) -> None:
    from prefect.artifacts import Artifact

    from flows.pipeline import pipeline

    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_home / "targets.toml", home)
    (home / "onrecord.toml").write_text(f"[publish]\ncopy_to = 'file://{tmp_path}/share'\n", "utf-8")
    folder = pipeline(paths=[str(sample_articles)], home=str(home))
    assert folder == str((home / "published" / "latest").resolve())
    assert published_tables(home) == published_tables(sample_home)
    summary = Artifact.get("onrecord-summary")
    assert summary is not None
    assert '"ingest"' in str(summary.data) and '"copy"' in str(summary.data)
    assert (tmp_path / "share" / "runs" / Path(folder).name / "out_quotations.parquet").is_file()
    rejects = Artifact.get("onrecord-rejects")
    assert rejects is not None
    assert '"not_text"' in str(rejects.data)
    assert pipeline(paths=[str(sample_articles)], home=str(home)) is None


def test_a_batch_that_fails_for_lack_of_something_is_tried_again(tmp_path: Path) -> None:
    from prefect import flow

    from flows.batches import Batch
    from flows.pipeline import PrefectTasks, compute_batch

    def work(source: Path, target: Path, options: Path) -> None:
        options.write_text(options.read_text() + "x")
        if options.read_text() == "x":
            raise OSError("no space left on device")

    tries = tmp_path / "tries"
    tries.write_text("")

    @flow
    def small() -> list[int]:
        batches = [Batch(tmp_path / "source", tmp_path / "target", 7)]
        return [batch.articles for batch in PrefectTasks(1).run(work, batches, tries)]

    original = compute_batch.retry_delay_seconds
    compute_batch.retry_delay_seconds = [0.0, 0.0]
    try:
        assert small() == [7]
    finally:
        compute_batch.retry_delay_seconds = original
    assert tries.read_text() == "xx"


def test_the_deployments_fit_the_flow() -> None:
    from flows.pipeline import pipeline

    deployments = yaml.safe_load(Path("prefect.yaml").read_text("utf-8"))["deployments"]
    assert [deployment["name"] for deployment in deployments] == ["nightly", "ad-hoc"]
    for deployment in deployments:
        assert deployment["entrypoint"] == "flows/pipeline.py:pipeline"
        pipeline.validate_parameters(deployment["parameters"])
    assert deployments[0]["schedules"][0]["cron"]
