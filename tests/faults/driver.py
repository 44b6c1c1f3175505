"""`onrecord` with a fault in it: python driver.py '{"FAULT": …}' ARGUMENTS OF ONRECORD.

Worker processes import this file again, so that a fault is theirs too.
"""

import atexit
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

_AUDITED = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.remove",
    "os.rmdir",
}


class _Killer:
    """Kills this process at the n-th change of a file in the home or commit, and leaves a note where that was."""

    def __init__(self, *, home: str, at: int, note: str) -> None:
        self._home, self._at, self._note = home, at, note
        self._count = 0
        self._is_dying = False

    def tick(self, what: str) -> None:
        self._count += 1
        if self._count == self._at and not self._is_dying:
            self._is_dying = True
            Path(self._note).write_text(what)
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _AUDITED and not self._is_dying:
            paths = [os.fsdecode(path) for path in arguments[:2] if isinstance(path, str | bytes | os.PathLike)]
            if any(path.startswith(self._home) for path in paths):
                self.tick(f"{event} {paths[-1].removeprefix(self._home)}")


def kill(plan: dict[str, Any]) -> None:
    """Dies by SIGKILL at the n-th change of a file or commit."""
    import warehouse.store

    killer = _Killer(**plan)
    transaction = warehouse.store.transaction

    @contextmanager
    def counted(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        with transaction(connection):
            yield
            killer.tick("before a commit")
        killer.tick("after a commit")

    warehouse.store.transaction = counted
    sys.addaudithook(killer.audit)


def pause(flag: str) -> None:
    """Writes the file `flag` in the middle of the ingest and waits until it is gone."""
    import flows.steps.ingest as step

    load = step.load_admitted

    def waiting(*arguments: Any) -> object:  # noqa: ANN401
        step.load_admitted = load
        Path(flag).touch()
        while Path(flag).exists():
            time.sleep(0.05)
        return load(*arguments)

    step.load_admitted = waiting  # type: ignore[assignment]


def file_size(limit: int) -> None:
    """No file grows above so many bytes, as on a full disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def deadly(plan: dict[str, Any]) -> None:
    """A process that reads an article with this word dies, as if killed for its memory.

    With `once`, a file, only as long as there is no such file.
    """
    from flows import reading
    from transforms.text.document import Document

    def propose(document: Document, read: Callable[[Document], Any] = reading.propose) -> object:
        if plan["word"] in document.text:
            once = plan.get("once")
            if once is None or not Path(once).exists():
                if once is not None:
                    Path(once).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return read(document)

    reading.propose = propose  # type: ignore[assignment]


def memory(note: str) -> None:
    """No fault: leaves the most bytes that this process ever held; what `getrusage` says holds its parent's too."""

    def tell() -> None:
        held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        Path(note).write_text(str(int(held.split()[1]) * 1024))

    atexit.register(tell)


_FAULTS = {fault.__name__: fault for fault in (kill, pause, file_size, deadly, memory)}

for _name, _argument in json.loads(sys.argv[1]).items():
    _FAULTS[_name](_argument)  # type: ignore[operator]

if __name__ == "__main__":
    from flows.cli import main

    main(sys.argv[2:])
