"""When a run is precise enough to stop, looked at after fixed numbers of trials.

A rule that stops when an interval looks narrow prefers samples whose share lies too far from 1/2, and may
cost coverage (Frey 2010). How much hangs on how far apart the looks are: with trials growing by a factor g,
two looks correlate by g^-1/2, and at the worst share a sample that misses stops at the first while one that
would not goes on to miss at the second, 5.7% in all for g = 1.1 but 6.6% for g = 2. As looks grow denser
the loss vanishes (Anscombe 1952; Chow & Robbins 1965). With g = 1.1 simulated coverage was 94.0% at the
worst of all shares and widths tried and 95.0% on average, and a run takes 5% more trials than it needs.

Looks fall on numbers of trials alone, so that a run stops at the same trial whatever the workers.
"""

import math
from collections.abc import Iterable, Iterator

from engine.results.aggregate import Aggregate
from engine.results.estimates import Estimate, Z, wilson
from engine.simulation.records import STATUSES

FIRST_LOOK = 1000
"""Trials before the first look; with fewer, rare outcomes have not shown themselves."""
GROWTH_TENTHS = 11
"""Tenths of one look's trials at which the next one falls."""


def schedule_looks(most: int) -> Iterator[int]:
    """Give the numbers of trials after which to look, the last of which is the most that may be run."""
    look = min(FIRST_LOOK, most)
    while look < most:
        yield look
        look = min(-(-look * GROWTH_TENTHS // 10), most)
    yield most


def count_trials(width: float) -> int:
    """Count the trials after which Wilson's interval is narrower than a width, whatever the share."""
    return math.floor(Z * Z * (1 / width**2 - 1)) + 1


def estimate_outcomes(aggregate: Aggregate) -> tuple[Estimate, ...]:
    """Estimate the share of each outcome among the trials that ran to their end."""
    done = int(aggregate.statuses[STATUSES.index("done")])
    return tuple(wilson(trials, done) for trials in aggregate.outcomes.tolist())


def find_widest(estimates: Iterable[Estimate]) -> float:
    """Find the full width of the widest interval; one without an end is of any width."""
    widths = [estimate.high - estimate.low for estimate in estimates]
    return math.inf if any(math.isnan(width) for width in widths) else max(widths, default=0.0)


def is_precise(estimates: Iterable[Estimate], width: float) -> bool:
    """Whether every interval is narrower than a width: shares of outcomes, or paired differences of arms."""
    return find_widest(estimates) < width
