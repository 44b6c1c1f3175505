from datetime import date

import polars as pl
import pytest

from transforms.scores.aggregate import speaker_targets
from transforms.scores.stance_changes import stance_changes

JANUARY, MARCH, MAY = date(2031, 1, 10), date(2031, 3, 10), date(2031, 5, 10)


def certain(label: str) -> tuple[float, float]:
    """The probabilities of both sides."""
    return float(label == "favor"), float(label == "against")


def targets(*months: tuple[date | None, str, int]) -> pl.DataFrame:
    """So many statements of one speaker on one target with the label, on each day."""
    rows = [
        (f"q{number}-{copy}", "spk_a", "watch:dam", "the dam", True, day, label, 1, *certain(label), 0.0, 0.0)
        for number, (day, label, times) in enumerate(months)
        for copy in range(times)
    ]
    schema = {
        "statement_id": pl.String, "speaker_id": pl.String, "target_id": pl.String, "target": pl.String,
        "is_said": pl.Boolean, "published_on": pl.Date, "label": pl.String, "copies": pl.Int64,
        "p_favor": pl.Float64, "p_against": pl.Float64, "sentiment": pl.Float64, "target_sentiment": pl.Float64,
    }  # fmt: skip
    return speaker_targets(pl.DataFrame(rows, schema=schema, orient="row"))


def test_a_month_is_compared_with_the_last_one_that_has_stances():
    rows = stance_changes(targets((JANUARY, "favor", 8), (MARCH, "against", 8), (MAY, "against", 6)))
    assert rows.select("month_before", "month", "n_before", "n", "net_before", "net_after", "is_clear").rows() == [
        (date(2031, 1, 1), date(2031, 3, 1), 8, 8, 1.0, -1.0, True),
        (date(2031, 3, 1), date(2031, 5, 1), 8, 6, -1.0, -1.0, False),
    ]
    assert rows["difference"].to_list() == pytest.approx([-2.0, 0.0])


def test_few_stances_are_never_a_clear_change():
    (row,) = stance_changes(targets((JANUARY, "favor", 4), (MARCH, "against", 40))).rows(named=True)
    assert row["difference_high"] < 0
    assert not row["is_clear"]


def test_a_change_within_chance_is_not_clear():
    (row,) = stance_changes(
        targets((JANUARY, "favor", 4), (JANUARY, "against", 2), (MARCH, "favor", 3), (MARCH, "against", 3))
    ).rows(named=True)
    assert row["difference_low"] < row["difference"] < 0 < row["difference_high"]
    assert not row["is_clear"]


def test_undated_stances_and_a_single_month_give_no_row():
    assert stance_changes(targets((None, "favor", 9), (JANUARY, "against", 9))).is_empty()
    assert stance_changes(targets()).is_empty()
