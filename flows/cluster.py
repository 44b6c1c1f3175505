"""A Dask cluster to compute batches on. Every worker is looked over before work starts: none may compute other rows.

Needs `onrecord[dask]`, which is imported where a cluster is asked for and nowhere else.
"""

import asyncio
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import polars as pl
from prefect.client.orchestration import get_client
from prefect.context import with_context
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner

from flows.context import Context
from flows.scorers import scorer_mark, stance_scorer, tone_scorer
from flows.settings import SentimentSettings, StanceSettings
from flows.versions import fingerprint, installed
from transforms.reader.onnx_reader import shipped_reader
from transforms.text.errors import PipelineError
from warehouse.staging import StagedBatch, Staging, staged_frame

_CONNECT_S = 10
_SHOWN = 5
_STEP = "check"


class DaskExtraMissing(PipelineError):
    """A cluster is named, and what speaks with it is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "a Dask cluster is named, and prefect-dask is not installed. Run `pip install 'onrecord[dask]'`, or run "
            "without --dask and [scale] dask."
        )


class ClusterUnreachable(PipelineError):
    """There is no scheduler, or it stopped answering."""

    def __init__(self, address: str, error: BaseException) -> None:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        super().__init__(
            f"the Dask scheduler at {address} does not answer ({reason}). Start it with `dask "
            "scheduler`, give the address that it prints (tcp://host:8786), and run again: it goes on where it was."
        )


class ClusterEmpty(PipelineError):
    """A scheduler without workers."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"the Dask scheduler at {address} has no workers. Start some with `dask worker {address} --nthreads 1 "
            "--nworkers N`, N the cores of the machine, then run again."
        )


class WorkersUnfit(PipelineError):
    """Workers that would compute other rows, or none."""

    def __init__(self, address: str, problems: Mapping[str, str]) -> None:
        shown = "; ".join(f"{worker}: {problem}" for worker, problem in sorted(problems.items())[:_SHOWN])
        more = f"; and {len(problems) - _SHOWN} more workers" if len(problems) > _SHOWN else ""
        super().__init__(
            f"nothing was started, since workers of the Dask cluster at {address} are not fit for it. {shown}{more}. "
            "Mend or stop these workers (docs/scaling-out.md), then run again."
        )


class BatchKillsWorkers(PipelineError):
    """Several workers died over the same batch."""

    def __init__(self, workers: int) -> None:
        super().__init__(
            f"a batch was tried on {workers} workers and each of them died; their logs say of what. A worker takes up "
            "to 0.7 GB, and Dask ends one that takes more than its --memory-limit. Give workers more, or lower "
            "batch_articles and batch_chars in [run], then run again: it goes on where it was."
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What a worker is asked: to see `probe`, to stage an answer where others see it, to load what scores."""

    staging: Staging
    probe: StagedBatch
    stance: StanceSettings
    sentiment: SentimentSettings

    def answer(self, worker: str) -> StagedBatch:
        """Where the worker at this address answers."""
        return self.staging.batch(_STEP, fingerprint(self.probe.name, worker))


@dataclass(frozen=True, slots=True)
class WorkerState:
    """What a worker says of itself."""

    versions: dict[str, str]
    sees_probe: bool
    server_error: str  # empty: it reaches the Prefect server


@contextmanager
def on_cluster(context: Context, address: str) -> Iterator[tuple[TaskRunner, int]]:
    """A task runner for the batches of a flow, and how many batches the cluster computes at a time.

    Raises:
        DaskExtraMissing: see there, as for the others.
        ClusterUnreachable: also when the scheduler ends during the run.
        ClusterEmpty: no workers; during the run where the scheduler has a no-workers-timeout.
        WorkersUnfit: other versions, no weights, no staged batches, no Prefect server, or several threads.
        BatchKillsWorkers: during the run.
    """
    if importlib.util.find_spec("prefect_dask") is None:
        raise DaskExtraMissing
    from distributed import CancelledError, KilledWorker
    from distributed.comm import CommClosedError
    from distributed.scheduler import NoWorkerError
    from prefect_dask import DaskTaskRunner

    # A server that Prefect started for this run alone is known to this process only; workers are told.
    with temporary_settings({PREFECT_API_URL: str(get_client(sync_client=True).api_url)}):
        slots = _look_over(context, address)
        try:
            yield DaskTaskRunner(address=address), slots
        except KilledWorker as error:
            raise BatchKillsWorkers(error.allowed_failures + 1) from error
        except NoWorkerError as error:
            raise ClusterEmpty(address) from error
        except (CancelledError, CommClosedError) as error:
            raise ClusterUnreachable(address, error) from error


def _look_over(context: Context, address: str) -> int:
    """The number of workers, all of them fit."""
    from distributed import Client
    from distributed.comm import get_address_host_port

    settings = context.settings
    probe = context.staging.batch(_STEP, uuid4().hex)
    check = Check(context.staging, probe, settings.stance, settings.sentiment)
    try:
        # An address that is none would leave a client behind that cannot be closed.
        get_address_host_port(address, strict=True)
        client = Client(address, timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnreachable(address, error) from error
    with client:
        threads: dict[str, int] = client.nthreads()
        if not threads:
            raise ClusterEmpty(address)
        answers = {worker: check.answer(worker) for worker in threads}
        try:
            probe.stage({"probe": pl.DataFrame({"name": [probe.name]})})
            # A network file system may remember for a minute that a folder is not there, as it does during a run.
            for answer in answers.values():
                answer.is_staged()
            states = client.run(_asked, with_context(worker_state), check, workers=list(threads), on_error="return")
            mine = expected_versions(settings.stance, settings.sentiment)
            found = {worker: _problem(states[worker], mine, threads[worker], answers[worker]) for worker in threads}
        finally:
            for batch in (probe, *answers.values()):
                batch.discard()
    problems = {worker: problem for worker, problem in found.items() if problem}
    if problems:
        raise WorkersUnfit(address, problems)
    return len(threads)


async def _asked(ask: Callable[[Check, str], WorkerState], check: Check, dask_worker: Any) -> WorkerState:  # noqa: ANN401
    """Runs on a worker, which Dask gives by this name; in a thread, since a worker that is silent counts as lost."""
    return await asyncio.to_thread(ask, check, dask_worker.address)


def worker_state(check: Check, worker: str) -> WorkerState:
    """Runs on a worker: loads the weights, reads the probe, stages the answer.

    Raises:
        PipelineError: a model cannot be loaded, the staging cannot be reached.
        OSError: the staging may not be written.
    """
    shipped_reader()
    stance_scorer(check.stance)
    tone_scorer(check.stance, check.sentiment)
    sees_probe = check.probe.is_staged()
    if sees_probe:
        with check.probe.folder() as folder:
            check.answer(worker).stage({"probe": staged_frame(folder, "probe")})
    unreached = get_client(sync_client=True).api_healthcheck()
    return WorkerState(
        expected_versions(check.stance, check.sentiment),
        sees_probe,
        f"{PREFECT_API_URL.value()} ({type(unreached).__name__})" if unreached else "",
    )


def expected_versions(stance: StanceSettings, sentiment: SentimentSettings) -> dict[str, str]:
    """What must be the same wherever batches of one run are computed: code and packages, and models of the hub."""
    return installed() | {"stance": scorer_mark(stance), "sentiment": scorer_mark(sentiment)}


def _problem(state: WorkerState | Exception, mine: Mapping[str, str], threads: int, answer: StagedBatch) -> str:
    """What is wrong with a worker and what to do about it; empty: nothing."""
    if isinstance(state, Exception):
        return f"it failed: {state!r}; is the same onrecord[dask] installed there?"
    if state.versions != mine:
        other = sorted(
            name for name in mine.keys() | state.versions.keys() if mine.get(name) != state.versions.get(name)
        )
        return f"it has other versions of {', '.join(other)}; install there what is installed here, and restart it"
    if not state.sees_probe or not answer.is_staged():
        return (
            "it does not see the batches staged here, or the other way round; let [scale] staging name a folder that "
            "every machine has under the same path (NFS: mounted with lookupcache=positive), or an object storage"
        )
    if state.server_error:
        return (
            f"it does not reach the Prefect server at {state.server_error}; start one that every machine reaches and "
            "set PREFECT_API_URL here"
        )
    if threads > 1:
        return f"it has {threads} threads, of which Python uses one; start it with --nthreads 1 and more --nworkers"
    return ""
