"""Distributions that are listed: some of their quantiles, or a choice among options."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from engine.scenario.distributions import Distribution, Floats, finite_bounds, require


@dataclass(frozen=True, slots=True)
class Quantiles(Distribution):
    """Piecewise linear inverse CDF through known quantiles.

    The outer segments go on in a straight line to the 0th and the 100th percentile; the result is clipped
    to the range from `low` to `high`.
    """

    percents: tuple[float, ...]
    values: tuple[float, ...]
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        require(len(self.percents) >= 2, "needs at least two quantiles, such as p5 and p95")
        require(self.percents[0] >= 0 and self.percents[-1] <= 100, "percents must lie in [0, 100]")
        require(all(a < b for a, b in pairwise(self.percents)), "names the same percent twice")
        require(all(a <= b for a, b in pairwise(self.values)), "quantiles must not fall as the percent rises")
        require(self.low < self.high, "low must be below high")

    def _nodes(self) -> tuple[Floats, Floats]:
        shares = [percent / 100 for percent in self.percents]
        values = list(self.values)
        if shares[0] > 0:
            slope = (values[1] - values[0]) / (shares[1] - shares[0])
            shares, values = [0.0, *shares], [values[0] - slope * shares[0], *values]
        if shares[-1] < 1:
            slope = (values[-1] - values[-2]) / (shares[-1] - shares[-2])
            shares, values = [*shares, 1.0], [*values, values[-1] + slope * (1 - shares[-1])]
        return np.array(shares), np.array(values)

    def _invert(self, u: Floats) -> Floats:
        return np.interp(u, *self._nodes())

    def support(self) -> tuple[float, float]:
        """Return the ends of the inverse CDF, clipped."""
        _, values = self._nodes()
        low, high = np.clip(values[[0, -1]], self.low, self.high)
        return float(low), float(high)

    def mean(self) -> float:
        """Return the expected value: the exact integral of the clipped inverse CDF."""
        shares, values = self._nodes()
        total = 0.0
        for (u0, u1), (x0, x1) in zip(pairwise(shares), pairwise(values), strict=True):
            below, above = np.clip([x0, x1], self.low, self.high)
            if x1 > x0:
                in_range = (u1 - u0) * (above - below) / (x1 - x0)
                total += in_range * (below + above) / 2
                total += (u1 - u0) * max(0.0, min(self.low, x1) - x0) / (x1 - x0) * below
                total += (u1 - u0) * max(0.0, x1 - max(self.high, x0)) / (x1 - x0) * above
            else:
                total += (u1 - u0) * below
        return float(total)

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        named = {
            f"p{np.format_float_positional(percent, trim='-')}": value
            for percent, value in zip(self.percents, self.values, strict=True)
        }
        return named | finite_bounds(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Choice(Distribution):
    """One of several options: numbers, words, or true and false.

    Attributes
    ----------
    options : tuple
        What is chosen from.
    weights : tuple of float
        Their chances, in any scale.
    codes : tuple of float
        What words are drawn as; their positions among the options where absent.
    """

    options: tuple[float, ...] | tuple[str, ...] | tuple[bool, ...]
    weights: tuple[float, ...]
    codes: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        require(len(self.options) > 0, "needs at least one option")
        require(len({type(option) for option in self.options}) == 1, "must not mix kinds of options")
        require(len(set(self.options)) == len(self.options), "names an option twice")
        require(len(self.weights) == len(self.options), "needs as many weights as options")
        require(all(weight >= 0 for weight in self.weights), "weights must not be negative")
        require(sum(self.weights) > 0, "weights must not all be 0")
        require(sum(self.weights) < np.inf, "weights must have a finite sum")

    @property
    def numeric(self) -> bool:
        """Whether its options are numbers."""
        return isinstance(self.options[0], float)

    def _values(self) -> Floats:
        words = isinstance(self.options[0], str)
        values = (self.codes or range(len(self.options))) if words else self.options
        return np.array(values, dtype=np.float64)

    def _shares(self) -> list[float]:
        total = sum(self.weights)
        return [weight / total for weight in self.weights]

    def quantile(self, u: Floats) -> Floats:
        """Options at the uniforms `u`, exactly as they are written."""
        return self._invert(np.asarray(u, dtype=np.float64))

    def _invert(self, u: Floats) -> Floats:
        bounds, reached = [], 0.0
        for share in self._shares()[:-1]:
            reached += share
            bounds.append(reached)
        chosen: Floats = self._values()[np.searchsorted(bounds, u, side="right")]
        return chosen

    def support(self) -> tuple[float, float]:
        """Return the least and greatest option, or code of one."""
        values = self._values()
        return float(values.min()), float(values.max())

    def mean(self) -> float:
        """Return the expected value, or expected code."""
        return sum(share * float(value) for share, value in zip(self._shares(), self._values(), strict=True))

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        return {"choice": list(self.options), "weights": list(self.weights)}
