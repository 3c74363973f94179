"""Estimates and their 95% Monte Carlo intervals, from counts and exact sums alone."""

import math
from typing import NamedTuple

import numpy as np

from engine.results.exact import Ints

Z = 1.959963984540054
"""The 97.5% point of the normal distribution: intervals are 95%."""
POISSON_ZERO = 3.6888794541139363
"""Largest mean of a Poisson count that still shows 0 with a chance of 2.5%: -ln(.025)."""


class Estimate(NamedTuple):
    """A value between the ends of its 95% interval; NaN where there is none."""

    value: float
    low: float
    high: float


NOTHING = Estimate(math.nan, math.nan, math.nan)


def wilson(happened: float, trials: float, reach: float = Z) -> Estimate:
    """Estimate a share by Wilson's score interval (1927); no trials leave it anywhere in [0, 1].

    It covers 95% on average over shares near any one, as counts are discrete and coverage oscillates; where
    less than one trial is expected to show the thing it falls to 84% at isolated shares (Brown, Cai &
    DasGupta 2001).

    Parameters
    ----------
    happened, trials : float
        Trials that show the thing, and all; where they have weights, effective numbers of them.
    reach : float
        Standard errors that the interval reaches; `Z` gives 95%.
    """
    if trials == 0:
        return Estimate(math.nan, 0.0, 1.0)
    share = happened / trials
    square = reach * reach
    middle = share + square / (2 * trials)
    half = reach * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    low = 0.0 if happened == 0 else (middle - half) / scale
    high = 1.0 if happened == trials else (middle + half) / scale
    return Estimate(share, low, high)


def mean(total: int, squares: int, n: int, units: int) -> Estimate:
    """Estimate a mean of values from exact sums in units; for counts there is `mean_count`.

    A sum of zero is not certainty: the values above zero may be as many as Poisson's law allows.

    Parameters
    ----------
    total, squares : int
        Sum of the values and of their squares, in units and units squared.
    n : int
        Values summed.
    units : int
        Units in one.
    """
    if n == 0:
        return NOTHING
    value = total / n / units
    if n == 1 and total:
        return Estimate(value, math.nan, math.nan)
    if squares == 0:
        return Estimate(value, value, POISSON_ZERO / n)
    variance = (n * squares - total * total) / (n * n * (n - 1)) / units**2
    half = Z * math.sqrt(variance)
    return Estimate(value, value - half, value + half)


def mean_count(total: int, squares: int, n: int) -> Estimate:
    """Estimate a mean of counts by the score interval of an overdispersed Poisson mean.

    Its variance is proportional to the mean under each mean that it tries (McCullagh & Nelder 1989, 9.2),
    so that it reaches further up than down. The dispersion is widened by a share of 2 / total, since few
    events say little of it: in simulations with means from .02 to 3 that covers 94% or more from 400 values
    on and 93% from 50, where the normal interval covers 89% and 84%. Counts alike in all trials are taken
    to differ by 1 in one of them.

    Parameters
    ----------
    total, squares : int
        Sum of the counts and of their squares.
    n : int
        Counts summed.
    """
    if n < 2 or squares == 0:
        return mean(total, squares, n, 1)
    value = total / n
    variance = max((n * squares - total * total) / (n * (n - 1)), 1 / n)
    reach = Z * Z * variance / value * (1 + 2 / total) / (2 * n)
    half = math.sqrt(reach * reach + 2 * reach * value)
    return Estimate(value, value + reach - half, value + reach + half)


def quantile(histogram: Ints, share: float) -> int | None:
    """Find the bin that holds the smallest value with at least this share of the counts at or below it."""
    total = int(histogram.sum())
    if total == 0:
        return None
    rank = max(1, math.ceil(share * total))
    return int(np.searchsorted(np.cumsum(histogram), rank))


def median(histogram: Ints) -> Estimate:
    """Estimate the median bin; its interval holds the bins that Wilson's interval about 1/2 reaches."""
    total = int(histogram.sum())
    if total == 0:
        return NOTHING
    spread = Z / 2 / math.sqrt(total + Z * Z)
    ends = [quantile(histogram, share) for share in (0.5, 0.5 - spread, 0.5 + spread)]
    return Estimate(*(math.nan if end is None else float(end) for end in ends))
