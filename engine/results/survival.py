"""How long things hold, when many still hold at the horizon and are censored there.

Kaplan & Meier 1958 with Greenwood's variance on the log(-log) scale; Aalen & Johansen 1978 with the
delta-method variance for competing causes (Marubini & Valsecchi 1995). Where such an interval would
have no width, because nobody has fallen yet or everybody has, Wilson's over those whose fate is known
stands in.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.results.estimates import Z, wilson
from engine.results.exact import Ints

Floats: TypeAlias = NDArray[np.float64]


class Curve(NamedTuple):
    """A share by week, with the ends of its 95% intervals; NaN once nobody is observed any more."""

    share: Floats
    low: Floats
    high: Floats


def count_at_risk(ended: Ints, censored: Ints) -> Ints:
    """Count those still observed just before each week."""
    gone = ended + censored
    return np.asarray(gone.sum() - np.cumsum(gone) + gone, dtype=np.int64)


def estimate_survival(ended: Ints, censored: Ints) -> Curve:
    """Estimate the share that holds beyond each week (Kaplan-Meier).

    Parameters
    ----------
    ended, censored : ndarray of int64, shape (n_weeks,)
        How many ended, and how many were last seen holding, in each week since their start.
    """
    at_risk = count_at_risk(ended, censored)
    share = np.asarray(np.cumprod(1 - _divide(ended, at_risk)), dtype=np.float64)
    greenwood = np.cumsum(_divide(ended, at_risk * (at_risk - ended)))
    return _bound(share, share * np.sqrt(greenwood), ended, censored)


def estimate_incidence(cause: Ints, ended: Ints, censored: Ints) -> Curve:
    """Estimate the share that has ended from one cause by each week, others competing (Aalen-Johansen).

    Parameters
    ----------
    cause, ended, censored : ndarray of int64, shape (n_weeks,)
        How many ended from this cause, how many from any, and how many were last seen holding.
    """
    at_risk = count_at_risk(ended, censored)
    before = np.concatenate([[1.0], np.cumprod(1 - _divide(ended, at_risk))[:-1]])
    hazard = _divide(cause, at_risk)
    share = np.cumsum(before * hazard)
    greenwood = _divide(ended, at_risk * (at_risk - ended))
    own = before**2 * _divide((at_risk - cause) * cause, at_risk) / np.maximum(at_risk, 1) ** 2
    shared = before * _divide(hazard, at_risk)
    variance = (
        share**2 * np.cumsum(greenwood)
        - 2 * share * np.cumsum(share * greenwood)
        + np.cumsum(share**2 * greenwood)
        + np.cumsum(own)
        - 2 * (share * np.cumsum(shared) - np.cumsum(share * shared))
    )
    return _bound(share, np.sqrt(np.maximum(variance, 0)), ended, censored)


def find_median(curve: Curve) -> tuple[int | None, int | None, int | None]:
    """Find the week by which half have ended, and its interval; None where that lies beyond the horizon."""
    median, late, early = (_first_at_half(line) for line in (curve.share, curve.high, curve.low))
    return median, early, late


def _first_at_half(line: Floats) -> int | None:
    fallen = np.flatnonzero(line <= 0.5)  # NaN is no answer
    return int(fallen[0]) if fallen.size else None


def _bound(share: Floats, error: Floats, ended: Ints, censored: Ints) -> Curve:
    """Put intervals around a share, and end it where the last one observed was censored."""
    at_risk = count_at_risk(ended, censored)
    inside = (share > 0) & (share < 1) & (error > 0)
    logs = np.log(np.where(inside, share, 0.5))
    reach = np.exp(Z * np.where(inside, error, 0.0) / np.abs(np.where(inside, share, 1.0) * logs))
    low, high = np.exp(logs * reach), np.exp(logs / reach)
    known = ended.sum() + censored.sum() - (np.cumsum(censored) - censored)
    for week in np.flatnonzero(~inside):
        trials = int(known[week])
        bound = wilson(round(float(share[week]) * trials), trials)
        low[week], high[week] = bound.low, bound.high
    nobody_left = bool(np.any((at_risk > 0) & (at_risk == ended)))
    unknown = (at_risk == 0) & (not nobody_left)
    return Curve(*(np.where(unknown, np.nan, line) for line in (share, low, high)))


def _divide(some: Ints | Floats, all_: Ints) -> Floats:
    return np.divide(some, all_, out=np.zeros(len(all_)), where=all_ > 0)
