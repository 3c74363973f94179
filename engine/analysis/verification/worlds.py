"""Trials of an invented pair of neighbours, in the variants that checks ask for."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.scenario import load_scenario
from engine.simulation.kernel import run_chunk
from engine.simulation.records import Floats, columns

PAIR = Path(__file__).with_name("pair.toml")
"""The scenario; it states every number, so that no default can move a check."""

NO_TALKS = (
    "talks.ripeness=-20",
    "talks.ripeness_pain=0",
    "talks.ripeness_stalemate=0",
    "mediators.envoy.push=-5",
)
"""Nobody comes to the table: a chance of 1e-11 each round."""
AT_WAR = ("start.phase=war",)
NO_CRISES = ("front.severity=0",)
NO_PLEDGE = ("parties.north.damage=0", "parties.south.damage=0")
SOUTH_ATTACKS = (
    *NO_CRISES,
    *NO_PLEDGE,
    *(f"parties.{party}.{key}" for party in ("north", "south") for key in ("frailty_sd=0", "weapons=0")),
    *(f"parties.{party}.temptation_noise=0.005" for party in ("north", "south")),
    "parties.north.optimism=-2",
    "parties.south.optimism=2",
)
"""War is worth 80 noises more than peace to the south, and less by more to the north."""


class Sample(NamedTuple):
    """What was recorded of the trials of one variant.

    Attributes
    ----------
    names : tuple of str
        Columns of `values`.
    values : ndarray, shape (n_trials, n_columns)
        The records.
    phases : ndarray of uint8, shape (n_trials, rounds)
        Phase at the end of each round.
    """

    names: tuple[str, ...]
    values: Floats
    phases: NDArray[np.uint8]

    def column(self, name: str) -> Floats:
        """One recorded number of every trial."""
        return self.values[:, self.names.index(name)]


class Laboratory(NamedTuple):
    """Where variants of the pair run, all over the same trials.

    Attributes
    ----------
    n_trials : int
        Trials of each variant.
    seed : int
        Seed of all draws.
    """

    n_trials: int
    seed: int = 0

    def run(
        self,
        overrides: tuple[str, ...] = (),
        *,
        path: Path = PAIR,
        first: int = 0,
        n_trials: int | None = None,
    ) -> Sample:
        """Run a variant: overrides laid over the pair, or over a rewritten copy of its file."""
        scenario = load_scenario(path, overrides)
        chunk = run_chunk(scenario, self.seed, first, self.n_trials if n_trials is None else n_trials)
        return Sample(tuple(column.name for column in columns(scenario)), chunk.values, chunk.phases)
