"""The root of the project's errors: a broken assumption or setting, never bad data."""

from typing import Any


class PipelineError(Exception):
    """Something the user or the developer must mend; the message ends with what to do."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Comes back from a worker with its message: the arguments the message was made of stay there."""
        return _with_message, (type(self), self.args)


def _with_message(kind: type[PipelineError], args: tuple[Any, ...]) -> PipelineError:
    return kind.__new__(kind, *args)
