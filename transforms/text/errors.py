"""The root of the project's errors: a broken assumption or setting, never bad data."""


class PipelineError(Exception):
    """Something the user or the developer must mend; the message ends with what to do."""
