"""The pages of the tables and of the list of articles: the dictionary, the first rows, and what is newest."""

from __future__ import annotations

from typing import Any

from transforms.schemas.tables import PUBLISHED, Table
from warehouse.browse.find import PAGE
from warehouse.browse.run import PublishedRun, Row
from warehouse.checks import sql_type

_LONGEST_CELL = 160  # characters


def table_list(run: PublishedRun) -> list[Row]:
    """Every published table, what a row of it is, and how many there are."""
    return [
        {
            "name": table.name,
            "description": table.description,
            "key": ", ".join(table.key),
            "rows": run.rows(f"SELECT count(*) AS n FROM {table.name}")[0]["n"],
        }
        for table in PUBLISHED
    ]


def table_page(run: PublishedRun, name: str, page: int) -> dict[str, Any] | None:
    """The columns of a table in words and a page of its rows; None where there is no such table."""
    table = next((entry for entry in PUBLISHED if entry.name == name), None)
    if table is None:
        return None
    cells = ", ".join(_cell(column, sql_type(entry.dtype)) for column, entry in table.schema.columns().items())
    # Files are sorted by key: the first rows are the first in the file, and nothing is sorted.
    rows = run.rows(f"SELECT {cells} FROM {name} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}")
    return {
        "table": table,
        "columns": columns(table),
        "rows": rows,
        "found": run.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"],
    }


def columns(table: Table) -> list[Row]:
    """The columns of a table in words."""
    return [
        {
            "name": name,
            "type": sql_type(column.dtype),
            "nullable": column.nullable,
            "is_key": name in table.key,
            "description": column.description or "",
        }
        for name, column in table.schema.columns().items()
    ]


def article_list(run: PublishedRun, part: str, page: int) -> tuple[list[Row], int]:
    """A page of articles with `part` in headline or outlet, newest first, and how many there are."""
    rows = run.rows(
        f"""SELECT article_id, title, outlet, published_on, words, quotations, named_quotations, attitudes, language,
                   source_path, is_analysed, duplicate_of, count(*) OVER () AS found
            FROM out_articles
            WHERE $part = '' OR contains(lower(concat_ws(' ', title, outlet, source_path)), lower($part))
            ORDER BY published_on DESC NULLS LAST, article_id LIMIT {PAGE} OFFSET {(page - 1) * PAGE}""",
        {"part": part},
    )
    return rows, rows[0]["found"] if rows else 0


def overview(run: PublishedRun) -> Row:
    """What there is in all."""
    return run.rows(
        """SELECT (SELECT count(*) FROM out_articles) AS articles, (SELECT count(*) FROM out_quotations) AS quotations,
                  (SELECT count(*) FROM out_statements) AS statements,
                  (SELECT count(*) FROM out_stances WHERE label <> 'neutral') AS sides,
                  (SELECT count(DISTINCT speaker_id) FROM out_statements) AS speakers,
                  (SELECT min(published_on) FROM out_articles) AS first_on,
                  (SELECT max(published_on) FROM out_articles) AS last_on"""
    )[0]


def _cell(column: str, kind: str) -> str:
    """A long text is cut where it is read, not after it has been carried here."""
    if kind != "VARCHAR":
        return f'"{column}"'
    return f"""CASE WHEN length("{column}") > {_LONGEST_CELL} THEN "{column}"[:{_LONGEST_CELL}] || ' …'
               ELSE "{column}" END AS "{column}\""""
