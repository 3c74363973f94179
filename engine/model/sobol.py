"""Sobol' points scrambled by hashing, one dimension an uncertain parameter, addressed by trial.

A point is a function of the seed, the parameter's path and the trial alone, like any other draw.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.model.parameters import Floats

BITS = 32
STEP = 2.0**-BITS


def sobol_uniforms(key: int, paths: Sequence[str], first: int, n_trials: int) -> Floats:
    """Give the uniforms of consecutive trials, shape (n_paths, n_trials), never 0 or 1.

    Parameters
    ----------
    key : int
        From `engine.model.draws.key_of`.
    paths : sequence of str
        The uncertain parameters, in the order of their dimensions.
    first, n_trials : int
        Number of the first trial, and of trials; under 2^32 in all.

    Notes
    -----
    Direction numbers of Joe & Kuo 2008 as scipy has them; nested uniform scrambling (Owen 1995) by the
    hash of Laine & Karras 2011 with the constants of Burley 2020.
    """
    points = _count_points(len(paths), first, n_trials)
    seeds = [hashlib.blake2b(f"sobol {key} {path}".encode(), digest_size=4).digest() for path in paths]
    rows = [
        _reverse_bits(_permute(_reverse_bits(row), np.uint32(int.from_bytes(seed, "little"))))
        for row, seed in zip(points, seeds, strict=True)
    ]
    uniforms: Floats = (np.array(rows, dtype=np.float64).reshape(len(paths), n_trials) + 0.5) * STEP
    return uniforms


def _count_points(n_dimensions: int, first: int, n_trials: int) -> NDArray[np.uint32]:
    """Give unscrambled points as whole numbers of 2^-32, shape (n_dimensions, n_trials)."""
    from scipy.stats.qmc import Sobol

    if n_dimensions == 0:
        return np.empty((0, n_trials), dtype=np.uint32)
    sequence = Sobol(n_dimensions, scramble=False, bits=BITS)
    skipped = max(first, 1)  # scipy warns of numbers of points that are no powers of 2, from the origin on
    points = np.zeros((first + n_trials - skipped + (first == 0), n_dimensions))
    sequence.fast_forward(skipped)
    points[first == 0 :] = sequence.random(len(points) - (first == 0))
    whole: NDArray[np.uint32] = np.rint(points.T / STEP).astype(np.uint32)
    return whole


def _permute(x: NDArray[np.uint32], seed: np.uint32) -> NDArray[np.uint32]:
    """Permute so that each bit depends on itself and lower bits alone."""
    x = x + seed
    for factor in (0x6C50B47C, 0xB82F1E52, 0xC7AFE638, 0x8D22F6E6):
        x = x ^ (x * np.uint32(factor))
    return x


def _reverse_bits(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    for mask, shift in ((0x55555555, 1), (0x33333333, 2), (0x0F0F0F0F, 4), (0x00FF00FF, 8)):
        kept, by = np.uint32(mask), np.uint32(shift)
        x = ((x >> by) & kept) | ((x & kept) << by)
    return (x >> np.uint32(16)) | (x << np.uint32(16))
