from itertools import product
from math import factorial

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.intervals import net_difference, net_stance

Counts = tuple[int, int, int]


def net_of(favor: float, against: float, neutral: float) -> tuple[float | None, float | None, float | None]:
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


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=40))
def test_the_interval_of_what_probabilities_add_up_to_holds_it_and_stays_in_bounds(pairs: list[tuple[float, float]]):
    sides = [(one, (1 - one) * other) for one, other in pairs]
    favor, against = (sum(side) for side in zip(*sides, strict=True))
    net, low, high = net_of(favor, against, len(sides) - favor - against)
    assert -1 <= low <= net + 1e-12
    assert net - 1e-12 <= high <= 1


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
                covered += ways(a, b, n - a - b) * favor**a * against**b * rest
    assert covered > 0.93


def ways(a: int, b: int, c: int) -> int:
    return factorial(a + b + c) // (factorial(a) * factorial(b) * factorial(c))


def differences(pairs: list[tuple[Counts, Counts]]) -> pl.DataFrame:
    counts = pl.DataFrame([(*before, *after) for before, after in pairs], schema=[*"abcdef"], orient="row")
    a, b, c, d, e, f = (pl.col(name) for name in "abcdef")
    difference, low, high = net_difference((a, b, c), (d, e, f))
    return counts.select(difference=difference, low=low, high=high)


COUNTS = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))


@given(COUNTS, COUNTS)
def test_the_interval_of_a_difference_holds_it_and_is_mirrored_when_time_is_turned(before: Counts, after: Counts):
    (difference, low, high), (back, back_low, back_high) = differences([(before, after), (after, before)]).rows()
    if sum(before) and sum(after):
        assert -2 <= low <= difference <= high <= 2
        assert (back, back_low, back_high) == pytest.approx((-difference, -high, -low))
    else:
        assert (difference, low, high) == (None, None, None)


@pytest.mark.parametrize(
    ("n", "before", "after"), [(5, (0.3, 0.2), (0.3, 0.2)), (8, (0.6, 0.1), (0.1, 0.6)), (8, (0.8, 0.1), (0.8, 0.1))]
)
def test_the_interval_of_a_difference_covers_the_true_one_about_as_often_as_it_says(
    n: int, before: tuple[float, float], after: tuple[float, float]
):
    outcomes = [(a, b, n - a - b) for a in range(n + 1) for b in range(n + 1 - a)]
    pairs = list(product(outcomes, outcomes))
    true = (after[0] - after[1]) - (before[0] - before[1])
    covered = 0.0
    for (first, second), (low, high) in zip(pairs, differences(pairs).select("low", "high").rows(), strict=True):
        if low <= true <= high:
            covered += chance(first, *before) * chance(second, *after)
    assert covered > 0.93


def chance(counts: Counts, favor: float, against: float) -> float:
    a, b, c = counts
    return ways(a, b, c) * favor**a * against**b * (1 - favor - against) ** c
