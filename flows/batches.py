"""How batches are computed: here, in worker processes, or as Prefect tasks; always idempotent, always in order."""

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from warehouse.staging import StagedBatch

Work = Callable[[StagedBatch, StagedBatch, Any], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """One unit of work: `source` is a staged batch to read, `target` the one to stage the result as.

    The source is removed once the result is loaded; the result stays, so that a lost database can be rebuilt.
    """

    source: StagedBatch
    target: StagedBatch
    articles: int


class BatchRunner(Protocol):
    """Computes batches; `work(source, target, options)` stages its result, all of it or nothing."""

    def run(self, work: Work, batches: Iterable[Batch], options: Any) -> Iterator[Batch]:  # noqa: ANN401
        """The batches in order, each when it is staged. Takes new ones only as old ones are done: memory is bounded."""
        ...


class InProcess:
    """One batch after the other, in this process."""

    def run(self, work: Work, batches: Iterable[Batch], options: Any) -> Iterator[Batch]:  # noqa: ANN401
        """See BatchRunner."""
        for batch in batches:
            work(batch.source, batch.target, options)
            yield batch


class WorkerProcesses:
    """`workers` processes of this machine.

    They are spawned, never forked: a fork after Polars has started its threads hangs.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, work: Work, batches: Iterable[Batch], options: Any) -> Iterator[Batch]:  # noqa: ANN401
        """See BatchRunner."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            self.workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),)
        ) as pool:
            yield from in_order(
                batches, lambda batch: pool.submit(work, batch.source, batch.target, options), 2 * self.workers
            )


class _Result(Protocol):
    """A future, of the standard library or of Prefect."""

    def result(self) -> object:
        """Waits; raises what the work raised."""
        ...


def in_order(batches: Iterable[Batch], submit: Callable[[Batch], _Result], window: int) -> Iterator[Batch]:
    """Submits at most `window` batches ahead and yields them in order as they finish."""
    waiting: deque[tuple[Batch, _Result]] = deque()
    for batch in batches:
        waiting.append((batch, submit(batch)))
        if len(waiting) >= window:
            done, future = waiting.popleft()
            future.result()
            yield done
    while waiting:
        done, future = waiting.popleft()
        future.result()
        yield done


def _end_with(parent: int) -> None:
    """A worker whose run was killed ends within seconds instead of waiting for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
