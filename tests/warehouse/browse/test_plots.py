"""Plots: periods without gaps, bars of the right height, nothing unescaped."""

import re
from datetime import date

import pytest

from warehouse.browse.periods import periods
from warehouse.browse.plots import bars, course, share, sides, whisker


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        ([date(2025, 1, 30), date(2025, 2, 1)], ["30 Jan 2025", "31 Jan 2025", "1 Feb 2025"]),
        ([date(2024, 12, 31), date(2025, 2, 1)], ["Dec 2024", "Jan 2025", "Feb 2025"]),
        ([date(2019, 5, 1), date(2024, 2, 29)], ["2019", "2020", "2021", "2022", "2023", "2024"]),
        ([], []),
    ],
)
def test_periods_follow_one_another_without_a_gap(days: list[date], labels: list[str]) -> None:
    found = periods([{"day": day, "n": 2} for day in days], "day")
    assert [period.label for period in found] == labels
    assert sum(period.total("n") for period in found) == 2 * len(days)


def test_a_mean_is_weighted_and_missing_where_there_is_nothing() -> None:
    rows = [
        {"day": date(2025, 1, 1), "tone": 1.0, "n": 1},
        {"day": date(2025, 1, 1), "tone": 0.0, "n": 3},
        {"day": date(2025, 1, 3), "tone": None, "n": 2},
    ]
    assert [period.mean("tone", "n") for period in periods(rows, "day")] == [0.25, None, None]


def test_bars_are_as_high_as_their_counts() -> None:
    plot = bars("t", [("a", 10), ("b", 5), ("c", 0)])
    heights = [float(height) for height in re.findall(r'class="bar".*?height="([\d.]+)"', plot)]
    assert len(heights) == 2
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.1)


def test_sides_go_up_and_down_from_the_same_line() -> None:
    plot = sides("t", [("a", 3, 1)])
    (top, height), (bottom, _) = (
        (float(y), float(high))
        for y, high in re.findall(r'<rect class="\w+" x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', plot)
    )
    assert top + height == pytest.approx(bottom, abs=0.1)


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    plot = course("t", [("a", 0.1), ("b", None), ("c", -0.2), ("d", 0.3)])
    path = re.findall(r'class="line" d="(.*?)"', plot)[0]
    assert path.count("M") == 2 and path.count("L") == 1
    assert plot.count("<circle") == 3


@pytest.mark.parametrize(("low", "high", "kind"), [(0.1, 0.9, "favor"), (-0.9, -0.1, "against"), (-0.5, 0.4, "open")])
def test_a_whisker_takes_a_side_only_where_its_interval_does(low: float, high: float, kind: str) -> None:
    assert f'class="whisker {kind}"' in whisker((low + high) / 2, low, high)


def test_labels_are_escaped() -> None:
    for plot in (
        bars('"><script>', [("<script>", 1)]), sides('"><script>', [("<script>", 1, 1)]),
        course('"><script>', [("<script>", 0.5)]), share(2.0, '"><script>'),
    ):  # fmt: skip
        assert "<script>" not in plot
