"""What a sweep will take, from a probe of some of its points: time, disk, and the precision that buys."""

import time
import zlib
from typing import NamedTuple

from engine.experiment.backends import BACKENDS
from engine.experiment.sweeps.planning import Sweep
from engine.results.aggregate import aggregate
from engine.results.estimates import wilson
from engine.results.parts import Part
from engine.results.room import COPIES, estimate_room
from engine.results.sweeps.pile import pack_part
from engine.scenario import Scenario
from engine.simulation.records import TWIN_TRIALS

PROBED_POINTS = 5
PROBED_TRIALS = 256
PROBED_SHARES = (0.5, 0.1, 0.01)
"""Shares for which the width of an interval is told."""


class Width(NamedTuple):
    """How wide the interval of a share would be.

    Attributes
    ----------
    share : float
        The share.
    width : float
        Full width of its 95% interval.
    """

    share: float
    width: float


class Forecast(NamedTuple):
    """What a sweep will take.

    Attributes
    ----------
    points, trials : int
        Points, and trials of each.
    cpu_seconds : float
        Time on one CPU like this one. [s]
    least_seconds, most_seconds : float
        The same if all points were as the fastest or the slowest of those probed. [s]
    bytes_after, bytes_at_work : int
        Room on the disk in the end, and at the most.
    widths : tuple of Width
        Precision of a share at each point.
    """

    points: int
    trials: int
    cpu_seconds: float
    least_seconds: float
    most_seconds: float
    bytes_after: int
    bytes_at_work: int
    widths: tuple[Width, ...]


def forecast(sweep: Sweep, rows: bool = True) -> Forecast:
    """Run some trials of some points, and tell what all of them will take."""
    n_points, n_trials = len(sweep.plan.points), sweep.plan.trials
    n_probed = min(n_points, PROBED_POINTS)
    probed = [sweep.resolve(place * (n_points - 1) // max(1, n_probed - 1)) for place in range(n_probed)]
    _run(probed[0], sweep.plan.seed, 0, 8)  # compiled and in the cache from here on
    seconds = [_time_point(scenario, sweep.plan.seed, n_trials) for scenario in probed]
    counts = _measure_aggregate(probed[0], sweep.plan.seed) + len(zlib.compress(probed[0].to_toml().encode()))
    room = n_points * estimate_room(probed[0], n_trials) if rows else 0
    return Forecast(
        points=n_points,
        trials=n_trials,
        cpu_seconds=n_points * sum(seconds) / n_probed,
        least_seconds=n_points * min(seconds),
        most_seconds=n_points * max(seconds),
        bytes_after=n_points * counts + room // COPIES,
        bytes_at_work=2 * n_points * counts + room,
        widths=tuple(_find_width(share, n_trials) for share in PROBED_SHARES),
    )


def _time_point(scenario: Scenario, seed: int, n_trials: int) -> float:
    """Tell the time of a point's trials; the first of them run twice, for their twins."""
    n_twinned = min(n_trials, TWIN_TRIALS)
    twinned = _run(scenario, seed, 0, min(n_twinned, PROBED_TRIALS)) * n_twinned
    if n_trials <= TWIN_TRIALS:
        return twinned
    return twinned + _run(scenario, seed, TWIN_TRIALS, PROBED_TRIALS) * (n_trials - TWIN_TRIALS)


def _run(scenario: Scenario, seed: int, first: int, n_trials: int) -> float:
    """Run trials and keep nothing; give the CPU time of one, in seconds."""
    began = time.process_time()
    aggregate(BACKENDS["kernel"].runner(scenario, seed, first, n_trials, None), scenario)
    return (time.process_time() - began) / n_trials


def _measure_aggregate(scenario: Scenario, seed: int) -> int:
    chunk = BACKENDS["kernel"].runner(scenario, seed, 0, PROBED_TRIALS, None)
    return len(pack_part(Part("", aggregate(chunk, scenario), None)))


def _find_width(share: float, n_trials: int) -> Width:
    interval = wilson(round(share * n_trials), n_trials)
    return Width(share, interval.high - interval.low)
