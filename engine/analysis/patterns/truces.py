"""P1 to P6: how truces and settlements fail."""

import numpy as np
from scipy.stats import CensoredData, weibull_min

from engine.analysis.history.archetypes import ENFORCED, REFERENCE, SETTLEMENT, TRUCE
from engine.analysis.patterns.bench import DURESS, Bench, fails, hazard_ratio, ratio, share
from engine.analysis.simulating import Trials
from engine.simulation.records import WEEKS_PER_YEAR, Floats

FOLLOWED_YEARS = 5.0
"""Years for which the failures of P5 and P6 were followed. [years]"""
MONTHS_PER_WEEK, DAYS_PER_WEEK = 12 / WEEKS_PER_YEAR, 7
BLURRED = 0.2
"""Sharpness of a front whose positions are intermingled. [1]"""
SHIFTED = 0.3
"""Shift of power, on the scale of the coded cases, whose hazard ratio the priors state. [1]"""
AT_MOST_FITTED = 3000
"""Times to failure that the Weibull fit takes of each archetype."""


def measure_surroundings(bench: Bench) -> list[float]:
    """H1: each against the bare truce between two states."""
    bare = bench.run(REFERENCE)
    variants = (
        bench.run(REFERENCE._replace(settlement_kind="peace_agreement")),
        bench.run(REFERENCE._replace(monitors=True, monitor_type="un_observers")),
        bench.run(REFERENCE._replace(monitors=True, monitor_type="armed_pk")),
        bench.run(REFERENCE._replace(monitors=True, monitor_type="enforcement")),
        bench.run(REFERENCE._replace(zone=True)),
        bench.run(REFERENCE._replace(settlement_kind="armistice")),
        bench.run(REFERENCE._replace(front_sharpness=BLURRED)),
        bench.run(REFERENCE, f"start.duress={DURESS}"),
        bench.run(REFERENCE._replace(expected_shift=SHIFTED)),
    )
    return [hazard_ratio(variant, bare, FOLLOWED_YEARS) for variant in variants]


def measure_bare_truces(bench: Bench) -> list[float]:
    """P1."""
    return _failures(bench.run(TRUCE))


def measure_enforced_truces(bench: Bench) -> list[float]:
    """P2."""
    return _failures(bench.run(ENFORCED))


def measure_settlements(bench: Bench) -> list[float]:
    """P3."""
    return [ratio(fails(bench.run(SETTLEMENT), 5), fails(bench.run(TRUCE), 5))]


def measure_shape(bench: Bench) -> list[float]:
    """P4: bare and enforced truces and settlements, as many of each."""
    ended, censored = [], []
    for case in (TRUCE, ENFORCED, SETTLEMENT):
        trials = bench.run(case)
        weeks, failed = trials.column("ceasefire_weeks"), trials.failed()
        ended.append(weeks[:AT_MOST_FITTED][failed[:AT_MOST_FITTED]])
        censored.append(weeks[:AT_MOST_FITTED][~failed[:AT_MOST_FITTED]])
    data = CensoredData(uncensored=np.concatenate(ended) - 0.5, right=np.concatenate(censored))
    shape, _, _ = weibull_min.fit(data, 0.5, floc=0, scale=500)
    return [float(shape)]


def measure_times(bench: Bench) -> list[float]:
    """P5: the same pool, among failures within the years followed."""
    weeks = np.concatenate([_weeks_to_failure(bench.run(case)) for case in (TRUCE, ENFORCED, SETTLEMENT)])
    return [
        float(np.median(weeks)) * MONTHS_PER_WEEK,
        share(weeks <= 2 * WEEKS_PER_YEAR),
    ]


def measure_first_breach(bench: Bench) -> list[float]:
    """P6: bare truces, and the days on which those fail that fail within the years followed."""
    trials = bench.run(TRUCE, "clock.rounds=1")
    return [
        share(trials.column("incidents_year_1") > 0),
        float(np.median(_weeks_to_failure(bench.run(TRUCE)))) * DAYS_PER_WEEK,
    ]


def _failures(trials: Trials) -> list[float]:
    return [fails(trials, 0.25), fails(trials, 1), fails(trials, 5)]


def _weeks_to_failure(trials: Trials) -> Floats:
    return np.asarray(trials.column("ceasefire_weeks")[trials.fails_by(FOLLOWED_YEARS)])
