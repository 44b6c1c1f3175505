"""How batches are computed: here, in worker processes, or as Prefect tasks; always idempotent, always in order."""

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from flows.lost_workers import WHOLE, Part, compute_in_parts
from warehouse.staging import StagedBatch

# work(source, target, options), or with a Part of the rows as a fourth argument.
Work = Callable[..., None]
# A worker is killed for many reasons that are not its batch's: another program took the memory, somebody ended it.
_TRIES = 2


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

    They are spawned, never forked: a fork after Polars has started its threads hangs. When one is killed, the batches
    it and the others were at are computed again, each alone, since any of them may be why; the batch that kills its
    worker every time is halved until the article that does it becomes a reject.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def run(self, work: Work, batches: Iterable[Batch], options: Any) -> Iterator[Batch]:  # noqa: ANN401
        """See BatchRunner.

        Raises:
            WorkersKilled: workers are killed at many articles, each alone.
        """
        begun: deque[Batch] = deque()
        to_begin = _noted(batches, begun)
        is_over = False
        while not is_over:
            try:
                with _pool(self.workers) as pool:
                    submit = partial(_submit, pool, work, options)
                    for done in in_order(to_begin, submit, 2 * self.workers):
                        begun.popleft()
                        yield done
                is_over = True
            except BrokenProcessPool:
                while begun:
                    _compute_alone(work, begun[0], options)
                    yield begun.popleft()


def _noted(batches: Iterable[Batch], begun: deque[Batch]) -> Iterator[Batch]:
    for batch in batches:
        begun.append(batch)
        yield batch


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))


def _submit(pool: ProcessPoolExecutor, work: Work, options: object, batch: Batch) -> Future[None]:
    return pool.submit(work, batch.source, batch.target, options)


def _compute_alone(work: Work, batch: Batch, options: object) -> None:
    def compute(target: StagedBatch, part: Part) -> bool:
        with _pool(1) as pool:
            try:
                pool.submit(work, batch.source, target, options, part).result()
            except BrokenProcessPool:
                return False
            return True

    if not any(compute(batch.target, WHOLE) for _ in range(_TRIES)):
        compute_in_parts(compute, batch.target, batch.articles)


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
