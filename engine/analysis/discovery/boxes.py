"""Boxes of conditions: limits to what was drawn, and how many cases of interest they hold."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, fisher_exact

from engine.model.parameters import Floats

Flags: TypeAlias = NDArray[np.bool_]


class Box(NamedTuple):
    """A box of conditions.

    Attributes
    ----------
    low, high : ndarray, shape (n_columns,)
        Least and greatest value of each column in it; infinite where there is no limit.
    """

    low: Floats
    high: Floats

    def holds(self, x: Floats) -> Flags:
        """Say which columns of values, shape (n_columns, n), lie in it."""
        limited = np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))
        inside = np.ones(x.shape[1], dtype=bool)
        for column in limited:
            inside &= (x[column] >= self.low[column]) & (x[column] <= self.high[column])
        return inside

    def list_limits(self) -> list[tuple[int, int]]:
        """List its limits: a column, and 0 for its low or 1 for its high end."""
        sides = np.isfinite(np.stack([self.low, self.high], axis=1))
        return [(int(column), int(end)) for column, end in np.argwhere(sides)]

    def drop(self, column: int, end: int) -> "Box":
        """Give the box without one of its limits."""
        return self.limit(column, end, -np.inf if end == 0 else np.inf)

    def limit(self, column: int, end: int, value: float) -> "Box":
        """Give the box with another limit."""
        low, high = self.low.copy(), self.high.copy()
        (low, high)[end][column] = value
        return Box(low, high)


class Held(NamedTuple):
    """What a box holds.

    Attributes
    ----------
    trials, cases : int
        Trials in it, and those of interest among them.
    all_trials, all_cases : int
        Of all that were looked at.
    """

    trials: int
    cases: int
    all_trials: int
    all_cases: int

    @property
    def coverage(self) -> float:
        """Share of all cases that it holds."""
        return self.cases / self.all_cases if self.all_cases else 0.0

    @property
    def density(self) -> float:
        """Share of its trials that are cases."""
        return self.cases / self.trials if self.trials else 0.0

    @property
    def mass(self) -> float:
        """Share of all trials that it holds."""
        return self.trials / self.all_trials

    @property
    def gain(self) -> float:
        """Coverage beyond that of a box of its size that is drawn at random."""
        return self.coverage - self.mass


def make_whole(n_columns: int) -> Box:
    """Make the box without limits."""
    return Box(np.full(n_columns, -np.inf), np.full(n_columns, np.inf))


def count(box: Box, x: Floats, hits: Flags) -> Held:
    """Count what a box holds of values, shape (n_columns, n), with their cases of interest."""
    inside = box.holds(x)
    return Held(int(inside.sum()), int(hits[inside].sum()), hits.size, int(hits.sum()))


def weigh_limit(box: Box, column: int, end: int, x: Floats, hits: Flags) -> float:
    """Give the quasi-p-value of a limit (Bryant & Lempert 2010).

    The chance of as many cases in the box if each of its trials were one as often as in the box without the
    limit. On the trials that the limit was chosen on it is too small, hence quasi.
    """
    within = count(box, x, hits)
    without = count(box.drop(column, end), x, hits)
    return float(binom.sf(within.cases - 1, within.trials, without.density))


def test_limit(box: Box, column: int, end: int, x: Floats, hits: Flags) -> float:
    """Test by trials that a limit was not chosen on whether it tells cases apart (Fisher, one-sided).

    The trials in the box against those that this limit alone keeps out of it.
    """
    inside, wider = box.holds(x), box.drop(column, end).holds(x)
    return _compare(hits[inside], hits[wider & ~inside])


def test_box(box: Box, x: Floats, hits: Flags) -> float:
    """Test by trials that a box was not chosen on whether it holds cases more often than the rest."""
    inside = box.holds(x)
    return _compare(hits[inside], hits[~inside])


def adjust(chances: Sequence[float]) -> list[float]:
    """Adjust p-values for how many there are (Holm 1979)."""
    order = np.argsort(chances, kind="stable")
    adjusted, most = np.empty(len(chances)), 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = most
    return [float(each) for each in adjusted]


def _compare(here: Flags, there: Flags) -> float:
    table = [[int(here.sum()), int((~here).sum())], [int(there.sum()), int((~there).sum())]]
    return float(fisher_exact(table, alternative="greater")[1])
