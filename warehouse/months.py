"""The months of publication: from what the text of each is made, and which of them the last published run has already.

The tables that hold all text have a file per month (docs/decisions/0013-text-by-month.md). A month whose articles were
annotated and scored as before is neither built nor checked again.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from transforms.schemas.tables import PUBLISHED
from warehouse.datapackage import Json, package_files
from warehouse.frames import fetch, make_temp_table
from warehouse.table_files import is_whole

UNDATED = "undated"
_MONTHS = f"SELECT article_id, coalesce(strftime(published_at, '%Y-%m'), '{UNDATED}') AS month FROM core_articles"
_MARKS = """
    WITH done AS (
        SELECT article_id, string_agg(fingerprint, '|' ORDER BY step) AS fingerprints FROM _fingerprints GROUP BY ALL
    ),
    wrong AS (
        SELECT article_id, string_agg(quotation_id, '|' ORDER BY quotation_id) AS quotations FROM _wrong GROUP BY ALL
    )
    SELECT m.month, md5(? || string_agg(
        concat_ws('|', a.article_id, a.outlet, a.published_at, d.fingerprints, w.quotations),
        chr(10) ORDER BY a.article_id)) AS mark
    FROM _months AS m JOIN core_articles AS a USING (article_id) LEFT JOIN done AS d USING (article_id)
    LEFT JOIN wrong AS w USING (article_id)
    GROUP BY m.month ORDER BY m.month
"""


def month_marks(connection: duckdb.DuckDBPyConnection, version: str) -> dict[str, str]:
    """Month → hash of all that its files are made of; makes the temporary table `_months` (article_id, month).

    `build_quotations` has been called. `version` is that of the code.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE _months AS {_MONTHS}")
    return dict(fetch(connection, _MARKS, [version]).rows())


def months_published(package: Json | None, folder: Path, marks: dict[str, str]) -> set[str]:
    """Those of the months of `marks` that the run in `folder` has with the same mark, and all its files of them."""
    if package is None:
        return set()
    before = package.get("months", {})
    lost = {
        Path(part["path"]).stem
        for table in PUBLISHED
        if table.by_month
        for part in package_files(package, table.name)
        if not is_whole(folder / part["path"], part["bytes"])
    }
    return {month for month, mark in marks.items() if before.get(month) == mark} - lost


def touch(connection: duckdb.DuckDBPyConnection, published: set[str]) -> None:
    """Makes the temporary table `touched` (article_id): the articles of all months but those in `published`."""
    make_temp_table(
        connection, "months_published", pl.DataFrame({"month": sorted(published)}, schema={"month": pl.String})
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS "
        "SELECT article_id FROM _months ANTI JOIN months_published USING (month) ORDER BY article_id"
    )
