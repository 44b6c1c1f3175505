"""Copy: the latest published run to where `publish.copy_to` says, unless it is there already."""

from __future__ import annotations

import time

from flows.context import Context
from flows.reports import StepReport
from warehouse.copies import copy_run
from warehouse.query import latest_run

STEP = "copy"


def copy(context: Context) -> StepReport:
    """Copies the files of the latest run; rows are files here.

    Raises:
        CopyFailed: the place cannot be reached or written; its readers see the run before.
    """
    began = time.perf_counter()
    settings = context.settings.publish
    context.observer.started(STEP, None)
    copied = copy_run(latest_run(context.home.published), settings.copy_to, keep_runs=settings.keep_runs)
    files = copied.sent + copied.reused if copied else 0
    notes = {"unchanged": copied.reused} if copied and copied.reused else {}
    report = StepReport(STEP, files, files, {}, time.perf_counter() - began, notes)
    if copied:
        context.observer.ended(report)
    return report
