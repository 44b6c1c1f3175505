"""The steps as Prefect flows, and the parent flow `pipeline` that deployments run.

The work is in `flows.steps`; here it gets names, retries, logs and artifacts. A task is a batch of up to 500 articles,
never one article: a task costs tens of milliseconds. Skipping work already done is left to our own fingerprints, since
Prefect's cache keys see neither the word lists nor the modules behind a task.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.futures import PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.batches import Batch, Work, in_order
from flows.cluster import on_cluster
from flows.context import Context
from flows.home import Home
from flows.reports import LogObserver, StepReport
from flows.runs import Run, recorded_run
from flows.settings import read_settings
from flows.steps.annotate import annotate as annotate_step
from flows.steps.copy import copy as copy_step
from flows.steps.ingest import ingest as ingest_step
from flows.steps.publish import publish as publish_step
from flows.steps.score import score as score_step
from flows.versions import step_versions
from transforms.text.errors import PipelineError
from warehouse.staging import StagedBatch

# What a retry can help against: a full disk being emptied, a network mount that hiccups, a worker killed for memory.
_RETRY_DELAYS_S = [2.0, 20.0]


class OtherCode(PipelineError):
    """A worker computes with other code than the run it works for."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(
            f"a worker that joined during the run has other versions of {', '.join(steps)}. Install there what is "
            "installed here, or stop it, then run again: it goes on where it was."
        )


@task(name="batch", task_run_name="{label}", retries=len(_RETRY_DELAYS_S), retry_delay_seconds=_RETRY_DELAYS_S)
def compute_batch(
    work: Work,
    source: StagedBatch,
    target: StagedBatch,
    options: Any,  # noqa: ANN401
    label: str,  # noqa: ARG001
    versions: dict[str, str],
) -> None:
    """One batch, staged all of it or nothing: running it twice changes nothing.

    Raises:
        OtherCode: `versions`, of the run, are not those of this process.
    """
    if step_versions() != versions:
        raise OtherCode(sorted(step for step in versions if step_versions().get(step) != versions[step]))
    work(source, target, options)


class PrefectTasks:
    """A BatchRunner whose batches are Prefect tasks on the task runner of the flow it is used in."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, work: Work, batches: Iterable[Batch], options: Any) -> Iterator[Batch]:  # noqa: ANN401
        """See BatchRunner."""
        versions = step_versions()

        def submit(batch: Batch) -> PrefectFuture[None]:
            label = f"{batch.articles} articles {batch.target.name[:8]}"
            return compute_batch.submit(work, batch.source, batch.target, options, label, versions)

        yield from in_order(batches, submit, 2 * self.workers)


@flow(name="ingest", flow_run_name="ingest into {home}", validate_parameters=True)
def ingest(paths: list[str], home: str, workers: int | None = None) -> StepReport:
    """Files to articles and rejects."""
    return ingest_step(_context(home, workers), [Path(path) for path in paths])


@flow(name="annotate", flow_run_name="annotate {home}")
def annotate(home: str, workers: int | None = None) -> StepReport:
    """Articles to sentences, tokens, quotations, attributions and mentions."""
    return annotate_step(_context(home, workers))


@flow(name="score", flow_run_name="score {home}")
def score(home: str, workers: int | None = None) -> StepReport:
    """Speakers across articles; sentiment and stance."""
    return score_step(_context(home, workers))


@flow(name="publish", flow_run_name="publish {home} as {run_id}")
def publish(home: str, run_id: str) -> StepReport:
    """Checks, Parquet, `latest`."""
    return publish_step(_context(home, None), run_id)


@flow(name="copy", flow_run_name="copy {home}", retries=2, retry_delay_seconds=20)
def copy(home: str) -> StepReport:
    """The published run to where the settings say."""
    return copy_step(_context(home, None))


@flow(name="pipeline", flow_run_name="pipeline {paths} → {home}")
def pipeline(paths: list[str], home: str, workers: int | None = None, dask: str | None = None) -> str | None:
    """Ingest, annotate, score, publish, copy; returns the folder of the published run, None where nothing was new.

    Args:
        paths: article files and folders of them, as the worker sees them.
        home: folder of the pipeline.
        workers: worker processes of the machine the flow runs on.
        dask: address of a Dask scheduler whose workers compute instead. With neither, the home's settings decide.
    """
    context = _context(home, workers, dask)
    with recorded_run(context) as run:
        with _task_runner(context) as (runner, slots):
            run.reports.append(ingest.with_options(task_runner=runner)(paths, home, slots))
            run.reports.append(annotate.with_options(task_runner=runner)(home, slots))
            run.reports.append(score.with_options(task_runner=runner)(home, slots))
        run.reports.append(publish(home, run.run_id))
        if context.settings.publish.copy_to:
            run.reports.append(copy(home))
    _artifacts(run)
    return str(run.published) if run.published else None


def _context(home: str, workers: int | None, dask: str | None = None) -> Context:
    place = Home(Path(home).absolute())
    place.create()
    settings = read_settings(place.settings).at_scale(workers=workers, dask=dask)
    return Context(place, settings, PrefectTasks(settings.scale.workers), LogObserver(get_run_logger()))


@contextmanager
def _task_runner(context: Context) -> Iterator[tuple[TaskRunner[Any], int]]:
    """What computes the batches, and how many at a time."""
    scale = context.settings.scale
    if scale.dask:
        with on_cluster(context, scale.dask) as cluster:
            yield cluster
    elif scale.workers == 1:
        yield ThreadPoolTaskRunner(max_workers=1), 1
    else:
        yield ProcessPoolTaskRunner(max_workers=scale.workers), scale.workers


def _artifacts(run: Run) -> None:
    create_table_artifact(
        key="onrecord-summary",
        table=[
            {
                "step": report.step, "in": report.rows_in, "out": report.rows_out,
                "rejects": sum(report.rejects.values()), "seconds": round(report.seconds, 1),
                "notes": ", ".join(f"{count:,} {name}" for name, count in report.notes.items()),
            }
            for report in run.reports
        ],
        description=f"Run {run.run_id}: rows in = rows out + rejects.",
    )  # fmt: skip
    create_table_artifact(
        key="onrecord-rejects",
        table=[
            {"step": report.step, "reason": reason, "rejects": count}
            for report in run.reports
            for reason, count in sorted(report.rejects.items())
        ],
        description=f"Run {run.run_id}: what did not go on, by reason; each row is in out_rejects.",
    )
