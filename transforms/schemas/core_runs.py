"""What was run when: core_runs."""

from enum import StrEnum

import dataframely as dy

from transforms.schemas.types import choice, datetime_utc, free_text, key_text


class RunStatus(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    DONE = "done"
    NOTHING_NEW = "nothing_new"
    FAILED = "failed"


class CoreRuns(dy.Schema):
    """One row per run of the pipeline; the only table with clock times, so it is not published."""

    run_id = key_text("Start of the run (UTC) and a random suffix.", primary_key=True)
    started_at = datetime_utc("Start.")
    finished_at = datetime_utc("End; NULL while it runs or when it was killed.", nullable=True)
    status = choice("How it ended.", RunStatus)
    versions = free_text("Versions of the steps and packages, as JSON.")
    counts = free_text("Rows in, out and rejected per step, as JSON.", nullable=True)
    timings = free_text("Seconds per step, as JSON.", nullable=True)
    published = free_text("The published run it made, if any.", nullable=True)
    error = free_text("Why it failed.", nullable=True)
