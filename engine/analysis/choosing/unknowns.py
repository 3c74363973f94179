"""What is not known when arms are chosen among: the parameters that are drawn, the same draws in every arm.

An unknown is the uniform at a path, which all arms share; each arm turns it into a value by its own
distribution. Where an arm holds the parameter at one number, the unknown moves nothing in it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from engine.analysis.arms import CHUNK, Asked
from engine.analysis.choosing.moving import Scores
from engine.analysis.objective import Objective
from engine.analysis.simulating import Trials
from engine.errors import Problem, ScenarioError
from engine.experiment.executors import count_cpus
from engine.model.drawing import draw_uniforms, invert_uniforms
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.scenario.tabulated import Choice
from engine.simulation.kernel import run_given
from engine.simulation.records import Floats


class Unknowns(NamedTuple):
    """The unknowns of several arms.

    Attributes
    ----------
    asked : Asked
        The arms.
    packed : tuple of Packed
        Each arm as numbers.
    paths : tuple of str
        Dotted paths of what is uncertain in any arm, sorted.
    correlation : ndarray, shape (n_unknowns, n_unknowns)
        Of their normal scores.
    """

    asked: Asked
    packed: tuple[Packed, ...]
    paths: tuple[str, ...]
    correlation: Floats

    def draw(self, first: int, n_trials: int) -> Floats:
        """Give the unknowns of the seed's trials as uniforms, shape (n_trials, n_unknowns)."""
        uniforms = np.empty((n_trials, len(self.paths)))
        for packed in self.packed:
            places = [self.paths.index(path) for path in packed.scenario.uncertain]
            uniforms[:, places] = draw_uniforms(packed, self.asked.seed, first, n_trials).T
        return uniforms

    def find_values(self, arm: int, uniforms: Floats) -> Floats:
        """Give the values of an arm's uncertain parameters, in its own order, at uniforms of all unknowns."""
        places = [self.paths.index(path) for path in self.packed[arm].scenario.uncertain]
        return invert_uniforms(self.packed[arm], np.ascontiguousarray(uniforms[:, places].T))

    def value_at(self, arm: int, path: str, score: float) -> float | str:
        """Give an arm's value of an unknown at a normal score; a word where the arm holds it fixed."""
        packed = self.packed[arm]
        if path not in packed.scenario.uncertain:
            return "not drawn"
        distribution = packed.distribution_of(path)
        value = float(distribution.quantile(ndtr(np.array([score])))[0])
        if isinstance(distribution, Choice) and not distribution.numeric:
            ends = np.cumsum(distribution.weights)[:-1] / sum(distribution.weights)
            return str(distribution.options[int(np.searchsorted(ends, ndtr(score), side="right"))])
        return value

    def fix(self, uniforms: Floats, scores: Scores) -> Floats:
        """Hold some unknowns at given normal scores, and move what is correlated with them along.

        The others keep what they owe to their own draws (the residual of the Gaussian copula).
        """
        places = [self.paths.index(path) for path in scores]
        wanted = np.stack([np.broadcast_to(score, len(uniforms)) for score in scores.values()], axis=1)
        others = [i for i in range(len(self.paths)) if i not in places and self.correlation[i, places].any()]
        moved = uniforms.copy()
        if others:
            among = self.correlation[np.ix_(places, places)]
            weights = np.linalg.solve(among, self.correlation[np.ix_(places, others)])
            shift = (wanted - ndtri(uniforms[:, places])) @ weights
            moved[:, others] = ndtr(ndtri(uniforms[:, others]) + shift)
        moved[:, places] = ndtr(wanted)
        return moved

    def list_options(self, path: str) -> list[tuple[float, float]]:
        """List where an unknown that is a choice in every arm changes: ends of its uniforms' ranges."""
        bounds = {0.0, 1.0}
        for packed in self.packed:
            if path in packed.scenario.uncertain:
                distribution = packed.distribution_of(path)
                if not isinstance(distribution, Choice):
                    return []
                shares = np.array(distribution.weights) / sum(distribution.weights)
                bounds |= set(np.cumsum(shares)[:-1].tolist())
        ordered = sorted(bounds)
        return [(low, high) for low, high in pairwise(ordered) if high - low > 1e-12]


def find_unknowns(asked: Asked) -> Unknowns:
    """Find the unknowns of arms.

    Raises
    ------
    ScenarioError
        If there are none, if trials are on Sobol' points, or if arms correlate unknowns otherwise.
    """
    packed = tuple(pack(arm.scenario) for arm in asked.arms)
    paths = tuple(sorted({path for arm in asked.arms for path in arm.scenario.uncertain}))
    problems = []
    if not paths:
        rule = "holds every parameter at one number, so that nothing is unknown"
        problems.append(Problem("arms", ", ".join(asked.names), rule, "give a parameter a distribution"))
    if asked.arms[0].scenario.parameters.run.sampling == "sobol":
        rule = "makes trials depend on each other, so that no interval holds"
        problems.append(Problem("run.sampling", "sobol", rule, "--set 'run.sampling=\"random\"'"))
    correlation = np.eye(len(paths))
    for arm in asked.arms:
        for pair in arm.scenario.parameters.correlations:
            i, j = (paths.index(path) for path in pair.between)
            correlation[i, j] = correlation[j, i] = pair.rho
    for arm in asked.arms:
        places = [paths.index(path) for path in arm.scenario.uncertain]
        own = np.eye(len(paths))
        for pair in arm.scenario.parameters.correlations:
            i, j = (paths.index(path) for path in pair.between)
            own[i, j] = own[j, i] = pair.rho
        if not np.array_equal(own[np.ix_(places, places)], correlation[np.ix_(places, places)]):
            rule = "correlates unknowns otherwise than another arm, so that their draws are not shared"
            problems.append(Problem("correlations", arm.name, rule, "give all arms the same correlations"))
    if problems:
        raise ScenarioError(*problems)
    return Unknowns(asked, packed, paths, correlation)


def play_unknowns(
    unknowns: Unknowns,
    uniforms: Floats,
    first: int,
    tick: Callable[[int], None] | None = None,
    arms: Sequence[int] | None = None,
) -> list[Trials]:
    """Play trials first, first + 1, ... of arms with the unknowns given, over all CPUs.

    Parameters
    ----------
    uniforms : ndarray, shape (n_trials, n_unknowns)
        The unknowns in each trial.
    arms : sequence of int, optional
        Which arms; all where absent.
    """
    which = range(len(unknowns.packed)) if arms is None else arms
    key = key_of(unknowns.asked.seed)

    def run(packed: Packed, draws: Floats, start: int) -> Floats:
        values = run_given(packed, draws[start : start + CHUNK], key, first + start)
        if tick is not None:
            tick(len(values))
        return values

    played = []
    with ThreadPoolExecutor(count_cpus()) as pool:
        waiting = []
        for arm in which:
            packed, draws = unknowns.packed[arm], unknowns.find_values(arm, uniforms)
            starts = range(0, len(uniforms), CHUNK)
            waiting.append((packed, draws, [pool.submit(run, packed, draws, start) for start in starts]))
        for packed, draws, futures in waiting:
            values = np.concatenate([future.result() for future in futures])
            played.append(Trials(packed.scenario, values, draws))
    return played


def measure(objective: Objective, played: Sequence[Trials]) -> Floats:
    """Give what each trial is worth in each arm, shape (n_trials, n_arms); NaN where any arm's failed."""
    worth = np.stack([objective.measure(trials) for trials in played], axis=1)
    worth[np.isnan(worth).any(axis=1)] = np.nan
    return worth
