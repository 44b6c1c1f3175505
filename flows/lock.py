"""One run per home at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.home import Home
from transforms.text.errors import PipelineError


class HomeBusy(PipelineError):
    """Another run works in this home."""

    def __init__(self, home: Home, holder: str) -> None:
        super().__init__(
            f"another run ({holder}) works in {home.root}. Wait for it to end, or stop it, then run again; reading "
            "with `onrecord sql` is possible meanwhile."
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
            holder = os.pread(descriptor, 80, 0).decode("ascii", "replace").strip() or "process unknown"
            raise HomeBusy(home, holder) from error
        os.ftruncate(descriptor, 0)
        since = datetime.now(UTC).isoformat(" ", timespec="seconds").removesuffix("+00:00")
        os.pwrite(descriptor, f"process {os.getpid()}, since {since} UTC\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
