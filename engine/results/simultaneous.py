"""How far intervals reach that shall all hold at once, and whenever they are looked at."""

import math

from scipy.special import ndtri

ERROR = 0.05
"""Chance that any interval of a family misses."""
TRIALS_TUNED = 1000.0
"""Inverse of the mixture's variance: ten pairs reach 3.8 to 4.1 errors from 2,500 to 200,000 trials."""


def reach_all(n_comparisons: int) -> float:
    """Give the standard errors that intervals reach which shall all hold with 95% (Bonferroni).

    One comparison reaches 1.96 of them.
    """
    return float(ndtri(1 - ERROR / (2 * max(1, n_comparisons))))


def reach_always(n_comparisons: int, n_trials: int) -> float:
    """Give the standard errors that intervals reach which shall all hold with 95% after every trial at once.

    The asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024, theorem 2.2),
    by Robbins's normal mixture, shared among comparisons by Bonferroni. It may be looked at whenever and
    stopped for any reason, and more trials may be added later.

    Parameters
    ----------
    n_comparisons : int
        Intervals that shall hold together.
    n_trials : int
        Trials that they rest on when looked at.
    """
    error = ERROR / max(1, n_comparisons)
    seen = n_trials / TRIALS_TUNED
    return math.sqrt(2 * (seen + 1) / seen * math.log(math.sqrt(seen + 1) / error))


def count_needed(n_comparisons: int, n_trials: int, errors: float, *, always: bool) -> float:
    """Count trials after which an interval leaves out 0, if the difference stays as it is.

    Parameters
    ----------
    n_comparisons : int
        Intervals that shall hold together.
    n_trials : int
        Trials played.
    errors : float
        Distance of the difference from 0, in its standard errors after so many trials.
    always : bool
        Whether intervals shall hold whenever they are looked at.

    Returns
    -------
    needed : float
        Infinite where there is no difference.
    """
    if errors == 0:
        return math.inf
    if not always:
        return n_trials * (reach_all(n_comparisons) / errors) ** 2
    low = high = float(n_trials)
    while not _suffices(high, n_comparisons, n_trials, errors):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) / 2
        if _suffices(middle, n_comparisons, n_trials, errors):
            high = middle
        else:
            low = middle
    return math.ceil(high)


def _suffices(trials: float, n_comparisons: int, n_trials: int, errors: float) -> bool:
    return errors * math.sqrt(trials / n_trials) > reach_always(n_comparisons, int(trials))
