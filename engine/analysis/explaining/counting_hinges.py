"""In which years whose luck is a hinge: the hinges of each of many trials, counted."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from engine.analysis.explaining.exchanging import Block
from engine.analysis.explaining.hinges import FALSE_ALARM, Hinge, find_hinges
from engine.analysis.explaining.playing import Exchanger
from engine.analysis.explaining.showing import Showing, show_nothing
from engine.experiment.executors import count_cpus
from engine.model.packing import Packed, pack
from engine.results.estimates import Estimate, wilson
from engine.scenario import Scenario
from engine.simulation.kernel import OUTCOME

TRIALS_A_TASK = 8
"""Trials that a thread explains before it says so."""


class CountedBlock(NamedTuple):
    """The luck of an actor in a period, in many trials.

    Attributes
    ----------
    actor, year
        As of `Block`.
    asked : int
        Trials that asked for it.
    hinged : int
        Trials whose end hung on it.
    share : Estimate
        Their share of all trials that ran to their end.
    """

    actor: str
    year: int
    asked: int
    hinged: int
    share: Estimate


class CountedHinges(NamedTuple):
    """The hinges of many trials.

    Attributes
    ----------
    trials : int
        Trials that ran to their end.
    hinged : int
        Those of them with at least one hinge. In a trial where every block of luck flips the end as often
        as any other, one is claimed with a chance of `FALSE_ALARM` at most.
    share : Estimate
        Their share.
    certain : int
        Trials with a hinge that stands where `FALSE_ALARM` is the chance of any false one in all trials.
    blocks : list of CountedBlock
        Those that are a hinge in any trial, the most frequent first.
    plays : int
        Trials played for this.
    """

    trials: int
    hinged: int
    share: Estimate
    certain: int
    blocks: list[CountedBlock]
    plays: int


class Found(NamedTuple):
    """What was found in one trial that ran to its end.

    Attributes
    ----------
    blocks : list of Block
        Luck that it asked for.
    hinges : list of Hinge
        Blocks that were measured.
    plays : int
        Trials played for this.
    """

    blocks: list[Block]
    hinges: list[Hinge]
    plays: int


def count_hinges(
    scenario: Scenario, seed: int, n_trials: int, showing: Showing = show_nothing
) -> CountedHinges:
    """Find the hinges of trials 0 to n - 1 as `find_hinges` does of one, and count them.

    Parameters
    ----------
    showing : Showing, optional
        Shows how many trials are done.
    """
    starts = range(0, n_trials, TRIALS_A_TASK)
    explore = partial(_find, pack(scenario), seed, n_trials)
    found: list[Found] = []
    with ThreadPoolExecutor(count_cpus()) as pool, showing(n_trials) as tick:
        for start, several in zip(starts, pool.map(explore, starts), strict=True):
            found += several
            tick(min(TRIALS_A_TASK, n_trials - start))
    return tally(found)


def tally(found: list[Found]) -> CountedHinges:
    """Count what was found in trials."""
    n_measured = sum(len(each.hinges) for each in found)
    asked: Counter[tuple[str, int]] = Counter()
    hinged: Counter[tuple[str, int]] = Counter()
    n_hinged = n_certain = 0
    for each in found:
        claimed = [hinge for hinge in each.hinges if hinge.claimed]
        asked.update((block.actor, block.year) for block in each.blocks)
        hinged.update((hinge.block.actor, hinge.block.year) for hinge in claimed)
        n_hinged += bool(claimed)
        n_certain += any(hinge.by_chance < FALSE_ALARM / n_measured for hinge in claimed)
    blocks = [
        CountedBlock(actor, year, asked[actor, year], n, wilson(n, len(found)))
        for (actor, year), n in sorted(hinged.items(), key=lambda item: (-item[1], item[0]))
    ]
    plays = sum(each.plays for each in found)
    return CountedHinges(len(found), n_hinged, wilson(n_hinged, len(found)), n_certain, blocks, plays)


def _find(packed: Packed, seed: int, n_trials: int, first: int) -> list[Found]:
    """Find the hinges of the trials of one task; those that failed are left out."""
    n_here = min(TRIALS_A_TASK, n_trials - first)
    exchanger = Exchanger(packed, seed, first, n_here)
    found = []
    for trial in range(first, first + n_here):
        played, ticks = exchanger.play(trial), [1]
        ended = float(played.record[OUTCOME])
        if not np.isnan(ended):
            hinges = find_hinges(played.blocks, partial(exchanger.count_flips, trial, ended), ticks.append)
            found.append(Found(played.blocks, hinges, sum(ticks)))
    return found
