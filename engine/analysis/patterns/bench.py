"""Where patterns are measured: trials of archetypes, each run once, all with the same luck."""

import math

import numpy as np

from engine.analysis.history.archetypes import load_case
from engine.analysis.simulating import Trials, simulate
from engine.evidence.cases import Case
from engine.scenario import load_scenario

TRIALS, SEED = 4000, 1648
DURESS = 0.15
"""Pressure on each party, as mediators' default before a deadline. [1]"""
SURE = 0.9995
"""Largest share of failures from which a cumulative hazard is taken."""


class Bench:
    """Runs archetypes and remembers them.

    Parameters
    ----------
    n_trials : int
        Trials of each archetype.
    seed : int
        Seed of all draws.
    overrides : tuple of str
        Values laid over every archetype, for calibration.
    """

    def __init__(self, n_trials: int = TRIALS, seed: int = SEED, overrides: tuple[str, ...] = ()) -> None:
        self.n_trials, self.seed, self.overrides = n_trials, seed, overrides
        self._cases: dict[tuple[Case, tuple[str, ...]], Trials] = {}
        self._shipped: dict[tuple[str, tuple[str, ...]], Trials] = {}

    def run(self, case: Case, *overrides: str) -> Trials:
        """Run a case."""
        key = (case, overrides)
        if key not in self._cases:
            scenario = load_case(case, *self.overrides, *overrides)
            self._cases[key] = simulate(scenario, self.n_trials, self.seed)
        return self._cases[key]

    def run_shipped(self, name: str, *overrides: str) -> Trials:
        """Run a shipped scenario."""
        key = (name, overrides)
        if key not in self._shipped:
            scenario = load_scenario(name, [*self.overrides, *overrides])
            self._shipped[key] = simulate(scenario, self.n_trials, self.seed)
        return self._shipped[key]


def share(happened: np.ndarray) -> float:
    """Share of trials in which a thing happened; NaN without trials."""
    return float(happened.mean()) if happened.size else math.nan


def fails(trials: Trials, years: float) -> float:
    """Share of ceasefires that have ended by then."""
    return share(trials.fails_by(years))


def hazard(trials: Trials, years: float) -> float:
    """Cumulative hazard by then."""
    return -math.log(1 - min(fails(trials, years), SURE))


def hazard_ratio(trials: Trials, reference: Trials, years: float) -> float:
    """Ratio of cumulative hazards by then; NaN where the reference never fails."""
    below = hazard(reference, years)
    return hazard(trials, years) / below if below > 0 else math.nan


def ratio(above: float, below: float) -> float:
    """Ratio of two shares; NaN where the lower one is 0."""
    return above / below if below > 0 else math.nan
