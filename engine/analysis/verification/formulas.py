"""Rules against the formulas that they stand for, computed another way."""

from collections.abc import Iterator

import numpy as np
from scipy.stats import poisson

from engine.analysis.verification.checks import Check, Floats, near
from engine.analysis.verification.closed_forms import FAMILY
from engine.analysis.verification.worlds import Laboratory
from engine.model.rules import incidents, war

ROUNDING = 1e-12
LOW_MEANS, HIGH_MEANS = (0.3, 2.0, 8.5), (10.0, 30.0, 100.0)
FEW, MANY = 20_000, 200_000
EXPANSION = 6e-4
"""Total variation that the expansion of the quantile may be off by (ODD 7.5)."""
WAR_VALUE_ERROR = 0.005
"""Error that the war value may have (ODD 7.2)."""
BELIEFS = tuple((mean, sd) for mean in (-0.2, 0.0, 0.1) for sd in (0.02, 0.1, 0.3))
PLACES = tuple(
    (front, rate, volatility)
    for front in (-0.5, 0.0, 0.6)
    for rate in (0.05, 0.15)
    for volatility in (0.2, 0.4)
)
STANDING, AT_WORST, COST = 0.6, -0.2, 0.15
NODES, REACH = 8001, 8.0


def draw_counts(lab: Laboratory) -> Iterator[Check]:
    """Incidents are Poisson quantiles: exact at small means, near in law at large ones."""
    even = (np.arange(FEW) + 0.5) / FEW
    wrong = sum(int((_fire(even, mean) != poisson.ppf(even, mean)).sum()) for mean in LOW_MEANS)
    yield near(FAMILY, "Poisson quantiles unlike scipy's at means under 9", wrong, 0, 0, "exact")
    for mean in HIGH_MEANS:
        found = np.bincount(_fire((np.arange(MANY) + 0.5) / MANY, mean).astype(np.int64)) / MANY
        apart = np.abs(found - poisson.pmf(np.arange(found.size), mean)).sum() / 2
        within = EXPANSION + (mean + 12 * mean**0.5) / MANY
        why = "the expansion's own, and the grid's at each boundary"
        yield near(FAMILY, f"total variation from Poisson({mean:g})", apart, 0, within, why)


def _fire(draws: Floats, mean: float) -> Floats:
    return np.array([incidents.fire(draw, mean) for draw in draws.tolist()])


def learn_trend(lab: Laboratory) -> Iterator[Check]:
    """A belief that learns week by week ends where one that learns all weeks at once does."""
    weeks, volatility, years = 300, 0.3, 1 / 52
    prior_mean, prior_variance = 0.2, 0.04
    moves = 0.05 * np.sin(np.arange(weeks))
    mean, variance = prior_mean, prior_variance
    for moved in moves.tolist():
        left = war.doubt_left(variance, volatility, years)
        mean, variance = war.trend_learnt(mean, left, moved, volatility, years), left
    precision = 1 / prior_variance + weeks * years / volatility**2
    expected = (prior_mean / prior_variance + float(moves.sum()) / volatility**2) / precision
    why = "rounding of 300 steps"
    yield near(FAMILY, "mean of a Normal belief after 300 weeks", mean, expected, ROUNDING, why)
    yield near(FAMILY, "variance of a Normal belief after 300 weeks", variance, 1 / precision, ROUNDING, why)


def value_war(lab: Laboratory) -> Iterator[Check]:
    """The value of war is that of the costly lottery, integrated densely over the belief."""
    room = np.empty(war.WAR_VALUE_ROOM)
    worst = 0.0
    for mean, sd in BELIEFS:
        for front, rate, volatility in PLACES:
            edge = war.barrier(volatility, 1 / 52)
            found = war.war_value(room, mean, sd, front, rate, volatility, edge, STANDING, AT_WORST, COST)
            worst = max(worst, abs(found - integrate_war(mean, sd, front, rate, volatility, edge)))
    name = f"value of war, largest error of {len(BELIEFS) * len(PLACES)}"
    yield near(FAMILY, name, worst, 0, WAR_VALUE_ERROR, "the rule's stated error")


def integrate_war(mean: float, sd: float, front: float, rate: float, volatility: float, edge: float) -> float:
    """Integrate F+ + F- L + (1 - F+ - F-)(S - c / rate) over a Normal belief, by plain hyperbolic sines."""
    z = np.linspace(-REACH, REACH, NODES)
    trend, variance = mean + sd * z, volatility**2
    growth = np.sqrt(trend**2 + 2 * rate * variance) / variance
    whole = np.sinh(2 * edge * growth)
    won = np.exp(trend * (edge - front) / variance) * np.sinh((edge + front) * growth) / whole
    lost = np.exp(-trend * (edge + front) / variance) * np.sinh((edge - front) * growth) / whole
    values = won + lost * AT_WORST + (1 - won - lost) * (STANDING - COST / rate)
    weights = np.exp(-(z**2) / 2)
    return float((weights * values).sum() / weights.sum())
