"""Sides of a comparison: the trials of an arm, and how much each of them counts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.analysis.given import Observation, refuse_too_few, weigh
from engine.analysis.simulating import Trials
from engine.results.simultaneous import reach_all, reach_always
from engine.scenario import Scenario, list_differences
from engine.scenario.differing import Difference
from engine.simulation.records import Floats

SHARED = ("run.trials", "run.seed")
"""Values of a scenario that say nothing of an arm: all arms share what was settled for them."""


class Side(NamedTuple):
    """One side of comparisons.

    Attributes
    ----------
    name : str
        What tells it apart.
    trials : Trials
        Row i is trial i, whatever the side.
    weights : ndarray, shape (n_trials,)
        How much each trial counts, 0 where it failed.
    is_whole : bool
        Whether all trials count alike that ran to their end.
    """

    name: str
    trials: Trials
    weights: Floats
    is_whole: bool


class Level(NamedTuple):
    """How sure intervals are.

    Attributes
    ----------
    n_trials : int
        Trials that all rest on.
    always : bool
        Whether they shall hold whenever they are looked at, else after these trials alone.
    dependent : bool
        Whether trials are not independent, so that there are no intervals.
    """

    n_trials: int
    always: bool = False
    dependent: bool = False

    def reach(self, n_comparisons: int = 1) -> float:
        """Give the standard errors that intervals reach which shall hold together."""
        return reach_always(n_comparisons, self.n_trials) if self.always else reach_all(n_comparisons)


def take_sides(
    names: Sequence[str], played: Sequence[Trials], observations: Sequence[Observation] = ()
) -> tuple[Side, ...]:
    """Weigh the trials of each arm by how well they agree with observations.

    One arm alone stands against itself: all of its trials, and those that agree.
    """
    if len(played) == 1:
        (name,), (trials,) = names, played
        given = " and ".join(each.text for each in observations)
        return (_take(name, trials, ()), _take(f"{name} given {given}", trials, observations))
    return tuple(_take(name, trials, observations) for name, trials in zip(names, played, strict=True))


def list_changes(first: Scenario, second: Scenario) -> tuple[Difference, ...]:
    """List the values in which two arms differ, which their trials may be told apart by."""
    return tuple(each for each in list_differences(first, second) if each.path not in SHARED)


def refuse_thin(sides: Sequence[Side], observations: Sequence[Observation]) -> None:
    """Refuse observations with which too few trials agree; raises as `refuse_too_few`.

    Sides whose trials all agree are few only if few were asked for.
    """
    if observations:
        named = [(side.name, side.weights) for side in sides if not side.is_whole]
        refuse_too_few([each.text for each in observations], named)


def _take(name: str, trials: Trials, observations: Sequence[Observation]) -> Side:
    whole, weights = weigh((), trials), weigh(observations, trials)
    return Side(name, trials, weights, bool(np.array_equal(whole, weights)))
