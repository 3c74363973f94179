"""The restricted mean survival time: how long spells hold on average, of so many weeks since their start."""

import numpy as np

from engine.results.survival import Floats, count_at_risk, divide, survive
from engine.results.weighted import Statistic, count_effective
from engine.simulation.records import WEEKS_PER_YEAR

LEAST_SEEN = 30
"""Spells, or an effective number of them, that must still be observed where a mean is restricted."""


def find_years_seen(weeks: Floats, weights: Floats, most: int) -> int:
    """Find for how many whole years enough spells are still observed.

    Parameters
    ----------
    weeks : ndarray, shape (n_trials,)
        How long each trial's spell was seen; NaN where there was none.
    weights : ndarray, shape (n_trials,)
        Weights of the trials.
    most : int
        Years that a trial lasts.
    """
    years = 0
    for each in range(1, most + 1):
        if count_effective(np.where(weeks >= each * WEEKS_PER_YEAR, weights, 0.0)) < LEAST_SEEN:
            break
        years = each
    return years


def restrict_mean(weeks: Floats, ended: np.ndarray, weights: Floats, horizon: int) -> Statistic:
    """Estimate the mean time that spells hold, of at most the weeks of a horizon (Kaplan-Meier).

    The area under the curve of survival. A trial without a spell says nothing of it, and pulls nowhere.

    Parameters
    ----------
    weeks : ndarray, shape (n_trials,)
        How long each trial's spell was seen; NaN where there was none.
    ended : ndarray of bool, shape (n_trials,)
        Whether it ended then; else it was last seen holding.
    weights : ndarray, shape (n_trials,)
        Weights of the trials.
    horizon : int
        Weeks since a spell's start that count. [weeks]
    """
    begun = ~np.isnan(weeks) & (weights > 0)
    when = np.where(begun, np.minimum(np.nan_to_num(weeks), horizon), 0).astype(np.int64)
    over = begun & ended & (np.nan_to_num(weeks) <= horizon)
    ends = np.bincount(when[over], weights[over], minlength=horizon + 1)
    left = np.bincount(when[begun & ~over], weights[begun & ~over], minlength=horizon + 1)
    at_risk = count_at_risk(ends, left)
    share, hazard = survive(ends, at_risk), divide(ends, at_risk)
    later = np.concatenate([np.cumsum(share[:horizon][::-1])[::-1], [0.0]])
    cost = divide(later, (1 - hazard) * at_risk)
    spared = np.cumsum(cost * hazard)
    pulls = np.where(begun, weights * (spared[when] - np.where(over, cost[when], 0.0)), 0.0)
    return Statistic(float(share[:horizon].sum()), pulls)
