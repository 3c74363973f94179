"""Means over rows and what is made of them, with 95% intervals by the bootstrap over rows."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from engine.model.parameters import Floats
from engine.results.estimates import Estimate, Z

RESAMPLES = 1000
LEVEL = 0.05
"""Chance that any of several claims is wrong."""


class Resampled(NamedTuple):
    """Estimates from rows, and the same from rows drawn with replacement.

    Attributes
    ----------
    value : ndarray, shape (...)
        The estimates.
    others : ndarray, shape (n_resamples, ...)
        Those of resampled rows.
    """

    value: Floats
    others: Floats

    @property
    def error(self) -> Floats:
        """Standard errors; NaN where all rows are alike, which says nothing of those that were not seen."""
        errors = self.others.std(axis=0, ddof=1)
        return np.asarray(np.where(errors > 0, errors, np.nan))

    @property
    def low(self) -> Floats:
        """Lower ends of the intervals."""
        return np.asarray(self.value - Z * self.error)

    @property
    def high(self) -> Floats:
        """Upper ends of the intervals."""
        return np.asarray(self.value + Z * self.error)

    def stand_out(self) -> NDArray[np.bool_]:
        """Say which lie above 0 when all intervals shall hold at once (Bonferroni)."""
        reach = float(ndtri(1 - LEVEL / (2 * max(1, self.value.size))))
        return np.asarray(self.value - reach * self.error > 0)

    def estimate(self) -> Estimate:
        """Give a single one."""
        return Estimate(float(self.value), float(self.low), float(self.high))

    def map(self, function: Callable[[Floats], Floats]) -> "Resampled":
        """Work something out of each."""
        return Resampled(function(self.value), function(self.others))

    def over(self, other: "Resampled") -> "Resampled":
        """Divide by a single one that is estimated from the same rows."""
        spread = other.others.reshape(-1, *[1] * (self.others.ndim - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            return Resampled(self.value / other.value, self.others / spread)

    def plus(self, other: "Resampled") -> "Resampled":
        """Add one that is estimated from the same rows."""
        return Resampled(self.value + other.value, self.others + other.others)


class Rows:
    """Rows that are drawn with replacement, the same for all that is estimated from them.

    Parameters
    ----------
    n_rows : int
        Independent rows.
    seed : int
        Of the drawing.
    """

    def __init__(self, n_rows: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._counts = rng.multinomial(n_rows, np.full(n_rows, 1 / n_rows), RESAMPLES).astype(np.float64)

    def average(self, values: Floats) -> Resampled:
        """Average what each row adds, shape (n_rows, ...)."""
        flat = values.reshape(len(values), -1)
        others = (self._counts @ flat / len(values)).reshape(RESAMPLES, *values.shape[1:])
        return Resampled(np.asarray(values.mean(axis=0)), others)
