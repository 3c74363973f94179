"""Means of an objective, and differences of means between arms that share their trials, with intervals."""

import math

import numpy as np

from engine.analysis.objective import Objective
from engine.results.estimates import NOTHING, Estimate, Z, wilson
from engine.results.paired import Flips, difference
from engine.simulation.records import Floats


def estimate_mean(objective: Objective, measured: Floats, reach: float = Z) -> Estimate:
    """Estimate the mean of what trials are worth, shape (n_trials,), NaN where they failed.

    By Wilson's interval where it is a share, else by the normal one; 95% unless they reach further than `Z`.
    """
    done = measured[~np.isnan(measured)]
    if objective.is_share:
        return wilson(int(done.sum()), done.size, reach)
    return estimate_normal(done, reach)


def estimate_difference(objective: Objective, here: Floats, there: Floats, reach: float = Z) -> Estimate:
    """Estimate how much more trials are worth here than there, trial by trial, where both ran to their end.

    By Tango's interval where it is a share, else by the normal one of the differences; 95% unless they reach
    further than `Z`.
    """
    both = ~np.isnan(here) & ~np.isnan(there)
    here, there = here[both], there[both]
    if not objective.is_share:
        return estimate_normal(here - there, reach)
    ours, theirs = here > 0, there > 0
    together, alone = int((ours & theirs).sum()), int((ours & ~theirs).sum())
    others = int((theirs & ~ours).sum())
    return difference(Flips(together, alone, others, ours.size - together - alone - others), reach)


def estimate_normal(values: Floats, reach: float = Z) -> Estimate:
    """Estimate a mean of values, shape (n,), by the normal interval; one alone has none.

    Parameters
    ----------
    reach : float
        Standard errors to either side; more than 1.96 where several intervals shall hold at once.
    """
    if values.size < 2:
        return Estimate(float(values[0]), math.nan, math.nan) if values.size else NOTHING
    mean, half = float(values.mean()), reach * float(values.std(ddof=1)) / np.sqrt(values.size)
    return Estimate(mean, mean - half, mean + half)
