"""Which levers and whose luck most often decide: each changed over the same trials, and the ends it flips."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.analysis.explaining.exchanging import exchange_all, group_of
from engine.analysis.explaining.levers import list_changes
from engine.analysis.explaining.showing import Showing, show_nothing
from engine.analysis.simulating import Trials, simulate_all
from engine.analysis.telling import PEACE
from engine.experiment.executors import count_cpus
from engine.model.packing import pack
from engine.results.estimates import Estimate, wilson
from engine.results.paired import Flips, difference
from engine.scenario import Scenario
from engine.simulation.kernel import run_packed
from engine.simulation.records import OUTCOMES

ALL = "all"
"""Whose luck it is where everybody's is exchanged."""


class Counted(NamedTuple):
    """A lever set otherwise in many trials.

    Attributes
    ----------
    path : str
        Dotted path of the lever.
    now, then : str
        Its value, and what it was set to, as TOML.
    trials : int
        Trials that ran to their end both ways.
    to_peace, to_war : int
        Trials whose end flips from war to peace, and from peace to war.
    flipped : Estimate
        Share of trials whose end flips either way.
    peace : Estimate
        What it adds to the share of trials that end on the side of peace, trial by trial.
    """

    path: str
    now: str
    then: str
    trials: int
    to_peace: int
    to_war: int
    flipped: Estimate
    peace: Estimate


class CountedLuck(NamedTuple):
    """An actor's luck exchanged in many trials.

    Attributes
    ----------
    actor : str
        Whose: an address, ``units``, ``monitors``, or `ALL`.
    trials, to_peace, to_war, flipped
        As of `Counted`.
    """

    actor: str
    trials: int
    to_peace: int
    to_war: int
    flipped: Estimate


def count_levers(
    scenario: Scenario, seed: int, n_trials: int, showing: Showing = show_nothing
) -> list[Counted]:
    """Set each lever otherwise in trials 0 to n - 1 over the same draws; those that flip most ends first.

    Parameters
    ----------
    showing : Showing, optional
        Shows how many settings have been run.
    """
    changes = list(list_changes(scenario))
    runs = simulate_all([scenario, *(change.scenario for change in changes)], n_trials, seed)
    before, counted = _judge(next(runs)), []
    with showing(len(changes)) as tick:
        for change, trials in zip(changes, runs, strict=True):
            counted.append(Counted(change.path, change.now, change.then, *_flip(before, _judge(trials))))
            tick(1)
    return sorted(counted, key=lambda each: (-each.to_peace - each.to_war, each.path, each.then))


def count_luck(scenario: Scenario, seed: int, n_trials: int) -> list[CountedLuck]:
    """Exchange each actor's luck in trials 0 to n - 1 for that of a twin; what flips most ends first."""
    packed = pack(scenario)
    groups = dict.fromkeys(group_of(name) for name in packed.names.who() if not name.startswith("mediator/"))
    exchanged = [exchange_all(packed, [actor]) for actor in groups] + [exchange_all(packed, groups)]
    run = partial(run_packed, seed=seed, first=0, n_trials=n_trials)
    with ThreadPoolExecutor(count_cpus()) as pool:
        chunks = pool.map(run, [packed, *exchanged])
        ends = [_judge(Trials(scenario, chunk.values, chunk.draws)) for chunk in chunks]
    actors = [*groups, ALL]
    flips = [_flip(ends[0], after)[:4] for after in ends[1:]]
    counted = [CountedLuck(actor, *flip) for actor, flip in zip(actors, flips, strict=True)]
    return sorted(counted, key=lambda each: (-each.to_peace - each.to_war, each.actor))


def _judge(trials: Trials) -> NDArray[np.float64]:
    """Say for each trial whether it ends in peace, 1 or 0; NaN where it failed."""
    outcomes = trials.column("outcome")
    peace = np.isin(outcomes, [OUTCOMES.index(name) for name in PEACE]).astype(float)
    return np.where(np.isnan(outcomes), np.nan, peace)


def _flip(
    before: NDArray[np.float64], after: NDArray[np.float64]
) -> tuple[int, int, int, Estimate, Estimate]:
    """Count trials, flips to peace and to war; estimate the share that flips, and what peace gains."""
    done = ~np.isnan(before) & ~np.isnan(after)
    was, now_is = before[done] > 0, after[done] > 0
    to_peace, to_war = int((now_is & ~was).sum()), int((was & ~now_is).sum())
    flips = Flips(int((was & now_is).sum()), to_peace, to_war, int((~was & ~now_is).sum()))
    n_trials = int(done.sum())
    return n_trials, to_peace, to_war, wilson(to_peace + to_war, n_trials), difference(flips)
