"""Scores of stated chances against what happened, with intervals over cases."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap

from engine.results.estimates import Estimate, wilson

Floats: TypeAlias = NDArray[np.float64]
Loss: TypeAlias = Callable[[Floats, Floats], Floats]

RESAMPLES = 4000
SEED = 1
FEWEST = 5
"""Fewest cases from which an interval over cases is worth drawing."""
BINS = (0.0, 0.25, 0.5, 0.75, 1.0)


class Bin(NamedTuple):
    """Cases whose stated chances lie close together.

    Attributes
    ----------
    low, high : float
        Ends of the bin, the upper one included. [1]
    cases : int
        Cases in it.
    stated : float
        Mean of their chances, NaN without cases. [1]
    observed : Estimate
        Share that held, with Wilson's interval. [1]
    """

    low: float
    high: float
    cases: int
    stated: float
    observed: Estimate


def squared(chances: Floats, held: Floats) -> Floats:
    """Score each chance by Brier's squared error; smaller is better."""
    return np.asarray((chances - held) ** 2)


def surprise(chances: Floats, held: Floats) -> Floats:
    """Score each chance by minus the logarithm of the chance given to what happened; smaller is better."""
    given = np.where(held > 0, chances, 1 - chances)
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(given))


def score(loss: Loss, chances: Floats, held: Floats) -> Estimate:
    """Mean loss over cases, with a bootstrap interval over cases."""
    return _mean(loss(chances, held))


def gain(loss: Loss, chances: Floats, rival: Floats, held: Floats) -> Estimate:
    """Mean loss of a rival less that of the chances, case by case; above 0 the chances are better."""
    return _mean(loss(rival, held) - loss(chances, held))


def calibrate(chances: Floats, held: Floats) -> tuple[Bin, ...]:
    """Compare stated chances with shares that held, in bins."""
    found = []
    for low, high in pairwise(BINS):
        inside = (chances > low) & (chances <= high) | ((low == 0) & (chances == 0))
        n = int(inside.sum())
        stated = float(chances[inside].mean()) if n else math.nan
        found.append(Bin(low, high, n, stated, wilson(int(held[inside].sum()), n)))
    return tuple(found)


def _mean(losses: Floats) -> Estimate:
    value = float(losses.mean()) if losses.size else math.nan
    if losses.size < FEWEST or not np.isfinite(losses).all() or np.ptp(losses) == 0:
        return Estimate(value, math.nan, math.nan)
    drawn = bootstrap(
        (losses,),
        np.mean,
        n_resamples=RESAMPLES,
        method="BCa",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Estimate(value, float(drawn.low), float(drawn.high))
