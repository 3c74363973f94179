"""How far shared numbers are off the patterns that train them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from engine.analysis.calibration.shared import Problem, lay
from engine.analysis.patterns.bench import Bench
from engine.analysis.patterns.measuring import MEASURES
from engine.analysis.patterns.targets import find_pattern
from engine.experiment.executors import count_cpus
from engine.simulation.records import Floats


class Misfit:
    """Distance of places of the prior from what the training patterns show.

    Parameters
    ----------
    problem : Problem
        What is calibrated to what.
    n_trials : int
        Trials of each archetype.
    seed : int
        Seed of their draws; the same for all places, so that they differ by their numbers alone.
    """

    def __init__(self, problem: Problem, n_trials: int, seed: int) -> None:
        self.problem, self.n_trials, self.seed = problem, n_trials, seed

    def __call__(self, places: Floats) -> Floats:
        """Give the root mean square miss of each place, in half-widths of the tolerances."""
        with ThreadPoolExecutor(count_cpus()) as pool:
            return np.array(list(pool.map(self.miss, places)))

    def miss(self, place: Floats) -> float:
        """Give the root mean square miss of one place; each pattern counts as much as any other."""
        bench = Bench(self.n_trials, self.seed, lay(self.problem, self.problem.values(place)))
        squares = []
        for pattern_id in self.problem.patterns:
            figures = find_pattern(pattern_id).figures
            values = MEASURES[pattern_id](bench)
            misses = [figure.misses(value) for figure, value in zip(figures, values, strict=True)]
            squares.append(np.mean(np.square(misses)))
        return float(np.sqrt(np.mean(squares)))
