"""P10, P13 and P14: how wars end, and what pressure does."""

import numpy as np

from engine.analysis.history.archetypes import REFERENCE
from engine.analysis.patterns.bench import DURESS, Bench, hazard_ratio, ratio, share
from engine.analysis.simulating import Trials
from engine.simulation.records import ROUNDS_PER_YEAR, Floats

WAR = "war"
PRESSURE = tuple(f"mediators.mediator.leverage.{party}={DURESS}" for party in ("defender", "challenger"))


def measure_pressure(bench: Bench) -> list[float]:
    """P10: a truce signed under pressure, and a war in which the mediator has leverage on both sides."""
    free, imposed = bench.run(REFERENCE), bench.run(REFERENCE, f"start.duress={DURESS}")
    talked, pressed = bench.run_shipped(WAR), bench.run_shipped(WAR, *PRESSURE)
    return [
        hazard_ratio(imposed, free, 5),
        ratio(share(_ceased_by(pressed, 2)), share(_ceased_by(talked, 2))),
        ratio(_relapse(pressed), _relapse(talked)),
    ]


def measure_ends_by_age(bench: Bench) -> list[float]:
    """P13: wars end by a ceasefire, a settlement or a decision."""
    ended = _end_years(bench.run_shipped(WAR))

    def within_a_year(after: float) -> float:
        going = ended > after
        return share(ended[going] <= after + 1)

    late = [within_a_year(years) for years in (1, 2, 3)]
    return [share(ended <= 1 / ROUNDS_PER_YEAR), share(ended <= 1), *late, late[0] - late[-1]]


def measure_kinds_of_end(bench: Bench) -> list[float]:
    """P14: of wars that ended, those decided and those stopped without a settlement."""
    trials = bench.run_shipped(WAR)
    rounds = {name: _rounds(trials, name) for name in ("decision", "ratification", "first_truce")}
    ended = np.isfinite(np.minimum.reduce(list(rounds.values())))
    decided = rounds["decision"] < np.fmin(rounds["ratification"], rounds["first_truce"])
    settled = rounds["ratification"] <= rounds["first_truce"] + SAME_DEAL_ROUNDS
    truce = ~decided & ~(np.isfinite(rounds["ratification"]) & settled)
    return [share(decided[ended]), share(truce[ended])]


SAME_DEAL_ROUNDS = ROUNDS_PER_YEAR
"""Rounds after a truce within which a settlement is the end of the same war. [rounds]"""


def _rounds(trials: Trials, event: str) -> Floats:
    """Give the end of the round of an event in years' rounds; infinity where it did not happen."""
    rounds = trials.column(f"{event}_round") + 1
    return np.where(np.isnan(rounds), np.inf, rounds)


def _end_years(trials: Trials) -> Floats:
    events = ("decision", "ratification", "first_truce")
    return np.asarray(np.minimum.reduce([_rounds(trials, event) for event in events]) / ROUNDS_PER_YEAR)


def _ceased_by(trials: Trials, years: float) -> np.ndarray:
    return np.asarray(np.fmin(_rounds(trials, "first_truce"), _rounds(trials, "ratification")) <= years * 13)


def _relapse(trials: Trials) -> float:
    """Share of first ceasefires that end within five years, of those begun five years before the horizon."""
    begun = np.fmin(_rounds(trials, "first_truce"), _rounds(trials, "ratification"))
    early = begun <= (trials.years() - 5) * ROUNDS_PER_YEAR
    return share(trials.fails_by(5)[early])
