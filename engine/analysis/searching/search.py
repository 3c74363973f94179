"""The search: packages proposed by a genetic algorithm, and the best of them judged anew on fresh draws.

The best of many packages on one sample look better than they are, since luck helped to choose them (the
winner's curse). So the front is chosen on some trials and judged on others.
"""

import logging
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from engine.analysis.searching.judging import Worth
from engine.analysis.searching.packages import Lever, Package, find_own
from engine.errors import EngineError, Problem
from engine.experiment.executors import count_cpus
from engine.simulation.records import Floats

if TYPE_CHECKING:
    from optuna import Study

POPULATION = 40
"""Packages of a generation of NSGA-II (Deb et al. 2002)."""
MOST_KEPT = 12
"""Most packages of the front that are judged on fresh draws."""

Play: TypeAlias = Callable[[Package, int, int], Worth]
"""Plays a package's trials from a first one on, so many."""


class Tried(NamedTuple):
    """A package as the search saw it.

    Attributes
    ----------
    package : tuple of int
        What each lever is set to.
    signed, lasts : float
        Means over the trials of the search, which flatter those that were chosen.
    """

    package: Package
    signed: float
    lasts: float


class Judged(NamedTuple):
    """A package on fresh draws.

    Attributes
    ----------
    tried : Tried
        As the search saw it.
    worth : Worth
        Its fresh trials.
    """

    tried: Tried
    worth: Worth


class Searched(NamedTuple):
    """What a search found.

    Attributes
    ----------
    tried : list of Tried
        All packages, in the order in which they were first tried.
    front : list of Judged
        Those of the search's front, on fresh draws; the most often signed first.
    own : Judged
        The scenario's own package on the same draws.
    """

    tried: list[Tried]
    front: list[Judged]
    own: Judged


def search(
    levers: Sequence[Lever],
    play: Play,
    *,
    seed: int,
    budget: int,
    trials: int,
    fresh: int,
    tick: Callable[[int], None] | None = None,
) -> Searched:
    """Search for packages that none other beats in both respects.

    Parameters
    ----------
    levers : sequence of Lever
        What packages set.
    play : callable
        As `Judge.judge`.
    seed : int
        Of the proposals.
    budget : int
        Packages to try; fewer where there are fewer.
    trials, fresh : int
        Trials of each package in the search, from 0 on; and the next ones, on which its front is judged.
    tick : callable, optional
        Called with 1 whenever a package was judged.

    Raises
    ------
    EngineError
        If optuna is not installed.
    """
    tick = tick or (lambda _: None)
    study, own = _begin(seed), find_own(levers)
    names = [str(place) for place in range(len(levers))]
    study.enqueue_trial(dict(zip(names, own, strict=True)))
    tried: dict[Package, Tried] = {}
    n_packages = int(np.prod([float(len(lever.settings)) for lever in levers]))
    asked = 0
    with ThreadPoolExecutor(count_cpus()) as pool:
        while len(tried) < min(budget, n_packages) and asked < 4 * budget:
            proposals = [study.ask() for _ in range(min(POPULATION, 4 * budget - asked))]
            asked += len(proposals)
            packages = [_read_package(proposal, levers, names) for proposal in proposals]
            new = [each for each in dict.fromkeys(packages) if each not in tried][: budget - len(tried)]
            for package, worth in zip(new, pool.map(lambda each: play(each, 0, trials), new), strict=True):
                tried[package] = Tried(package, _mean(worth.signed), _mean(worth.lasts))
                tick(1)
            for proposal, package in zip(proposals, packages, strict=True):
                if package in tried:
                    study.tell(proposal, [tried[package].signed, tried[package].lasts])
        chosen = find_front(list(tried.values()))[:MOST_KEPT]
        again = [*chosen, tried[own]]
        worths = pool.map(lambda each: play(each.package, trials, fresh), again)
        judged = []
        for each, worth in zip(again, worths, strict=True):
            judged.append(Judged(each, worth))
            tick(1)
    return Searched(list(tried.values()), judged[:-1], judged[-1])


def find_front(tried: Sequence[Tried]) -> list[Tried]:
    """Find the packages that none other beats in one respect without losing in the other.

    Of packages that are alike in both the first stays. The most often signed comes first.
    """
    ordered = sorted(tried, key=lambda each: (-each.signed, -each.lasts))
    front: list[Tried] = []
    for each in ordered:
        if not front or each.lasts > front[-1].lasts:
            front.append(each)
    return front


def _begin(seed: int) -> "Study":
    try:
        with warnings.catch_warnings(action="ignore"):  # about widgets that a notebook lacks
            import optuna
    except ModuleNotFoundError as error:
        way_out = "pip install 'ceasefire-engine[analysis]'"
        raise EngineError(Problem("search", "optuna", "is not installed", way_out)) from error
    optuna.logging.set_verbosity(logging.WARNING)
    sampler = optuna.samplers.NSGAIISampler(population_size=POPULATION, seed=seed % 2**32)
    return optuna.create_study(directions=["maximize", "maximize"], sampler=sampler)


def _read_package(proposal: Any, levers: Sequence[Lever], names: Sequence[str]) -> Package:
    return tuple(
        int(proposal.suggest_categorical(name, list(range(len(lever.settings)))))
        for name, lever in zip(names, levers, strict=True)
    )


def _mean(measured: Floats) -> float:
    return float(np.nanmean(measured))
