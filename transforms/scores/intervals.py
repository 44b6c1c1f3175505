"""Net stance and the difference of two, each with its 95 % interval."""

import polars as pl

SMALL_SAMPLE = 5  # below this many stances a net stance is shown as small
_Z = 1.959963984540054  # 95 %


def net_stance(favor: pl.Expr, against: pl.Expr, neutral: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Net stance (favor - against) / n in [-1, 1] and its 95 % interval; all three NULL for n = 0.

    The two shares come from one multinomial sample, which is the difference of paired proportions: adjusted Wald with
    one pseudo-stance on either side, close to its nominal coverage from n = 5 on (tests/transforms/scores).

    Source:
        Bonett, Price 2012, "Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on
        Paired Data", J. Educational and Behavioral Statistics 37.
    """
    net, centre, variance = _adjusted(favor, against, neutral)
    half = _Z * variance.sqrt()
    return net, (centre - half).clip(-1, 1), (centre + half).clip(-1, 1)


def net_difference(
    before: tuple[pl.Expr, pl.Expr, pl.Expr], after: tuple[pl.Expr, pl.Expr, pl.Expr]
) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Net stance after minus before, in [-2, 2], and its 95 % interval; each from favor, against, neutral.

    The two samples are independent: the variances of `net_stance` add up.
    """
    net_before, centre_before, variance_before = _adjusted(*before)
    net_after, centre_after, variance_after = _adjusted(*after)
    centre, half = centre_after - centre_before, _Z * (variance_before + variance_after).sqrt()
    return net_after - net_before, (centre - half).clip(-2, 2), (centre + half).clip(-2, 2)


def _adjusted(favor: pl.Expr, against: pl.Expr, neutral: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Net stance as counted, net stance with one more on either side, and the variance of the latter."""
    n = (favor + against + neutral).cast(pl.Float64)
    some = n > 0
    p_favor, p_against = (favor + 1) / (n + 2), (against + 1) / (n + 2)
    centre = p_favor - p_against
    variance = (p_favor + p_against - centre**2) / (n + 2)
    net = (favor.cast(pl.Float64) - against) / n
    return pl.when(some).then(net), pl.when(some).then(centre), pl.when(some).then(variance)
