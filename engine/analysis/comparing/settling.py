"""Trials of arms, played until their ranking is settled or the budget is spent."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from engine.analysis.arms import Asked, play_scenarios
from engine.analysis.comparing.ranking import rank
from engine.analysis.comparing.sides import Level, list_changes, take_sides
from engine.analysis.given import Observation
from engine.analysis.objective import Objective
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError
from engine.results.precision import schedule_looks

BUDGET = 50_000
"""Most trials of each arm where none are asked for."""


class Played(NamedTuple):
    """Trials that were played.

    Attributes
    ----------
    trials : list of Trials
        Of each arm.
    n_trials : int
        Of each arm.
    looks : int
        Times that the ranking was looked at.
    """

    trials: list[Trials]
    n_trials: int
    looks: int


def play_until_settled(
    asked: Asked,
    objective: Objective,
    observations: Sequence[Observation] = (),
    tick: Callable[[int], None] | None = None,
) -> Played:
    """Play the arms until intervals that hold at every look settle the ranking, or all trials are played.

    Arms that differ in nothing settle none: they are played up to the first look alone.
    """
    scenarios = [arm.scenario for arm in asked.arms]
    hopeless = any(not list_changes(*pair) for pair in combinations(scenarios, 2))
    played: list[Trials] = []
    n_played = looks = 0
    for look in schedule_looks(asked.trials):
        looks += 1
        more = play_scenarios(scenarios, asked.seed, n_played, look - n_played, tick)
        played = [_join(*pair) for pair in zip(played, more, strict=True)] if played else more
        n_played = look
        ranking = rank(take_sides(asked.names, played, observations), objective, Level(look, always=True))
        if ranking.is_settled or hopeless:
            break
    return Played(played, n_played, looks)


def _join(one: Trials, other: Trials) -> Trials:
    values, draws = ((one.values, other.values), (one.draws, other.draws))
    return Trials(one.scenario, np.concatenate(values), np.concatenate(draws))


def refuse_unsettled(asked: Asked) -> None:
    """Refuse arms whose ranking no trials can settle.

    Raises
    ------
    ScenarioError
        If their trials are not independent, or there is one arm alone.
    """
    problems = []
    if any(arm.scenario.parameters.run.sampling == "sobol" for arm in asked.arms):
        rule = "needs independent draws, and run.sampling is sobol"
        problems.append(Problem("--until-settled", "", rule, "leave one of them out"))
    if len(asked.arms) == 1:
        problems.append(Problem("--until-settled", "", "needs at least two arms", "name another"))
    if problems:
        raise ScenarioError(*problems)
