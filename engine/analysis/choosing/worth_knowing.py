"""What knowing an unknown beforehand would be worth to who chooses among arms (EVPPI).

By regression of the arms' differences on the unknown over trials (Strong, Oakley & Brennan 2014). The largest
of noisy fitted means is biased upwards; so arms are chosen by curves fitted to four fifths of the trials and
valued on the other fifth, which shows what the knowledge attains at least.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from engine.analysis.choosing.curves import Basis, draw_curves, fit_curve
from engine.analysis.measured import estimate_normal
from engine.results.estimates import POISSON_ZERO, Estimate, Z
from engine.simulation.records import Floats

FOLDS = 5
DRAWS = 400
"""Curves that are drawn from what the trials leave possible."""
MOST_ROWS = 500
"""Trials at which drawn curves are looked at."""


class Worth(NamedTuple):
    """What knowing something is worth.

    Attributes
    ----------
    gain : Estimate
        How much more the best choice is worth, in units of the objective; at least 0.
    changed : float
        Share of the trials in which the arm chosen by it is not the best one.
    shown : bool
        Whether trials show it to be worth anything, as one of so many things tried (Bonferroni).
    """

    gain: Estimate
    changed: float
    shown: bool


def value_knowing(basis: Basis, worth: Floats, seed: int, n_tried: int = 1) -> Worth:
    """Value knowing what a basis spans.

    The value and the low end are of choices that the trials kept out bear out. The high end is the larger of
    theirs and of the 97.5% point of what the curves that the trials leave possible are worth, which is biased
    upwards; so the interval is wide rather than narrow where arms are nearly alike. Nor is it below what a
    standard deviation of the differences is worth in the trials that may have been missed by chance.

    Parameters
    ----------
    basis : Basis
        Functions of what would be known.
    worth : ndarray, shape (n_trials, n_arms)
        What each trial is worth in each arm; no NaN.
    seed : int
        Of the curves that are drawn.
    n_tried : int
        Things of which it is asked whether they are worth anything.
    """
    differences = worth[:, 1:] - worth[:, :1]
    if not differences.any():
        return Worth(Estimate(0.0, 0.0, 0.0), 0.0, False)
    chosen = _choose(basis, differences)
    attained = worth[np.arange(len(worth)), chosen]
    best = int(worth.mean(axis=0).argmax())
    found = _estimate_gain(attained, worth)
    possible = _bound_gain(basis, differences, seed)
    unseen = POISSON_ZERO / len(worth) * float(differences.std(axis=0).max())
    high = max(found.high, possible, unseen)
    gain = Estimate(max(0.0, found.value), max(0.0, found.low), high)
    surely = _estimate_gain(attained, worth, float(-ndtri(0.025 / n_tried)))
    return Worth(gain, float((chosen != best).mean()), surely.low > 0)


def _choose(basis: Basis, differences: Floats) -> np.ndarray:
    """Choose for each trial the arm that curves fitted to other trials say is best."""
    chosen = np.empty(len(differences), dtype=np.int64)
    fold = np.arange(len(differences)) % FOLDS
    for each in range(FOLDS):
        ours, others = fold == each, fold != each
        curve = fit_curve(Basis(basis.columns[others], basis.penalty), differences[others])
        fitted = basis.columns[ours] @ curve.weights
        chosen[ours] = np.where(fitted.max(axis=1) > 0, fitted.argmax(axis=1) + 1, 0)
    return chosen


def _estimate_gain(attained: Floats, worth: Floats, points: float = Z) -> Estimate:
    """Estimate the gain over the best single arm: the least of those over each."""
    gains = [estimate_normal(attained - arm, points) for arm in worth.T]
    return Estimate(*(min(ends) for ends in zip(*gains, strict=True)))


def _bound_gain(basis: Basis, differences: Floats, seed: int) -> float:
    curve = fit_curve(basis, differences)
    step = -(-len(differences) // MOST_ROWS)
    drawn = draw_curves(curve, DRAWS, np.random.default_rng(seed))
    curves = basis.columns[::step] @ drawn
    means = basis.columns.mean(axis=0) @ drawn
    best = np.maximum(curves.max(axis=2), 0.0).mean(axis=1)
    return float(np.quantile(best - np.maximum(means.max(axis=1), 0.0), 0.975))


def list_groups(paths: Sequence[str]) -> dict[str, list[int]]:
    """Group unknowns by the actor or the section that they are about; only groups of several."""
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        keys = path.split(".")
        groups.setdefault(".".join(keys[:2]) if len(keys) > 2 else keys[0], []).append(place)
    return {name: places for name, places in groups.items() if len(places) > 1}
