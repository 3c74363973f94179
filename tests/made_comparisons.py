"""Made-up trials of arms to compare: outcomes and recorded numbers as a test wants them."""

import numpy as np

from engine.analysis.comparing.comparing import Compared, compare_sides
from engine.analysis.comparing.sides import Level, take_sides
from engine.analysis.given import parse_observations
from engine.analysis.objective import parse_objective
from engine.analysis.simulating import Trials
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, columns

PEACE, WAR = (float(OUTCOMES.index(name)) for name in ("durable_peace", "renewed_war"))


def make_trials(scenario: Scenario, outcomes: np.ndarray, **recorded: np.ndarray) -> Trials:
    """Make trials that record these codes of outcomes and these numbers; 0 or nothing else."""
    named = columns(scenario)
    values = np.full((len(outcomes), len(named)), np.nan)
    for place, column in enumerate(named):
        if column.name in recorded:
            values[:, place] = recorded[column.name]
        elif column.kind == "count":
            values[:, place] = 0.0
    values[:, [column.name for column in named].index("outcome")] = outcomes
    return Trials(scenario, values, np.empty((len(outcomes), len(scenario.uncertain))))


def peace_where(happens: np.ndarray) -> np.ndarray:
    """Give codes of durable peace where it happens, and of renewed war elsewhere."""
    return np.where(happens, PEACE, WAR)


def compare_made(
    arms: dict[str, Trials], objective: str = "durable_peace", *given: str, always: bool = False
) -> Compared:
    """Compare made-up trials."""
    trials = list(arms.values())
    scenarios = [each.scenario for each in trials]
    sides = take_sides(list(arms), trials, parse_observations(given, scenarios))
    return compare_sides(
        sides, parse_objective(objective, scenarios[0]), Level(len(trials[0].values), always)
    )
