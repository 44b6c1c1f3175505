"""Text inside SQL where DuckDB takes no parameters: COPY, ATTACH, COMMENT and the sources of views."""


def literal(value: object) -> str:
    """`value` as a quoted SQL text literal."""
    return "'" + str(value).replace("'", "''") + "'"
