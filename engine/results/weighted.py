"""Statistics of trials that may have weights, and their differences between arms that share trials.

Each statistic knows how far each trial pulls it from what it would be without that trial (the infinitesimal
jackknife; Jaeckel 1972). The squares of the pulls add up to its variance, and the pulls of two arms in the
same trials to that of a difference, whatever the weights: the interval of self-normalised weights.
"""

import math
from typing import NamedTuple

import numpy as np

from engine.results.estimates import NOTHING, Estimate, Z, wilson
from engine.results.survival import Floats


class Statistic(NamedTuple):
    """A number that trials give.

    Attributes
    ----------
    value : float
        The number.
    pulls : ndarray, shape (n_trials,)
        How far each trial pulls it; 0 where a trial says nothing of it.
    """

    value: float
    pulls: Floats

    @property
    def error(self) -> float:
        """Its standard error."""
        return float(np.sqrt(np.sum(self.pulls**2)))


def count_effective(weights: Floats) -> float:
    """Count the trials of one weight that would tell as much (Kish 1965): those of 1 among 0 and 1."""
    total = float(weights.sum())
    return total * total / float(np.sum(weights**2)) if total > 0 else 0.0


def average(values: Floats, weights: Floats) -> Statistic:
    """Average values, shape (n_trials,), by weights; what has no weight may be NaN."""
    total = float(weights.sum())
    if total == 0:
        return Statistic(math.nan, np.zeros(len(values)))
    there = np.where(weights > 0, values, 0.0)
    mean = float(np.sum(weights * there)) / total
    return Statistic(mean, weights * (there - mean) / total)


def bound(statistic: Statistic, reach: float = Z) -> Estimate:
    """Give a statistic its normal interval; none where trials say nothing of its error.

    That is where they are all alike, unless all are 0, as where arms do not differ.
    """
    if not np.any(statistic.pulls) and (statistic.value != 0 or len(statistic.pulls) < 2):
        return Estimate(statistic.value, math.nan, math.nan)
    half = reach * statistic.error
    return Estimate(statistic.value, statistic.value - half, statistic.value + half)


def bound_share(share: Statistic, weights: Floats, reach: float = Z) -> Estimate:
    """Give a share Wilson's interval over the number of trials that would leave it as uncertain.

    That number is the one of its standard error, or the smaller one of Kish; where none or all of the trials
    show the thing, Kish's.
    """
    if math.isnan(share.value):
        return NOTHING
    effective = count_effective(weights)
    if share.error > 0:
        effective = min(effective, share.value * (1 - share.value) / share.error**2)
    value = min(1.0, max(0.0, share.value))
    return Estimate(share.value, *wilson(value * effective, effective, reach)[1:])


def subtract(here: Statistic, there: Statistic) -> Statistic:
    """Take a statistic of the same trials from another."""
    return Statistic(here.value - there.value, here.pulls - there.pulls)


def subtract_shares(here: Statistic, there: Statistic, here_ends: Estimate, there_ends: Estimate) -> Estimate:
    """Estimate the difference of two shares of the same trials from their own intervals.

    The square-and-add interval with the correlation of the two (Newcombe 1998; Zou & Donner 2008), which
    keeps width where no trial shows the thing.
    """
    value = here.value - there.value
    both = here.error * there.error
    alike = float(np.sum(here.pulls * there.pulls)) / both if both > 0 else 0.0
    down, up = here.value - here_ends.low, there_ends.high - there.value
    low = value - _add(down, up, alike)
    down, up = here_ends.high - here.value, there.value - there_ends.low
    return Estimate(value, low, value + _add(down, up, alike))


def measure_gain(here: Statistic, there: Statistic, reach: float = Z) -> Estimate:
    """Estimate how many times greater the variance of the difference would be, had the arms shared no draws.

    The interval is the delta method's on the logarithm. Nothing where no trial tells the arms apart.
    """
    apart = here.pulls**2 + there.pulls**2
    paired = (here.pulls - there.pulls) ** 2
    whole, left = float(apart.sum()), float(paired.sum())
    if left == 0:
        return NOTHING
    spread = reach * float(np.sqrt(np.sum((apart / whole - paired / left) ** 2)))
    gain = whole / left
    return Estimate(gain, gain * math.exp(-spread), gain * math.exp(spread))


def _add(one: float, other: float, alike: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * alike * one * other + other * other))
