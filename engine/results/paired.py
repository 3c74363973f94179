"""The difference between two arms that share their trials, from how many trials tell them apart."""

import math
from typing import NamedTuple

from engine.results.estimates import Estimate, Z

STEPS = 50
"""Halvings that find an end of the interval, to 2^-50."""


class Flips(NamedTuple):
    """Trials of two arms by whether a thing happens in each.

    Attributes
    ----------
    both, first, second, neither : int
        Trials in which it happens in both arms, in the first alone, in the second alone, and in neither.
    """

    both: int
    first: int
    second: int
    neither: int


def difference(flips: Flips, reach: float = Z) -> Estimate:
    """Estimate the share of the first arm less that of the second, by Tango's score interval (1998).

    The interval holds the differences that McNemar's test, with the variance fitted under each of them,
    does not reject at 5%, or at the level of another reach. It has width even where no trial flips: Wilson's
    for 0 of n on either side. No trials leave the difference anywhere in [-1, 1].

    Parameters
    ----------
    flips : Flips
        Trials that tell the arms apart.
    reach : float
        Standard errors that the interval reaches; `Z` gives 95%.
    """
    n_trials = sum(flips)
    if n_trials == 0:
        return Estimate(math.nan, -1.0, 1.0)
    value = (flips.first - flips.second) / n_trials
    return Estimate(value, _find_end(flips, value, -1.0, reach), _find_end(flips, value, 1.0, reach))


def _find_end(flips: Flips, inside: float, outside: float, reach: float) -> float:
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        if abs(_score(flips, middle)) <= reach:
            inside = middle
        else:
            outside = middle
    return outside


def _score(flips: Flips, supposed: float) -> float:
    """Distance of the difference from a supposed one, in standard errors under it."""
    n_trials, first, second = sum(flips), flips.first, flips.second
    linear = (2 * n_trials - first + second) * supposed - first - second
    root = math.sqrt(max(0.0, linear**2 + 8 * n_trials * second * supposed * (1 - supposed)))
    likeliest = (root - linear) / (4 * n_trials)  # chance that the second arm alone has it
    variance = n_trials * (2 * likeliest + supposed * (1 - supposed))
    distance = first - second - n_trials * supposed
    return distance / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, distance)
