"""One run per home at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from flows.home import Home
from transforms.text.errors import PipelineError


class HomeBusy(PipelineError):
    """Another run works in this home."""

    def __init__(self, home: Home, holder: str) -> None:
        super().__init__(
            f"another run (process {holder}) works in {home.root}. Wait for it to end, or stop it, then run again; "
            "reading with `onrecord sql` is possible meanwhile."
        )


@contextmanager
def only_run(home: Home) -> Iterator[None]:
    """Holds the home's lock; the system frees it when the process ends, however it ends.

    Raises:
        HomeBusy: another process holds it.
    """
    descriptor = os.open(home.root / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise HomeBusy(home, holder) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
