"""What the settings demand of a run, and what is said when it falls short."""

from collections.abc import Iterator

import duckdb
import pytest

from warehouse.bounds import WATCHED, Bounds, OutOfBounds, check_bounds


@pytest.fixture
def built() -> Iterator[duckdb.DuckDBPyConnection]:
    """100 rows in each watched table, two of three quotations with a speaker, one record of five rejected."""
    with duckdb.connect() as connection:
        for table in WATCHED:
            connection.execute(f"CREATE TABLE {table} AS SELECT nullif(i % 3, 0) AS speaker FROM range(100) AS t(i)")
        connection.execute("CREATE TABLE core_article_files AS SELECT * FROM range(4)")
        connection.execute("CREATE TABLE core_rejects AS SELECT 'admit' AS step UNION ALL SELECT 'score'")
        yield connection


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        (Bounds(least_rows={"out_articles": 101}), ["out_articles has 100 rows, least_rows is 101"]),
        (
            Bounds(least_filled_pct={"out_quotations.speaker": 70}),
            ["out_quotations.speaker is filled in 66.0 % of the rows, least_filled_pct is 70"],
        ),
        (Bounds(most_rejects_pct=10), ["20.0 % of the records were rejected, most_rejects_pct is 10"]),
        (Bounds(most_drop_pct=20), ["out_articles fell from 200 to 100 rows, most_drop_pct is 20"]),
        (
            Bounds(least_rows={"out_speakers": 500}, most_rejects_pct=0),
            [
                "20.0 % of the records were rejected, most_rejects_pct is 0",
                "out_speakers has 100 rows, least_rows is 500",
            ],
        ),
    ],
)
def test_everything_that_is_broken_is_said_at_once(
    built: duckdb.DuckDBPyConnection, bounds: Bounds, says: list[str]
) -> None:
    with pytest.raises(OutOfBounds, match=r"\[publish\] in onrecord.toml") as raised:
        check_bounds(built, bounds, {"out_articles": 200})
    assert raised.value.broken == says


def test_what_keeps_to_the_bounds_passes(built: duckdb.DuckDBPyConnection) -> None:
    bounds = Bounds({"out_articles": 100}, {"out_quotations.speaker": 66}, most_rejects_pct=20, most_drop_pct=50)
    check_bounds(built, bounds, dict.fromkeys(WATCHED, 200))


def test_a_drop_from_few_rows_and_a_first_run_are_not_judged(built: duckdb.DuckDBPyConnection) -> None:
    built.execute("DELETE FROM out_articles")
    check_bounds(built, Bounds(most_drop_pct=0), {"out_articles": 99})
    check_bounds(built, Bounds(most_drop_pct=0), {})
    check_bounds(built, Bounds(least_filled_pct={"out_articles.speaker": 50}), {})
