"""Anything that gives an Arrow stream, for Polars and with nothing of DuckDB in sight.

Polars keeps the class of what it is given alive, and with it the globals of the class's module. Where DuckDB's types
are among these, they outlive the interpreter and DuckDB's bindings report dozens of leaks on stderr at every exit.
"""

from typing import Any


class ArrowStream:
    """`relation` as nothing but the stream of its rows."""

    def __init__(self, relation: Any) -> None:  # noqa: ANN401
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows, as the Arrow PyCapsule interface has it."""
        return self._relation.__arrow_c_stream__(requested_schema)
