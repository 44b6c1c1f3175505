from datetime import date
from math import comb

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.aggregate import net_stance, speaker_days, speaker_targets

DAY, LATER = date(2031, 3, 5), date(2031, 4, 1)


def net_of(favor: int, against: int, neutral: int) -> tuple[float | None, float | None, float | None]:
    counts = pl.DataFrame({"favor": [favor], "against": [against], "neutral": [neutral]})
    net, low, high = net_stance(pl.col("favor"), pl.col("against"), pl.col("neutral"))
    return counts.select(net=net, low=low, high=high).row(0)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_net_stance_and_stays_in_bounds(favor: int, against: int, neutral: int):
    net, low, high = net_of(favor, against, neutral)
    if favor + against + neutral == 0:
        assert (net, low, high) == (None, None, None)
    else:
        assert -1 <= low <= net <= high <= 1


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_swapping_the_sides_mirrors_the_interval(favor: int, against: int, neutral: int):
    if favor + against + neutral:
        net, low, high = net_of(favor, against, neutral)
        assert net_of(against, favor, neutral) == pytest.approx((-net, -high, -low))


def test_more_stances_of_the_same_shares_narrow_the_interval():
    widths = [high - low for _, low, high in (net_of(3 * n, n, n) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("n", "favor", "against"), [(5, 0.3, 0.2), (10, 0.6, 0.1), (20, 0.2, 0.2), (30, 0.8, 0.15)])
def test_the_interval_covers_the_true_difference_about_as_often_as_it_says(n: int, favor: float, against: float):
    covered = 0.0
    for a in range(n + 1):
        for b in range(n + 1 - a):
            _, low, high = net_of(a, b, n - a - b)
            if low <= favor - against <= high:
                rest = (1 - favor - against) ** (n - a - b)
                covered += comb(n, a) * comb(n - a, b) * favor**a * against**b * rest
    assert covered > 0.93


def stances() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("spk_a", "watch:dam", DAY, "favor"),
            ("spk_a", "watch:dam", date(2031, 3, 30), "favor"),
            ("spk_a", "watch:dam", DAY, "against"),
            ("spk_a", "watch:dam", LATER, "neutral"),
            ("spk_a", "watch:dam", None, "favor"),
            (None, "watch:dam", DAY, "favor"),
        ],
        schema={"speaker_id": pl.String, "target_id": pl.String, "published_on": pl.Date, "label": pl.String},
        orient="row",
    )


def test_stances_are_counted_per_speaker_target_and_month_undated_last():
    rows = speaker_targets(stances())
    assert rows.select("month", "n", "favor", "against", "neutral", "is_small").rows() == [
        (date(2031, 3, 1), 3, 2, 1, 0, True),
        (date(2031, 4, 1), 1, 0, 0, 1, True),
        (None, 1, 1, 0, 0, True),
    ]
    assert rows["net_stance"].to_list() == pytest.approx([1 / 3, 0.0, 1.0])
    assert [rows.schema[name] for name in ("n", "favor", "against", "neutral")] == [pl.Int64] * 4


def quotations() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("spk_a", DAY, "a1", "Daily", 10, 0.5),
            ("spk_a", DAY, "a1", "Daily", 20, -0.1),
            ("spk_a", DAY, "a2", None, 5, 0.2),
            ("spk_a", None, "a3", "Weekly", 7, 0.0),
            (None, DAY, "a1", "Daily", 9, 0.9),
        ],
        schema={
            "speaker_id": pl.String, "published_on": pl.Date, "article_id": pl.String, "outlet": pl.String,
            "words": pl.Int32, "sentiment": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def test_quotations_and_stances_are_counted_per_speaker_and_day():
    rows = speaker_days(quotations(), stances())
    assert rows.select("published_on", "quotations", "words", "articles", "outlets", "favor", "against").rows() == [
        (DAY, 3, 35, 2, 1, 1, 1),
        (None, 1, 7, 1, 1, 1, 0),
    ]
    assert rows["sentiment_mean"].to_list() == pytest.approx([0.2, 0.0])


def test_the_order_of_the_rows_changes_nothing():
    assert speaker_targets(stances().reverse()).equals(speaker_targets(stances()))
    assert speaker_days(quotations().reverse(), stances().reverse()).equals(speaker_days(quotations(), stances()))


def test_nothing_counted_gives_empty_tables():
    assert speaker_targets(stances().clear()).is_empty()
    assert speaker_days(quotations().clear(), stances().clear()).is_empty()
