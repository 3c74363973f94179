"""Means of sides, and differences between them, with intervals of any level."""

import math
from typing import NamedTuple

import numpy as np

from engine.analysis.comparing.sides import Level, Side
from engine.analysis.measured import estimate_difference, estimate_mean
from engine.analysis.objective import Objective
from engine.results.estimates import Estimate
from engine.results.weighted import (
    average,
    bound,
    bound_share,
    measure_gain,
    subtract,
    subtract_shares,
)


class Contrast(NamedTuple):
    """What one side is worth less what another is.

    Attributes
    ----------
    here, there : float
        Means of both.
    difference : Estimate
        Of the two, one at a time.
    together : Estimate
        With the interval that holds together with others.
    better, worse : int
        Trials that are worth more here than there, and less; of those that count on both sides.
    gain : Estimate
        How many times greater the variance would be, had the sides shared no draws.
    errors : float
        Distance of the difference from 0, in its standard errors.
    """

    here: float
    there: float
    difference: Estimate
    together: Estimate
    better: int
    worse: int
    gain: Estimate
    errors: float


def mean_of(side: Side, objective: Objective, level: Level) -> Estimate:
    """Estimate what trials of a side are worth on average."""
    measured = objective.measure(side.trials)
    if side.is_whole:
        estimate = estimate_mean(objective, measured, level.reach())
    else:
        mean = average(measured, side.weights)
        as_share = bound_share(mean, side.weights, level.reach())
        estimate = as_share if objective.is_share else bound(mean, level.reach())
    return _without_ends(estimate) if level.dependent else estimate


def contrast(here: Side, there: Side, objective: Objective, level: Level, n_comparisons: int) -> Contrast:
    """Compare two sides, trial by trial, as one of several comparisons.

    Where all trials count, those that failed on either side are left out; else each side has its own.
    """
    ours, theirs = objective.measure(here.trials), objective.measure(there.trials)
    our_weights, their_weights = here.weights, there.weights
    whole = here.is_whole and there.is_whole
    if whole:
        our_weights = their_weights = here.weights * there.weights
    first, second = average(ours, our_weights), average(theirs, their_weights)
    ends = []
    for reach in (level.reach(), level.reach(n_comparisons)):
        if whole:
            ends.append(estimate_difference(objective, ours, theirs, reach))
        elif objective.is_share:
            shares = (bound_share(first, our_weights, reach), bound_share(second, their_weights, reach))
            ends.append(subtract_shares(first, second, *shares))
        else:
            ends.append(bound(subtract(first, second), reach))
    gain = measure_gain(first, second, level.reach())
    if level.dependent:
        ends, gain = [_without_ends(each) for each in ends], _without_ends(gain)
    alone, together = ends
    apart, counted = subtract(first, second), (our_weights > 0) & (their_weights > 0)
    return Contrast(
        here=first.value,
        there=second.value,
        difference=alone,
        together=together,
        better=int(np.count_nonzero(ours[counted] > theirs[counted])),
        worse=int(np.count_nonzero(ours[counted] < theirs[counted])),
        gain=gain,
        errors=abs(apart.value) / apart.error if apart.error > 0 else 0.0,
    )


def _without_ends(estimate: Estimate) -> Estimate:
    return Estimate(estimate.value, math.nan, math.nan)
