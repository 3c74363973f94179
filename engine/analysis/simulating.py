"""Trials of a scenario as named columns, for measuring rather than for keeping."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from engine.experiment.executors import count_cpus
from engine.scenario import Scenario
from engine.simulation.kernel import run_without_twins
from engine.simulation.records import ENDS, ROUNDS_PER_YEAR, WEEKS_PER_YEAR, Floats, columns

HELD = float(ENDS.index("held"))


class Trials(NamedTuple):
    """Trials 0 to n - 1 of one scenario.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    values : ndarray, shape (n_trials, n_columns)
        Records, NaN where a thing did not happen.
    draws : ndarray, shape (n_trials, n_uncertain)
        Uncertain parameters as drawn.
    """

    scenario: Scenario
    values: Floats
    draws: Floats

    def column(self, name: str) -> Floats:
        """Give one recorded number of all trials."""
        names = [column.name for column in columns(self.scenario)]
        return np.asarray(self.values[:, names.index(name)])

    def happened(self, name: str) -> np.ndarray:
        """Say for each trial whether a counted thing happened at least once."""
        return self.column(name) > 0

    def drawn(self, path: str) -> Floats:
        """Give one uncertain parameter of all trials, as drawn."""
        return np.asarray(self.draws[:, self.scenario.uncertain.index(path)])

    def fails_by(self, years: float) -> np.ndarray:
        """Say for each trial whether its first ceasefire has ended by then."""
        return self.failed() & (self.column("ceasefire_weeks") <= years * WEEKS_PER_YEAR)

    def failed(self) -> np.ndarray:
        """Say for each trial whether its first ceasefire ended before the horizon."""
        return np.asarray(self.column("ceasefire_end") > HELD)

    def years(self) -> float:
        """Give the horizon. [years]."""
        return self.scenario.parameters.clock.rounds / ROUNDS_PER_YEAR


def simulate(scenario: Scenario, n_trials: int, seed: int) -> Trials:
    """Run trials in compiled code; every scenario meets the same luck, trial by trial."""
    chunk = run_without_twins(scenario, seed, 0, n_trials)
    return Trials(scenario, chunk.values, chunk.draws)


def simulate_all(scenarios: Iterable[Scenario], n_trials: int, seed: int) -> Iterator[Trials]:
    """Run the same trials of several scenarios over all CPUs; in the scenarios' order."""
    with ThreadPoolExecutor(count_cpus()) as pool:
        yield from pool.map(partial(simulate, n_trials=n_trials, seed=seed), scenarios)
