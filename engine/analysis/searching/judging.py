"""What a package is worth: whether both sides would sign it, and whether it lasts once it is in force."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.analysis.objective import Objective, parse_objective
from engine.analysis.searching.packages import Lever, Package, list_overrides
from engine.analysis.simulating import Trials
from engine.model.packing import pack
from engine.scenario import Scenario
from engine.scenario.loading import load_text
from engine.simulation.kernel import run_packed
from engine.simulation.records import Floats

SIGNED = "agreement_round<=26"
"""Both sides accept it within two years."""
AT_THE_TABLE = ('start.phase="war"', "sequence.fixed_terms=true")
"""The package is the only draft of talks that begin in war."""
IN_FORCE = ('start.phase="accord"',)
"""The package is in force from the first day."""


class Worth(NamedTuple):
    """What trials of a package are worth.

    Attributes
    ----------
    signed : ndarray, shape (n_trials,)
        Whether both sides sign it in time, at the table; NaN where the trial failed.
    lasts : ndarray, shape (n_trials,)
        What the objective is, from the first day of an accord; NaN where the trial failed.
    """

    signed: Floats
    lasts: Floats


class Judge:
    """Plays packages of one scenario.

    Parameters
    ----------
    scenario : Scenario
        Under the packages.
    levers : sequence of Lever
        What packages set.
    seed : int
        Seed of all draws.
    objective : Objective
        What counts once a package is in force.
    """

    def __init__(self, scenario: Scenario, levers: Sequence[Lever], seed: int, objective: Objective) -> None:
        self.text, self.name, self.levers, self.seed = scenario.to_toml(), scenario.name, levers, seed
        self.signing, self.objective = parse_objective(SIGNED, scenario), objective

    def judge(self, package: Package, first: int, n_trials: int) -> Worth:
        """Play trials first .. first + n_trials - 1 of a package, at the table and in force.

        Raises
        ------
        ScenarioError
            If the package makes no valid scenario.
        """
        overrides = list_overrides(self.levers, package)
        signed = self._play([*overrides, *AT_THE_TABLE], first, n_trials)
        lasts = self._play([*overrides, *IN_FORCE], first, n_trials)
        return Worth(self.signing.measure(signed), self.objective.measure(lasts))

    def _play(self, overrides: Sequence[str], first: int, n_trials: int) -> Trials:
        scenario = load_text(self.text, self.name, overrides)
        chunk = run_packed(pack(scenario), self.seed, first, n_trials)
        return Trials(scenario, chunk.values, chunk.draws)
