"""Whole trials, set up so that a formula says what comes out of them."""

import math
from collections.abc import Iterator

import numpy as np

from engine.analysis.verification.checks import Check, error_of, near
from engine.analysis.verification.worlds import (
    AT_WAR,
    NO_CRISES,
    NO_PLEDGE,
    NO_TALKS,
    SOUTH_ATTACKS,
    Laboratory,
)
from engine.model.schedule import DAYS_PER_WEEK, WEEK_YEARS, WEEKS_PER_ROUND, WEEKS_PER_YEAR

FAMILY = "closed-forms"
ERRORS = 4
WHY = f"{ERRORS} standard errors"
"""A false alarm at one seed in 16,000 for each comparison."""

CONTINUITY = 0.5826
"""-zeta(1/2) / sqrt(2 pi): Broadie, Glasserman & Kou 1997; written here once more, apart from the rule."""
VOLATILITY = 0.5
WARS = ((0.0, 0.0), (0.08, 0.25), (-0.15, 0.25))
"""Trends and fronts at the start."""
LONG_ROUNDS, HAWKES_ROUNDS = 1300, 130
FROZEN_WAR = (
    *AT_WAR,
    *NO_TALKS,
    f"clock.rounds={LONG_ROUNDS}",
    f"front.volatility={VOLATILITY}",
    "front.trend_sd=0",
    "parties.north.cost=1",
    "parties.north.weariness_rate=0",
)
"""A week of war costs the north a week's share of a year, so that its war cost is the length of the war."""

NU, LAXITY, NORM = 0.2 * 300 * DAYS_PER_WEEK, 0.5, 0.5
HAWKES = (
    "start.phase=truce",
    *NO_TALKS,
    *NO_CRISES,
    f"clock.rounds={HAWKES_ROUNDS}",
    "front.background=0.2",
    "front.forgiveness=0",
    "front.misattribution=0",
    "front.contagion=0",
    *(
        f"parties.{party}.{key}"
        for party in ("north", "south")
        for key in (f"laxity={LAXITY}", "laxity_growth=0", f"retaliation={NORM}", "attack_rate=0")
    ),
)
ATTACK_RATE = 0.05
RELIABILITY = 0.3
CALLED = (
    *NO_PLEDGE,
    f"guarantors.ally.reliability={RELIABILITY}",
    "guarantors.ally.drift_month=0",
    "guarantors.ally.common_shock=0",
    "parties.south.frailty_sd=2",
)


def fight_to_the_end(lab: Laboratory) -> Iterator[Check]:
    """Wars at a frozen trend end as often at either end, and as late, as the walk of the front does."""
    edge = 1 + CONTINUITY * VOLATILITY * math.sqrt(WEEK_YEARS)
    for trend, front in WARS:
        wars = lab.run((*FROZEN_WAR, f"front.trend={trend}", f"start.front={front}"))
        share, years = exits_of_walk(trend, front, VOLATILITY, edge)
        where = f"war at trend {trend:g} from front {front:g}"
        won = wars.column("front") >= 1
        error = ERRORS * math.sqrt(share * (1 - share) / won.size)
        yield near(FAMILY, f"{where}: share that the defender wins", won.mean(), share, error, WHY)
        lengths = wars.column("war_cost_north")
        error = ERRORS * error_of(lengths)
        yield near(FAMILY, f"{where}: mean length in years", lengths.mean(), years, error, WHY)


def exits_of_walk(trend: float, front: float, volatility: float, edge: float) -> tuple[float, float]:
    """Chance that a Brownian motion leaves at the upper edge, and its mean time to leave. [1], [year]."""
    if trend == 0:
        return (edge + front) / (2 * edge), (edge**2 - front**2) / volatility**2
    v = 2 * trend / volatility**2
    share = (1 - math.exp(-v * (edge + front))) / (1 - math.exp(-2 * v * edge))
    return share, (edge * (2 * share - 1) - front) / trend


def settle_incidents(lab: Laboratory) -> Iterator[Check]:
    """Incidents settle at the mean of a Hawkes process, nu theta / (1 - n), where nothing else acts."""
    n_trials = max(2, lab.n_trials // 50)
    sample = lab.run(HAWKES, n_trials=n_trials)
    last = HAWKES_ROUNDS * WEEKS_PER_ROUND // WEEKS_PER_YEAR
    years = np.array([sample.column(f"incidents_year_{year}") for year in range(2, last + 1)])
    expected = hawkes_mean(NU, LAXITY, NORM) * WEEKS_PER_YEAR
    # The long-run variance of a Hawkes count is mean / (1 - n)^2.
    error = ERRORS * math.sqrt(expected / years.size) / (1 - NORM)
    yield near(FAMILY, "incidents a year at a branching ratio of 0.5", years.mean(), expected, error, WHY)


def hawkes_mean(background: float, laxity: float, norm: float) -> float:
    """Mean incidents of both sides in a week. [incidents/week]."""
    return background * laxity / (1 - norm)


def attack_at_a_rate(lab: Laboratory) -> Iterator[Check]:
    """An accord that tempts without limit holds for a geometric number of rounds."""
    sample = lab.run((*SOUTH_ATTACKS, f"parties.south.attack_rate={ATTACK_RATE}"))
    rounds = sample.column("ceasefire_weeks") / WEEKS_PER_ROUND
    expected = (1 - (1 - ATTACK_RATE) ** sample.phases.shape[1]) / ATTACK_RATE
    error = ERRORS * error_of(rounds)
    yield near(FAMILY, "rounds held at an attack rate of 0.05", rounds.mean(), expected, error, WHY)


def honour_calls(lab: Laboratory) -> Iterator[Check]:
    """A guarantor without drift or common shock honours its share of calls."""
    sample = lab.run(CALLED)
    calls = max(1.0, sample.column("called_ally").sum())
    # Honoured less reliability x calls is a martingale, also where the answers bring more calls.
    error = ERRORS * math.sqrt(RELIABILITY * (1 - RELIABILITY) / calls)
    share = sample.column("honoured_ally").sum() / calls
    yield near(FAMILY, "share of calls honoured at a reliability of 0.3", share, RELIABILITY, error, WHY)
