"""How much of an outcome's variance is doubt about the parameters, from twins that share them.

A trial and its twin have the same drawn parameters and independent luck, so the covariance of what they
show is the variance of its expectation given the parameters: the epistemic part. Its share of the whole
variance is the intraclass correlation; the rest is aleatory, luck within a trial.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.results.estimates import Z
from engine.results.exact import Ints

Floats: TypeAlias = NDArray[np.float64]

SHARE_STEPS = 44
CORRELATION_STEPS = 40
"""Halvings that find a share and a correlation, to 2^-44 and 2^-40."""


class Pairs(NamedTuple):
    """Pairs of trial and twin by how many of the two end in each outcome.

    Attributes
    ----------
    both, one, neither : ndarray of float64, shape (n_outcomes,)
        How many pairs.
    """

    both: Floats
    one: Floats
    neither: Floats


class Correlation(NamedTuple):
    """Intraclass correlations between the ends of their 95% intervals, each of shape (n_outcomes,)."""

    value: Floats
    low: Floats
    high: Floats


def pair_up(twins: Ints) -> Pairs:
    """Count pairs for each outcome from those by the trial's outcome and its twin's.

    Parameters
    ----------
    twins : ndarray of int64, shape (n_outcomes, n_outcomes)
        `Aggregate.twins`; trial and twin are interchangeable, so that its two halves are added.
    """
    both = np.diagonal(twins)
    one = twins.sum(axis=0) + twins.sum(axis=1) - 2 * both
    neither = twins.sum() - both - one
    return Pairs(both.astype(np.float64), one.astype(np.float64), neither.astype(np.float64))


def estimate_correlation(pairs: Pairs) -> Correlation:
    """Estimate the intraclass correlation of each outcome, in [0, 1].

    The estimate is that of Bloch & Kraemer (1989), which is the maximum of the likelihood, and 0 where
    chance makes it negative: a variance of expectations is not. The interval holds the correlations that
    the goodness of fit of Donner & Eliasziw (1992) does not reject at 5%, with the share fitted anew under
    each of them, as in a score test, rather than held at its estimate: where outcomes are rare and twins
    much alike, that covers 95 to 96% instead of 93%. It covers 94% or more where ten or more of 50 to 4,096
    trials are expected to show the outcome; below some five it may fall to 91%. NaN in [0, 1] where one was
    always or never seen.
    """
    both, one, neither = pairs
    n_pairs = both + one + neither
    seen = (2 * both + one > 0) & (2 * neither + one > 0)
    share = np.where(seen, 2 * both + one, 1) / np.where(seen, 2 * n_pairs, 2)
    spread = np.where(seen, 2 * n_pairs * share * (1 - share), 1)
    value = np.maximum(0, 1 - one / spread)
    nothing, whole = np.zeros_like(value), np.ones_like(value)
    alone = _misfit(pairs, nothing)
    allowed = Z * Z + np.where(value > 0, 0, alone)
    low, high = _find_ends(pairs, np.stack([value, value]), np.stack([nothing, whole]), allowed)
    low = np.where(alone <= allowed, 0, low)
    ends = (np.where(seen, value, np.nan), np.where(seen, low, 0), np.where(seen, high, 1))
    return Correlation(*ends)


def _find_ends(pairs: Pairs, inside: Floats, outside: Floats, allowed: Floats) -> Floats:
    """Find where, between correlations that fit and others that do not, the misfit becomes too large."""
    for _ in range(CORRELATION_STEPS):
        middle = (inside + outside) / 2
        fits = _misfit(pairs, middle) <= allowed
        inside, outside = np.where(fits, middle, inside), np.where(fits, outside, middle)
    return outside


def _misfit(pairs: Pairs, correlation: Floats) -> Floats:
    """Pearson's chi-square of the pairs about the best fit that has a given correlation."""
    both, one, neither = pairs
    n_pairs = both + one + neither
    share = _fit_share(pairs, correlation)
    other = 1 - share
    mixed = share * other
    expected = (
        n_pairs * (share * share + correlation * mixed),
        n_pairs * 2 * mixed * (1 - correlation),
        n_pairs * (other * other + correlation * mixed),
    )
    misfit = np.zeros_like(correlation)
    for found, fitted in zip(pairs, expected, strict=True):
        misfit += np.where(found == fitted, 0, (found - fitted) ** 2 / np.maximum(fitted, 1e-300))
    return misfit


def _fit_share(pairs: Pairs, correlation: Floats) -> Floats:
    """Fit the share of an outcome by maximum likelihood; its score falls from end to end."""
    both, one, neither = pairs
    low, high = np.zeros_like(correlation), np.ones_like(correlation)
    apart = 1 - correlation
    for _ in range(SHARE_STEPS):
        share = (low + high) / 2
        other = 1 - share
        score = (
            (both + one) / share
            - (neither + one) / other
            + both * apart / (share + correlation * other)
            - neither * apart / (other + correlation * share)
        )
        low, high = np.where(score > 0, share, low), np.where(score > 0, high, share)
    return (low + high) / 2
