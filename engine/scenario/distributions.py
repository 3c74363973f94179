"""Distributions that an uncertain parameter is drawn from, by inverse CDF."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
SIGNIFICANT_BITS = 30
LEAST_MASS = 1e-9
MAX_SIGMA = 10.0
"""Of a lognormal distribution: its mean overflows far beyond."""
SCORES = 6.25
"""Normal scores of draws between which the inverse of a beta distribution is interpolated."""
SCORE_STEP = 1 / 32
LEAST_SMOOTH = 0.5
LOG_ROOT_2_PI = 0.5 * math.log(2 * math.pi)


def round_to_30_bits(values: Floats) -> Floats:
    """Keep 30 significant bits: inverse CDFs differ in their last bits between library versions."""
    mantissas, exponents = np.frexp(values)
    rounded: Floats = np.ldexp(np.rint(np.ldexp(mantissas, SIGNIFICANT_BITS)), exponents - SIGNIFICANT_BITS)
    return rounded


def invert_beta(u: Floats, a: float, b: float) -> Floats:
    """Quantiles of a beta distribution on [0, 1], within 1e-8.

    Inverting them exactly would take a fifth of a trial. Where a and b are at least 1/2 the quantile is a
    smooth function of the draw's normal score, and is interpolated by cubics in that; beyond 6.25 it is
    exact.
    """
    from scipy.special import betaincinv, ndtri

    if min(a, b) < LEAST_SMOOTH:
        exact: Floats = betaincinv(a, b, u)
        return exact
    scores = ndtri(u)
    shares, slopes = _tabulate_beta(a, b)
    steps = (np.clip(scores, -SCORES, SCORES) + SCORES) / SCORE_STEP
    cells = np.minimum(steps.astype(np.int64), len(shares) - 2)
    past = steps - cells
    left = 1.0 - past
    found: Floats = left * left * ((1.0 + 2.0 * past) * shares[cells] + past * slopes[cells])
    found += past * past * ((1.0 + 2.0 * left) * shares[cells + 1] - left * slopes[cells + 1])
    found = np.clip(found, 0.0, 1.0)
    far = np.abs(scores) > SCORES
    return np.where(far, betaincinv(a, b, u), found) if far.any() else found


@lru_cache(maxsize=1024)
def _tabulate_beta(a: float, b: float) -> tuple[Floats, Floats]:
    """Tabulate quantiles over normal scores, and how much they rise in a step."""
    from scipy.special import betaincinv, betaln, ndtr, xlog1py, xlogy

    scores = np.arange(round(2 * SCORES / SCORE_STEP) + 1) * SCORE_STEP - SCORES
    shares: Floats = betaincinv(a, b, ndtr(scores))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        density = xlogy(a - 1, shares) + xlog1py(b - 1, -shares) - betaln(a, b)
        slopes = np.exp(-scores * scores / 2 - LOG_ROOT_2_PI - density) * SCORE_STEP
    return shares, np.where(np.isfinite(slopes), slopes, 0.0)


class Distribution(ABC):
    """What an uncertain parameter may be: one value is drawn for each trial."""

    def quantile(self, u: Floats) -> Floats:
        """Values at the uniforms `u` in (0, 1), to 30 significant bits and within the support.

        A choice among words gives the word's position among those that the parameter allows; true is 1.
        """
        return np.clip(round_to_30_bits(self._invert(np.asarray(u, dtype=np.float64))), *self.support())

    @abstractmethod
    def _invert(self, u: Floats) -> Floats: ...

    @abstractmethod
    def support(self) -> tuple[float, float]:
        """Return the least and greatest value; infinite where there is none."""

    @abstractmethod
    def mean(self) -> float:
        """Return the expected value."""

    @abstractmethod
    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""

    def __bool__(self) -> bool:
        raise TypeError("a distribution has no truth value: draw from it first")


@dataclass(frozen=True, slots=True)
class Beta(Distribution):
    """Beta distribution, scaled to the range from `low` to `high`."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        require(self.a > 0 and self.b > 0, "a and b must be above 0")
        require(self.low < self.high, "low must be below high")

    def _invert(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * invert_beta(u, self.a, self.b)

    def support(self) -> tuple[float, float]:
        """Return the range that it is scaled to."""
        return self.low, self.high

    def mean(self) -> float:
        """Return the expected value."""
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        return {"dist": "beta", "a": self.a, "b": self.b, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Normal(Distribution):
    """Normal distribution, truncated to what lies between `low` and `high`."""

    centre: float
    sd: float
    low: float = -math.inf
    high: float = math.inf

    def __post_init__(self) -> None:
        require(self.sd > 0, "sd must be above 0")
        require(self.low < self.high, "low must be below high")
        require_mass(*self._bounds())

    def _bounds(self) -> tuple[float, float]:
        return (self.low - self.centre) / self.sd, (self.high - self.centre) / self.sd

    def _invert(self, u: Floats) -> Floats:
        return self.centre + self.sd * invert_truncated(u, *self._bounds())

    def support(self) -> tuple[float, float]:
        """Return the bounds of the truncation."""
        return self.low, self.high

    def mean(self) -> float:
        """Return the expected value after truncation."""
        low, high = self._bounds()
        return self.centre + self.sd * (normal_density(low) - normal_density(high)) / normal_mass(low, high)

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        return {"dist": "normal", "mean": self.centre, "sd": self.sd} | finite_bounds(self.low, self.high)


@dataclass(frozen=True, slots=True)
class LogNormal(Distribution):
    """Lognormal distribution, truncated to what lies between `low` and `high`."""

    median: float
    sigma: float
    low: float = 0.0
    high: float = math.inf

    def __post_init__(self) -> None:
        require(self.median > 0 and self.sigma > 0, "median and sigma must be above 0")
        require(self.sigma <= MAX_SIGMA, f"sigma must be at most {MAX_SIGMA:g}")
        require(0 <= self.low < self.high, "low must be at least 0 and below high")
        require_mass(*self._bounds())

    def _bounds(self) -> tuple[float, float]:
        low = math.log(self.low / self.median) / self.sigma if self.low > 0 else -math.inf
        high = math.log(self.high / self.median) / self.sigma if self.high < math.inf else math.inf
        return low, high

    def _invert(self, u: Floats) -> Floats:
        return self.median * np.exp(self.sigma * invert_truncated(u, *self._bounds()))

    def support(self) -> tuple[float, float]:
        """Return the bounds of the truncation."""
        return self.low, self.high

    def mean(self) -> float:
        """Return the expected value after truncation."""
        low, high = self._bounds()
        share = normal_mass(low - self.sigma, high - self.sigma) / normal_mass(low, high)
        return self.median * math.exp(self.sigma**2 / 2) * share

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        table = {"dist": "lognormal", "median": self.median, "sigma": self.sigma}
        return table | finite_bounds(self.low or -math.inf, self.high)


@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """Triangular distribution."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        require(self.low < self.high, "low must be below high")
        require(self.low <= self.mode <= self.high, "mode must lie between low and high")

    def _invert(self, u: Floats) -> Floats:
        width = self.high - self.low
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        below = u * width < self.mode - self.low
        return np.where(below, np.minimum(rising, self.mode), np.maximum(falling, self.mode))

    def support(self) -> tuple[float, float]:
        """Return the ends of the triangle."""
        return self.low, self.high

    def mean(self) -> float:
        """Return the expected value."""
        return (self.low + self.mode + self.high) / 3

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        return {"dist": "triangular", "low": self.low, "mode": self.mode, "high": self.high}


@dataclass(frozen=True, slots=True)
class Uniform(Distribution):
    """Uniform distribution."""

    low: float
    high: float

    def __post_init__(self) -> None:
        require(self.low < self.high, "low must be below high")

    def _invert(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * u

    def support(self) -> tuple[float, float]:
        """Return the ends of the range."""
        return self.low, self.high

    def mean(self) -> float:
        """Return the expected value."""
        return (self.low + self.high) / 2

    def to_table(self) -> dict[str, Any]:
        """Return the TOML table that declares it."""
        return {"dist": "uniform", "low": self.low, "high": self.high}


def require(holds: bool, rule: str) -> None:
    """Raise ValueError with the rule that a distribution breaks."""
    if not holds:
        raise ValueError(rule)


def require_mass(low: float, high: float) -> None:
    """Refuse a truncation that leaves next to nothing of a standard normal."""
    require(normal_mass(low, high) > LEAST_MASS, "low and high leave next to nothing of the distribution")


def finite_bounds(low: float, high: float) -> dict[str, float]:
    """Bounds to write: those that truncate."""
    return {key: bound for key, bound in (("low", low), ("high", high)) if math.isfinite(bound)}


def normal_density(z: float) -> float:
    """Density of the standard normal distribution."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def normal_mass(low: float, high: float) -> float:
    """Probability of the standard normal distribution between two bounds, also far in a tail."""
    if low > 0:
        low, high = -high, -low
    return (math.erfc(-high / math.sqrt(2)) - math.erfc(-low / math.sqrt(2))) / 2


def invert_truncated(u: Floats, low: float, high: float) -> Floats:
    """Inverse CDF of the standard normal distribution truncated to two bounds."""
    from scipy.special import ndtri

    if low > 0:
        return -invert_truncated(1 - u, -high, -low)
    below = math.erfc(-low / math.sqrt(2)) / 2
    z: Floats = ndtri(below + u * normal_mass(low, high))
    return z
