"""A run of the whole pipeline: recorded while it goes on, the steps in their order."""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from flows.context import Context
from flows.files import check_paths
from flows.lock import only_run
from flows.reports import StepReport
from flows.steps.annotate import annotate
from flows.steps.copy import copy
from flows.steps.ingest import ingest
from flows.steps.keep import keep
from flows.steps.publish import publish
from flows.steps.score import check_inputs, score
from flows.versions import step_versions
from transforms.schemas.core_runs import RunStatus
from transforms.text.errors import PipelineError
from warehouse.kept import is_lost, restore
from warehouse.run_folders import run_names

# Ids are ordered as the runs are.
_ID_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(slots=True)
class Run:
    """One run in the making: the steps add their reports as they end."""

    run_id: str
    reports: list[StepReport] = field(default_factory=list)

    @property
    def published(self) -> Path | None:
        """The folder of the published run; None where nothing was new."""
        return next((report.published for report in self.reports if report.published), None)


def run_pipeline(context: Context, paths: Sequence[Path]) -> Run:
    """Ingest, annotate, score, publish and, if the settings name a place, copy; without an orchestrator.

    Raises:
        PathNotFound: a path does not exist; nothing is made in that case.
        PipelineError: whatever else the user can mend.
    """
    check_paths(paths)
    with recorded_run(context) as run:
        steps: tuple[Callable[[], StepReport], ...] = (
            lambda: ingest(context, paths),
            lambda: annotate(context),
            lambda: score(context),
            lambda: publish(context, run.run_id),
        )
        for step in steps:
            run.reports.append(step())
        if context.settings.publish.copy_to:
            run.reports.append(copy(context))
    return run


@contextmanager
def recorded_run(context: Context) -> Iterator[Run]:
    """The only run in this home, with a row of core_runs that says how it went, also when it fails.

    Raises:
        HomeBusy: another run works in this home.
    """
    context.home.create()
    with only_run(context.home):
        context.staging.clear_unfinished()
        if is_lost(context.home.database, context.staging):
            restore(context.home.database, context.staging)
        run = _begin(context)
        try:
            check_inputs(context)
            yield run
        except BaseException as error:
            # What broke the run (a full disk, say) may keep it from being recorded; the run's own error matters.
            with suppress(PipelineError, duckdb.Error, OSError):
                _end(context, run, RunStatus.FAILED, error=f"{type(error).__name__}: {error}")
            raise
        _end(context, run, RunStatus.DONE if run.published else RunStatus.NOTHING_NEW)


def _begin(context: Context) -> Run:
    started = _now()
    versions = json.dumps(step_versions())
    with context.store() as store:
        run = Run(_next_id(started, [*_recorded(store), *run_names(context.home.published)]))
        # This process holds the home's lock: what still counts as running was killed.
        store.execute(
            "UPDATE core_runs SET status = ?, error = 'killed' WHERE status = ?", [RunStatus.FAILED, RunStatus.RUNNING]
        )
        store.execute(
            "INSERT INTO core_runs (run_id, started_at, status, versions) VALUES (?, ?, ?, ?)",
            [run.run_id, started, RunStatus.RUNNING, versions],
        )
    return run


def _recorded(store: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(row[0]) for row in store.execute("SELECT run_id FROM core_runs").fetchall()]


def _next_id(now: datetime, earlier: Sequence[str]) -> str:
    """An id that sorts after all `earlier` ones: what is newest must not depend on a clock that was set back."""
    last = max(earlier, default="").partition("-")[0]
    with suppress(ValueError):
        now = max(now, datetime.strptime(last, _ID_TIME) + timedelta(seconds=1))
    return f"{now.strftime(_ID_TIME)}-{secrets.token_hex(3)}"


def _end(context: Context, run: Run, status: RunStatus, *, error: str | None = None) -> None:
    counts = {
        report.step: {"in": report.rows_in, "out": report.rows_out, "rejects": report.rejects, **report.notes}
        for report in run.reports
    }
    timings = {report.step: round(report.seconds, 3) for report in run.reports}
    with context.store() as store:
        store.execute(
            "UPDATE core_runs SET finished_at = ?, status = ?, counts = ?, timings = ?, published = ?, error = ? "
            "WHERE run_id = ?",
            [
                _now(), status, json.dumps(counts), json.dumps(timings),
                run.published.name if run.published else None, error, run.run_id,
            ],
        )  # fmt: skip
        if status is not RunStatus.NOTHING_NEW:
            keep(context, store)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
