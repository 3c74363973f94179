"""How far a box hangs on the trials at hand: the same search over resampled and over shuffled ones."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.analysis.discovery.boxes import Box, Flags
from engine.analysis.discovery.cart import fit, list_leaves
from engine.analysis.discovery.prim import Step, choose, choose_alike, peel, rank, simplify
from engine.experiment.executors import count_cpus
from engine.model.parameters import Floats

Found = TypeVar("Found")
Rows: TypeAlias = NDArray[np.int64]

RESAMPLES = 50
SHUFFLES = 40
MIDDLE = (0.05, 0.95)
"""Quantiles over resamples between which a limit is said to lie: with 50 of them no wider ones are told."""


class Reproduced(NamedTuple):
    """How resamples limit a column at one end.

    Attributes
    ----------
    share : float
        Share of the resamples in which it has a limit there.
    low, high : float
        Middle 90% of these limits; NaN where there is none.
    """

    share: float
    low: float
    high: float


class Chance(NamedTuple):
    """What the same search gives where labels are shuffled, so that no column says anything of them.

    Attributes
    ----------
    coverages, densities : ndarray, shape (n_coverages,), (n_shuffles, n_coverages)
        The densest box with at least each coverage.
    gains : ndarray, shape (n_shuffles,)
        Gain of the box that is chosen.
    """

    coverages: Floats
    densities: Floats
    gains: Floats

    def weigh(self, gain: float) -> float:
        """Give the chance of a box with such a gain, by permutation."""
        return float((1 + (self.gains >= gain).sum()) / (1 + self.gains.size))


def reproduce_prim(
    box: Box, coverage: float, x: Floats, hits: Flags, rng: np.random.Generator
) -> list[Reproduced]:
    """Repeat PRIM over trials drawn with replacement, up to the box of the nearest coverage, simplified.

    Bryant & Lempert (2010) count in how many resamples a column is limited at all; here at the same end.

    Parameters
    ----------
    coverage : float
        Of the box before its weak limits were dropped.
    """
    ranks = rank(x)

    def repeat(rows: Rows) -> Box:
        drawn, theirs = x[:, rows], hits[rows]
        steps = peel(drawn, theirs, ranks=ranks[:, rows])
        return simplify(steps[choose_alike(steps, coverage)].box, drawn, theirs)

    return _compare(box, _run_all(repeat, _resample(hits.size, rng)))


def reproduce_cart(
    boxes: Sequence[Box], pruning: float, x: Floats, hits: Flags, rng: np.random.Generator
) -> list[list[Reproduced]]:
    """Grow the tree again over trials drawn with replacement; its leaf that shares most with a box counts."""

    def repeat(rows: Rows) -> list[Box]:
        leaves = [leaf.box for leaf in list_leaves(fit(x[:, rows], hits[rows]), len(x), pruning)]
        held = [leaf.holds(x) for leaf in leaves]
        return [leaves[_find_alike(box.holds(x), held)] for box in boxes]

    again = _run_all(repeat, _resample(hits.size, rng))
    return [_compare(box, [each[place] for each in again]) for place, box in enumerate(boxes)]


def shuffle_labels(
    x: Floats, hits: Flags, coverages: Floats, coverage: float | None, rng: np.random.Generator
) -> Chance:
    """Repeat the search with labels shuffled among trials."""
    ranks = rank(x)

    def repeat(rows: Rows) -> tuple[Floats, float]:
        steps = peel(x, hits[rows], ranks=ranks)
        return trace_density(steps, coverages), steps[choose(steps, coverage)].held.gain

    found = _run_all(repeat, [rng.permutation(hits.size) for _ in range(SHUFFLES)])
    densities, gains = zip(*found, strict=True)
    return Chance(coverages, np.array(densities), np.array(gains))


def trace_density(steps: Sequence[Step], coverages: Floats) -> Floats:
    """Give the density of the densest box with at least each coverage."""
    reached = np.array([step.held.coverage for step in steps])
    density = np.array([step.held.density for step in steps])
    return np.array([density[reached >= least].max() for least in coverages])


def _find_alike(inside: Flags, held: Sequence[Flags]) -> int:
    """Find which of several sets of trials shares most with one, as a share of both together (Jaccard)."""
    return int(np.argmax([(inside & each).sum() / max(1, (inside | each).sum()) for each in held]))


def _resample(n: int, rng: np.random.Generator) -> list[Rows]:
    return [rng.integers(n, size=n) for _ in range(RESAMPLES)]


def _run_all(repeat: Callable[[Rows], Found], over: Sequence[Rows]) -> list[Found]:
    with ThreadPoolExecutor(count_cpus()) as pool:
        return list(pool.map(repeat, over))


def _compare(box: Box, others: Sequence[Box]) -> list[Reproduced]:
    """Count for each limit of a box how many of the others have one there, and where."""
    found = []
    for column, end in box.list_limits():
        limits = np.array([(other.low, other.high)[end][column] for other in others])
        there = limits[np.isfinite(limits)]
        ends = np.quantile(there, MIDDLE).tolist() if there.size else [np.nan, np.nan]
        found.append(Reproduced(there.size / len(others), *ends))
    return found
