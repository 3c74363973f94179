"""Sums that are exact, so that no order of adding can be told from another.

A sum over many trials outgrows 64 bits; it is kept as limbs of 28 bits whose carries are left
unresolved, so that merging stays an elementwise addition of integers (for up to 2^35 trials).
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]

LIMB_BITS = 28
LARGEST = 2**31
"""Magnitude, in units, at which values saturate: their squares must fit 64 bits."""


def fix(values: NDArray[np.float64], units: int) -> Ints:
    """Round values to whole multiples of ``1 / units``; NaN becomes 0."""
    scaled = np.rint(np.nan_to_num(values) * units)
    return np.clip(scaled, -LARGEST, LARGEST).astype(np.int64)


def split(values: Ints, n_limbs: int) -> Ints:
    """Split integers into limbs along a new last axis, lowest first; the highest keeps the sign."""
    limbs = [(values >> (LIMB_BITS * limb)) & (2**LIMB_BITS - 1) for limb in range(n_limbs - 1)]
    return np.stack([*limbs, values >> (LIMB_BITS * (n_limbs - 1))], axis=-1)


def join(limbs: Ints | Sequence[int]) -> int:
    """Give the integer that summed limbs stand for."""
    return sum(int(limb) << (LIMB_BITS * place) for place, limb in enumerate(limbs))
