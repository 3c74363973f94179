"""What one check of the model found."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from engine.simulation.records import Floats

__all__ = ["Check", "Floats", "error_of", "exactly", "near"]


class Check(NamedTuple):
    """One known answer, and whether the model gave it.

    Attributes
    ----------
    family : str
        Family that it belongs to, as `sim verify --only` has it.
    name : str
        What is checked, in words.
    expected : str
        The known answer, in words or as a number.
    measured : float or str
        What the model gave.
    tolerance : str
        How far apart the two may be, and why.
    passed : bool
        Whether they are no further apart.
    """

    family: str
    name: str
    expected: str
    measured: float | str
    tolerance: str
    passed: bool


def near(family: str, name: str, measured: float, expected: float, within: float, why: str) -> Check:
    """Compare a number with a known one; NaN is never near."""
    passed = bool(abs(measured - expected) <= within)
    return Check(family, name, f"{expected:.6g}", float(measured), f"{within:.2g}, {why}", passed)


def exactly(family: str, name: str, expected: str, broken: Mapping[str, int], looked_at: int) -> Check:
    """State something of which no case may be an exception, and that there were cases.

    Parameters
    ----------
    broken : mapping of str to int
        Number of exceptions of each kind.
    looked_at : int
        Cases in which it could have been broken; none would make the statement empty.
    """
    exceptions = ", ".join(f"{count:,} {kind}" for kind, count in broken.items() if count)
    measured = f"{exceptions or 'no exception'} in {looked_at:,} cases"
    return Check(family, name, expected, measured, "none, exact", not exceptions and looked_at > 0)


def error_of(sample: Floats) -> float:
    """Standard error of the mean of independent numbers."""
    return float(sample.std(ddof=1)) / math.sqrt(np.size(sample))
