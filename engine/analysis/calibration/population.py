"""Approximate Bayesian computation by population Monte Carlo (Beaumont et al. 2009).

The design and the kernel densities are SciPy's. A population of places in the unit cube of the prior is
moved towards smaller distance; the prior is even there, so that weights are the inverse of the density
from which places were proposed.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np
from scipy.stats import gaussian_kde
from scipy.stats.qmc import Sobol

from engine.simulation.records import Floats

Distance: TypeAlias = Callable[[Floats], Floats]
"""Distances of places, shape (n, n_numbers), from the data, shape (n,)."""
MAX_TRIES = 10_000


class Population(NamedTuple):
    """Accepted places, nearest first.

    Attributes
    ----------
    places : ndarray, shape (n, n_numbers)
        In the unit cube.
    distances, weights : ndarray, shape (n,)
        How far each is off, and how much it counts; weights sum to 1.
    simulated : int
        Places tried so far.
    """

    places: Floats
    distances: Floats
    weights: Floats
    simulated: int

    def mean(self) -> Floats:
        """Give the weighted mean place, shape (n_numbers,)."""
        return np.asarray(self.weights @ self.places)


def calibrate(
    distance: Distance, n_numbers: int, n_kept: int, n_first: int, n_generations: int, seed: int
) -> Iterator[Population]:
    """Move a population towards small distances, and yield it after each generation.

    Parameters
    ----------
    distance : callable
        Simulates places and says how far each is off.
    n_numbers : int
        Numbers calibrated.
    n_kept, n_first : int
        Places kept, and those of the first design, from which they are chosen; a power of 2.
    n_generations : int
        Generations after the first design, each of as many new places as are kept.
    seed : int
        Seed of design and proposals.
    """
    places = Sobol(n_numbers, rng=np.random.default_rng(seed)).random(n_first)
    population = _keep(places, distance(places), np.ones(n_first), n_kept, n_first)
    yield population
    rng = np.random.default_rng([seed, 1])
    for _ in range(n_generations):
        proposal = gaussian_kde(population.places.T, weights=population.weights)
        proposal.set_bandwidth(np.sqrt(2) * proposal.scotts_factor())
        tried = _propose(proposal, n_kept, rng)
        weights = 1 / proposal(tried.T)
        population = _keep(
            np.concatenate([population.places, tried]),
            np.concatenate([population.distances, distance(tried)]),
            np.concatenate([population.weights * n_kept, weights / weights.mean()]),
            n_kept,
            population.simulated + n_kept,
        )
        yield population


def _propose(proposal: gaussian_kde, n: int, rng: np.random.Generator) -> Floats:
    """Draw places from a density, those outside the prior left out."""
    found: list[Floats] = []
    for _ in range(MAX_TRIES):
        drawn = proposal.resample(n, seed=rng).T
        found += list(drawn[((drawn > 0) & (drawn < 1)).all(axis=1)])
        if len(found) >= n:
            break
    return np.array(found[:n])


def _keep(places: Floats, distances: Floats, weights: Floats, n_kept: int, simulated: int) -> Population:
    nearest = np.argsort(distances, kind="stable")[:n_kept]
    kept = weights[nearest]
    return Population(places[nearest], distances[nearest], kept / kept.sum(), simulated)
